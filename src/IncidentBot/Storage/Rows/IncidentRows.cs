using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>The rows of the store within one transaction. Its SQL runs on SQLite 3.35 and on PostgreSQL 15.</summary>
internal sealed class IncidentRows(DbConnection connection, DbTransaction transaction)
{
    public CommandAnswer? FindAnswer(DeliveryKey delivery) => connection.QuerySingleOrDefault<DeliveryRow>(
        """
        SELECT source AS Source, delivery_id AS DeliveryId, incident AS Incident, entry AS Entry, recorded AS Recorded,
               kind AS Kind, occurred_at AS OccurredAt, recorded_at AS RecordedAt, reply AS Reply
        FROM deliveries WHERE source = @Source AND delivery_id = @Id
        """,
        new { delivery.Source, delivery.Id },
        transaction)?.ToAnswer();

    /// <summary>The channel's open incident, else the one closed last, with its version.</summary>
    public StoredVersion? FindCurrent(ChannelId channel) => connection.QuerySingleOrDefault<StoredVersion>(
        """
        SELECT i.number AS Number, i.version AS Version
        FROM incident_channels c JOIN incidents i ON i.number = c.incident
        WHERE c.channel = @channel
        ORDER BY CASE WHEN i.closed_at IS NULL THEN 0 ELSE 1 END, i.closed_at DESC, i.number DESC
        LIMIT 1
        """,
        new { channel = channel.Value },
        transaction);

    public StoredVersion? Find(IncidentId id) => connection.QuerySingleOrDefault<StoredVersion>(
        "SELECT number AS Number, version AS Version FROM incidents WHERE number = @number",
        new { number = id.Number },
        transaction);

    public IncidentId NextId() => new(connection.ExecuteScalar<int>(
        "SELECT coalesce(max(number), 0) + 1 FROM incidents", transaction: transaction));

    public IReadOnlyList<RecordedEvent> ReadEvents(IncidentId id) =>
        [.. ReadEventRows(id).Select(row => row.ToRecordedEvent(id))];

    /// <summary>The stream row by row, so that a long one is never held twice.</summary>
    public IEnumerable<EventRow> ReadEventRows(IncidentId id) => connection.Query<EventRow>(
        """
        SELECT e.version AS Version, e.type AS Type, e.entry AS Entry, e.actor_id AS ActorId, e.actor_name AS ActorName,
               e.sent_at AS SentAt, e.recorded_at AS RecordedAt, e.facts AS Facts, e.words_hash AS WordsHash,
               w.salt AS Salt, w.words AS StoredWords
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

    /// <summary>Writes what an incident has become, and the events that made it so.</summary>
    public void Append(Incident incident, IReadOnlyList<RecordedEvent> events)
    {
        SaveProjection(incident, events);
        foreach (var recorded in events)
        {
            Append(incident.Id, recorded);
        }
    }

    public void SaveAnswer(DeliveryKey delivery, CommandAnswer answer) => connection.Execute(
        """
        INSERT INTO deliveries (source, delivery_id, incident, entry, recorded, kind, occurred_at, recorded_at, reply)
        VALUES (@Source, @DeliveryId, @Incident, @Entry, @Recorded, @Kind, @OccurredAt, @RecordedAt, @Reply)
        """,
        DeliveryRow.Of(delivery, answer),
        transaction);

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

    private void SaveProjection(Incident incident, IReadOnlyList<RecordedEvent> events)
    {
        connection.Execute(
            """
            INSERT INTO incidents (number, title_event, state, opened_at, closed_at, channel, entries, version)
            VALUES (@Number, coalesce(@TitleEvent, 1), @State, @OpenedAt, @ClosedAt, @Channel, @Entries, @Version)
            ON CONFLICT (number) DO UPDATE SET
              title_event = coalesce(@TitleEvent, incidents.title_event), state = excluded.state,
              opened_at = excluded.opened_at, closed_at = excluded.closed_at, entries = excluded.entries,
              version = excluded.version
            """,
            new
            {
                incident.Id.Number,
                TitleEvent = events.LastOrDefault(e => IncidentRow.GivesTitle(e.Event))?.Version,
                State = IncidentRow.Name(incident.State),
                OpenedAt = incident.OpenedAt.ToMicroseconds(),
                ClosedAt = incident.ClosedAt?.ToMicroseconds(),
                Channel = incident.Channels[0].Value,
                Entries = incident.StandingEntries,
                incident.Version,
            },
            transaction);
        connection.Execute(
            """
            INSERT INTO incident_channels (channel, incident) VALUES (@channel, @incident)
            ON CONFLICT (channel, incident) DO NOTHING
            """,
            events.Select(e => e.Event).OfType<IncidentEvent.ChannelBound>()
                .Select(bound => new { channel = bound.Channel.Value, incident = incident.Id.Number }),
            transaction);
    }

    private void Append(IncidentId id, RecordedEvent recorded)
    {
        var encoded = EventCodec.Encode(recorded.Event);
        var salt = encoded.Words is null ? null : RandomNumberGenerator.GetBytes(EventRow.SaltBytes);
        var row = new
        {
            Incident = id.Number,
            recorded.Version,
            encoded.Type,
            recorded.Event.Entry,
            ActorId = recorded.Actor.Id,
            ActorName = recorded.Actor.Name,
            SentAt = recorded.SentAt.ToMicroseconds(),
            RecordedAt = recorded.RecordedAt.ToMicroseconds(),
            encoded.Facts,
            WordsHash = encoded.Words is null ? null : EventRow.Hash(salt!, encoded.Words),
            Salt = salt,
            encoded.Words,
        };
        connection.Execute(
            """
            INSERT INTO events (incident, version, type, entry, actor_id, actor_name, sent_at, recorded_at, facts, words_hash)
            VALUES (@Incident, @Version, @Type, @Entry, @ActorId, @ActorName, @SentAt, @RecordedAt, @Facts, @WordsHash)
            """,
            row,
            transaction);
        if (encoded.Words is not null)
        {
            connection.Execute(
                "INSERT INTO event_words (incident, version, salt, words) VALUES (@Incident, @Version, @Salt, @Words)",
                row,
                transaction);
        }
    }
}
