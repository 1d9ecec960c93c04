using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Spool;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary>The bot's settings and its database, without its server: what the commands of the command line work with.</summary>
internal sealed class LocalBot : IAsyncDisposable
{
    private readonly IIncidentStore _store;
    private readonly IDisposable? _afterStore;

    /// <param name="place">Where the data is.</param>
    /// <param name="path">The file, also one that is not used: the emergency file lies beside it.</param>
    /// <param name="afterStore">What is let go once the store is closed.</param>
    private LocalBot(IConfiguration configuration, string place, string path, IIncidentStore store, IDisposable? afterStore)
    {
        _store = store;
        _afterStore = afterStore;
        Place = place;
        SpoolPath = SpoolPathIn(configuration, path);
        Drafts = new DraftCompiler(DraftOptions.Read(configuration), TimeProvider.System);
        Commands = CommandOptions.Read(configuration);
    }

    /// <summary>Where the data is.</summary>
    public string Place { get; }

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
        Path.GetFullPath(configuration.Word("Storage:Path") ?? new StorageOptions().Path);

    /// <summary>The emergency file of a database.</summary>
    public static string SpoolPathIn(IConfiguration configuration, string path) =>
        SpoolLocation.PathFor(new StorageOptions { Path = path, SpoolPath = configuration.Word("Storage:SpoolPath") });

    /// <summary>The database file, for what works on files only.</summary>
    /// <exception cref="FormatException">The data is in PostgreSQL.</exception>
    public static string FileIn(IConfiguration configuration) => StorageOptions.Read(configuration).IsPostgres
        ? throw new FormatException("the data is in PostgreSQL (Storage:Provider), which this command does not touch; use its pg_dump and pg_restore")
        : PathIn(configuration);

    /// <exception cref="FormatException">There is no such file, or the data is in PostgreSQL.</exception>
    public static string ExistingPath(IConfiguration configuration) =>
        FileIn(configuration) is var path && File.Exists(path) ? path : throw new FormatException($"nothing is recorded yet: there is no {path}");

    /// <summary>Opens the database to look at it, whether or not the bot is running.</summary>
    public static async Task<LocalBot> OpenReadOnlyAsync(TimeProvider time, CancellationToken ct)
    {
        var settings = Settings();
        if (StorageOptions.Read(settings) is { IsPostgres: true } options)
        {
            return await OpenAsync(settings, options, time, store => store.CheckReadableAsync(ct));
        }

        var path = ExistingPath(settings);
        var copy = UpgradedCopy.IsNeeded(new SqliteFile(path), SqliteSchema.Steps)
            ? new UpgradedCopy(new SqliteFile(path), SqliteSchema.Steps, TimeProvider.System)
            : null;
        return new LocalBot(settings, path, path, SqliteIncidentStore.OpenReadOnly(copy?.Path ?? path), copy);
    }

    /// <summary>Opens the database to write to it: a file as the only process that does.</summary>
    public static async Task<LocalBot> OpenAsync(TimeProvider time, CancellationToken ct)
    {
        var settings = Settings();
        return StorageOptions.Read(settings) is { IsPostgres: true } options
            ? await OpenAsync(settings, options, time, store => store.PrepareAsync(ct))
            : OpenFile(time, PathIn(settings), settings);
    }

    /// <summary>Without its database, which cannot be opened: what needs it fails, and the emergency file is there.</summary>
    public static LocalBot WithoutStore(Exception cause)
    {
        var settings = Settings();
        return new LocalBot(settings, PathIn(settings), PathIn(settings), new AbsentStore(cause), null);
    }

    /// <summary>Opens a file to write to it, as the only process that does.</summary>
    public static LocalBot OpenFile(TimeProvider time, string path) => OpenFile(time, Path.GetFullPath(path), Settings());

    /// <summary>The incident of an id as typed.</summary>
    /// <exception cref="FormatException">There is none; the message says so.</exception>
    public async Task<Incident> FindAsync(string text, CancellationToken ct) =>
        (IncidentId.TryParse(text, out var id) ? await Store.ReadAsync(id, ct) : null)
        ?? throw new FormatException($"there is no incident {text} in {Place}; `incidentbot list` shows all");

    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable store)
        {
            await store.DisposeAsync();
        }

        _afterStore?.Dispose();
    }

    private static LocalBot OpenFile(TimeProvider time, string path, IConfiguration settings)
    {
        var instanceLock = InstanceLock.Take(path, time);
        try
        {
            return new LocalBot(
                settings, path, path, SqliteIncidentStore.Open(path, time, NullLogger<SqliteIncidentStore>.Instance), instanceLock);
        }
        catch
        {
            instanceLock.Dispose();
            throw;
        }
    }

    private static async Task<LocalBot> OpenAsync(
        IConfiguration settings, StorageOptions options, TimeProvider time, Func<PostgresIncidentStore, Task> prepare)
    {
        var store = new PostgresIncidentStore(options.ReadPostgres(), time, NullLogger<PostgresIncidentStore>.Instance, Random.Shared);
        try
        {
            await prepare(store);
            return new LocalBot(settings, store.Place, PathIn(settings), store, null);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
