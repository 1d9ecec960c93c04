using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using NodaTime;

namespace IncidentBot.Tests.Storage.Rooms;

/// <summary>What every store must do for rooms. A subclass only supplies the store.</summary>
public abstract partial class RoomStoreTests : IAsyncLifetime
{
    private const string Room = "slack:C1";
    private static readonly string[] Slack = ["slack"];
    private static readonly string[] Both = ["slack", "discord"];

    private IIncidentStore? _inner;

    /// <summary>Puts something between the test and the store, to see that the test notices.</summary>
    internal Func<IIncidentStore, IIncidentStore> Wrap { get; init; } = store => store;

    internal IIncidentStore Store { get; private set; } = null!;

    internal IRoomStore Rooms { get; private set; } = null!;

    /// <summary>Later than anything a test owes.</summary>
    private Instant Now { get; set; } = Typed.Nine + Duration.FromDays(1);

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync(_inner!);

    private protected abstract Task<(IIncidentStore Store, IRoomStore Rooms)> OpenStoreAsync();

    private protected abstract Task CloseAsync(IIncidentStore store);

    /// <summary>Runs a statement past the store.</summary>
    private protected abstract Task ExecuteAsync(string sql);

    /// <summary>Makes whatever writes into a table fail, or every commit after it.</summary>
    private protected abstract Task BreakAsync(string table, bool onlyAtCommit);

    [SkippableFact]
    public async Task An_incident_in_a_room_owes_it_one_status_however_much_happens()
    {
        await NoteAsync("one");
        await NoteAsync("two");

        var item = Assert.Single(await TakeAsync());

        Assert.Equal((Room, OutboxKind.Status, 1, 4, false, 0), (item.Room.Value, item.Kind, item.Incident!.Value.Number, item.Version, item.MaybeSent, item.Tries));
        Assert.Null(item.MessageId);
        Assert.Empty(await TakeAsync());
    }

    [SkippableFact]
    public async Task Nothing_is_owed_to_the_console_or_the_api()
    {
        await NoteAsync("one", channel: "C1");
        await NoteAsync("two", channel: "slackish:C1");

        Assert.Null(await Rooms.NextDueAsync(Both, default));
        Assert.Empty(await TakeAsync(Both));
    }

    [SkippableFact]
    public async Task A_room_that_shares_an_incident_is_told_what_happened_in_another()
    {
        await NoteAsync("one", channel: "C1");
        var bind = Typed.Command("bind");
        await Store.RecordAsync(bind, Typed.Append(bind, new IncidentEvent.ChannelBound(new ChannelId("discord:9"))), default);
        await NoteAsync("two", channel: "C1");

        Assert.Empty(await TakeAsync(Slack));
        Assert.Equal("discord:9", Assert.Single(await TakeAsync(Both)).Room.Value);
    }

    [SkippableFact]
    public async Task A_status_and_a_draft_go_to_both_rooms_and_one_that_left_is_told_once_more()
    {
        await NoteAsync("one");
        await AppendAsync(new IncidentEvent.ChannelBound(new ChannelId("discord:9")));
        Assert.Equal([Room, "discord:9"], await SentAsync());
        await AppendAsync(new IncidentEvent.ChannelUnbound(new ChannelId("discord:9")));
        Assert.Equal([Room, "discord:9"], await SentAsync());
        await NoteAsync("two");
        Assert.Equal([Room], await SentAsync());
        await AppendAsync(new IncidentEvent.ChannelBound(new ChannelId("discord:9")));
        await SentAsync();
        await CloseIncidentAsync();

        Assert.Equal([Room, "discord:9"], await SentAsync());
        Assert.Equal([Room, "discord:9"], await SentAsync());
        Assert.Empty(await SentAsync());
        await CheckAsync([]);

        async Task AppendAsync(IncidentEvent e)
        {
            var request = Typed.Command("link", channel: Room);
            await Store.RecordAsync(request, Typed.Append(request, e), default);
        }

        async Task<IEnumerable<string>> SentAsync()
        {
            var items = await TakeAsync(Both);
            foreach (var item in items)
            {
                await Rooms.DoneAsync(item, "m", Now);
            }

            return items.Select(item => item.Room.Value).OrderDescending();
        }
    }

