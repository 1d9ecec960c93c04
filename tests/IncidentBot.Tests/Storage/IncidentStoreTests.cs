using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage;

/// <summary>What every store must do. A subclass only supplies the store.</summary>
public abstract partial class IncidentStoreTests : IAsyncLifetime
{
    private IIncidentStore? _inner;

    /// <summary>Puts something between the test and the store, to see that the test notices.</summary>
    internal Func<IIncidentStore, IIncidentStore> Wrap { get; init; } = store => store;

    internal IIncidentStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync(_inner!);

    /// <summary>Opens a store on the same data each time.</summary>
    private protected abstract Task<IIncidentStore> OpenStoreAsync();

    private protected abstract Task CloseAsync(IIncidentStore store);

    private protected async Task RestartAsync()
    {
        await CloseAsync(_inner!);
        await OpenAsync();
    }

    [SkippableFact]
    public async Task A_repeat_gets_the_first_answer_though_the_body_differs()
    {
        var first = await Store.NoteAsync(Typed.Command("disk full", "d1"));
        var repeat = await Store.NoteAsync(Typed.Command("something else", "d1", minute: 7));

        Assert.Equal(first, repeat);
        Assert.Single((await Store.ReadAsync(1))!.Entries);
    }

    [SkippableFact]
    public async Task A_repeat_gets_the_first_answer_though_nothing_can_be_decided_any_more()
    {
        var first = await Store.NoteAsync(Typed.Command("disk full", "d1"));

        var repeat = await Store.RecordAsync(Typed.Command("disk full", "d1"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);

        Assert.Equal(first, repeat);
    }

    [SkippableFact]
    public async Task A_repeat_after_a_restart_gets_the_first_answer()
    {
        var first = await Store.NoteAsync(Typed.Command("disk full", "d1"));

        await RestartAsync();

        Assert.Equal(first, await Store.NoteAsync(Typed.Command("disk full", "d1", minute: 99)));
        Assert.Single((await Store.ReadAsync(1))!.Entries);
    }

    [SkippableFact]
    public async Task A_refusal_is_repeated_too()
    {
        var request = Typed.Command("/nonsense", "d1");
        var first = await Store.RecordAsync(request, Typed.Ask("Did you mean /note?"), CancellationToken.None);

        var repeat = await Store.NoteAsync(request);

        Assert.Equal(first, repeat);
        Assert.Null(await Store.ReadAsync(1));
    }

    [SkippableFact]
    public async Task Two_sources_may_use_the_same_delivery_id()
    {
        await Store.NoteAsync(Typed.Command("from one", "d1", source: "slack"));
        await Store.NoteAsync(Typed.Command("from the other", "d1", source: "discord"));

        Assert.Equal(["from one", "from the other"], (await Store.ReadAsync(1))!.Entries.Select(e => e.Text));
    }

    [SkippableFact]
    public async Task Without_a_delivery_id_nothing_is_deduplicated()
    {
        await Store.NoteAsync(Typed.Command("again"));
        await Store.NoteAsync(Typed.Command("again"));

        Assert.Equal(2, (await Store.ReadAsync(1))!.Entries.Count);
    }

    [SkippableFact]
    public async Task What_was_answered_is_there_after_a_restart()
    {
        await Store.NoteAsync(Typed.Command("first"));
        await Store.NoteAsync(Typed.Command("last"));

        await RestartAsync();

        Assert.Equal(["first", "last"], (await Store.ReadAsync(1))!.Entries.Select(e => e.Text));
    }

    [SkippableFact]
    public async Task An_answer_names_instants_as_they_are_stored()
    {
        var answer = await Store.NoteAsync(Typed.Command("disk full"));

        var entry = (await Store.ReadAsync(1))!.Find(1)!;
        Assert.Equal(Typed.Nine.PlusNanoseconds(987_654_000), entry.RecordedAt);
        Assert.Equal(Typed.Nine.PlusNanoseconds(123_456_000), entry.SentAt);
        Assert.Equal((entry.When!.OccurredAt, entry.RecordedAt), (answer.OccurredAt, answer.RecordedAt));
    }

    [SkippableFact]
    public async Task An_incident_is_the_same_from_memory_and_after_a_restart()
    {
        await Store.NoteAsync(Typed.Command("disk full"));
        var change = Typed.Command("amended");
        await Store.RecordAsync(
            change,
            Typed.Append(change, new IncidentEvent.EntryAmended(
                1, new Moment(Typed.Nine.PlusNanoseconds(-1), null, Precision.Minute, "UTC"), false, true)
            { Words = new Words("disk was full") }),
            CancellationToken.None);
        var before = (await Store.ReadAsync(1))!;

        await RestartAsync();

        var after = (await Store.ReadAsync(1))!;
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Entries.Select(e => e with { History = [] }), after.Entries.Select(e => e with { History = [] }));
        Assert.Equal(before.Entries[0].History, after.Entries[0].History);
    }

