using System.Data.Common;
using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>The rows of the rooms within one transaction. Its SQL runs on SQLite 3.35 and on PostgreSQL 15.</summary>
internal sealed class RoomRows(DbConnection connection, DbTransaction? transaction = null)
{
    private static readonly Duration Kept = Duration.FromDays(30);

    public async Task<Instant?> NextDueAsync(IEnumerable<string> platforms) =>
        (await connection.ExecuteScalarAsync<long?>(RoomStatements.NextDue, new { platforms = Listed(platforms) }, transaction))?.ToInstant();

    /// <param name="locking">What the database needs so that no two instances take the same.</param>
    public async Task<IReadOnlyList<OutboxItem>> TakeAsync(IEnumerable<string> platforms, int most, Instant now, Instant until, string locking)
    {
        var ids = (await connection.QueryAsync<long>(
            $"{RoomStatements.FindDue} ORDER BY o.id LIMIT @most {locking}",
            new { platforms = Listed(platforms), now = now.ToMicroseconds(), most }, transaction)).AsList();
        List<OutboxItem> items = [];
        foreach (var id in ids)
        {
            var row = await connection.QuerySingleAsync<Stored>($"{RoomStatements.Read} WHERE o.id = @id", new { id }, transaction);
            await connection.ExecuteAsync(RoomStatements.Lease, new { row.Id, until = until.ToMicroseconds() }, transaction);
            items.Add(row.ToItem(row.Source is null ? null : await FindAnswerAsync(new DeliveryKey(row.Source, row.DeliveryId!))));
        }

        return items;
    }

    public Task EndLeasesAsync() => connection.ExecuteAsync(RoomStatements.EndLeases, transaction: transaction);

    public async Task DoneAsync(OutboxItem item, string? message, Instant now)
    {
        if (message is not null && item.Incident is { } incident)
        {
            await connection.ExecuteAsync(
                RoomStatements.SaveMessage,
                new { incident = incident.Number, room = item.Room.Value, kind = item.Kind, message, now = now.ToMicroseconds() }, transaction);
        }

        if (await connection.ExecuteAsync(RoomStatements.Remove, new { item.Id, item.Version }, transaction) == 0)
        {
            await connection.ExecuteAsync(RoomStatements.Renew, new { item.Id, now = now.ToMicroseconds() }, transaction);
        }
    }

    public Task FailAsync(OutboxItem item, string problem, bool maybeSent, Instant next) => connection.ExecuteAsync(
        RoomStatements.Fail, new { item.Id, problem, taken = maybeSent ? 1 : 0, next = next.ToMicroseconds() }, transaction);

    public async Task GiveUpAsync(OutboxItem item, string problem, Instant now)
    {
        if (await connection.ExecuteAsync(RoomStatements.GiveUp, new { item.Id, item.Version, problem, now = now.ToMicroseconds() }, transaction) == 0)
        {
            await connection.ExecuteAsync(RoomStatements.Renew, new { item.Id, now = now.ToMicroseconds() }, transaction);
        }

        await connection.ExecuteAsync(RoomStatements.Forget, new { before = (now - Kept).ToMicroseconds() }, transaction);
    }

    public Task AnsweredAsync(DeliveryKey delivery) =>
        connection.ExecuteAsync(RoomStatements.Answered, new { delivery.Source, delivery.Id }, transaction);

    public async Task<IReadOnlyList<GivenUp>> GivenUpAsync(int most) =>
    [
        .. (await connection.QueryAsync<Stored>(
            $"{RoomStatements.Read} WHERE o.given_up_at IS NOT NULL ORDER BY o.given_up_at DESC, o.id DESC LIMIT @most", new { most }, transaction))
            .Select(row => row.ToGivenUp()),
    ];

    public Task<string?> FindMessageAsync(IncidentId incident, ChannelId room, string kind) => connection.ExecuteScalarAsync<string?>(
        RoomStatements.FindMessage, new { incident = incident.Number, room = room.Value, kind }, transaction);

    public Task ForgetMessageAsync(IncidentId incident, ChannelId room, string kind) => connection.ExecuteAsync(
        RoomStatements.ForgetMessage, new { incident = incident.Number, room = room.Value, kind }, transaction);

