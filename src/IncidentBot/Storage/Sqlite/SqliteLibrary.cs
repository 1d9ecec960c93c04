using System.Diagnostics;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// The SQLite that runs in this process: the operating system's where it is newer than the packaged one, because it is
/// mended with the system. Decided once, before the first call into either: two of them in one process would not know
/// of each other's locks.
/// </summary>
internal sealed class SqliteLibrary
{
    public const string Setting = "Storage:SqliteLibrary";
    public const string Automatic = "auto";
    public const string Bundled = "bundled";

    private const string Packaged = "e_sqlite3";

    /// <summary>SQLITE_CONFIG_MULTITHREAD.</summary>
    private const int MultiThread = 2;

    /// <summary>The oldest whose SQL we speak.</summary>
    private static readonly Version Oldest = new(3, 35, 0);

    private static readonly Lock Gate = new();
    private static SqliteLibrary? _current;

    private readonly nint _handle;
    private readonly string _asked;

    private SqliteLibrary(string source, nint handle, string asked)
    {
        Source = source;
        _handle = handle;
        _asked = asked;
        Version = VersionOf(handle);
    }

    /// <summary>The library of this process. Where nobody chose yet, the environment does.</summary>
    public static SqliteLibrary Current => _current ?? Use(Environment.GetEnvironmentVariable(Setting.Replace(":", "__", StringComparison.Ordinal)));

    /// <summary>Whose it is: packaged, the system's, or named by the setting.</summary>
    public string Source { get; }

    public Version Version { get; }

    /// <summary>The file it was loaded from; null where the system does not tell.</summary>
    public string? Path
    {
        get
        {
            var code = NativeLibrary.GetExport(_handle, "sqlite3_libversion_number");
            using var process = Process.GetCurrentProcess();
            return process.Modules.Cast<ProcessModule>()
                .FirstOrDefault(module => code >= module.BaseAddress && code < module.BaseAddress + module.ModuleMemorySize)?.FileName;
        }
    }

    /// <summary>What is wrong with a value of the setting, as one line; null if nothing is.</summary>
    public static string? ProblemIn(string setting) =>
        setting is Automatic or Bundled || System.IO.Path.IsPathFullyQualified(setting)
            ? null
            : $"'{setting}' is neither {Automatic}, {Bundled} nor the full path of a library.";

    /// <summary>Chooses the library, if none is chosen yet: the first choice holds as long as the process.</summary>
    /// <param name="setting"><c>auto</c>, <c>bundled</c> or a full path; nothing means <c>auto</c>.</param>
    /// <exception cref="UnusableStoreException">It cannot be used; the message names the setting.</exception>
    public static SqliteLibrary Use(string? setting)
    {
        var asked = Clean(setting);
        lock (Gate)
        {
            if (_current is null)
            {
                var chosen = Choose(asked);
                NativeLibrary.SetDllImportResolver(
                    typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == Packaged ? chosen._handle : 0);
                Batteries_V2.Init();
                // A connection is used by one thread at a time, so its locks would only cost; between connections they stay.
                _ = raw.sqlite3_config(MultiThread);
                _current = chosen;
            }

            return _current;
        }
    }

    /// <summary>Says so if something else was asked for than runs; null if all is as asked.</summary>
    public string? Unlike(string? setting) =>
        Clean(setting) is var asked && asked != _asked && !(asked == Bundled && Source == Bundled)
            ? $"{Setting}: '{asked}' is not used, because this process already works with {this}."
            : null;

    public override string ToString() => $"SQLite {Version}, {Source}{(Path is { } path ? $", {path}" : "")}";

    private static string Clean(string? setting) => string.IsNullOrWhiteSpace(setting) ? Automatic : setting.Trim();

    private static SqliteLibrary Choose(string asked) => asked switch
    {
        _ when ProblemIn(asked) is { } problem => throw new UnusableStoreException($"{Setting}: {problem}"),
        Automatic => Newer(FindSystem(), FindPackaged(asked)) ?? throw new UnusableStoreException(
            $"{Setting}: neither the packaged library nor the operating system's can be loaded; name one by its full path."),
        Bundled => FindPackaged(asked) ?? throw new UnusableStoreException(
            $"{Setting}: the packaged library cannot be loaded on this machine; use {Automatic}."),
        _ => Load(asked),
    };

    private static SqliteLibrary Load(string path)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new UnusableStoreException(
                $"{Setting}: {path} cannot be loaded ({(File.Exists(path) ? "it is no library for this machine" : "there is no such file")}).", e);
        }

        return Lacks(handle) is { } lack
            ? throw new UnusableStoreException($"{Setting}: {path} cannot be used: {lack}.")
            : new SqliteLibrary("named by the setting", handle, path);
    }

    private static SqliteLibrary? FindPackaged(string asked) =>
        NativeLibrary.TryLoad(Packaged, typeof(SQLite3Provider_e_sqlite3).Assembly, searchPath: null, out var handle)
            ? new SqliteLibrary(Bundled, handle, asked)
            : null;

    private static SqliteLibrary? FindSystem()
    {
        var name = OperatingSystem.IsLinux() ? "libsqlite3.so.0" : OperatingSystem.IsMacOS() ? "/usr/lib/libsqlite3.dylib" : null;
        if (name is null || !NativeLibrary.TryLoad(name, out var handle))
        {
            return null;
        }

        if (Lacks(handle) is null)
        {
            return new SqliteLibrary("the operating system's", handle, Automatic);
        }

        NativeLibrary.Free(handle);
        return null;
    }

    private static SqliteLibrary? Newer(SqliteLibrary? system, SqliteLibrary? packaged)
    {
        if (system is null || packaged is null)
        {
            return system ?? packaged;
        }

        var (kept, other) = system.Version > packaged.Version ? (system, packaged) : (packaged, system);
        NativeLibrary.Free(other._handle);
        return kept;
    }

    /// <summary>What a library lacks that we need; null if nothing.</summary>
    private static string? Lacks(nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out _)
            || !NativeLibrary.TryGetExport(handle, "sqlite3_compileoption_used", out var optionUsed)
            || !NativeLibrary.TryGetExport(handle, "sqlite3_threadsafe", out var threadSafe))
        {
            return "it is no SQLite, or one that does not tell how it was made";
        }

        // The two others let threads share nothing, or no connection.
        const int Serialized = 1;
        return VersionOf(handle) < Oldest ? $"it is SQLite {VersionOf(handle)}, older than {Oldest}"
            : Call(threadSafe) != Serialized ? "it was made for a single thread"
            : Marshal.GetDelegateForFunctionPointer<OptionUsed>(optionUsed)("ENABLE_FTS5") == 0 ? "it has no full-text search (FTS5)"
            : null;
    }

    private static Version VersionOf(nint handle)
    {
        var number = Call(NativeLibrary.GetExport(handle, "sqlite3_libversion_number"));
        return new Version(number / 1_000_000, number / 1000 % 1000, number % 1000);
    }

    private static int Call(nint function) => Marshal.GetDelegateForFunctionPointer<Number>(function)();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Number();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int OptionUsed([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