    [SkippableFact]
    public async Task A_question_without_a_delivery_id_writes_nothing()
    {
        var request = Typed.Command("/incident list");

        var answer = await Store.RecordAsync(request, Typed.Ask("no incidents"), CancellationToken.None);

        Assert.False(answer.Recorded);
        Assert.Equal("no incidents", answer.Reply);
        Assert.Empty(await Store.ListAsync(null, 10, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Concurrent_commands_in_a_channel_get_numbers_without_gaps()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(1, 64).Select(n => Store.NoteAsync(Typed.Command($"note {n}", $"d{n}"))));

        Assert.Equal(Enumerable.Range(1, 64), answers.Select(a => a.Entry!.Value).Order());
        var entries = (await Store.ReadAsync(1))!.Entries;
        Assert.All(answers, a => Assert.Equal(a.Reply, $"#{a.Entry}: {entries[a.Entry!.Value - 1].Text}"));
    }

    [SkippableFact]
    public async Task Concurrent_commands_in_many_channels_stay_apart()
    {
        var requests = Enumerable.Range(0, 60).Select(n => Typed.Command($"note {n}", channel: $"C{n % 12}")).ToList();

        await Task.WhenAll(requests.Select(Store.NoteAsync));

        var listed = await Store.ListAsync(null, 100, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 12).Reverse(), listed.Select(i => i.Id.Number));
        Assert.All(listed, i => Assert.Equal(5, i.Entries));
        Assert.Equal(12, listed.Select(i => i.Channel).Distinct().Count());
    }

    [SkippableFact]
    public async Task The_list_is_paged_newest_first()
    {
        foreach (var n in Enumerable.Range(1, 5))
        {
            await Store.NoteAsync(Typed.Command($"title {n}", channel: $"C{n}", minute: n));
        }

        var first = await Store.ListAsync(null, 2, CancellationToken.None);
        var second = await Store.ListAsync(first[^1].Id, 2, CancellationToken.None);
        var last = await Store.ListAsync(second[^1].Id, 2, CancellationToken.None);

        Assert.Equal([5, 4], first.Select(i => i.Id.Number));
        Assert.Equal([3, 2], second.Select(i => i.Id.Number));
        Assert.Equal(["title 1"], last.Select(i => i.Title));
        Assert.Equal(IncidentSummary.Of((await Store.ReadAsync(1))!), last[0]);
    }

    [SkippableFact]
    public async Task A_title_and_a_state_in_the_list_follow_the_incident()
    {
        await Store.NoteAsync(Typed.Command("first title"));
        var change = Typed.Command("set");
        await Store.RecordAsync(
            change,
            Typed.Append(change, new IncidentEvent.SettingChanged(Setting.Title) { Words = new Words("Ñandú 🦤\0 down") }),
            CancellationToken.None);
        await Store.RecordAsync(change, Typed.Close(change), CancellationToken.None);

        var listed = Assert.Single(await Store.ListAsync(null, 10, CancellationToken.None));

        Assert.Equal("Ñandú 🦤\0 down", listed.Title);
        Assert.Equal(IncidentState.Closed, listed.State);
    }

    [SkippableFact]
    public async Task The_open_incident_of_a_channel_is_found_before_closed_ones()
    {
        await Store.NoteAsync(Typed.Command("one"));
        await CloseIncidentAsync(minute: 1);
        await Store.NoteAsync(Typed.Command("two", minute: 2));

        Assert.Equal(2, (await Store.FindAsync(new ChannelId("C1"), CancellationToken.None))!.Id.Number);
    }