    public async Task SaveCursorsAsync(IEnumerable<RoomCursor> cursors, Instant now)
    {
        // In one order, so that two instances do not wait for each other.
        foreach (var cursor in cursors.OrderBy(c => c.Room.Value, StringComparer.Ordinal).ThenBy(c => c.Thread, StringComparer.Ordinal))
        {
            await connection.ExecuteAsync(
                RoomStatements.SaveCursor,
                new { Room = cursor.Room.Value, Thread = cursor.Thread ?? "", cursor.Message, now = now.ToMicroseconds() }, transaction);
        }

        await connection.ExecuteAsync(RoomStatements.ForgetCursors, new { before = (now - Kept).ToMicroseconds() }, transaction);
    }

    public async Task<IReadOnlyList<OpenRoom>> OpenRoomsAsync(string platform)
    {
        List<OpenRoom> rooms = [];
        foreach (var (room, incident, openedAt) in (await connection.QueryAsync<(string, int, long)>(
            RoomStatements.OpenRooms, new { rooms = platform + ":%" }, transaction)).AsList())
        {
            var cursors = await connection.QueryAsync<(string Room, string Thread, string Message)>(RoomStatements.ReadCursors, new { room }, transaction);
            rooms.Add(new OpenRoom(
                new ChannelId(room), new IncidentId(incident), openedAt.ToInstant(),
                [.. cursors.Select(c => new RoomCursor(new ChannelId(room), c.Thread.Length == 0 ? null : c.Thread, c.Message))]));
        }

        return rooms;
    }

    public Task<string?> FindZoneAsync(Person person) =>
        connection.ExecuteScalarAsync<string?>(Statements.FindZone, new { Person = person.Id }, transaction);

    public Task<byte[]?> ReadFileAsync(IncidentId incident, int number) => connection.ExecuteScalarAsync<byte[]?>(
        RoomStatements.ReadFile, new { incident = incident.Number, number }, transaction);

    /// <summary>Rubs out the bytes of the files of an entry.</summary>
    public async Task EraseFilesAsync(IncidentId id, int entry)
    {
        foreach (var (number, length) in (await connection.QueryAsync<(int, long)>(
            RoomStatements.FindFiles, new { incident = id.Number, entry }, transaction)).AsList())
        {
            await connection.ExecuteAsync(
                RoomStatements.EraseFile, new { incident = id.Number, number, bytes = new byte[length] }, transaction);
        }
    }

    private async Task<CommandAnswer?> FindAnswerAsync(DeliveryKey delivery) => (await connection.QuerySingleOrDefaultAsync<DeliveryRow>(
        Statements.FindAnswer, new { delivery.Source, DeliveryId = delivery.Id }, transaction))?.ToAnswer();

    /// <summary>The SQL looks for a platform in this list.</summary>
    private static string Listed(IEnumerable<string> platforms) => $",{string.Join(',', platforms)},";

    private sealed record Stored
    {
        public long Id { get; init; }

        public string Room { get; init; } = "";

        public string Kind { get; init; } = "";

        public int? Incident { get; init; }

        public int Version { get; init; }

        public int? Entry { get; init; }

        public string? Source { get; init; }

        public string? DeliveryId { get; init; }

        public string? Address { get; init; }

        public long? UntilAt { get; init; }

        public long WrittenAt { get; init; }

        public int Tries { get; init; }

        public int Taken { get; init; }

        public string? Problem { get; init; }

        public long? GivenUpAt { get; init; }

        public string? MessageId { get; init; }

        private IncidentId? About => Incident is { } number ? new IncidentId(number) : null;

        public OutboxItem ToItem(CommandAnswer? answer) => new(
            Id, new ChannelId(Room), Kind, About, Version, Entry,
            answer is null ? null : new OwedReply(new DeliveryKey(Source!, DeliveryId!), Address!, UntilAt!.Value.ToInstant(), answer),
            MessageId, Taken != 0, Tries, WrittenAt.ToInstant());

        public GivenUp ToGivenUp() => new(new ChannelId(Room), Kind, About, Problem ?? "", GivenUpAt!.Value.ToInstant());
    }
}
