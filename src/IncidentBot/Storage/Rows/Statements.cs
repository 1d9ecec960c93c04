namespace IncidentBot.Storage.Rows;

/// <summary>
/// The statements that every command runs, in SQL for SQLite 3.35 and PostgreSQL 15 alike. Parameters are named like
/// the fields of the row, and stand in the order of the columns.
/// </summary>
internal static class Statements
{
    public const string FindAnswer =
        """
        SELECT source AS Source, delivery_id AS DeliveryId, incident AS Incident, entry AS Entry, recorded AS Recorded,
               kind AS Kind, occurred_at AS OccurredAt, recorded_at AS RecordedAt, reply AS Reply
        FROM deliveries WHERE source = @Source AND delivery_id = @DeliveryId
        """;

    /// <summary>The channel's open incident, else the one closed last.</summary>
    public const string FindCurrent =
        """
        SELECT i.number AS Number, i.version AS Version, i.head AS Head
        FROM incident_channels c JOIN incidents i ON i.number = c.incident
        WHERE c.channel = @Channel
        ORDER BY CASE WHEN i.closed_at IS NULL THEN 0 ELSE 1 END, i.closed_at DESC, i.number DESC
        LIMIT 1
        """;

    public const string NextId = "SELECT coalesce(max(number), 0) + 1 FROM incidents";

    /// <summary>A title event that is null leaves the one there is.</summary>
    public const string SaveIncident =
        """
        INSERT INTO incidents (number, title_event, state, opened_at, closed_at, channel, entries, version, head)
        VALUES (@Number, coalesce(@TitleEvent, 1), @State, @OpenedAt, @ClosedAt, @Channel, @Entries, @Version, @Head)
        ON CONFLICT (number) DO UPDATE SET
          title_event = coalesce(@TitleEvent, incidents.title_event), state = excluded.state,
          opened_at = excluded.opened_at, closed_at = excluded.closed_at, entries = excluded.entries,
          version = excluded.version, head = excluded.head
        """;

    public const string BindChannel =
        """
        INSERT INTO incident_channels (channel, incident) VALUES (@Channel, @Incident)
        ON CONFLICT (channel, incident) DO NOTHING
        """;

    public const string AppendEvent =
        """
        INSERT INTO events (incident, version, type, entry, actor_id, actor_name, sent_at, recorded_at, facts, words_hash, link)
        VALUES (@Incident, @Version, @Type, @Entry, @ActorId, @ActorName, @SentAt, @RecordedAt, @Facts, @WordsHash, @Link)
        """;

    public const string AppendWords =
        "INSERT INTO event_words (incident, version, salt, words) VALUES (@Incident, @Version, @Salt, @Words)";

    public const string SaveAnswer =
        """
        INSERT INTO deliveries (source, delivery_id, incident, entry, recorded, kind, occurred_at, recorded_at, reply)
        VALUES (@Source, @DeliveryId, @Incident, @Entry, @Recorded, @Kind, @OccurredAt, @RecordedAt, @Reply)
        """;
}
