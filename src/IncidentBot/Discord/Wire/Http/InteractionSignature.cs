using System.Text;

namespace IncidentBot.Discord.Wire.Http;

/// <summary>Tells Discord's requests from anybody's, by the public key of the app. Discord sends wrong ones on purpose, to see that we look.</summary>
/// <param name="publicKey">As the developer portal shows it.</param>
internal sealed class InteractionSignature(string publicKey)
{
    private const int LongestTimestamp = 32;

    private readonly byte[] _key = Hex(publicKey, Ed25519.KeyLength) ?? throw new ArgumentException("This is no public key.", nameof(publicKey));

    /// <summary>Whether the two headers could belong together at all.</summary>
    public static bool HasShape(string timestamp, string signature) =>
        timestamp.Length is > 0 and <= LongestTimestamp && timestamp.All(char.IsAscii) && Hex(signature, Ed25519.SignatureLength) is not null;

    /// <param name="body">The bytes as they came.</param>
    public bool IsGood(string timestamp, string signature, byte[] body)
    {
        if (!HasShape(timestamp, signature) || Hex(signature, Ed25519.SignatureLength) is not { } signed)
        {
            return false;
        }

        byte[] message = [.. Encoding.ASCII.GetBytes(timestamp), .. body];
        return NativeEd25519.Verify(_key, signed, message) ?? VerifySlowly(signed, message);
    }

    /// <summary>One at a time: it takes milliseconds, and whoever floods us with wrong ones is not to have all processors.</summary>
    private bool VerifySlowly(byte[] signed, byte[] message)
    {
        lock (_key)
        {
            return Ed25519.Verify(_key, signed, message);
        }
    }

    private static byte[]? Hex(string text, int length)
    {
        var bytes = new byte[length];
        return text.Length == 2 * length && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }
}
