using System.Data.Common;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Postgres;

/// <summary>What is read of the rows of the store, without keeping a thread waiting for the server.</summary>
internal sealed class PostgresRows(DbConnection connection, DbTransaction? transaction = null)
{
    public Task<StoredVersion?> FindCurrentAsync(ChannelId channel, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<StoredVersion>(Command(Statements.FindCurrent, new { Channel = channel.Value }, ct));

    public Task<StoredVersion?> FindAsync(IncidentId id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<StoredVersion>(Command(Statements.Find, new { number = id.Number }, ct));

    public async Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) =>
        [.. (await ReadFromAsync(id, 1, ct)).Select(row => row.ToRecordedEvent(id))];

    /// <summary>The incident as it is stored. What is held of it, from before others went on with it, is not read once more.</summary>
    /// <param name="held">As it was; null if nothing is held.</param>
    public async Task<HeldIncident> FoldAsync(StoredVersion stored, HeldIncident? held, CancellationToken ct) =>
        (held is null ? null : await GoOnAsync(stored, held, ct))
        ?? new HeldIncident(Incident.Replay(stored.Id, await ReadEventsAsync(stored.Id, ct)), stored.Head);

    public async Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
    [
        .. (await connection.QueryAsync<IncidentRow>(
            Command(Statements.List(within), new { before = before?.Number ?? int.MaxValue, limit, within }, ct))).Select(row => row.ToSummary()),
    ];

    /// <summary>How many commands could not be recorded and are kept as they came.</summary>
    public Task<int> CountQuarantinedAsync(CancellationToken ct) =>
        connection.ExecuteScalarAsync<int>(Command(Statements.CountQuarantined, new { }, ct));

    /// <returns>Null if what is held does not count any more: it is of another stream, or has words that were erased.</returns>
    private async Task<HeldIncident?> GoOnAsync(StoredVersion stored, HeldIncident held, CancellationToken ct)
    {
        var rows = await ReadFromAsync(stored.Id, held.Incident.Version, ct);
        if (rows is not [{ Link: { } link }, ..] || !link.AsSpan().SequenceEqual(held.Head))
        {
            return null;
        }

        var events = rows.Skip(1).Select(row => row.ToRecordedEvent(stored.Id)).ToList();
        return events.Exists(recorded => recorded.Event is IncidentEvent.EntryRedacted)
            ? null
            : new HeldIncident(events.Aggregate(held.Incident, (incident, recorded) => incident.Apply(recorded)), stored.Head);
    }

    private async Task<List<EventRow>> ReadFromAsync(IncidentId id, int version, CancellationToken ct) =>
        (await connection.QueryAsync<EventRow>(Command(Statements.ReadEvents, new { incident = id.Number, from = version }, ct))).AsList();

    private CommandDefinition Command(string sql, object parameters, CancellationToken ct) =>
        new(sql, parameters, transaction, cancellationToken: ct);
}