    [SkippableFact]
    public async Task A_room_that_joined_is_read_from_then_on()
    {
        await NoteAsync("one", channel: "C1");
        var link = Typed.Command("link", channel: "C1", minute: 7);
        await Store.RecordAsync(link, Typed.Append(link, new IncidentEvent.ChannelBound(new ChannelId(Room))), default);

        var room = Assert.Single(await Rooms.OpenRoomsAsync("slack", default));

        Assert.Equal((Room, Typed.Nine + Duration.FromMinutes(7) + Duration.FromNanoseconds(123_456_000)), (room.Room.Value, room.OpenedAt));
    }

    [SkippableFact]
    public async Task What_was_recorded_is_owed_after_a_restart()
    {
        await NoteAsync("one");

        await RestartAsync();

        Assert.Single(await TakeAsync());
    }

    [SkippableTheory]
    [InlineData("outbox", false)]
    [InlineData("event_words", false)]
    [InlineData("deliveries", true)]
    public async Task What_cannot_be_written_whole_leaves_neither_an_event_nor_a_debt(string table, bool onlyAtCommit)
    {
        await BreakAsync(table, onlyAtCommit);

        try
        {
            Assert.False((await NoteAsync("one", "d1")).Recorded);
        }
        catch (StorageException)
        {
            // A commit that failed is no answer.
        }

        Assert.Empty(await Store.ReadEventsAsync(new IncidentId(1), default));
        Assert.Null(await Rooms.NextDueAsync(Slack, default));
    }

    [SkippableFact]
    public async Task A_repeat_owes_nothing()
    {
        await NoteAsync("one", "d1", replyTo: Reply());
        await SendAllAsync();

        await NoteAsync("one", "d1", replyTo: Reply());

        Assert.Empty(await TakeAsync());
    }

    [SkippableFact]
    public async Task What_was_sent_is_not_sent_again_and_its_message_is_known_for_good()
    {
        await NoteAsync("one");
        await Rooms.DoneAsync(Assert.Single(await TakeAsync()), "m1", Now);
        Assert.Empty(await TakeAsync());
        await NoteAsync("two");

        await RestartAsync();

        Assert.Equal("m1", Assert.Single(await TakeAsync()).MessageId);
        Assert.Equal("m1", await Rooms.FindMessageAsync(new IncidentId(1), new ChannelId(Room), OutboxKind.Status, default));
        await Rooms.ForgetMessageAsync(new IncidentId(1), new ChannelId(Room), OutboxKind.Status);
        Assert.Null(await Rooms.FindMessageAsync(new IncidentId(1), new ChannelId(Room), OutboxKind.Status, default));
    }

    [SkippableFact]
    public async Task What_changed_while_it_was_sent_is_sent_once_more()
    {
        await NoteAsync("one");
        var first = Assert.Single(await TakeAsync());
        await NoteAsync("two");
        Assert.Empty(await TakeAsync());

        await Rooms.DoneAsync(first, "m1", Now);

        var second = Assert.Single(await TakeAsync());
        Assert.Equal((4, "m1", false), (second.Version, second.MessageId, second.MaybeSent));
    }

