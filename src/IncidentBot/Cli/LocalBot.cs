using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Spool;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary>The bot's settings and its database, without its server: what the commands of the command line work with.</summary>
internal sealed class LocalBot : IAsyncDisposable
{
    private readonly SqliteIncidentStore _store;
    private readonly IDisposable? _afterStore;

    /// <param name="afterStore">What is let go once the store is closed.</param>
    private LocalBot(IConfiguration configuration, string path, SqliteIncidentStore store, IDisposable? afterStore)
    {
        _store = store;
        _afterStore = afterStore;
        Path = path;
        SpoolPath = SpoolLocation.PathFor(new StorageOptions { Path = path, SpoolPath = configuration.Word("Storage:SpoolPath") });
        Drafts = new DraftCompiler(DraftOptions.Read(configuration), TimeProvider.System);
        Commands = CommandOptions.Read(configuration);
    }

    public string Path { get; }

    public string SpoolPath { get; }

    public IIncidentStore Store => _store;

    public DraftCompiler Drafts { get; }

    public CommandSettings Commands { get; }

    public CommandHandler Handler => new(Store, Drafts, Commands);

    /// <summary>The settings, from where the server takes them. The one that names the SQLite to use is obeyed at once.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="UnusableStoreException">The SQLite they name cannot be used.</exception>
    public static ConfigurationManager Settings()
    {
        var configuration = new ConfigurationManager();
        configuration.AddBotSources([]);
        SqliteLibrary.Use(configuration.Word(SqliteLibrary.Setting));
        return configuration;
    }

    /// <summary>The database file the settings name.</summary>
    public static string PathIn(IConfiguration configuration) =>
        System.IO.Path.GetFullPath(configuration.Word("Storage:Path") ?? new StorageOptions().Path);

    /// <exception cref="FormatException">There is no such file.</exception>
    public static string ExistingPath(IConfiguration configuration) =>
        PathIn(configuration) is var path && File.Exists(path) ? path : throw new FormatException($"nothing is recorded yet: there is no {path}");

    /// <summary>Opens the database to look at it, whether or not the bot is running.</summary>
    public static LocalBot OpenReadOnly()
    {
        var settings = Settings();
        var path = ExistingPath(settings);
        var copy = UpgradedCopy.IsNeeded(new SqliteFile(path), SqliteSchema.Steps)
            ? new UpgradedCopy(new SqliteFile(path), SqliteSchema.Steps, TimeProvider.System)
            : null;
        return new LocalBot(settings, path, SqliteIncidentStore.OpenReadOnly(copy?.Path ?? path), copy);
    }

    /// <summary>Opens a database to write to it, as the only process that does.</summary>
    /// <param name="path">Another file than the one the settings name.</param>
    public static LocalBot Open(TimeProvider time, string? path = null)
    {
        var settings = Settings();
        path = path is null ? PathIn(settings) : System.IO.Path.GetFullPath(path);
        var instanceLock = InstanceLock.Take(path, time);
        try
        {
            return new LocalBot(
                settings, path, SqliteIncidentStore.Open(path, time, NullLogger<SqliteIncidentStore>.Instance), instanceLock);
        }
        catch
        {
            instanceLock.Dispose();
            throw;
        }
    }

    /// <summary>The incident of an id as typed.</summary>
    /// <exception cref="FormatException">There is none; the message says so.</exception>
    public async Task<Incident> FindAsync(string text, CancellationToken ct) =>
        (IncidentId.TryParse(text, out var id) ? await Store.ReadAsync(id, ct) : null)
        ?? throw new FormatException($"there is no incident {text} in {Path}; `incidentbot list` shows all");

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _afterStore?.Dispose();
    }
}
