using System.Text;
using System.Text.Json;
using IncidentBot.Discord.Wire.Http;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>Both verifiers say the same of every signature: that of the system's library, and our own.</summary>
public sealed class Ed25519Tests
{
    private const int Mutants = 1000;

    [SkippableFact]
    public void All_vectors_are_judged_rightly_by_both()
    {
        Needs.Library("libcrypto.so.3");
        var vectors = Vectors();

        Assert.Equal(17, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal((vector.IsValid, vector.IsValid), (ByLibrary(vector), ByUs(vector))));
        Assert.All(vectors, vector => Assert.Equal(vector.IsValid, ByHeaders(vector)));
    }

    [SkippableFact]
    public void A_thousand_damaged_ones_are_refused_by_both()
    {
        Needs.Library("libcrypto.so.3");
        var good = Vectors().Where(vector => vector.IsValid).ToList();
        var random = new Random(8032);

        for (var i = 0; i < Mutants; i++)
        {
            var mutant = Damage(good[i % good.Count], random);
            Assert.False(ByLibrary(mutant), $"The library accepts mutant {i}: {mutant}");
            Assert.False(ByUs(mutant), $"Our own accepts mutant {i}: {mutant}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("6f")]
    [InlineData("zz")]
    public void What_has_no_shape_of_a_signature_is_refused_without_reckoning(string signature) =>
        Assert.False(new InteractionSignature(new string('a', 64)).IsGood("1", signature, []));

    [Fact]
    public void A_key_that_is_none_is_no_key() => Assert.Throws<ArgumentException>(() => new InteractionSignature("abc"));

    private static bool ByLibrary(Vector vector) =>
        Bytes(vector) is { } bytes && NativeEd25519.Verify(bytes.Key, bytes.Signature, vector.Message) == true;

    private static bool ByUs(Vector vector) =>
        Bytes(vector) is { } bytes && Ed25519.Verify(bytes.Key, bytes.Signature, vector.Message);

    private static bool ByHeaders(Vector vector)
    {
        try
        {
            return new InteractionSignature(vector.Key).IsGood(vector.Timestamp, vector.Signature, Encoding.UTF8.GetBytes(vector.Body))
                || (vector.Timestamp.Length == 0 && ByUs(vector));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static (byte[] Key, byte[] Signature)? Bytes(Vector vector)
    {
        try
        {
            return (Convert.FromHexString(vector.Key), Convert.FromHexString(vector.Signature));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>One to three bits of the signature, the message or the key are turned.</summary>
    private static Vector Damage(Vector vector, Random random)
    {
        var (key, signature, message) = (Convert.FromHexString(vector.Key), Convert.FromHexString(vector.Signature), vector.Message.ToArray());
        var which = random.Next(message.Length == 0 ? 2 : 3);
        var damaged = which == 0 ? signature : which == 1 ? key : message;
        foreach (var bit in Enumerable.Range(0, damaged.Length * 8).OrderBy(_ => random.Next()).Take(1 + random.Next(3)))
        {
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return vector with { Key = Convert.ToHexStringLower(key), Signature = Convert.ToHexStringLower(signature), Message = message };
    }

    private static List<Vector> Vectors()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Needs.Shared("discord/ed25519/ed25519-vectors.json")));
        return
        [
            .. json.RootElement.EnumerateArray().Select(vector =>
            {
                var (timestamp, body) = (vector.GetProperty("timestamp").GetString()!, vector.GetProperty("body").GetString()!);
                return new Vector(
                    vector.GetProperty("publicKey").GetString()!, timestamp, body, vector.GetProperty("signature").GetString()!,
                    Encoding.UTF8.GetBytes(timestamp + body), vector.GetProperty("valid").GetBoolean());
            }),
        ];
    }

    private sealed record Vector(string Key, string Timestamp, string Body, string Signature, byte[] Message, bool IsValid);
}
