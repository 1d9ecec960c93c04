using System.Globalization;

namespace IncidentBot.Web.Hosting;

/// <summary>How many connections may be open at once: the database must never lack a file handle because of them.</summary>
internal static class ConnectionLimit
{
    private const int Most = 1000;
    private const int Least = 16;

    /// <summary>Handles kept for the database, its readers, logs and the runtime.</summary>
    private const int Kept = 256;

    private const string Limits = "/proc/self/limits";

    public static int ForThisProcess() => For(File.Exists(Limits) ? File.ReadAllText(Limits) : "");

    /// <param name="limits">The limits of a process as Linux prints them.</param>
    internal static int For(string limits)
    {
        // "Max open files            1024                 524288               files"
        var line = limits.Split('\n').FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal)) ?? "";
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var handles)
            ? (int)Math.Clamp(handles - Kept, Least, Most)
            : Most;
    }
}
