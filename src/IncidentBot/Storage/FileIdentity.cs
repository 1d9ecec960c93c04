using System.Runtime.InteropServices;
using System.Text;

namespace IncidentBot.Storage;

/// <summary>Which file a name stands for: a file that was replaced has another identity under the same name.</summary>
/// <param name="Device">The file system it lies on.</param>
/// <param name="Number">The inode; where the system tells none, when the file was made.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    private const int CurrentDirectory = -100;
    private const uint WantInode = 0x100;

    private static readonly bool HasInodes = OperatingSystem.IsLinux() && Ask("/") is not null;

    /// <summary>Null if nothing has that name.</summary>
    public static FileIdentity? Of(string path) =>
        HasInodes ? Ask(path)
        : !Path.Exists(path) ? null
        // Linux without the call has no time of creation either: then only a missing file is noticed.
        : new FileIdentity(0, OperatingSystem.IsLinux() ? 0 : (ulong)File.GetCreationTimeUtc(path).Ticks);

    private static FileIdentity? Ask(string path)
    {
        // The offsets of struct statx are the same on every architecture, unlike those of struct stat.
        var facts = new byte[256];
        return StatX(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, WantInode, facts) == 0
            ? new FileIdentity(
                MemoryMarshal.Read<ulong>(facts.AsSpan(136)),
                MemoryMarshal.Read<ulong>(facts.AsSpan(32)))
            : null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, byte[] path, int flags, uint mask, byte[] facts);
}
