namespace IncidentBot.Storage;

/// <summary>What file systems promise to a database that must not lose what it confirmed.</summary>
internal static class FileSystems
{
    /// <summary>Locks and syncs over a network are not what SQLite needs, and its readers share memory, which no network does.</summary>
    private static readonly HashSet<string> Network =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbfs_old", "afs", "afpfs", "ncpfs", "ncp", "coda", "ceph", "lustre", "glusterfs", "gfs", "gfs2"];

    /// <summary>The name of the file system a folder lies on; null where the system does not tell.</summary>
    public static string? NameOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Why no database may lie there; null if it may.</summary>
    public static string? Refusal(string? name) => name is not null && Network.Contains(name.ToLowerInvariant())
        ? $"lies on a network file system ({name}), where nobody can promise that what was confirmed is on disk; use a folder on a disk of this machine."
        : null;

    /// <summary>What the owner should know about the place; null if there is nothing.</summary>
    public static string? Warning(string? name) => name?.ToLowerInvariant() switch
    {
        "overlay" or "overlayfs" or "aufs" =>
            $"lies on the layer of a container ({name}), which goes with the container; mount a volume there.",
        "tmpfs" or "ramfs" => $"lies in memory ({name}) and is gone after a restart of the machine; use a folder on a disk.",
        { } fuse when fuse.StartsWith("fuse", StringComparison.Ordinal) && fuse != "fuseblk" =>
            $"lies on a file system run by a program ({name}), whose locks and syncs may promise too much; use a folder on a disk of this machine.",
        "9p" or "v9fs" or "virtiofs" or "vboxsf" or "prl_fs" =>
            $"lies on a folder shared with another machine ({name}), whose locks and syncs may promise too much; use a disk of this machine.",
        _ => null,
    };

    /// <summary>Bytes that this user may still write there.</summary>
    public static long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
