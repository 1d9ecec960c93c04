namespace IncidentBot.Storage.Rooms;

/// <summary>The statements on the tables of the rooms, in SQL for SQLite 3.35 and PostgreSQL 15 alike.</summary>
internal static class RoomStatements
{
    /// <summary>One row of a room, a kind and a name. One that was given up is owed anew, and one that waits keeps its place.</summary>
    public const string Owe =
        """
        INSERT INTO outbox (room, platform, kind, name, lane, incident, version, entry, source, delivery_id, address, until_at, written_at, due_at, tries, taken)
        VALUES (@Room, @Platform, @Kind, @Name, @Lane, @Incident, @Version, @Entry, @Source, @DeliveryId, @Address, @UntilAt, @WrittenAt, @DueAt, 0, 0)
        ON CONFLICT (room, kind, name) DO UPDATE SET
          version = excluded.version, entry = excluded.entry,
          written_at = CASE WHEN outbox.given_up_at IS NULL THEN outbox.written_at ELSE excluded.written_at END,
          due_at = CASE WHEN outbox.given_up_at IS NULL THEN outbox.due_at ELSE excluded.due_at END,
          tries = CASE WHEN outbox.given_up_at IS NULL THEN outbox.tries ELSE 0 END,
          given_up_at = NULL
        """;

    /// <summary>What may be taken once it is due: the first of its lane, unless somebody has it.</summary>
    private const string First =
        """
        FROM outbox o
        WHERE o.given_up_at IS NULL AND @platforms LIKE '%,' || o.platform || ',%'
          AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.lane = o.lane AND b.id < o.id AND b.given_up_at IS NULL)
        """;

    public const string NextDue =
        $"SELECT min(CASE WHEN o.lease_until > o.due_at THEN o.lease_until ELSE o.due_at END) {First}";

    public const string FindDue =
        $"SELECT o.id {First} AND o.due_at <= @now AND (o.lease_until IS NULL OR o.lease_until <= @now)";

    public const string Read =
        """
        SELECT o.id AS Id, o.room AS Room, o.kind AS Kind, o.incident AS Incident, o.version AS Version, o.entry AS Entry,
               o.source AS Source, o.delivery_id AS DeliveryId, o.address AS Address, o.until_at AS UntilAt,
               o.written_at AS WrittenAt, o.tries AS Tries, o.taken AS Taken, o.problem AS Problem, o.given_up_at AS GivenUpAt,
               m.message_id AS MessageId
        FROM outbox o LEFT JOIN room_messages m ON m.incident = o.incident AND m.room = o.room AND m.kind = o.kind
        """;

    /// <summary>Taken before it is sent, so that after a crash it is known that it may have been.</summary>
    public const string Lease = "UPDATE outbox SET taken = 1, lease_until = @until WHERE id = @Id";

    public const string EndLeases = "UPDATE outbox SET lease_until = NULL WHERE lease_until IS NOT NULL";

    public const string Remove = "DELETE FROM outbox WHERE id = @Id AND version = @Version";

    /// <summary>Owed anew while it was being sent.</summary>
    public const string Renew = "UPDATE outbox SET taken = 0, tries = 0, lease_until = NULL, due_at = @now, written_at = @now WHERE id = @Id";

    public const string Fail =
        "UPDATE outbox SET taken = @taken, tries = tries + 1, lease_until = NULL, due_at = @next, problem = @problem WHERE id = @Id";

    public const string GiveUp =
        "UPDATE outbox SET taken = 0, lease_until = NULL, given_up_at = @now, problem = @problem WHERE id = @Id AND version = @Version";

    public const string Answered = "DELETE FROM outbox WHERE kind = 'reply' AND source = @Source AND delivery_id = @Id";

    /// <summary>What was given up is kept for a while, to be looked at.</summary>
    public const string Forget = "DELETE FROM outbox WHERE given_up_at < @before";

    public const string SaveMessage =
        """
        INSERT INTO room_messages (incident, room, kind, message_id, sent_at) VALUES (@incident, @room, @kind, @message, @now)
        ON CONFLICT (incident, room, kind) DO UPDATE SET message_id = excluded.message_id, sent_at = excluded.sent_at
        """;

    public const string FindMessage = "SELECT message_id FROM room_messages WHERE incident = @incident AND room = @room AND kind = @kind";

    public const string ForgetMessage = "DELETE FROM room_messages WHERE incident = @incident AND room = @room AND kind = @kind";

    public const string SaveCursor =
        """
        INSERT INTO room_cursors (room, thread, message_id, seen_at) VALUES (@Room, @Thread, @Message, @now)
        ON CONFLICT (room, thread) DO UPDATE SET message_id = excluded.message_id, seen_at = excluded.seen_at
        WHERE length(excluded.message_id) > length(room_cursors.message_id)
           OR length(excluded.message_id) = length(room_cursors.message_id) AND excluded.message_id > room_cursors.message_id
        """;

    public const string ForgetCursors = "DELETE FROM room_cursors WHERE seen_at < @before";

    public const string OpenRooms =
        """
        SELECT c.channel AS Room, i.number AS Incident, coalesce(c.bound_at, i.opened_at) AS OpenedAt
        FROM incident_channels c JOIN incidents i ON i.number = c.incident
        WHERE i.closed_at IS NULL AND c.channel LIKE @rooms
        ORDER BY i.number, c.channel
        """;

    public const string ReadCursors =
        "SELECT room AS Room, thread AS Thread, message_id AS Message FROM room_cursors WHERE room = @room ORDER BY thread";

    public const string KeepFile = "INSERT INTO files (incident, number, entry, bytes) VALUES (@Incident, @Number, @Entry, @Bytes)";

    public const string ReadFile = "SELECT bytes FROM files WHERE incident = @incident AND number = @number";

    public const string FindFiles = "SELECT number, length(bytes) FROM files WHERE incident = @incident AND entry = @entry";

    /// <summary>Where they stand, as many as there were: see <see cref="Rows.Erasure"/>.</summary>
    public const string EraseFile = "UPDATE files SET bytes = @bytes WHERE incident = @incident AND number = @number";
}
