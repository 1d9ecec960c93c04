using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Storage;

/// <summary>
/// Reads the incidents that are not closed once the bot is ready: the first command or page of a long one would otherwise
/// wait until all that happened in it is read, and hold up what comes behind it.
/// </summary>
internal sealed partial class ReadAhead(IIncidentStore store, IHostApplicationLifetime lifetime, ILogger<ReadAhead> logger) : BackgroundService
{
    private const int Latest = 200;

    internal static async Task ReadAsync(IIncidentStore store, CancellationToken ct)
    {
        var latest = await store.ListAsync(null, Latest, ct);
        foreach (var incident in latest.Where(i => i.State != IncidentState.Closed))
        {
            await store.ReadAsync(incident.Id, ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is not (SqliteIncidentStore or PostgresIncidentStore) || !await lifetime.IsUpAsync(stoppingToken))
        {
            return;
        }

        try
        {
            await ReadAsync(store, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whoever needs them reads them then, and is told what is wrong.
            LogFailed(e);
        }
        catch (Exception)
        {
            // The stop.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The open incidents could not be read ahead")]
    private partial void LogFailed(Exception e);
}
