using Dapper;
using IncidentBot.Core.Incidents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Checks the pages of the file once the bot is ready: SQLite opens a damaged file without a word, and finds the damage
/// where it happens to read. The start does not wait for it.
/// </summary>
internal sealed partial class StartCheck(
    IIncidentStore store, IOptions<StorageOptions> options, StoreHealth health, IHostApplicationLifetime lifetime, ILogger<StartCheck> logger)
    : BackgroundService
{
    /// <summary>What damages the file; null if nothing does.</summary>
    internal static StoreFinding? Examine(SqliteFile file, CancellationToken ct)
    {
        try
        {
            using var connection = file.OpenFreshReader();
            using var interrupt = ct.Register(() => raw.sqlite3_interrupt(connection.Handle));
            var said = connection.QueryFirst<string>("PRAGMA quick_check(1)");
            return said == "ok" ? null : Damaged(said);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            return Damaged(e.Message);
        }

        StoreFinding Damaged(string what) => new(
            StoreState.Down, $"{file.Path} is damaged ({what.ReplaceLineEndings(" ")}); run incidentbot verify, and restore a backup.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is not SqliteIncidentStore sqlite || !await lifetime.IsUpAsync(stoppingToken))
        {
            return;
        }

        try
        {
            if (Examine(new SqliteFile(options.Value.Path), stoppingToken) is { } damage && health.Report("pages", damage))
            {
                LogDamage(damage.Text);
                // Writing on would spread the damage; the emergency file takes what comes.
                sqlite.GiveUp(damage.Text);
            }
        }
        catch (SqliteException e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
        catch (SqliteException)
        {
            // Interrupted by the stop.
        }
    }

    [LoggerMessage(LogLevel.Critical, "Store: {Finding}")]
    private partial void LogDamage(string finding);

    [LoggerMessage(LogLevel.Warning, "The pages of the database could not be checked; run incidentbot verify")]
    private partial void LogFailed(Exception e);
}