    [SkippableFact]
    public async Task A_room_gets_its_items_one_after_another_in_order_and_others_do_not_wait_for_it()
    {
        await NoteAsync("one");
        await CloseIncidentAsync();
        await NoteAsync("elsewhere", channel: "slack:C2");

        var first = await TakeAsync();
        Assert.Equal([(Room, OutboxKind.Status), ("slack:C2", OutboxKind.Status)], first.Select(i => (i.Room.Value, i.Kind)));
        await Rooms.FailAsync(first[0], "429", maybeSent: false, Now + Duration.FromMinutes(1));
        await Rooms.DoneAsync(first[1], "m", Now);
        Assert.Empty(await TakeAsync());
        Assert.Equal(Now + Duration.FromMinutes(1), await Rooms.NextDueAsync(Slack, default));

        Now += Duration.FromMinutes(1);
        var again = Assert.Single(await TakeAsync());
        Assert.Equal((OutboxKind.Status, 1, false), (again.Kind, again.Tries, again.MaybeSent));
        await Rooms.DoneAsync(again, "m", Now);
        Assert.Equal(OutboxKind.Draft, Assert.Single(await TakeAsync()).Kind);
    }

    [SkippableFact]
    public async Task What_may_have_been_sent_says_so_after_an_unknown_end_and_after_a_crash()
    {
        await NoteAsync("one");
        await Rooms.FailAsync(Assert.Single(await TakeAsync()), "reset", maybeSent: true, Now);
        Assert.True(Assert.Single(await TakeAsync()).MaybeSent);

        Now += Duration.FromMinutes(5);
        await RestartAsync();

        Assert.True(Assert.Single(await TakeAsync()).MaybeSent);
    }

    [SkippableFact]
    public async Task What_nobody_settles_is_taken_again_when_the_lease_ends()
    {
        await NoteAsync("one");
        Assert.Single(await TakeAsync());
        Now += Duration.FromSeconds(59);
        Assert.Empty(await TakeAsync());
        Assert.Equal(Now + Duration.FromSeconds(1), await Rooms.NextDueAsync(Slack, default));

        Now += Duration.FromSeconds(1);

        Assert.Single(await TakeAsync());
    }

    [SkippableFact]
    public async Task What_was_given_up_holds_up_nothing_and_is_owed_again_by_the_next_event()
    {
        await NoteAsync("one");
        await CloseIncidentAsync();
        await Rooms.GiveUpAsync(Assert.Single(await TakeAsync()), "channel_not_found", Now);

        Assert.Equal(OutboxKind.Draft, Assert.Single(await TakeAsync()).Kind);
        var given = Assert.Single(await Rooms.GivenUpAsync(10, default));
        Assert.Equal(("channel_not_found", Room, Now), (given.Problem, given.Room.Value, given.At));

        var reopen = Typed.Command("reopen", channel: Room);
        await Store.RecordAsync(reopen, Typed.Append(reopen, new IncidentEvent.Reopened()), default);
        Now += Duration.FromMinutes(2);
        Assert.Equal(OutboxKind.Status, Assert.Single(await TakeAsync()).Kind);
        Assert.Empty(await Rooms.GivenUpAsync(10, default));
    }

    [SkippableFact]
    public async Task A_reply_is_owed_until_it_was_brought_and_its_words_are_those_that_are_kept()
    {
        await NoteAsync("hunter2", "d1", replyTo: Reply());
        await SendAllAsync(OutboxKind.Status);
        var reply = Assert.Single(await TakeAsync());
        Assert.Equal((OutboxKind.Reply, "https://hooks.example/1", "#1: hunter2"), (reply.Kind, reply.Reply!.Address, reply.Reply.Answer.Reply));

        await NoteAsync("two", "d2", replyTo: Reply());
        await Rooms.AnsweredAsync(new DeliveryKey("api", "d2"));
        var redact = Typed.Command("redact", channel: Room);
        await Store.RecordAsync(redact, Typed.Redact(redact, 1), default);
        Now += Duration.FromMinutes(2);

        var late = Assert.Single(await TakeAsync(), item => item.Kind == OutboxKind.Reply);
        Assert.Equal("(erased by a redaction)", late.Reply!.Answer.Reply);
    }

