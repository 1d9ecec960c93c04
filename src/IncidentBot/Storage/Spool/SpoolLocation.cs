namespace IncidentBot.Storage.Spool;

/// <summary>Where the emergency file of a database lies.</summary>
internal static class SpoolLocation
{
    /// <summary>The emergency file, named after the database, so that another database's commands never get into this one.</summary>
    public static string PathFor(StorageOptions options)
    {
        var database = Path.GetFullPath(options.Path);
        var folder = string.IsNullOrWhiteSpace(options.SpoolPath)
            ? Path.Combine(Path.GetDirectoryName(database)!, "spool")
            : Path.GetFullPath(options.SpoolPath);
        return Path.Combine(folder, Path.GetFileName(database) + ".spool");
    }

    /// <summary>Whether the emergency file would fail with the disk of the database, because it is the same one.</summary>
    public static bool IsOnDiskOfDatabase(StorageOptions options)
    {
        var mounts = DriveInfo.GetDrives().Select(drive => drive.RootDirectory.FullName).ToList();
        return MountOf(PathFor(options), mounts) == MountOf(Path.GetFullPath(options.Path), mounts);
    }

    /// <summary>The longest of the mount points that lead to a path.</summary>
    public static string? MountOf(string path, IEnumerable<string> mounts) => mounts
        .Where(mount => path.StartsWith(Path.TrimEndingDirectorySeparator(mount) + (mount == "/" ? "" : "/"), StringComparison.Ordinal))
        .MaxBy(mount => mount.Length);
}
