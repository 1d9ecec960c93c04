using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>A table that is moved row by row from SQLite to PostgreSQL.</summary>
/// <param name="Key">The columns by which its rows are put in order, the same on both.</param>
internal sealed record MovedTable(string Name, string Key, params (string Name, NpgsqlDbType Type)[] Columns)
{
    public static MovedTable Incidents { get; } = new(
        "incidents", "number", ("number", NpgsqlDbType.Integer), ("title_event", NpgsqlDbType.Integer), ("state", NpgsqlDbType.Text),
        ("opened_at", NpgsqlDbType.Bigint), ("closed_at", NpgsqlDbType.Bigint), ("channel", NpgsqlDbType.Text),
        ("entries", NpgsqlDbType.Integer), ("version", NpgsqlDbType.Integer), ("head", NpgsqlDbType.Bytea));

    public static MovedTable Channels { get; } = new(
        "incident_channels", "incident, channel", ("channel", NpgsqlDbType.Text), ("incident", NpgsqlDbType.Integer),
        ("bound_at", NpgsqlDbType.Bigint));

    public static MovedTable Events { get; } = new(
        "events", "incident, version", ("incident", NpgsqlDbType.Integer), ("version", NpgsqlDbType.Integer), ("type", NpgsqlDbType.Text),
        ("entry", NpgsqlDbType.Integer), ("actor_id", NpgsqlDbType.Text), ("actor_name", NpgsqlDbType.Text), ("sent_at", NpgsqlDbType.Bigint),
        ("recorded_at", NpgsqlDbType.Bigint), ("facts", NpgsqlDbType.Text), ("words_hash", NpgsqlDbType.Bytea), ("link", NpgsqlDbType.Bytea));

    public static MovedTable Words { get; } = new(
        "event_words", "incident, version", ("incident", NpgsqlDbType.Integer), ("version", NpgsqlDbType.Integer),
        ("salt", NpgsqlDbType.Bytea), ("words", NpgsqlDbType.Text));

    public static MovedTable Deliveries { get; } = new(
        "deliveries", "source, delivery_id", ("source", NpgsqlDbType.Text), ("delivery_id", NpgsqlDbType.Text),
        ("incident", NpgsqlDbType.Integer), ("entry", NpgsqlDbType.Integer), ("recorded", NpgsqlDbType.Integer), ("kind", NpgsqlDbType.Text),
        ("occurred_at", NpgsqlDbType.Bigint), ("recorded_at", NpgsqlDbType.Bigint), ("reply", NpgsqlDbType.Text));

    public static MovedTable Quarantine { get; } = new(
        "quarantine", "id", ("id", NpgsqlDbType.Bigint), ("source", NpgsqlDbType.Text), ("delivery_id", NpgsqlDbType.Text),
        ("channel", NpgsqlDbType.Text), ("actor_id", NpgsqlDbType.Text), ("actor_name", NpgsqlDbType.Text),
        ("sent_at", NpgsqlDbType.Bigint), ("received_at", NpgsqlDbType.Bigint), ("text", NpgsqlDbType.Text), ("reason", NpgsqlDbType.Text));

    public static MovedTable Files { get; } = new(
        "files", "incident, number", ("incident", NpgsqlDbType.Integer), ("number", NpgsqlDbType.Integer), ("entry", NpgsqlDbType.Integer),
        ("bytes", NpgsqlDbType.Bytea));

    public static MovedTable People { get; } = new(
        "people", "person", ("person", NpgsqlDbType.Text), ("zone", NpgsqlDbType.Text), ("chosen_at", NpgsqlDbType.Bigint));

    public static MovedTable Outbox { get; } = new(
        "outbox", "id", ("id", NpgsqlDbType.Bigint), ("room", NpgsqlDbType.Text), ("platform", NpgsqlDbType.Text), ("kind", NpgsqlDbType.Text),
        ("name", NpgsqlDbType.Text), ("lane", NpgsqlDbType.Text), ("incident", NpgsqlDbType.Integer), ("version", NpgsqlDbType.Integer),
        ("entry", NpgsqlDbType.Integer), ("source", NpgsqlDbType.Text), ("delivery_id", NpgsqlDbType.Text), ("address", NpgsqlDbType.Text),
        ("until_at", NpgsqlDbType.Bigint), ("written_at", NpgsqlDbType.Bigint), ("due_at", NpgsqlDbType.Bigint), ("tries", NpgsqlDbType.Integer),
        ("taken", NpgsqlDbType.Integer), ("lease_until", NpgsqlDbType.Bigint), ("given_up_at", NpgsqlDbType.Bigint), ("problem", NpgsqlDbType.Text));

