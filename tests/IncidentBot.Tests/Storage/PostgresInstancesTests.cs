using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rows;
using Npgsql;

namespace IncidentBot.Tests.Storage;

/// <summary>Several instances of the bot on one database.</summary>
public sealed class PostgresInstancesTests : IAsyncLifetime
{
    private readonly List<PostgresIncidentStore> _stores = [];
    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await _cluster.DropDatabaseAsync(_address);
    }

    [SkippableFact]
    public async Task Instances_that_start_together_make_the_tables_once()
    {
        var stores = Enumerable.Range(0, 5).Select(_ => Postgres.Create(_address)).ToList();
        _stores.AddRange(stores);

        await Task.WhenAll(stores.Select(store => store.PrepareAsync(CancellationToken.None)));

        await Task.WhenAll(stores.Select((store, n) => store.NoteAsync(Typed.Command($"note {n}"))));
        Assert.Equal(5, (await stores[0].ReadAsync(1))!.Entries.Count);
        Assert.Equal(PostgresSchema.Steps.Count, await ScalarAsync("SELECT count(*) FROM schema_versions"));
    }

    [SkippableFact]
    public async Task Racing_commands_in_a_channel_get_numbers_without_gaps() => await RaceAsync();

    [SkippableFact]
    public async Task Decisions_on_a_channel_never_overlap() => Assert.False(await OverlapsAsync(locks: true));

    [SkippableFact]
    public async Task Without_locks_they_do() => Assert.True(await OverlapsAsync(locks: false));

    [SkippableFact]
    public async Task A_delivery_that_reaches_all_instances_at_once_is_recorded_once() => await DeliverToAllAsync(request => request);

    [SkippableFact]
    public async Task Without_deduplication_that_is_noticed() =>
        await Assert.ThrowsAnyAsync<Exception>(() => DeliverToAllAsync(request => request with { Delivery = null }));

    [SkippableFact]
    public async Task Incidents_opened_at_once_get_numbers_without_gaps()
    {
        await OpenAsync(3);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => _stores[n % 3].NoteAsync(Typed.Command($"note {n}", channel: $"C{n}"))));

        var listed = await _stores[0].ListAsync(null, 100, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 60).Reverse(), listed.Select(i => i.Id.Number));
    }

    [SkippableFact]
    public async Task A_delivery_repeated_in_another_channel_gets_the_first_answer()
    {
        await OpenAsync(2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(n => new[]
        {
            _stores[0].NoteAsync(Typed.Command($"note {n}", $"d{n}", channel: $"C{n}")),
            _stores[1].NoteAsync(Typed.Command($"note {n}", $"d{n}", channel: $"D{n}")),
        }));

        Assert.All(answers.Chunk(2), pair => Assert.Equal(pair[0], pair[1]));
        Assert.Equal(20, (await _stores[0].ListAsync(null, 100, CancellationToken.None)).Count);
    }

    [SkippableFact]
    public async Task Whoever_reads_misses_nothing_that_was_answered()
    {
        await OpenAsync(3);
        using var done = new CancellationTokenSource();
        var answered = 0;
        var reading = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var before = Volatile.Read(ref answered);
                var numbers = (await _stores[2].FindAsync(new ChannelId("C1"), CancellationToken.None))?.Entries.Select(e => e.Number).ToList() ?? [];
                Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
                Assert.True(numbers.Count >= before, $"{before} were answered, {numbers.Count} are there");
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            await _stores[n % 2].NoteAsync(Typed.Command($"note {n}"));
            Interlocked.Increment(ref answered);
        }));
        await done.CancelAsync();

        await reading;
        Assert.Equal(200, (await _stores[2].ReadAsync(1))!.Entries.Count);
    }

    [SkippableFact]
    public async Task An_instance_sees_at_once_which_zone_somebody_chose_on_another()
    {
        await OpenAsync(2);
        Assert.Null(await _stores[1].ZoneAsync());

        await _stores[0].ChooseZoneAsync("Asia/Tokyo");
        Assert.Equal("Asia/Tokyo", await _stores[1].ZoneAsync());
        await _stores[1].ChooseZoneAsync(null);

        Assert.Null(await _stores[0].ZoneAsync());
    }

    [SkippableFact]
    public async Task An_instance_sees_what_another_erased()
    {
        await OpenAsync(2);
        await _stores[0].NoteAsync(Typed.Command("hunter2"));
        Assert.Equal("hunter2", (await _stores[1].ReadAsync(1))!.Title);
        var redact = Typed.Command("redact");

        await _stores[0].RecordAsync(redact, Typed.Redact(redact, 1), CancellationToken.None);

        Assert.Equal("(redacted)", (await _stores[1].ReadAsync(1))!.Title);
        Assert.Equal(0, await ScalarAsync("SELECT count(*) FROM event_words WHERE words LIKE '%hunter2%'"));
    }

    [SkippableFact]
    public async Task What_says_the_words_in_quarantine_goes_with_them()
    {
        await OpenAsync(2);
        await _stores[0].NoteAsync(Typed.Command("hunter2", "d1"));
        var refused = await _stores[0].RecordAsync(Typed.Command("/note hunter2", "d2"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);
        Assert.Contains("hunter2", refused.Reply, StringComparison.Ordinal);

        await RedactAsync();

        Assert.Equal(0, await ScalarAsync("SELECT count(*) FROM quarantine WHERE text LIKE '%hunter2%'"));
        Assert.Equal(0, await RepeatedAsync());
    }

    [SkippableTheory]
    [InlineData("/incident list")]
    [InlineData("/incident draft")]
    [InlineData("/incident export json")]
    [InlineData("/incident find hunter2")]
    public async Task An_answer_prepared_before_another_instance_redacted_is_not_kept_after_it(string question)
    {
        await OpenAsync(2);
        await _stores[0].NoteAsync(Typed.Command("hunter2"));

        var answer = await AskAroundRedactionAsync(question, marks: true);

        Assert.Contains("redacted just now", answer.Reply, StringComparison.Ordinal);
        Assert.Equal(0, await RepeatedAsync());
    }

    [SkippableFact]
    public async Task A_store_that_marks_no_redactions_keeps_the_words()
    {
        await OpenAsync(2);
        await _stores[0].NoteAsync(Typed.Command("hunter2"));

        await AskAroundRedactionAsync("/incident list", marks: false);

        Assert.Equal(1, await RepeatedAsync());
    }

    [SkippableFact]
    public async Task A_redaction_waits_for_answers_that_are_being_kept_and_erases_them() => Assert.Equal(0, await RedactWhileKeptAsync(locks: true));

    [SkippableFact]
    public async Task Without_locks_it_passes_them_by() => Assert.Equal(1, await RedactWhileKeptAsync(locks: false));

    /// <summary>The second instance prepares an answer, the first redacts, and then the second has it kept.</summary>
    private async Task<CommandAnswer> AskAroundRedactionAsync(string question, bool marks)
    {
        var second = new PausedStore(_stores[1], marks, RedactAsync);
        var handler = new CommandHandler(second, new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System), new CommandSettings());
        return await handler.HandleAsync(Typed.Command(question, "q1"), CancellationToken.None);
    }

    /// <summary>The second instance is about to keep an answer while the first redacts.</summary>
    private async Task<long> RedactWhileKeptAsync(bool locks)
    {
        await OpenAsync(2, locks);
        await _stores[0].NoteAsync(Typed.Command("hunter2"));
        var mark = await _stores[1].MarkRedactionsAsync(CancellationToken.None);
        using var leave = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Task.Run(() => _stores[1].RecordAsync(
            Typed.Command("list", "q1", channel: "C2") with { PreparedAfter = mark },
            state =>
            {
                Assert.False(state.RedactedSince);
                entered.TrySetResult();
                leave.Wait(TimeSpan.FromSeconds(20));
                return Decision.Only(CommandAnswer.Only("INC-1 hunter2"));
            },
            CancellationToken.None));
        await entered.Task;
        var redacting = RedactAsync();

        while (!redacting.IsCompleted && await WaitingAsync() == 0)
        {
        }

        leave.Set();
        await Task.WhenAll(asking, redacting);
        return await RepeatedAsync();
    }

    private Task<CommandAnswer> RedactAsync()
    {
        var redact = Typed.Command("redact");
        return _stores[0].RecordAsync(redact, Typed.Redact(redact, 1), CancellationToken.None);
    }

    private Task<long> RepeatedAsync() => ScalarAsync("SELECT count(*) FROM deliveries WHERE reply LIKE '%hunter2%'");

    private Task<long> WaitingAsync() => ScalarAsync(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()");

    [SkippableFact]
    public async Task What_an_instance_holds_is_not_read_once_more_when_others_went_on()
    {
        var (held, stored) = await GoOnElsewhereAsync(Typed.Note);
        var altered = held with { Incident = Incident.Replay(held.Incident.Id, Altered(await _stores[0].ReadEventsAsync(held.Incident.Id, default))) };

        var folded = await FoldAsync(stored, altered);

        Assert.Equal(["held", "later"], folded.Incident.Entries.Select(e => e.Text));
        Assert.True(folded.IsAt(stored));

        static IEnumerable<RecordedEvent> Altered(IReadOnlyList<RecordedEvent> events) => events.Take(events.Count - 1).Select(e =>
            e.Event is IncidentEvent.EntryRecorded ? e with { Event = e.Event with { Words = new Words("held") } } : e);
    }

    [SkippableFact]
    public async Task What_an_instance_holds_does_not_count_once_words_of_it_were_erased()
    {
        var (held, stored) = await GoOnElsewhereAsync(request => Typed.Redact(request, 1));

        var folded = await FoldAsync(stored, held);

        Assert.Equal(Words.Erased.Text, folded.Incident.Entries[0].Text);
        Assert.Equal(Words.Erased.Text, folded.Incident.Title);
    }

    [SkippableFact]
    public async Task What_an_instance_holds_does_not_count_if_it_is_of_another_stream()
    {
        var (held, stored) = await GoOnElsewhereAsync(Typed.Note);

        var folded = await FoldAsync(stored, held with { Head = new byte[EventChain.LinkBytes] });

        Assert.Equal(["first", "later"], folded.Incident.Entries.Select(e => e.Text));
    }

    /// <summary>What one instance holds of an incident, and how it is stored after another went on.</summary>
    private async Task<(HeldIncident Held, StoredVersion Stored)> GoOnElsewhereAsync(Func<CommandRequest, Func<ChannelState, Decision>> decide)
    {
        await OpenAsync(2);
        await _stores[0].NoteAsync(Typed.Command("first"));
        var before = await StoredAsync();
        var held = await FoldAsync(before, held: null);
        var later = Typed.Command("later");
        await _stores[1].RecordAsync(later, decide(later), CancellationToken.None);
        return (held, await StoredAsync());
    }

    private Task<StoredVersion> StoredAsync() =>
        _stores[0].ConnectedAsync(async c => (await new PostgresRows(c).FindAsync(new IncidentId(1), default))!, default);

    private Task<HeldIncident> FoldAsync(StoredVersion stored, HeldIncident? held) =>
        _stores[0].ConnectedAsync(c => new PostgresRows(c).FoldAsync(stored, held, default), default);

    /// <summary>Whether an instance decides while another does: the first stays in its decision until the second waits, or is in its own.</summary>
    private async Task<bool> OverlapsAsync(bool locks)
    {
        await OpenAsync(2, locks);
        await _stores[0].NoteAsync(Typed.Command("before"));
        using var leave = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var overlaps = false;
        var first = Task.Run(() => _stores[0].RecordAsync(
            Typed.Command("first", "d1"),
            state =>
            {
                entered.TrySetResult();
                leave.Wait(TimeSpan.FromSeconds(20));
                return Typed.Note(Typed.Command("first"))(state);
            },
            CancellationToken.None));
        await entered.Task;
        var second = _stores[1].RecordAsync(
            Typed.Command("second", "d2"),
            state =>
            {
                overlaps |= !leave.IsSet;
                leave.Set();
                return Typed.Note(Typed.Command("second"))(state);
            },
            CancellationToken.None);

        while (!leave.IsSet && await WaitingAsync() == 0)
        {
        }

        leave.Set();
        Assert.Equal([2, 3], new[] { (await first).Entry, (await second).Entry }.Order());
        return overlaps;
    }

    private async Task RaceAsync()
    {
        await OpenAsync(3);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 150).Select(n => _stores[n % 3].NoteAsync(Typed.Command($"note {n}", $"d{n}"))));

        Assert.Equal(Enumerable.Range(1, 150), answers.Select(a => a.Entry!.Value).Order());
        var entries = (await _stores[0].ReadAsync(1))!.Entries;
        Assert.All(answers, a => Assert.Equal(a.Reply, $"#{a.Entry}: {entries[a.Entry!.Value - 1].Text}"));
    }

    private async Task DeliverToAllAsync(Func<CommandRequest, CommandRequest> change)
    {
        await OpenAsync(3);
        foreach (var n in Enumerable.Range(0, 20))
        {
            var answers = await Task.WhenAll(_stores.Select(store => store.NoteAsync(change(Typed.Command($"note {n}", $"d{n}")))));
            Assert.Single(answers.Distinct());
        }

        Assert.Equal(20, (await _stores[0].ReadAsync(1))!.Entries.Count);
    }

    private async Task OpenAsync(int instances, bool locks = true)
    {
        for (var i = 0; i < instances; i++)
        {
            _stores.Add(await Postgres.OpenAsync(_address, locks));
        }
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Something happens between what is read for an answer and its being kept.</summary>
    private sealed class PausedStore(PostgresIncidentStore inner, bool marks, Func<Task> meanwhile) : IIncidentStore
    {
        public async Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct)
        {
            await meanwhile();
            return await inner.RecordAsync(request, decide, ct);
        }

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => inner.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
            inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => inner.SearchAsync(query, limit, ct);

        public async Task<long?> MarkRedactionsAsync(CancellationToken ct) => marks ? await inner.MarkRedactionsAsync(ct) : null;
    }
}
