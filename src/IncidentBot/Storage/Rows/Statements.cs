namespace IncidentBot.Storage.Rows;

/// <summary>
/// The statements of the store, in SQL for SQLite 3.35 and PostgreSQL 15 alike. In those that write,
/// parameters are named like the fields of the row, and stand in the order of the columns.
/// </summary>
internal static class Statements
{
    private const string EventColumns =
        """
        e.version AS Version, e.type AS Type, e.entry AS Entry, e.actor_id AS ActorId, e.actor_name AS ActorName,
        e.sent_at AS SentAt, e.recorded_at AS RecordedAt, e.facts AS Facts, w.words AS StoredWords
        """;

    private const string EventsAfter =
        """

        FROM events e LEFT JOIN event_words w ON w.incident = e.incident AND w.version = e.version
        WHERE e.incident = @incident AND e.version > @after
        ORDER BY e.version
        """;

    public const string FindAnswer =
        """
        SELECT source AS Source, delivery_id AS DeliveryId, incident AS Incident, entry AS Entry, recorded AS Recorded,
               kind AS Kind, occurred_at AS OccurredAt, recorded_at AS RecordedAt, reply AS Reply
        FROM deliveries WHERE source = @Source AND delivery_id = @DeliveryId
        """;

    /// <summary>The channel's open incident, else the one closed last.</summary>
    public const string FindCurrent =
        """
        SELECT i.number AS Number, i.version AS Version, i.head AS Head,
               CASE WHEN i.closed_at IS NULL THEN 0 ELSE 1 END AS Closed
        FROM incident_channels c JOIN incidents i ON i.number = c.incident
        WHERE c.channel = @Channel
        ORDER BY CASE WHEN i.closed_at IS NULL THEN 0 ELSE 1 END, i.closed_at DESC, i.number DESC
        LIMIT 1
        """;

    public const string NextId = "SELECT coalesce(max(number), 0) + 1 FROM incidents";

    public const string FindZone = "SELECT zone FROM people WHERE person = @Person";

    public const string ChooseZone =
        """
        INSERT INTO people (person, zone, chosen_at) VALUES (@Person, @Zone, @ChosenAt)
        ON CONFLICT (person) DO UPDATE SET zone = excluded.zone, chosen_at = excluded.chosen_at
        """;

    public const string ForgetZone = "DELETE FROM people WHERE person = @Person";

    public const string AddIncident =
        """
        INSERT INTO incidents (number, title_event, state, opened_at, closed_at, channel, entries, version, head)
        VALUES (@Number, coalesce(@TitleEvent, 1), @State, @OpenedAt, @ClosedAt, @Channel, @Entries, @Version, @Head)
        """;

    /// <summary>A title event that is null leaves the one there is.</summary>
    public const string UpdateIncident =
        """
        UPDATE incidents SET
          title_event = coalesce(@TitleEvent, title_event), state = @State, opened_at = @OpenedAt, closed_at = @ClosedAt,
          entries = @Entries, version = @Version, head = @Head
        WHERE number = @Number
        """;

    public const string BindChannel =
        """
        INSERT INTO incident_channels (channel, incident, bound_at) VALUES (@Channel, @Incident, @BoundAt)
        ON CONFLICT (channel, incident) DO NOTHING
        """;

    public const string UnbindChannel = "DELETE FROM incident_channels WHERE channel = @Channel AND incident = @Incident";

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

    public const string Find =
        "SELECT number AS Number, version AS Version, head AS Head FROM incidents WHERE number = @number";

    public const string ReadEvents =
        "SELECT " + EventColumns + EventsAfter;

    /// <summary>With what binds the events to each other and to their words.</summary>
    public const string ReadBoundEvents =
        "SELECT " + EventColumns + ", e.words_hash AS WordsHash, e.link AS Link, w.salt AS Salt" + EventsAfter;

    public const string FindWords =
        """
        SELECT w.version, w.words
        FROM events e JOIN event_words w ON w.incident = e.incident AND w.version = e.version
        WHERE e.incident = @incident AND e.entry = @entry AND e.version < @before
        """;

    public const string FindReplies =
        """
        SELECT source AS Source, delivery_id AS DeliveryId, recorded AS Recorded, incident AS Incident, reply AS Reply
        FROM deliveries
        WHERE incident = @incident AND (entry = @entry OR entry IS NULL)
           OR recorded = 0 AND incident IS NULL
        """;

    /// <summary>
    /// Whether incident <c>i</c> is fed from the community <c>@within</c>: nearly always by the room in which it was opened.
    /// </summary>
    public const string IsWithin =
        """
        (substr(i.channel, 1, length(@within)) = @within
         OR i.number IN (SELECT c.incident FROM incident_channels c WHERE substr(c.channel, 1, length(@within)) = @within))
        """;

    /// <summary>A page of incidents: of all, or of those that a community feeds.</summary>
    public static string List(string? within) =>
        $"{IncidentRow.Select} WHERE i.number < @before{(within is null ? "" : $" AND {IsWithin}")} ORDER BY i.number DESC LIMIT @limit";

    public const string EraseWords =
        "UPDATE event_words SET salt = @Salt, words = @Words WHERE incident = @Incident AND version = @Version";

    public const string EraseReply =
        "UPDATE deliveries SET reply = @Reply WHERE source = @Source AND delivery_id = @DeliveryId";

    /// <summary>What lies in quarantine from the rooms of an incident.</summary>
    public const string FindQuarantined =
        """
        SELECT id AS Id, source AS Source, delivery_id AS DeliveryId, text AS Text, reason AS Reason
        FROM quarantine
        WHERE channel IN (SELECT channel FROM incident_channels WHERE incident = @incident)
           OR channel = (SELECT channel FROM incidents WHERE number = @incident)
        """;

    public const string EraseQuarantined = "UPDATE quarantine SET text = @Text, reason = @Reason WHERE id = @Id";

    public const string CountQuarantined = "SELECT count(*) FROM quarantine";

    public const string Quarantine =
        """
        INSERT INTO quarantine (source, delivery_id, channel, actor_id, actor_name, sent_at, received_at, text, reason)
        VALUES (@Source, @DeliveryId, @Channel, @ActorId, @ActorName, @SentAt, @ReceivedAt, @Text, @Reason)
        """;
}
