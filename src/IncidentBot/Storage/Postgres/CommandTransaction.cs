using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Search;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// The transaction of one command, in two round trips: one to lock and read, one to write and commit. Locks are taken
/// in the order channel, incident, incident named, next number. Without <see cref="CommitAsync"/> the server rolls it back when the
/// connection goes back to its pool.
/// </summary>
internal sealed class CommandTransaction(NpgsqlConnection connection, bool locks)
{
    private const int ChannelLocks = 0x494E4342;
    private const long NumberLock = 0x494E4342_00000002;

    /// <summary>
    /// A redaction holds it alone. Answers that were prepared outside their turn share it, so that each is either kept
    /// before the redaction, which then finds it, or finds that there was one.
    /// </summary>
    private const long RedactionLock = 0x494E4342_00000004;

    private const string SetRedactionMark = "UPDATE store SET moving = moving";

    /// <summary>At once, because each statement costs: what another instance committed a moment ago counts in both.</summary>
    private const string NextIdAndZone = "SELECT coalesce(max(number), 0) + 1, (SELECT zone FROM people WHERE person = @Person) FROM incidents";

    /// <summary>Every redaction writes the one row of the store anew, so that the transaction that wrote it last tells one from the next.</summary>
    public const string RedactionMark = "SELECT xmin::text::bigint FROM store";

    private readonly List<NpgsqlBatchCommand> _writes = [];

    /// <summary>Whether the server may have been told to commit.</summary>
    public bool IsCommitting { get; private set; }

    /// <summary>Waits until no other command of the channel runs, on any instance, and reads what there is to decide on.</summary>
    /// <exception cref="OvertakenException">The channel's incident changed while it was being locked.</exception>
    public async Task<FoundState> BeginAsync(CommandRequest request)
    {
        var (channel, delivery) = (request.Channel, request.Delivery);

        // Statements after a lock see what was committed before it was given, whatever the database's default is.
        var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED") } };
        if (locks)
        {
            Add(batch.BatchCommands, "SELECT pg_advisory_xact_lock(@Class, @Key)", Int("Class", ChannelLocks), Int("Key", KeyOf(channel)));
        }

        if (delivery is { } key)
        {
            Add(batch.BatchCommands, Statements.FindAnswer, Text("Source", key.Source), Text("DeliveryId", key.Id));
        }

        // An incident may be fed by two channels.
        Add(batch.BatchCommands, Statements.FindCurrent + (locks ? " FOR UPDATE OF i" : ""), Text("Channel", channel.Value));
        Add(batch.BatchCommands, Statements.FindCurrent, Text("Channel", channel.Value));
        if (request.Names is { } named)
        {
            Add(batch.BatchCommands, Statements.Find + (locks ? " FOR UPDATE" : ""), Int("number", named.Number));
        }

        // After the locks on rows, in the order in which a redaction takes them.
        if (request.PreparedAfter is not null)
        {
            if (locks)
            {
                Add(batch.BatchCommands, "SELECT pg_advisory_xact_lock_shared(@Key)", new NpgsqlParameter("Key", NpgsqlDbType.Bigint) { Value = RedactionLock });
            }

            Add(batch.BatchCommands, RedactionMark);
        }

        Add(batch.BatchCommands, NextIdAndZone, Text("Person", request.Actor.Id));
        await using (batch)
        {
            await using var reader = await batch.ExecuteReaderAsync();
            if (locks)
            {
                await reader.NextResultAsync();
            }

            var answer = delivery is null ? null : await FirstAsync<DeliveryRow>(reader);
            var locked = await FirstAsync<StoredVersion>(reader);
            var current = await FirstAsync<StoredVersion>(reader);
            var other = request.Names is null ? null : await FirstAsync<StoredVersion>(reader);
            var redacted = request.PreparedAfter is { } mark && await RedactionMarkAsync(reader) != mark;
            await reader.ReadAsync();
            return answer is null && locked?.Number != current?.Number
                ? throw new OvertakenException()
                : new FoundState(
                    answer?.ToAnswer(), current, new IncidentId(reader.GetInt32(0)), reader.IsDBNull(1) ? null : reader.GetString(1), other, redacted);
        }
    }

    /// <summary>The next number, which nobody else gets until this ends.</summary>
    public async Task<IncidentId> TakeNextIdAsync()
    {
        await using var batch = new NpgsqlBatch(connection);
        if (locks)
        {
            Add(batch.BatchCommands, "SELECT pg_advisory_xact_lock(@Key)", new NpgsqlParameter("Key", NpgsqlDbType.Bigint) { Value = NumberLock });
        }

        Add(batch.BatchCommands, Statements.NextId);
        await using var reader = await batch.ExecuteReaderAsync();
        if (locks)
        {
            await reader.NextResultAsync();
        }

        await reader.ReadAsync();
        return new IncidentId(reader.GetInt32(0));
    }

