using System.Data.Common;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Storage.Rows;

/// <summary>The rows of the store within one transaction. Its SQL runs on SQLite 3.35 and on PostgreSQL 15.</summary>
internal sealed class IncidentRows(DbConnection connection, DbTransaction? transaction)
{
    /// <summary>The channel's open incident, else the one closed last, with its version.</summary>
    public StoredVersion? FindCurrent(ChannelId channel) => connection.QuerySingleOrDefault<StoredVersion>(
        Statements.FindCurrent,
        new { Channel = channel.Value },
        transaction);

    public StoredVersion? Find(IncidentId id) => connection.QuerySingleOrDefault<StoredVersion>(
        Statements.Find,
        new { number = id.Number },
        transaction);

    public IReadOnlyList<RecordedEvent> ReadEvents(IncidentId id) => [.. Stream(id)];

    /// <summary>The incident as it is stored.</summary>
    /// <param name="held">As it was folded before, to go on from; null if it was not.</param>
    public HeldIncident Fold(StoredVersion stored, HeldIncident? held)
    {
        if (held?.IsAt(stored) == true)
        {
            return held;
        }

        return held?.Advance(stored, [.. ReadEventRows(stored.Id, held.Incident.Version)])
            ?? new HeldIncident(Incident.Replay(stored.Id, Stream(stored.Id)), stored.Head);
    }

    /// <summary>The stream row by row, so that a long one is never held twice.</summary>
    public IEnumerable<EventRow> ReadEventRows(IncidentId id, int after = 0) => connection.Query<EventRow>(
        Statements.ReadBoundEvents,
        new { incident = id.Number, after },
        transaction,
        buffered: false);

    public IReadOnlyList<IncidentSummary> List(IncidentId? before, int limit, string? within) =>
    [
        .. connection.Query<IncidentRow>(
            Statements.List(within),
            new { before = before?.Number ?? int.MaxValue, limit, within },
            transaction).Select(row => row.ToSummary()),
    ];

    public IncidentRow? ReadProjection(IncidentId id) => connection.QuerySingleOrDefault<IncidentRow>(
        IncidentRow.Select + " WHERE i.number = @number", new { number = id.Number }, transaction);

    public IEnumerable<string> ReadChannels(IncidentId id) => connection.Query<string>(
        "SELECT channel FROM incident_channels WHERE incident = @number", new { number = id.Number }, transaction);

    /// <summary>How many commands could not be recorded and are kept as they came.</summary>
    public int CountQuarantined() => connection.ExecuteScalar<int>(Statements.CountQuarantined, transaction: transaction);

    /// <summary>
    /// Rubs out the words of an entry in the events before a version, and every answer that may repeat them: those
    /// about the entry, those about the incident as a whole, and any other that names the incident, as a list or a search
    /// does, or gave the words back, as a refusal from before the incident was open; and what says them in quarantine.
    /// </summary>
    public void Erase(IncidentId id, int entry, int before)
    {
        var words = connection.Query<(int Version, string Words)>(
            Statements.FindWords,
            new { incident = id.Number, entry, before },
            transaction).AsList();
        var texts = Erasure.Texts(words.Select(w => w.Words));
        new RoomRows(connection, transaction).EraseFilesAsync(id, entry).GetAwaiter().GetResult();
        connection.Execute(
            Statements.EraseWords,
            words.Select(w => ErasedWords.Of(id, w.Version, w.Words)),
            transaction);

        var quarantined = Erasure.Quarantined(
            connection.Query<QuarantinedWords>(Statements.FindQuarantined, new { incident = id.Number }, transaction), texts);
        connection.Execute(Statements.EraseQuarantined, quarantined, transaction);

        var replies = connection.Query<DeliveryRow>(
            Statements.FindReplies,
            new { incident = id.Number, entry },
            transaction);
        connection.Execute(
            Statements.EraseReply,
            Erasure.Replies(id, replies, texts, quarantined),
            transaction);
    }

    private IEnumerable<RecordedEvent> Stream(IncidentId id) => connection.Query<EventRow>(
        Statements.ReadEvents,
        new { incident = id.Number, after = 0 },
        transaction,
        buffered: false).Select(row => row.ToRecordedEvent(id));
}
