using Dapper;
using IncidentBot.Storage.Rows;
using NodaTime.Extensions;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>The database on its server: checks that it keeps what it confirms, brings it up to this version and opens connections on it.</summary>
internal sealed partial class PostgresDatabase(PostgresSettings settings, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int LeastVersion = 15;

    private readonly ILogger _logger = logger;

    /// <summary>The steps of the schema; another version has others.</summary>
    public IReadOnlyList<string> Steps { get; init; } = PostgresSchema.Steps;

    public string Place => settings.Place;

    public NpgsqlDataSource Writers { get; } = NpgsqlDataSource.Create(settings.ForWriting());

    public NpgsqlDataSource Readers { get; } = NpgsqlDataSource.Create(settings.ForReading());

    public NpgsqlDataSource Upkeep { get; } = NpgsqlDataSource.Create(settings.ForUpkeep());

    /// <summary>Checks the server and makes the tables, or brings them up to this version.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public Task PrepareAsync(CancellationToken ct) => CheckedAsync(async connection =>
    {
        await CheckServerAsync(connection, ct);
        if (await PostgresSchema.CheckVersionAsync(connection, Place, Steps.Count, ct) < Steps.Count)
        {
            await PostgresSchema.MigrateAsync(connection, Place, Steps, time.GetUtcNow().ToInstant().ToMicroseconds(), ct);
        }

        await CheckMovedAsync(connection, ct);
    });

    /// <summary>The same, for a database into which a file is to be moved.</summary>
    public Task PrepareForMoveAsync(CancellationToken ct) => CheckedAsync(async connection =>
    {
        await CheckServerAsync(connection, ct);
        await PostgresSchema.MigrateAsync(connection, Place, Steps, time.GetUtcNow().ToInstant().ToMicroseconds(), ct);
    });

    /// <summary>Checks that this version can read it, without changing it.</summary>
    /// <exception cref="UnusableStoreException">It cannot; the message says why.</exception>
    public Task CheckReadableAsync(CancellationToken ct) => CheckedAsync(async connection =>
    {
        var version = await PostgresSchema.CheckVersionAsync(connection, Place, Steps.Count, ct);
        if (version < Steps.Count)
        {
            throw new UnusableStoreException(version == 0
                ? $"nothing is recorded yet: {Place} is empty"
                : $"{Place} was written by an older version; start the bot once to bring it up to this one.");
        }

        await CheckMovedAsync(connection, ct);
    });

    /// <summary>Commits something that changes nothing.</summary>
    /// <exception cref="NpgsqlException">The server does not take it.</exception>
    public async Task TryWritingAsync(CancellationToken ct)
    {
        await using var connection = await Writers.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("UPDATE store SET moving = moving", cancellationToken: ct));
    }

    /// <summary>Checks the server, and says which one it is and when it confirms.</summary>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public async Task<string> DescribeServerAsync(CancellationToken ct)
    {
        var description = "";
        await CheckedAsync(async connection =>
        {
            var server = await CheckServerAsync(connection, ct);
            description = $"PostgreSQL {connection.PostgreSqlVersion}, synchronous_commit={server.SynchronousCommit}";
        });
        return description;
    }

    public async ValueTask DisposeAsync()
    {
        await Writers.DisposeAsync();
        await Readers.DisposeAsync();
        await Upkeep.DisposeAsync();
    }

    private async Task<ServerSettings> CheckServerAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (connection.PostgreSqlVersion.Major < LeastVersion)
        {
            throw new UnusableStoreException($"{Place} is PostgreSQL {connection.PostgreSqlVersion}; {LeastVersion} or newer is needed.");
        }

        var server = await connection.QuerySingleAsync<ServerSettings>(new CommandDefinition(ServerSettings.Select, cancellationToken: ct));
        if (server.Encoding != "UTF8")
        {
            throw new UnusableStoreException($"{Place} has the encoding {server.Encoding}; make the database with ENCODING 'UTF8'.");
        }

        if (server.Fsync == "off" || server.SynchronousCommit == "off")
        {
            var setting = server.Fsync == "off" ? "fsync" : "synchronous_commit";
            throw new UnusableStoreException(
                $"{Place} runs with {setting}=off, so what it confirms may be lost in a power cut; set {setting} to on for it.");
        }

        if (server.SynchronousCommit is "local" or "remote_write" && server.Standbys.Length > 0)
        {
            LogStandby(server.SynchronousCommit);
        }

        if (server.FullPageWrites == "off")
        {
            LogPages();
        }

        if (settings.IsExposed)
        {
            LogExposed();
        }

        return server;
    }

    private async Task CheckMovedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT moving FROM store", cancellationToken: ct)))
        {
            throw new UnusableStoreException(
                $"{Place}: a SQLite file is being moved in, or that was interrupted; run `incidentbot migrate --to postgres` to its end.");
        }
    }

    private async Task CheckedAsync(Func<NpgsqlConnection, Task> check)
    {
        try
        {
            await using var connection = await Upkeep.OpenConnectionAsync();
            await check(connection);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new UnusableStoreException(
                $"{Place} does not let the bot make its tables: {e.MessageText}. Make its user the owner of the database or its schema.", e);
        }
        catch (Exception e) when (e is not UnusableStoreException and not OperationCanceledException)
        {
            throw new UnusableStoreException($"{Place} cannot be used: {e.Message}", e);
        }
    }

    private sealed record ServerSettings
    {
        public const string Select =
            """
            SELECT current_setting('server_encoding') AS Encoding, current_setting('fsync') AS Fsync,
                   current_setting('synchronous_commit') AS SynchronousCommit, current_setting('full_page_writes') AS FullPageWrites,
                   current_setting('synchronous_standby_names') AS Standbys
            """;

        public string Encoding { get; init; } = "";

        public string Fsync { get; init; } = "";

        public string SynchronousCommit { get; init; } = "";

        public string FullPageWrites { get; init; } = "";

        public string Standbys { get; init; } = "";
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL has a synchronous standby, but with synchronous_commit={Setting} it confirms before that holds an event on disk: a failover may lose it")]
    private partial void LogStandby(string setting);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL runs with full_page_writes=off: a power cut may damage the database")]
    private partial void LogPages();

    [LoggerMessage(LogLevel.Warning, "Storage:ConnectionString: what is typed goes over the network without SSL Mode=VerifyFull, so nobody knows whether the database at the other end is yours")]
    private partial void LogExposed();
}
