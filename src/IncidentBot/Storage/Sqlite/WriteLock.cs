using System.Globalization;

namespace IncidentBot.Storage.Sqlite;

/// <summary>Names who keeps others from writing into a database, where the system tells: Linux lists the locks on files.</summary>
internal static class WriteLock
{
    private const string Locks = "/proc/locks";

    /// <summary>The byte of the file -shm that is locked by whoever writes.</summary>
    private const long WriteByte = 120;

    /// <summary>The process that holds the lock, with its name; null if none does but this one, or it cannot be told.</summary>
    public static string? Holder(string database)
    {
        try
        {
            return FileIdentity.Of(database + "-shm") is { } file && File.Exists(Locks)
                && File.ReadLines(Locks).Select(line => Pid(line, file)).FirstOrDefault(pid => pid is not null) is { } pid
                ? $"process {pid} ({Name(pid)})"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>From a line like <c>1: POSIX  ADVISORY  WRITE 3542 fe:00:2097190 120 120</c>.</summary>
    private static string? Pid(string line, FileIdentity file) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "POSIX", _, "WRITE", var pid, var place, var first, var last]
        && place.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{file.Number}"), StringComparison.Ordinal)
        && long.Parse(first, CultureInfo.InvariantCulture) <= WriteByte
        && (last == "EOF" || long.Parse(last, CultureInfo.InvariantCulture) >= WriteByte)
        && pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            ? pid
            : null;

    private static string Name(string pid)
    {
        var name = $"/proc/{pid}/comm";
        return File.Exists(name) ? File.ReadAllText(name).Trim() : "gone";
    }
}
