using System.Text.Json;

namespace IncidentBot.Storage;

/// <summary>
/// Keeps a database to one writing process. The kernel holds the lock, so that it goes when the process does, however
/// that ends; the file stays, and whoever comes next takes it over.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    /// <summary>What stands behind the name of a database in that of its lock.</summary>
    public const string Ending = ".lock";

    private readonly FileStream _file;
    private readonly DateTimeOffset _startedAt;

    private InstanceLock(FileStream file, DateTimeOffset startedAt)
    {
        _file = file;
        _startedAt = startedAt;
    }

    /// <summary>Takes the lock for as long as the process lives.</summary>
    /// <exception cref="UnusableStoreException">Another process has it, which the message names, or the place cannot be written.</exception>
    public static InstanceLock Take(string databasePath, TimeProvider time)
    {
        var path = PathFor(databasePath);
        try
        {
            // On Windows a share mode of None would keep readers out for good.
            var held = new InstanceLock(
                PrivateFiles.Open(path, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None), time.GetUtcNow());
            held.Write(url: null);
            return held;
        }
        catch (IOException e)
        {
            throw new UnusableStoreException(
                ReadHolder(databasePath) is { } holder
                    ? $"{databasePath} is in use by process {holder.Pid}{(holder.Url is null ? "" : $" at {holder.Url}")}; " +
                      "stop it, or set another Storage:Path."
                    : $"{path} cannot be locked: {e.Message}",
                e);
        }
    }

    /// <summary>
    /// Who wrote the lock file last; null if nobody did, or it was given back. A process that was killed leaves its
    /// name behind: only taking the lock tells whether it still runs.
    /// </summary>
    public static LockHolder? ReadHolder(string databasePath)
    {
        try
        {
            using var file = OpenToRead(PathFor(databasePath));
            return file.Length == 0 ? null : JsonSerializer.Deserialize(file, LockJson.Default.LockHolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Says where the process answers, once it does.</summary>
    public void Announce(string url) => Write(url);

    public void Dispose()
    {
        // The file stays: if it were deleted, two processes could each hold a lock on a file of that name.
        _file.SetLength(0);
        _file.Dispose();
    }

    private static string PathFor(string databasePath) => Path.GetFullPath(databasePath) + Ending;

    private static FileStream OpenToRead(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }

        // On Unix every file that .NET opens asks for a lock of its own, with any share mode, and would be refused here.
        return new FileStream(PrivateFiles.OpenToRead(path), FileAccess.Read);
    }

    private void Write(string? url)
    {
        var holder = JsonSerializer.SerializeToUtf8Bytes(
            new LockHolder(Environment.ProcessId, url, _startedAt), LockJson.Default.LockHolder);
        _file.Position = 0;
        _file.Write(holder);
        _file.SetLength(holder.Length);
        _file.Flush();
    }
}
