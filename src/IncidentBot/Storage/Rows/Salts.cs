using System.Security.Cryptography;

namespace IncidentBot.Storage.Rows;

/// <summary>Salts for the hashes of words. The system's generator is asked for many at once: most of its cost is the asking.</summary>
internal static class Salts
{
    private const int AtOnce = 64;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _used;

    /// <summary>A salt that nobody else has.</summary>
    public static byte[] Next()
    {
        if (_drawn is null || _used == _drawn.Length)
        {
            (_drawn, _used) = (RandomNumberGenerator.GetBytes(AtOnce * EventRow.SaltBytes), 0);
        }

        var salt = _drawn.AsSpan(_used, EventRow.SaltBytes);
        _used += EventRow.SaltBytes;
        var given = salt.ToArray();

        // What protects words that may be erased stays nowhere else.
        salt.Clear();
        return given;
    }
}
