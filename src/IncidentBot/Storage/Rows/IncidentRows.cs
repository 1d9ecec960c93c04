using System.Data.Common;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>The rows of the store within one transaction. Its SQL runs on SQLite 3.35 and on PostgreSQL 15.</summary>
internal sealed class IncidentRows(DbConnection connection, DbTransaction? transaction)
{
    public CommandAnswer? FindAnswer(DeliveryKey delivery) => connection.QuerySingleOrDefault<DeliveryRow>(
        Statements.FindAnswer,
        new { delivery.Source, DeliveryId = delivery.Id },
        transaction)?.ToAnswer();

    /// <summary>The channel's open incident, else the one closed last, with its version.</summary>
    public StoredVersion? FindCurrent(ChannelId channel) => connection.QuerySingleOrDefault<StoredVersion>(
        Statements.FindCurrent,
        new { Channel = channel.Value },
        transaction);

    public StoredVersion? Find(IncidentId id) => connection.QuerySingleOrDefault<StoredVersion>(
        "SELECT number AS Number, version AS Version, head AS Head FROM incidents WHERE number = @number",
        new { number = id.Number },
        transaction);

    public IncidentId NextId() => new(connection.ExecuteScalar<int>(
        Statements.NextId, transaction: transaction));

    public IReadOnlyList<RecordedEvent> ReadEvents(IncidentId id) =>
        [.. ReadEventRows(id).Select(row => row.ToRecordedEvent(id))];

    /// <summary>The stream row by row, so that a long one is never held twice.</summary>
    public IEnumerable<EventRow> ReadEventRows(IncidentId id) => connection.Query<EventRow>(
        """
        SELECT e.version AS Version, e.type AS Type, e.entry AS Entry, e.actor_id AS ActorId, e.actor_name AS ActorName,
               e.sent_at AS SentAt, e.recorded_at AS RecordedAt, e.facts AS Facts, e.words_hash AS WordsHash,
               e.link AS Link, w.salt AS Salt, w.words AS StoredWords
        FROM events e LEFT JOIN event_words w ON w.incident = e.incident AND w.version = e.version
        WHERE e.incident = @incident
        ORDER BY e.version
        """,
        new { incident = id.Number },
        transaction,
        buffered: false);

    public IReadOnlyList<IncidentSummary> List(IncidentId? before, int limit) =>
    [
        .. connection.Query<IncidentRow>(
            IncidentRow.Select + " WHERE i.number < @before ORDER BY i.number DESC LIMIT @limit",
            new { before = before?.Number ?? int.MaxValue, limit },
            transaction).Select(row => row.ToSummary()),
    ];

    public IncidentRow? ReadProjection(IncidentId id) => connection.QuerySingleOrDefault<IncidentRow>(
        IncidentRow.Select + " WHERE i.number = @number", new { number = id.Number }, transaction);

    public IEnumerable<string> ReadChannels(IncidentId id) => connection.Query<string>(
        "SELECT channel FROM incident_channels WHERE incident = @number", new { number = id.Number }, transaction);

    /// <summary>
    /// Rubs out the words of an entry in the events before a version, and every answer that may repeat them: those
    /// about the entry, those about the incident as a whole, and any other that names the incident, as a list or a search
    /// does, or gave the words back, as a refusal from before the incident was open.
    /// </summary>
    public void Erase(IncidentId id, int entry, int before)
    {
        var words = connection.Query<(int Version, string Words)>(
            """
            SELECT w.version, w.words
            FROM events e JOIN event_words w ON w.incident = e.incident AND w.version = e.version
            WHERE e.incident = @incident AND e.entry = @entry AND e.version < @before
            """,
            new { incident = id.Number, entry, before },
            transaction);
        connection.Execute(
            "UPDATE event_words SET salt = @salt, words = @words WHERE incident = @incident AND version = @version",
            words.Select(w => new
            {
                incident = id.Number,
                version = w.Version,
                salt = new byte[EventRow.SaltBytes],
                words = Erasure.Over(w.Words),
            }),
            transaction);

        var repeated = words.Where(w => !Erasure.IsErased(w.Words)).Select(w => EventCodec.DecodeWords(w.Words)!.Text).Select(Erasure.AsRepeated)
            .Where(text => text.Length >= Erasure.LeastRepeated).ToList();
        var replies = connection.Query<DeliveryRow>(
            """
            SELECT source AS Source, delivery_id AS DeliveryId, recorded AS Recorded, incident AS Incident, reply AS Reply
            FROM deliveries
            WHERE incident = @incident AND (entry = @entry OR entry IS NULL)
               OR recorded = 0 AND incident IS NULL
            """,
            new { incident = id.Number, entry },
            transaction)
            .Where(reply => reply.Incident is not null || Erasure.Names(reply.Reply, id) || repeated.Any(text => reply.Reply.Contains(text, StringComparison.Ordinal)));
        connection.Execute(
            "UPDATE deliveries SET reply = @Reply WHERE source = @Source AND delivery_id = @DeliveryId",
            replies.Where(r => !Erasure.IsErased(r.Reply)).Select(r => r with { Reply = Erasure.Over(r.Reply) }),
            transaction);
    }
}