    [SkippableFact]
    public async Task A_reply_waits_as_long_as_the_acknowledgement_may_bring_it_and_an_answer_that_records_nothing_is_owed_too()
    {
        var request = Typed.Command("/nonsense", "d1", channel: Room) with { ReplyTo = Reply(Duration.FromDays(2)) };
        await Store.RecordAsync(request, Typed.Ask("Did you mean /note?"), default);

        Assert.Empty(await TakeAsync());
        Now += Duration.FromDays(2);
        Assert.Equal("Did you mean /note?", Assert.Single(await TakeAsync()).Reply!.Answer.Reply);
    }

    [SkippableFact]
    public async Task Files_on_a_captured_message_are_owed_in_a_lane_of_their_own()
    {
        await NoteAsync("one");
        await CaptureAsync("m1", "look", files: true);

        var items = await TakeAsync();

        Assert.Equal([(OutboxKind.Status, (int?)null), (OutboxKind.Files, 2)], items.Select(i => (i.Kind, i.Entry)));
    }

    [SkippableFact]
    public async Task Files_on_the_message_that_is_a_line_itself_are_owed_too()
    {
        var message = new CapturedMessage(Ref("m1"), Typed.Ana, Typed.Nine, null, null);
        await Store.NoteAsync(Typed.Command("without", channel: Room) with { TypedIn = message });
        await Store.NoteAsync(Typed.Command("with", channel: Room) with { TypedIn = message, HasFiles = true });

        var items = await TakeAsync();

        Assert.Equal([(OutboxKind.Status, (int?)null), (OutboxKind.Files, 2)], items.Select(i => (i.Kind, i.Entry)));
    }