    public static MovedTable Messages { get; } = new(
        "room_messages", "incident, room, kind", ("incident", NpgsqlDbType.Integer), ("room", NpgsqlDbType.Text), ("kind", NpgsqlDbType.Text),
        ("message_id", NpgsqlDbType.Text), ("sent_at", NpgsqlDbType.Bigint));

    public static MovedTable Cursors { get; } = new(
        "room_cursors", "room, thread", ("room", NpgsqlDbType.Text), ("thread", NpgsqlDbType.Text), ("message_id", NpgsqlDbType.Text),
        ("seen_at", NpgsqlDbType.Bigint));

    public static MovedTable Streams { get; } = new(
        "streams", "platform, shard", ("platform", NpgsqlDbType.Text), ("shard", NpgsqlDbType.Integer), ("shards", NpgsqlDbType.Integer),
        ("session", NpgsqlDbType.Text), ("address", NpgsqlDbType.Text), ("sequence", NpgsqlDbType.Bigint), ("saved_at", NpgsqlDbType.Bigint));

    public static MovedTable Allowances { get; } = new(
        "stream_allowances", "platform", ("platform", NpgsqlDbType.Text), ("remaining", NpgsqlDbType.Bigint), ("counted_at", NpgsqlDbType.Bigint));

    /// <summary>What is kept, in an order in which no row comes before what it refers to.</summary>
    public static IReadOnlyList<MovedTable> All { get; } = [Incidents, Channels, Events, Words, Deliveries, Quarantine, Files, People];

    /// <summary>What comes and goes while a bot runs. It is moved last, at once, and compared only then.</summary>
    public static IReadOnlyList<MovedTable> Passing { get; } = [Outbox, Messages, Cursors, Streams, Allowances];

    private string Names => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Copies rows within the transaction of the connection that takes them.</summary>
    /// <param name="where">Which rows, in the parameters of <paramref name="source"/>.</param>
    public async Task<long> CopyAsync(DbCommand source, string where, NpgsqlConnection target, CancellationToken ct)
    {
        source.CommandText = $"SELECT {Names} FROM {Name} {where}";
        using var reader = source.ExecuteReader();
        await using var writer = await target.BeginBinaryImportAsync($"COPY {Name} ({Names}) FROM STDIN (FORMAT BINARY)", ct);
        var rows = 0L;
        for (; reader.Read(); rows++)
        {
            await writer.StartRowAsync(ct);
            for (var i = 0; i < Columns.Length; i++)
            {
                await WriteAsync(writer, reader.GetValue(i), Columns[i].Type, ct);
            }
        }

        await writer.CompleteAsync(ct);
        return rows;
    }

    /// <summary>How many rows there are, and a hash over all that is in them.</summary>
    public async Task<(long Rows, string Hash)> HashAsync(DbConnection connection, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Names} FROM {Name} ORDER BY {Key}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = 0L;
        for (; await reader.ReadAsync(ct); rows++)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                Append(hash, reader.GetValue(i));
            }
        }

        return (rows, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static Task WriteAsync(NpgsqlBinaryImporter writer, object value, NpgsqlDbType type, CancellationToken ct) => value switch
    {
        DBNull => writer.WriteNullAsync(ct),
        long number when type == NpgsqlDbType.Integer => writer.WriteAsync(checked((int)number), type, ct),
        long number => writer.WriteAsync(number, type, ct),
        string text => writer.WriteAsync(Storable(text), type, ct),
        _ => writer.WriteAsync((byte[])value, type, ct),
    };

    /// <summary>Each value with its length before it, so that no two rows give the same bytes.</summary>
    private static void Append(IncrementalHash hash, object value)
    {
        var bytes = value switch
        {
            DBNull => [],
            string text => Encoding.UTF8.GetBytes(Storable(text)),
            byte[] blob => blob,
            bool or float or double => throw new InvalidDataException($"{value} is in a column that never has its like."),
            _ => BitConverter.GetBytes(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        };
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, value is DBNull ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Storable(string text) => Core.Text.TypedText.Storable(text);
}