    [SkippableFact]
    public async Task With_none_open_the_incident_closed_last_is_found()
    {
        await Store.NoteAsync(Typed.Command("one"));
        await CloseIncidentAsync(minute: 1);
        await Store.NoteAsync(Typed.Command("two", minute: 2));
        await CloseIncidentAsync(minute: 3);

        Assert.Equal(2, (await Store.FindAsync(new ChannelId("C1"), CancellationToken.None))!.Id.Number);
        Assert.Null(await Store.FindAsync(new ChannelId("C2"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_bound_channel_finds_the_incident_of_another()
    {
        await Store.NoteAsync(Typed.Command("one"));
        var bind = Typed.Command("bind");
        await Store.RecordAsync(
            bind, Typed.Append(bind, new IncidentEvent.ChannelBound(new ChannelId("C9"))), CancellationToken.None);

        Assert.Equal(1, (await Store.FindAsync(new ChannelId("C9"), CancellationToken.None))!.Id.Number);
    }

    [SkippableFact]
    public async Task A_room_that_feeds_two_incidents_goes_on_with_the_open_one_once_the_other_closes()
    {
        await Store.NoteAsync(Typed.Command("one"));
        await Store.NoteAsync(Typed.Command("two", channel: "C2"));
        var bind = Typed.Command("bind", channel: "C2");
        await Store.RecordAsync(bind, Typed.Append(bind, new IncidentEvent.ChannelBound(new ChannelId("C1"))), CancellationToken.None);
        var before = await Store.NoteAsync(Typed.Command("for the later one"));
        var close = Typed.Command("close", channel: "C2");
        await Store.RecordAsync(close, Typed.Close(close), CancellationToken.None);

        var after = await Store.NoteAsync(Typed.Command("for the one that is open"));

        Assert.Equal((2, 1), (before.Incident!.Value.Number, after.Incident!.Value.Number));
    }

    [SkippableFact]
    public async Task Every_event_comes_back_as_it_was()
    {
        await Store.NoteAsync(Typed.Command("disk full"));
        var request = Typed.Command("all");
        await Store.RecordAsync(request, Typed.Append(request, Events.OfEveryType), CancellationToken.None);

        await RestartAsync();

        var events = await Store.ReadEventsAsync(new IncidentId(1), CancellationToken.None);
        Assert.Equal(Events.OfEveryType, events.Skip(3).Select(e => e.Event));
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.Version));
        Assert.All(events, e => Assert.Equal(Typed.Ana, e.Actor));
    }

    [SkippableFact]
    public async Task Words_come_back_letter_by_letter()
    {
        const string Odd = "a\0b ' \" \\ \u202Eright to left\uFEFF \uFFFF 👩‍👩‍👧 e\u0301\r\n\t\u007f";

        var first = await Store.NoteAsync(Typed.Command(Odd, "d\0'1"));
        await RestartAsync();

        Assert.Equal(Odd, (await Store.ReadAsync(1))!.Entries[0].Text);
        Assert.Equal(first, await Store.NoteAsync(Typed.Command("other", "d\0'1")));
    }

    [SkippableFact]
    public async Task A_redaction_erases_words_answers_and_title()
    {
        var first = Typed.Command("the password is hunter2", "d1");
        await Store.NoteAsync(first);
        var amend = Typed.Command("amend", "d2");
        await Store.RecordAsync(
            amend,
            Typed.Append(amend, new IncidentEvent.EntryAmended(1, null, false, true) { Words = new Words("the password is secret3") }),
            CancellationToken.None);
        await Store.RecordAsync(Typed.Command("status", "d3"), Typed.Ask("hunter2 is open"), CancellationToken.None);
        await Store.NoteAsync(Typed.Command("innocent", "d4"));

        var redact = Typed.Command("redact", "d5");
        var redacted = await Store.RecordAsync(redact, Typed.Redact(redact, 1, "a password"), CancellationToken.None);

        await AssertErasedAsync(redacted);
        await RestartAsync();
        await AssertErasedAsync(redacted);
    }

    [SkippableFact]
    public async Task A_redaction_leaves_the_answers_given_elsewhere()
    {
        await Store.NoteAsync(Typed.Command("hunter2"));
        var refusal = Typed.Command("hello", "d1");
        var first = await Store.RecordAsync(refusal, Only("no command"), CancellationToken.None);
        var list = Typed.Command("list", "d2");
        await Store.RecordAsync(list, Only("INC-1 hunter2 · open"), CancellationToken.None);

        var redact = Typed.Command("redact");
        await Store.RecordAsync(redact, Typed.Redact(redact, 1, "a password"), CancellationToken.None);

        Assert.Equal(first, await Store.RecordAsync(refusal, Only("another"), CancellationToken.None));
        Assert.Equal(Erased, (await Store.RecordAsync(list, Only("another"), CancellationToken.None)).Reply);

        static Func<ChannelState, Decision> Only(string reply) => _ => Decision.Only(CommandAnswer.Only(reply));
    }

    [SkippableFact]
    public async Task An_entry_can_be_redacted_again()
    {
        await Store.NoteAsync(Typed.Command("hunter2"));
        var redact = Typed.Command("redact");
        await Store.RecordAsync(redact, Typed.Redact(redact, 1, "hunter2 was shown"), CancellationToken.None);
        await Store.RecordAsync(redact, Typed.Redact(redact, 1, "reason"), CancellationToken.None);

        var history = (await Store.ReadAsync(1))!.Entries[0].History;

        Assert.Equal([null, "reason"], history.Select(change => change.Reason));
    }

    [SkippableFact]
    public async Task A_decision_that_fails_is_answered_and_leaves_no_trace_in_the_incident()
    {
        await Store.NoteAsync(Typed.Command("before"));
        var request = Typed.Command("boom", "d1");

        var answer = await Store.RecordAsync(request, _ => throw new TimeZoneNotFoundException(), CancellationToken.None);

        Assert.False(answer.Recorded);
        Assert.Contains("NOT in the timeline", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("boom", answer.Reply, StringComparison.Ordinal);
        Assert.Equal(answer, await Store.NoteAsync(request));
        Assert.Equal(2, (await Store.NoteAsync(Typed.Command("boom", "d2"))).Entry);
    }

    [SkippableFact]
    public async Task Events_that_do_not_fold_are_refused_whole()
    {
        await Store.NoteAsync(Typed.Command("before"));
        var request = Typed.Command("bad", "d1");

        var answer = await Store.RecordAsync(
            request,
            Typed.Append(request, new IncidentEvent.Closed(), new IncidentEvent.EntryWithdrawn(7)),
            CancellationToken.None);

        Assert.False(answer.Recorded);
        Assert.False((await Store.ReadAsync(1))!.Closed);
        Assert.Equal(2, (await Store.NoteAsync(Typed.Command("good", "d2"))).Entry);
    }

    [SkippableFact]
    public async Task A_decision_on_an_incident_elsewhere_is_refused()
    {
        await Store.NoteAsync(Typed.Command("one", channel: "C1"));
        await Store.NoteAsync(Typed.Command("two", channel: "C2"));
        var request = Typed.Command("stray", channel: "C2");

        var answer = await Store.RecordAsync(
            request,
            state => Typed.Close(request)(state) with { Incident = new IncidentId(1) },
            CancellationToken.None);

        Assert.False(answer.Recorded);
        Assert.False((await Store.ReadAsync(1))!.Closed);
    }

    [SkippableFact]
    public async Task A_command_cancelled_while_it_waits_is_not_recorded()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.RecordAsync(
            Typed.Command("late"), Typed.Ask("never"), new CancellationToken(canceled: true)));

        Assert.Empty(await Store.ListAsync(null, 10, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Ten_thousand_events_fold()
    {
        await Store.NoteAsync(Typed.Command("first"));
        foreach (var batch in Enumerable.Range(2, 9_999).Chunk(500))
        {
            var request = Typed.Command("batch");
            await Store.RecordAsync(
                request, Typed.Append(request, [.. batch.Select(n => Events.Note(n, $"note {n}"))]), CancellationToken.None);
        }

        await RestartAsync();

        var incident = (await Store.ReadAsync(1))!;
        Assert.Equal(10_000, incident.Entries.Count);
        Assert.Equal("note 9999", incident.Find(9_999)!.Text);
        Assert.Equal(10_001, (await Store.NoteAsync(Typed.Command("next"))).Entry);
    }

    [SkippableFact]
    public async Task What_is_unknown_is_null_or_empty()
    {
        Assert.Null(await Store.ReadAsync(1));
        Assert.Empty(await Store.ReadEventsAsync(new IncidentId(1), CancellationToken.None));
        Assert.Empty(await Store.ListAsync(null, 10, CancellationToken.None));
    }

    private async Task OpenAsync()
    {
        _inner = await OpenStoreAsync();
        Store = Wrap(_inner);
    }

    private Task<CommandAnswer> CloseIncidentAsync(int minute)
    {
        var close = Typed.Command("close", minute: minute);
        return Store.RecordAsync(close, Typed.Close(close), CancellationToken.None);
    }

    private async Task AssertErasedAsync(CommandAnswer redacted)
    {
        var incident = (await Store.ReadAsync(1))!;
        Assert.Equal(["(redacted)", "innocent"], incident.Entries.Select(e => e.Text));
        Assert.Equal("a password", incident.Entries[0].History[^1].Reason);
        Assert.Equal("(redacted)", incident.Title);
        Assert.Equal("(redacted)", Assert.Single(await Store.ListAsync(null, 10, CancellationToken.None)).Title);
        Assert.All(
            (await Store.ReadEventsAsync(incident.Id, CancellationToken.None)).Where(e => e is { Event.Entry: 1, Version: < 6 }),
            e => Assert.Null(e.Event.Words));

        foreach (var (delivery, reply) in new[] { ("d1", Erased), ("d2", Erased), ("d3", Erased), ("d4", "#2: innocent"), ("d5", redacted.Reply) })
        {
            Assert.Equal(reply, (await Store.NoteAsync(Typed.Command("again", delivery))).Reply);
        }
    }

    private const string Erased = "(erased by a redaction)";
}