    /// <summary>What is read of the rows within it.</summary>
    public PostgresRows Rows => new(connection);

    /// <summary>Puts the rows of a change with those that are written next.</summary>
    public void Append(IncidentChange change)
    {
        var row = change.Row;
        Add(
            _writes,
            change.IsNew ? Statements.AddIncident : Statements.UpdateIncident,
            Int("Number", row.Number),
            Int("TitleEvent", row.TitleEvent),
            Text("State", row.State),
            Long("OpenedAt", row.OpenedAt),
            Long("ClosedAt", row.ClosedAt),
            Text("Channel", row.Channel),
            Int("Entries", row.Entries),
            Int("Version", row.Version),
            Bytes("Head", row.Head));
        foreach (var channel in change.Channels)
        {
            Add(_writes, Statements.BindChannel, Text("Channel", channel.Channel), Int("Incident", row.Number), Long("BoundAt", channel.BoundAt));
        }

        foreach (var channel in change.Left)
        {
            Add(_writes, Statements.UnbindChannel, Text("Channel", channel.Value), Int("Incident", row.Number));
        }

        foreach (var e in change.Events)
        {
            Append(row.Number, e);
        }

        foreach (var file in change.Files)
        {
            Add(_writes, RoomStatements.KeepFile, Int("Incident", row.Number), Int("Number", file.Number), Int("Entry", file.Entry), Bytes("Bytes", file.Bytes));
        }
    }

    /// <summary>Puts what rooms are to be told with what is written next.</summary>
    public void Owe(OutboxRow row) => Add(
        _writes,
        RoomStatements.Owe,
        Text("Room", row.Room),
        Text("Platform", row.Platform),
        Text("Kind", row.Kind),
        Text("Name", row.Name),
        Text("Lane", row.Lane),
        Int("Incident", row.Incident),
        Int("Version", row.Version),
        Int("Entry", row.Entry),
        Text("Source", row.Delivery?.Source),
        Text("DeliveryId", row.Delivery?.Id),
        Text("Address", row.Address),
        Long("UntilAt", row.UntilAt),
        Long("WrittenAt", row.DueAt),
        Long("DueAt", row.DueAt));

    /// <summary>Writes what was put together, and rubs out words, also in the search index.</summary>
    public async Task EraseAsync(IncidentId id, ErasedEntry erased)
    {
        await FlushAsync();
        await connection.ExecuteAsync(locks ? $"SELECT pg_advisory_xact_lock({RedactionLock}); {SetRedactionMark}" : SetRedactionMark);
        var words = (await connection.QueryAsync<(int Version, string Words)>(
            Statements.FindWords, new { incident = id.Number, entry = erased.Number, before = erased.Before })).AsList();
        await new RoomRows(connection).EraseFilesAsync(id, erased.Number);
        foreach (var w in words.Select(w => ErasedWords.Of(id, w.Version, w.Words)))
        {
            await connection.ExecuteAsync(Statements.EraseWords, w);
        }

        await connection.ExecuteAsync(PostgresSearchTables.Lock);
        await connection.ExecuteAsync(PostgresSearchTables.Erase, new { incident = id.Number, versions = words.Select(w => w.Version).ToArray() });

        var texts = Erasure.Texts(words.Select(w => w.Words));
        var quarantined = Erasure.Quarantined(
            await connection.QueryAsync<QuarantinedWords>(Statements.FindQuarantined, new { incident = id.Number }), texts);
        await connection.ExecuteAsync(Statements.EraseQuarantined, quarantined);

        var replies = await connection.QueryAsync<DeliveryRow>(Statements.FindReplies, new { incident = id.Number, entry = erased.Number });
        foreach (var reply in Erasure.Replies(id, replies, texts, quarantined))
        {
            await connection.ExecuteAsync(Statements.EraseReply, reply);
        }
    }

    public void SaveAnswer(DeliveryRow row) => Add(
        _writes,
        Statements.SaveAnswer,
        Text("Source", row.Source),
        Text("DeliveryId", row.DeliveryId),
        Int("Incident", row.Incident),
        Int("Entry", row.Entry),
        Int("Recorded", row.Recorded),
        Text("Kind", row.Kind),
        Long("OccurredAt", row.OccurredAt),
        Long("RecordedAt", row.RecordedAt),
        Text("Reply", row.Reply));

