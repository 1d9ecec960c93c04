using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Storage.Spool;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Intake;

public sealed class SpoolReplayTests
{
    [Fact]
    public async Task The_times_said_and_received_are_the_times_kept()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected 5m ago slow");
        room.Store.Fault = Fault.None;
        room.Time.Advance(TimeSpan.FromHours(3));

        Assert.True(await room.Replay.DrainAsync());

        var recorded = (await room.Store.ReadEventsAsync(Some.Id, default))[^1];
        var request = room.Store.Came.First();
        Assert.Equal((request.SentAt, request.ReceivedAt), (recorded.SentAt, recorded.RecordedAt));
        Assert.Equal(request.SentAt - NodaTime.Duration.FromMinutes(5), ((IncidentEvent.EntryRecorded)recorded.Event).When!.OccurredAt);
        Assert.Equal((1, room.Time.GetUtcNow()), (room.Replay.LastHealing!.Count, room.Replay.LastHealing.At));
    }

    [Fact]
    public async Task A_stop_while_it_waits_is_no_failure()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.Spool.AddAsync(new SpooledCommand(room.Request("/detected slow", "d1"), MaybeSaved: false));
        await room.Replay.StartAsync(default);
        await room.Time.TimersAsync(1);

        await room.Replay.StopAsync(default);

        Assert.Equal(TaskStatus.RanToCompletion, room.Replay.ExecuteTask!.Status);
    }

    [Fact]
    public async Task What_cannot_be_added_is_kept_aside_and_blocks_nothing()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/note before anything is open", channel: "C2");
        await room.TypeAsync("/detected slow");
        await room.TypeAsync("/note poison");
        await room.TypeAsync("/note one");
        room.Store.Fault = Fault.Breaks;
        room.Store.OnlyWith = "poison";

        Assert.True(await room.Replay.DrainAsync());

        Assert.True(room.Spool.IsClear);
        Assert.Equal(["slow", "one"], await room.Store.TextsAsync());
        room.Restart();
        Assert.Collection(
            room.Spool.Rejected.All(),
            refused => Assert.Contains("No incident is open here", refused.Reason, StringComparison.Ordinal),
            poison => Assert.Equal("/note poison", poison.Request.Text));
    }

    [Fact]
    public async Task What_the_store_confirmed_and_does_not_have_is_added_again()
    {
        using var room = new IntakeRoom();
        var forgetful = new ForgetfulStore(room.Store);
        using var replay = new SpoolReplay(room.Handler, forgetful, room.Spool, room.Time, NullLogger<SpoolReplay>.Instance);
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected slow");
        room.Store.Fault = Fault.None;

        forgetful.HasForgotten = true;
        Assert.False(await replay.DrainAsync());
        Assert.Equal(1, room.Spool.Waiting);
        forgetful.HasForgotten = false;
        Assert.True(await replay.DrainAsync());

        Assert.True(room.Spool.IsClear);
        Assert.Equal(["slow"], await room.Store.TextsAsync());
    }

    [Fact]
    public async Task It_tries_again_by_itself_more_and_more_rarely_and_after_a_restart()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.Spool.AddAsync(new SpooledCommand(room.Request("/detected slow", "d1"), MaybeSaved: false));
        room.Restart();
        var tries = 0;

        await room.Replay.StartAsync(default);
        foreach (var pause in new[] { 1, 2, 4, 8, 10, 10 })
        {
            await room.Time.TimersAsync(1);
            Assert.Equal(++tries, room.Store.Came.Count);
            room.Time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(tries, room.Store.Came.Count);
            room.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await room.Time.TimersAsync(1);
        var healed = new TaskCompletionSource();
        room.Spool.Changed += () =>
        {
            if (room.Replay.LastHealing is not null)
            {
                healed.TrySetResult();
            }
        };
        room.Store.Fault = Fault.None;
        room.Time.Advance(TimeSpan.FromSeconds(10));
        await healed.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["slow"], await room.Store.TextsAsync());
        await room.Replay.StopAsync(default);
    }

    [Fact]
    public async Task A_file_that_could_not_be_opened_at_the_start_is_opened_later_and_what_it_holds_is_added()
    {
        using var room = new IntakeRoom();
        await room.Spool.AddAsync(new SpooledCommand(room.Request("/detected slow", "d1"), MaybeSaved: false));
        // The one that made it holds it still.
        using var late = EmergencySpool.Open(room.SpoolPath, NullLogger<EmergencySpool>.Instance);
        using var replay = new SpoolReplay(room.Handler, room.Store, late, room.Time, NullLogger<SpoolReplay>.Instance);
        var added = new TaskCompletionSource();
        late.Changed += () =>
        {
            if (replay.LastHealing is not null)
            {
                added.TrySetResult();
            }
        };
        Assert.True(late.IsClear);
        Assert.NotNull(late.Problem);

        await replay.StartAsync(default);
        await room.Time.TimersAsync(1);
        room.Time.Advance(TimeSpan.FromSeconds(10));
        await room.Time.TimersAsync(1);
        Assert.NotNull(late.Problem);
        room.Spool.Dispose();
        room.Time.Advance(TimeSpan.FromSeconds(10));
        await added.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Null(late.Problem);
        Assert.Equal(["slow"], await room.Store.TextsAsync());
        await replay.StopAsync(default);
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_make_the_stop_fail()
    {
        using var room = new IntakeRoom();
        await room.Spool.AddAsync(new SpooledCommand(room.Request("/detected slow", "d1"), MaybeSaved: false));
        room.Store.Fault = Fault.Hangs;
        var drain = room.Replay.DrainAsync();
        await room.Store.Hung.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await room.Replay.StopAsync(new CancellationToken(canceled: true));

        Assert.False(drain.IsCompleted);
        room.Store.Hanging.SetResult();
        await drain;
        Assert.Equal(["slow"], await room.Store.TextsAsync());
    }

    /// <summary>Confirms, and then cannot find it.</summary>
    private sealed class ForgetfulStore(IIncidentStore inner) : IIncidentStore
    {
        public bool HasForgotten { get; set; }

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            inner.RecordAsync(request, decide, ct);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) =>
            HasForgotten ? Task.FromResult<Incident?>(null) : inner.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, CancellationToken ct) => inner.ListAsync(before, limit, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => inner.SearchAsync(query, limit, ct);
    }
}
