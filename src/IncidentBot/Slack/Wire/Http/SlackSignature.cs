using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Slack.Wire.Http;

/// <summary>What a signature is worth.</summary>
internal enum SignatureVerdict
{
    Bad,
    Good,

    /// <summary>It is Slack's, and from another time: sent again by somebody, or a clock is wrong.</summary>
    Stale,
}

/// <summary>Tells Slack's requests from anybody's, by the secret that only Slack and the owner know.</summary>
internal sealed class SlackSignature
{
    /// <summary>How far the time of a request may be from ours, either way, in seconds.</summary>
    private const long Window = 300;
    private const string Version = "v0=";

    private readonly byte[][] _secrets;

    /// <param name="secrets">The present one, and the one before it while it is being changed.</param>
    public SlackSignature(params IEnumerable<string?> secrets)
    {
        _secrets = [.. secrets.OfType<string>().Select(Encoding.UTF8.GetBytes)];
        if (_secrets.Length == 0 || _secrets.Any(secret => secret.Length == 0))
        {
            // Whoever signs with nothing would be let in.
            throw new ArgumentException("A secret must not be empty.", nameof(secrets));
        }
    }

    /// <summary>Whether the two headers could belong together at all.</summary>
    public static bool HasShape(string timestamp, string signature) => Seconds(timestamp) is not null && Digest(signature) is not null;

    /// <param name="body">The bytes as they came.</param>
    /// <param name="now">In seconds since 1970.</param>
    public SignatureVerdict Judge(string timestamp, string signature, ReadOnlySpan<byte> body, long now)
    {
        if (Seconds(timestamp) is not { } sent || Digest(signature) is not { } given || !IsSigned(timestamp, given, body))
        {
            return SignatureVerdict.Bad;
        }

        return Math.Abs(now - sent) <= Window ? SignatureVerdict.Good : SignatureVerdict.Stale;
    }

    /// <summary>The signature as Slack writes it.</summary>
    internal static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToHexStringLower(Sign(Encoding.UTF8.GetBytes(secret), timestamp, body));

    private static byte[] Sign(byte[] secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Every secret is tried, so that the time it takes says nothing.</summary>
    private bool IsSigned(string timestamp, byte[] given, ReadOnlySpan<byte> body)
    {
        var isSigned = false;
        foreach (var secret in _secrets)
        {
            isSigned |= CryptographicOperations.FixedTimeEquals(given, Sign(secret, timestamp, body));
        }

        return isSigned;
    }

    private static long? Seconds(string timestamp) =>
        timestamp.Length <= 12 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static byte[]? Digest(string signature)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        return signature.Length == Version.Length + (2 * digest.Length) && signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.FromHexString(signature.AsSpan(Version.Length), digest, out _, out _) == System.Buffers.OperationStatus.Done
                ? digest
                : null;
    }
}
