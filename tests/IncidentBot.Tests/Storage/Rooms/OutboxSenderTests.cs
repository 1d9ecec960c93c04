using System.Threading.Channels;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Tests.Storage.Rooms;

public sealed class OutboxSenderTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ScriptedPost _post = new();
    private SqliteIncidentStore _store = null!;
    private OutboxSender _sender = null!;

    public async Task InitializeAsync()
    {
        _store = Sqlite.Open(_folder.File());
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _store.DisposeAsync();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_commit_is_told_at_once_and_the_next_edits_the_same_message()
    {
        await NoteAsync("one");
        var first = await _post.NextAsync();
        Assert.Null(first.Item.MessageId);
        first.End(new Posted.Sent("m1"));

        await SettledAsync();
        await NoteAsync("two");

        Assert.Equal("m1", (await _post.NextAsync()).Item.MessageId);
    }

    [Fact]
    public async Task What_is_late_collapses_into_one()
    {
        await NoteAsync("one");
        var first = await _post.NextAsync();
        foreach (var n in Enumerable.Range(2, 50))
        {
            await NoteAsync($"note {n}");
        }

        first.End(new Posted.Sent("m1"));
        var second = await _post.NextAsync();
        second.End(new Posted.Sent("m1"));
        await SettledAsync();

        Assert.Equal((53, "m1"), (second.Item.Version, second.Item.MessageId));
        Assert.Equal(2, _post.Tries);
    }

    [Fact]
    public async Task As_long_as_the_platform_asks_to_wait_only_that_room_waits()
    {
        await NoteAsync("one");
        (await _post.NextAsync()).End(new Posted.Later("429", TimeSpan.FromSeconds(3)));
        await NoteAsync("two", "slack:C2");
        var other = await _post.NextAsync();
        Assert.Equal("slack:C2", other.Item.Room.Value);
        other.End(new Posted.Sent("m2"));
        await SettledAsync(left: 1);
        Assert.Equal(2, _post.Tries);

        await PassAsync(TimeSpan.FromSeconds(3));

        var again = await _post.NextAsync();
        Assert.Equal(("slack:C1", 1, false), (again.Item.Room.Value, again.Item.Tries, again.Item.MaybeSent));
    }

    [Fact]
    public async Task What_is_refused_is_kept_with_the_reason_and_holds_up_nothing()
    {
        await NoteAsync("one");
        (await _post.NextAsync()).End(new Posted.Refused("not_in_channel"));
        await SettledAsync();

        Assert.Equal("not_in_channel", Assert.Single(await _store.Rooms.GivenUpAsync(10, default)).Problem);
    }

    [Fact]
    public async Task What_throws_may_have_been_sent()
    {
        await NoteAsync("one");
        (await _post.NextAsync()).Fail(new IOException("reset"));
        await SettledAsync(left: 1);

        await PassAsync(OutboxTry.PauseAfter(1));

        Assert.True((await _post.NextAsync()).Item.MaybeSent);
    }

    [Fact]
    public async Task What_hangs_is_left_and_tried_again()
    {
        await NoteAsync("one");
        _ = await _post.NextAsync();
        _time.Advance(OutboxTry.Longest);
        await PassAsync(OutboxTry.PauseAfter(1));

        Assert.True((await _post.NextAsync()).Item.MaybeSent);
    }

    [Fact]
    public async Task What_was_owed_when_it_stopped_is_sent_after_the_start()
    {
        await StopAsync();
        await NoteAsync("one");

        await StartAsync();

        Assert.False((await _post.NextAsync()).Item.MaybeSent);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_try_leaves_it_owed_as_perhaps_sent()
    {
        await NoteAsync("one");
        _ = await _post.NextAsync();
        await StopAsync();

        await StartAsync();
        await PassAsync(OutboxTry.PauseAfter(1));

        Assert.True((await _post.NextAsync()).Item.MaybeSent);
    }

    [Fact]
    public async Task A_stop_waits_a_moment_for_what_is_under_way()
    {
        await NoteAsync("one");
        var first = await _post.NextAsync();
        var stop = _sender.StopAsync(default);
        first.End(new Posted.Sent("m1"));
        await stop;

        Assert.Null(await _store.Rooms.NextDueAsync(["slack"], default));
    }

    [Fact]
    public void Pauses_double_up_to_five_minutes() => Assert.Equal(
        [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300],
        Enumerable.Range(1, 11).Select(n => (int)OutboxTry.PauseAfter(n).TotalSeconds));

    [Fact]
    public async Task Cursors_are_written_down_now_and_then_and_at_the_stop()
    {
        using var cursors = new RoomCursors(_store.Rooms, _time, NullLogger<RoomCursors>.Instance);
        await cursors.StartAsync(default);
        await NoteAsync("one");
        cursors.Seen(new RoomCursor(new ChannelId("slack:C1"), null, "17.5"));
        cursors.Seen(new RoomCursor(new ChannelId("slack:C1"), null, "17.4"));
        Assert.Empty(Assert.Single(await _store.Rooms.OpenRoomsAsync("slack", default)).Cursors);

        await cursors.StopAsync(default);

        Assert.Equal("17.5", Assert.Single(Assert.Single(await _store.Rooms.OpenRoomsAsync("slack", default)).Cursors).Message);
    }

    private async Task StartAsync()
    {
        _sender = new OutboxSender(_store.Rooms, [_post], _time, NullLogger<OutboxSender>.Instance);
        await _sender.StartAsync(default);
    }

    /// <summary>As when the time for the stop is over.</summary>
    private async Task StopAsync()
    {
        await _sender.StopAsync(new CancellationToken(canceled: true));
        _sender.Dispose();
    }

    private Task<Core.Commands.CommandAnswer> NoteAsync(string text, string channel = "slack:C1") => _store.NoteAsync(Typed.Command(text, channel: channel));

    /// <summary>Waits until nothing is due any more.</summary>
    private async Task SettledAsync(int left = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var next = await _store.Rooms.NextDueAsync(["slack"], patience.Token);
            if (left == 0 ? next is null : next > _time.GetUtcNow().ToInstant())
            {
                return;
            }

            await Task.Yield();
        }
    }

    /// <summary>Waits until the next item is due within a time, and no earlier, and lets that time pass.</summary>
    private async Task PassAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var left = await _store.Rooms.NextDueAsync(["slack"], patience.Token) - _time.GetUtcNow().ToInstant();
            if (left > Duration.Zero && left <= Duration.FromTimeSpan(within))
            {
                // Before the sender waits for it, time would pass it by.
                await _time.TimerWithinAsync(within);
                _time.Advance(within);
                return;
            }

            await Task.Yield();
        }
    }

    private sealed class ScriptedPost : IRoomPost
    {
        private readonly Channel<Try> _tries = Channel.CreateUnbounded<Try>();
        private int _count;

        public string Platform => "slack";

        public int Tries => _count;

        public Task<Posted> SendAsync(OutboxItem item, CancellationToken ct)
        {
            Interlocked.Increment(ref _count);
            var one = new Try(item);
            _tries.Writer.TryWrite(one);
            return one.Ended.Task;
        }

        public async Task<Try> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await _tries.Reader.ReadAsync(patience.Token);
        }
    }

    private sealed record Try(OutboxItem Item)
    {
        public TaskCompletionSource<Posted> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End(Posted posted) => Ended.SetResult(posted);

        public void Fail(Exception e) => Ended.SetException(e);
    }
}
