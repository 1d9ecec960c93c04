using System.Numerics;
using System.Security.Cryptography;

namespace IncidentBot.Discord.Wire.Http;

/// <summary>
/// Verifies signatures by Ed25519 (RFC 8032) with nothing but whole numbers: for systems whose libraries cannot. All it works
/// on is public, so the time it takes tells nothing.
/// </summary>
internal static class Ed25519
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    private static readonly BigInteger Field = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger Curve = Reduce(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Field - 1) / 4, Field);
    private static readonly Point Neutral = new(0, 1, 1, 0);
    private static readonly Point Base = Decode(BaseBytes())!.Value;

    /// <summary>Whether a signature is of that message and key. It never fails.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        if (key.Length != KeyLength || signature.Length != SignatureLength || Decode(key) is not { } owner)
        {
            return false;
        }

        var encodedCommitment = signature[..KeyLength];
        var scalar = Number(signature[KeyLength..]);
        if (scalar >= Order || Decode(encodedCommitment) is not { } commitment)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(encodedCommitment);
        hash.AppendData(key);
        hash.AppendData(message);
        var challenge = Number(hash.GetHashAndReset()) % Order;
        return AreEqual(Multiply(Base, scalar), Add(commitment, Multiply(owner, challenge)));
    }

    private static byte[] BaseBytes()
    {
        // Its y is 4/5 and its x is even.
        var bytes = new byte[KeyLength];
        Reduce(4 * Inverse(5)).TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    /// <summary>The point that bytes stand for; null if they stand for none, or not in the one way they should.</summary>
    private static Point? Decode(ReadOnlySpan<byte> encoded)
    {
        Span<byte> bytes = stackalloc byte[KeyLength];
        encoded.CopyTo(bytes);
        var isOdd = (bytes[^1] & 0x80) != 0;
        bytes[^1] &= 0x7f;
        var y = Number(bytes);
        if (y >= Field)
        {
            return null;
        }

        var numerator = Reduce((y * y) - 1);
        var denominator = Reduce((Curve * y * y) + 1);
        var square = Reduce(numerator * Inverse(denominator));
        var x = BigInteger.ModPow(square, (Field + 3) / 8, Field);
        if (Reduce((x * x) - square) != 0)
        {
            x = Reduce(x * RootOfMinusOne);
        }

        if (Reduce((x * x) - square) != 0 || (x.IsZero && isOdd))
        {
            return null;
        }

        x = x.IsEven == isOdd ? Field - x : x;
        return new Point(x, y, 1, Reduce(x * y));
    }

    private static Point Multiply(Point point, BigInteger times)
    {
        var sum = Neutral;
        for (var bit = (int)times.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!((times >> bit) & 1).IsZero)
            {
                sum = Add(sum, point);
            }
        }

        return sum;
    }

    private static Point Add(Point p, Point q)
    {
        var a = Reduce((p.Y - p.X) * (q.Y - q.X));
        var b = Reduce((p.Y + p.X) * (q.Y + q.X));
        var c = Reduce(2 * p.T * q.T * Curve);
        var d = Reduce(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Reduce(e * f), Reduce(g * h), Reduce(f * g), Reduce(e * h));
    }

    private static bool AreEqual(Point p, Point q) =>
        Reduce((p.X * q.Z) - (q.X * p.Z)).IsZero && Reduce((p.Y * q.Z) - (q.Y * p.Z)).IsZero;

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Reduce(number), Field - 2, Field);

    private static BigInteger Reduce(BigInteger number)
    {
        var rest = number % Field;
        return rest.Sign < 0 ? rest + Field : rest;
    }

    private static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    /// <summary>A point of the curve, in extended coordinates.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