    [SkippableFact]
    public async Task Bytes_come_back_as_they_came_and_are_gone_after_a_redaction()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(n => (byte)n)];
        await NoteAsync("one");
        await CaptureAsync("m1", "look");
        await KeepAsync("m1", "a.bin", bytes);
        await KeepAsync("m1", "b.bin", [7]);

        await RestartAsync();

        Assert.Equal(bytes, await Rooms.ReadFileAsync(new IncidentId(1), 1, default));
        Assert.Equal([7], await Rooms.ReadFileAsync(new IncidentId(1), 2, default));
        Assert.Null(await Rooms.ReadFileAsync(new IncidentId(1), 3, default));
        await CheckAsync([]);
        var redact = Typed.Command("redact", channel: Room);
        await Store.RecordAsync(redact, Typed.Redact(redact, 2), default);
        Assert.True((await Rooms.ReadFileAsync(new IncidentId(1), 1, default)).AsSpan().IndexOfAnyExcept((byte)0) < 0);
        await CheckAsync([]);
    }

    [SkippableTheory]
    [InlineData("UPDATE files SET bytes = (SELECT bytes FROM files WHERE number = 2) WHERE number = 1", "INC-1: file 1 is not as it came.")]
    [InlineData("UPDATE files SET number = 9 WHERE number = 1", "INC-1: file 9 is there, and no event says so.", "INC-1: file 1 is missing.")]
    public async Task Damage_to_files_is_named(string damage, params string[] findings)
    {
        await NoteAsync("one");
        await CaptureAsync("m1", "look");
        await KeepAsync("m1", "a.bin", [1, 2]);
        await KeepAsync("m1", "b.bin", [3]);

        await ExecuteAsync(damage);

        await CheckAsync(findings);
    }

    [SkippableFact]
    public async Task Cursors_only_move_on_and_open_rooms_know_theirs()
    {
        await NoteAsync("one");
        await NoteAsync("two", channel: "slack:C2");
        await CloseIncidentAsync("slack:C2");
        await NoteAsync("three", channel: "discord:7");
        await Rooms.SaveCursorsAsync([Cursor(null, "1700.9"), Cursor("t1", "1700.5"), Cursor(null, "1700.8")], Now);
        await Rooms.SaveCursorsAsync([Cursor(null, "1700.7"), Cursor("t1", "11700.1")], Now);

        await RestartAsync();

        var open = Assert.Single(await Rooms.OpenRoomsAsync("slack", default));
        Assert.Equal((Room, 1, Typed.Nine.PlusNanoseconds(123_456_000)), (open.Room.Value, open.Incident.Number, open.OpenedAt));
        Assert.Equal([Cursor(null, "1700.9"), Cursor("t1", "11700.1")], open.Cursors);
        Assert.Equal("discord:7", Assert.Single(await Rooms.OpenRoomsAsync("discord", default)).Room.Value);
    }

    [SkippableFact]
    public async Task The_zone_that_somebody_chose_can_be_asked_for()
    {
        Assert.Null(await Rooms.FindZoneAsync(Typed.Ana, default));

        await Store.ChooseZoneAsync("Asia/Tokyo");

        Assert.Equal("Asia/Tokyo", await Rooms.FindZoneAsync(Typed.Ana, default));
        Assert.Null(await Rooms.FindZoneAsync(new Person("U2", "Ana"), default));
    }

    [SkippableFact]
    public async Task What_is_owed_wakes_the_sender()
    {
        await NoteAsync("one");

        await Rooms.Owed.WaitAsync(TimeSpan.FromDays(1), new Fakes.ManualTime(), new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
    }

    private static RoomCursor Cursor(string? thread, string message) => new(new ChannelId(Room), thread, message);

    private static ReplyTo Reply(Duration? notBefore = null) =>
        new("https://hooks.example/1", Typed.Nine + (notBefore ?? Duration.Zero), Typed.Nine + Duration.FromDays(9));

    private protected Task<IReadOnlyList<OutboxItem>> TakeAsync(string[]? platforms = null) =>
        Rooms.TakeAsync(platforms ?? Slack, 10, Now, Now + Duration.FromMinutes(1), default);

    private async Task SendAllAsync(string? kind = null)
    {
        foreach (var item in (await TakeAsync()).Where(i => kind is null || i.Kind == kind))
        {
            await Rooms.DoneAsync(item, "m", Now);
        }

        Now += Duration.FromMinutes(1);
    }

    private protected Task<CommandAnswer> NoteAsync(string text, string? delivery = null, string channel = Room, ReplyTo? replyTo = null) =>
        Store.NoteAsync(Typed.Command(text, delivery, channel: channel) with { ReplyTo = replyTo });

    private Task<CommandAnswer> CloseIncidentAsync(string channel = Room)
    {
        var close = Typed.Command("close", channel: channel);
        return Store.RecordAsync(close, Typed.Close(close), default);
    }

    private Task<CommandAnswer> CaptureAsync(string message, string text, bool files = false) => FollowAsync(
        new MessageChange.Captured(Ref(message), EntryKind.Note, Typed.Ana, Typed.Nine) { HasFiles = files }, text);

    private Task<CommandAnswer> KeepAsync(string message, string name, byte[] bytes) =>
        FollowAsync(new MessageChange.FileFetched(Ref(message), "application/octet-stream", bytes), name);

    private Task<CommandAnswer> FollowAsync(MessageChange change, string text)
    {
        var request = Typed.Command(text, channel: Room) with { Change = change };
        return Store.RecordAsync(
            request,
            state => Core.Rules.IncidentRules.Decide(
                state, new Command.FollowMessage(change, text), new Core.Rules.RuleContext(request, new CommandSettings(), ["plain-label"])),
            default);
    }

    private static MessageRef Ref(string message) => new(new ChannelId(Room), message, "pin");

    private protected abstract Task CheckAsync(string[] findings);

    private protected async Task RestartAsync()
    {
        await CloseAsync(_inner!);
        await OpenAsync();
    }

    private async Task OpenAsync()
    {
        (_inner, Rooms) = await OpenStoreAsync();
        Streams = StreamsOf(_inner);
        Store = Wrap(_inner);
    }
}
