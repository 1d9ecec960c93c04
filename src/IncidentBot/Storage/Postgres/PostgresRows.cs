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
    [
        .. (await connection.QueryAsync<EventRow>(Command(Statements.ReadEvents, new { incident = id.Number, after = 0 }, ct)))
            .Select(row => row.ToRecordedEvent(id)),
    ];

    /// <summary>The incident as it is stored.</summary>
    /// <param name="held">As it was folded before, to go on from; null if it was not.</param>
    public async Task<HeldIncident> FoldAsync(StoredVersion stored, HeldIncident? held, CancellationToken ct)
    {
        if (held?.IsAt(stored) == true)
        {
            return held;
        }

        return (held is null ? null : held.Advance(stored, await ReadSinceAsync(held.Incident, ct)))
            ?? new HeldIncident(Incident.Replay(stored.Id, await ReadEventsAsync(stored.Id, ct)), stored.Head);
    }

    public async Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
    [
        .. (await connection.QueryAsync<IncidentRow>(
            Command(Statements.List(within), new { before = before?.Number ?? int.MaxValue, limit, within }, ct))).Select(row => row.ToSummary()),
    ];

    /// <summary>How many commands could not be recorded and are kept as they came.</summary>
    public Task<int> CountQuarantinedAsync(CancellationToken ct) =>
        connection.ExecuteScalarAsync<int>(Command(Statements.CountQuarantined, new { }, ct));

    private async Task<IReadOnlyList<EventRow>> ReadSinceAsync(Incident incident, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<EventRow>(
            Command(Statements.ReadBoundEvents, new { incident = incident.Id.Number, after = incident.Version }, ct)),
    ];

    private CommandDefinition Command(string sql, object parameters, CancellationToken ct) =>
        new(sql, parameters, transaction, cancellationToken: ct);
}
