using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IncidentBot.Storage;

/// <summary>Makes files and folders that only their owner can read.</summary>
internal static class PrivateFiles
{
    /// <summary>Opens a file to write, made with its folder if missing.</summary>
    /// <param name="setting">The setting that says where it lies.</param>
    /// <exception cref="UnusableStoreException">The place cannot be written; the message names it and the user.</exception>
    /// <exception cref="IOException">The file is held by another process.</exception>
    public static FileStream Open(string path, FileShare share, string setting = "Storage:Path")
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            return new FileStream(path, Options(share));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new UnusableStoreException(
                $"{path} cannot be made or written by the user '{Environment.UserName}': {e.Message} Check {setting} and its owner.", e);
        }
    }

    /// <summary>Brings the names in a folder to disk: a file that was renamed is safe only then.</summary>
    public static void SyncFolder(string folder)
    {
        // Windows opens no folders, and keeps its names in a journal.
        if (!OperatingSystem.IsWindows())
        {
            using var handle = OpenToRead(folder);
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>Opens a file or folder on Unix without asking for a lock, which .NET does with any share mode.</summary>
    /// <exception cref="FileNotFoundException">It cannot be read.</exception>
    public static SafeFileHandle OpenToRead(string path)
    {
        const int ReadOnly = 0;
        var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly), ownsHandle: true);
        return handle.IsInvalid ? throw new FileNotFoundException(path) : handle;
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
