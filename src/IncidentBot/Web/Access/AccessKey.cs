using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Web.Access;

/// <summary>The key callers have to know. Compared by digest, so that the time it takes says nothing about it.</summary>
internal sealed class AccessKey(string key)
{
    private readonly byte[] _digest = Digest(key);

    /// <summary>Names the key without telling it: sessions carry it and end when the key changes.</summary>
    public string Name => Convert.ToHexString(HMACSHA256.HashData(_digest, "session"u8)[..8]);

    public bool Is(string offered) => CryptographicOperations.FixedTimeEquals(_digest, Digest(offered));

    /// <summary>Whether a request carries the key as <c>Authorization: Bearer</c>.</summary>
    public bool IsCarriedBy(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Is(header[Scheme.Length..].Trim());
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