    /// <summary>Puts the zone that somebody chose with what is written next.</summary>
    public void SaveZone(ZoneRow row)
    {
        if (row.Zone is null)
        {
            Add(_writes, Statements.ForgetZone, Text("Person", row.Person));
        }
        else
        {
            Add(_writes, Statements.ChooseZone, Text("Person", row.Person), Text("Zone", row.Zone), Long("ChosenAt", row.ChosenAt));
        }
    }

    /// <summary>Moves on the stream in which the command came. Comes last: others of the stream wait for this row.</summary>
    public void Advance(StreamPosition to, Instant now) => Add(
        _writes,
        StreamRows.Advance,
        Long("Sequence", to.Sequence),
        Long("SavedAt", now.ToMicroseconds()),
        Text("Platform", to.Platform),
        Int("Shard", to.Shard),
        Text("Session", to.Session));

    /// <summary>Keeps a command that could not be written, as it came.</summary>
    public void Quarantine(CommandRequest request, DeliveryKey delivery, string reason) => Add(
        _writes,
        Statements.Quarantine,
        Text("Source", delivery.Source),
        Text("DeliveryId", delivery.Id),
        Text("Channel", request.Channel.Value),
        Text("ActorId", request.Actor.Id),
        Text("ActorName", request.Actor.Name),
        Long("SentAt", request.SentAt.ToMicroseconds()),
        Long("ReceivedAt", request.ReceivedAt.ToMicroseconds()),
        Text("Text", request.Text),
        Text("Reason", reason));

    /// <summary>Writes what was put together and commits, in one round trip.</summary>
    public async Task CommitAsync()
    {
        _writes.Add(new NpgsqlBatchCommand("COMMIT"));
        IsCommitting = true;
        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        await using var batch = new NpgsqlBatch(connection);
        _writes.ForEach(batch.BatchCommands.Add);
        _writes.Clear();
        await batch.ExecuteNonQueryAsync();
    }

    private void Append(int incident, EventRow e)
    {
        Add(
            _writes,
            Statements.AppendEvent,
            Int("Incident", incident),
            Int("Version", e.Version),
            Text("Type", e.Type),
            Int("Entry", e.Entry),
            Text("ActorId", e.ActorId),
            Text("ActorName", e.ActorName),
            Long("SentAt", e.SentAt),
            Long("RecordedAt", e.RecordedAt),
            Text("Facts", e.Facts),
            Bytes("WordsHash", e.WordsHash),
            Bytes("Link", e.Link));
        if (e.StoredWords is not null)
        {
            Add(_writes, Statements.AppendWords, Int("Incident", incident), Int("Version", e.Version), Bytes("Salt", e.Salt), Text("Words", e.StoredWords));
        }
    }

    /// <summary>The same on every instance. Two channels that share one only wait for each other now and then.</summary>
    private static int KeyOf(ChannelId channel) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(channel.Value)));

    private async Task<long> RedactionMarkAsync(NpgsqlDataReader reader)
    {
        if (locks)
        {
            await reader.NextResultAsync();
        }

        await reader.ReadAsync();
        var mark = reader.GetInt64(0);
        await reader.NextResultAsync();
        return mark;
    }

    private static async Task<T?> FirstAsync<T>(NpgsqlDataReader reader)
        where T : class
    {
        var row = await reader.ReadAsync() ? reader.GetRowParser<T>()(reader) : null;
        await reader.NextResultAsync();
        return row;
    }

    private static void Add(IList<NpgsqlBatchCommand> commands, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        commands.Add(command);
    }

    private static NpgsqlParameter Int(string name, int? value) => Of(name, NpgsqlDbType.Integer, value);

    private static NpgsqlParameter Long(string name, long? value) => Of(name, NpgsqlDbType.Bigint, value);

    private static NpgsqlParameter Text(string name, string? value) => Of(name, NpgsqlDbType.Text, value);

    private static NpgsqlParameter Bytes(string name, byte[]? value) => Of(name, NpgsqlDbType.Bytea, value);

    private static NpgsqlParameter Of(string name, NpgsqlDbType type, object? value) => new(name, type) { Value = value ?? DBNull.Value };
}

/// <summary>What a command is decided on, as it is stored.</summary>
/// <param name="Answer">The answer that the delivery got before; null if it is new.</param>
/// <param name="Current">The channel's incident; null if it never had one.</param>
/// <param name="Next">The id a new incident would get, as long as no other is opened.</param>
/// <param name="OwnZone">The zone that the sender chose; null if none.</param>
/// <param name="Named">The incident that the command names; null if there is none.</param>
/// <param name="RedactedSince">Whether words were erased since the answer was prepared.</param>
internal sealed record FoundState(CommandAnswer? Answer, StoredVersion? Current, IncidentId Next, string? OwnZone, StoredVersion? Named, bool RedactedSince);
