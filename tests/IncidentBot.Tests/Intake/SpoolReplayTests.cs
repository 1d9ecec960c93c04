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
    public async Task What_happened_to_messages_waits_in_the_file_and_then_comes_once_each()
    {
        using var room = new IntakeRoom();
        var message = new MessageRef(new ChannelId("C1"), "m1", "pin");
        var captured = new MessageChange.Captured(message, EntryKind.DeadEnd, Some.Ben, Room.At("08:30"));
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected slow");
        await FollowAsync(captured, "the cache", "e1");
        await FollowAsync(captured with { Ref = message with { How = "reaction:no_entry" } }, "the cache", "e2");
        await FollowAsync(new MessageChange.Edited(message), "the cache was fine", "e3");
        await FollowAsync(new MessageChange.Edited(message with { Id = "m2" }), "of no interest", "e4");
        await FollowAsync(new MessageChange.Deleted(message), "", "e5");
        Assert.IsType<Outcome.NotRecorded>(await FollowAsync(new MessageChange.FileFetched(message, "image/png", new byte[9]), "a.png", "e6"));
        room.Restart();
        room.Store.Fault = Fault.None;

        Assert.True(await room.Replay.DrainAsync());

        Assert.Equal(["slow", "the cache was fine"], await room.Store.TextsAsync());
        var entry = (await room.Store.ReadAsync(Some.Id, default))!.Find(2)!;
        Assert.Equal((EntryKind.DeadEnd, Some.Ben, Room.At("08:30"), true), (entry.Kind, entry.Author, entry.When!.OccurredAt, entry.DeletedThere));
        Assert.Empty(room.Spool.Rejected.All());
        Assert.True(room.Spool.IsClear);

        Task<Outcome> FollowAsync(MessageChange change, string text, string delivery) =>
            room.Intake.TakeAsync(room.Request(text, delivery) with { Change = change }, CommandIntake.Patience, confirmsLater: true);
    }

    [Fact]
    public async Task A_message_that_was_marked_without_an_incident_is_kept_aside_with_its_words()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        var captured = new MessageChange.Captured(new MessageRef(new ChannelId("C1"), "m1", "pin"), EntryKind.Note, Some.Ben, Room.At("08:30"));
        await room.Intake.TakeAsync(room.Request("the cache", "e1") with { Change = captured }, CommandIntake.Patience, confirmsLater: true);
        room.Store.Fault = Fault.None;

        await room.Replay.DrainAsync();

        var kept = Assert.Single(room.Spool.Rejected.All());
        Assert.Equal(("the cache", captured), (kept.Request.Text, kept.Request.Change));
    }

    [Fact]
    public async Task A_zone_that_was_chosen_meanwhile_counts_from_its_place_in_the_file_on()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/incident zone Asia/Tokyo", "z1");
        await room.TypeAsync("/detected 18:00 slow", "d1");
        room.Restart();
        room.Store.Fault = Fault.None;

        Assert.True(await room.Replay.DrainAsync());

        Assert.Equal(Room.At("09:00"), (await room.Store.ReadAsync(Some.Id, default))!.Find(1)!.When!.OccurredAt);
        Assert.Empty(room.Spool.Rejected.All());
        Assert.True(room.Spool.IsClear);
        Assert.Equal(2, room.Replay.LastHealing!.Count);
    }

    [Fact]
    public async Task A_room_that_takes_long_holds_up_no_other()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected slow");
        await room.TypeAsync("/detected fast", channel: "C2");
        (room.Store.Fault, room.Store.OnlyWith) = (Fault.Hangs, "slow");

        var answered = Assert.IsType<Outcome.Answered>(await room.TypeAsync("/note later", channel: "C2").WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(2, answered.Answer.Entry);
        Assert.Equal(1, room.Spool.Waiting);
        room.Store.Hanging.SetResult();
        Assert.True(await room.Replay.DrainAsync());
        Assert.True(room.Spool.IsClear);
        Assert.Equal(2, room.Replay.LastHealing!.Count);
    }

    [Fact]
    public async Task What_one_room_has_waiting_does_not_keep_another_from_the_store()
    {
        using var room = new IntakeRoom();
        (room.Store.Fault, room.Store.OnlyWith) = (Fault.Refuses, "slow");
        await room.TypeAsync("/detected slow");

        Assert.IsType<Outcome.Answered>(await room.TypeAsync("/detected fast", channel: "C2"));
        Assert.IsType<Outcome.Spooled>(await room.TypeAsync("/note behind it"));

        Assert.Equal(2, room.Spool.Waiting);
    }

    [Theory]
    [InlineData("/incident redact 1")]
    [InlineData("/incident zone Asia/Tokyo")]
    [InlineData("/incident link INC-1")]
    [InlineData("/incident unlink")]
    public async Task What_reaches_beyond_its_room_waits_for_every_room(string line)
    {
        using var room = new IntakeRoom();
        await room.TypeAsync("/detected the password is hunter2");
        (room.Store.Fault, room.Store.OnlyWith) = (Fault.Refuses, "slow");
        await room.TypeAsync("/detected slow", channel: "C2");

        Assert.IsType<Outcome.Spooled>(await room.TypeAsync(line));
        Assert.IsType<Outcome.Answered>(await room.TypeAsync("/incident status"));

        room.Store.Fault = Fault.None;
        Assert.IsType<Outcome.Answered>(await room.TypeAsync(line));
        Assert.True(room.Spool.IsClear);
    }

    [Fact]
    public async Task What_counts_in_every_room_comes_after_all_before_it_and_before_all_after_it()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected 08:30 before", "d1");
        await room.TypeAsync("/incident zone Asia/Tokyo", "z1", channel: "C2");
        await room.TypeAsync("/detected 17:30 after", "d2", channel: "C3");
        room.Restart();
        (room.Store.Fault, room.Store.OnlyWith) = (Fault.Hangs, "before");
        room.Store.Came.Clear();

        var drain = room.Replay.DrainAsync();
        await room.Store.Hung.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["d1"], room.Store.Came.Select(came => came.Delivery!.Value.Id));
        room.Store.Hanging.SetResult();

        Assert.True(await drain);
        Assert.Equal(["d1", "z1", "d2"], room.Store.Came.Select(came => came.Delivery!.Value.Id));
        var read = await Task.WhenAll(new[] { 1, 2 }.Select(n => room.Store.ReadAsync(new IncidentId(n), default)));
        Assert.All(read, incident => Assert.Equal(Room.At("08:30"), incident!.Find(1)!.When!.OccurredAt));
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

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => inner.SearchAsync(query, limit, ct);
    }
}
