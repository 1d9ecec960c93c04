using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Storage;

/// <summary>What every store must find, and must not.</summary>
public abstract partial class IncidentStoreTests
{
    [Fact]
    public async Task Every_word_must_be_there_at_least_its_beginning()
    {
        await Store.NoteAsync(Typed.Command("checkout returns 500s since deploy 418"));
        await Store.NoteAsync(Typed.Command("checkout is slow"));

        Assert.Equal(["INC-1 #1", "INC-1 title"], await FindAsync("deploy checkout"));
        Assert.Equal(["INC-1 #2", "INC-1 #1", "INC-1 title"], await FindAsync("CHECK"));
        Assert.Equal(["INC-1 #2"], await FindAsync("slo checkout"));
        Assert.Empty(await FindAsync("checkout slower"));
        Assert.Empty(await FindAsync("heckout"));
    }

    [Fact]
    public async Task All_incidents_are_searched_newest_first()
    {
        foreach (var n in Enumerable.Range(1, 3))
        {
            await Store.NoteAsync(Typed.Command($"number {n}", channel: $"C{n}"));
            await Store.NoteAsync(Typed.Command($"disk full on db-{n}", channel: $"C{n}"));
        }

        var found = await SearchAsync("disk", limit: 2);

        Assert.Equal(["INC-3 #2", "INC-2 #2"], found.Hits.Select(Name));
        Assert.Equal((3, 3, 3), (found.Total, found.Searched, found.Incidents));
        Assert.Equal(["INC-2 #2"], await FindAsync("full db-2"));
    }

    [Fact]
    public async Task What_is_found_says_where_and_when()
    {
        await Store.NoteAsync(Typed.Command("disk full"));
        await ChangeAsync(
            new IncidentEvent.SettingChanged(Setting.Zone) { Words = new Words("Asia/Tokyo") },
            new IncidentEvent.SettingChanged(Setting.Title) { Words = new Words("Outage of the week") },
            new IncidentEvent.EntryRecorded(2, EntryKind.Attachment, null, false)
            {
                Words = new Words("graph") { Label = "Timeline", Url = "https://example.org/g.png" },
            },
            new IncidentEvent.EntryAmended(1, new Moment(Typed.Nine, null, Precision.Minute, "UTC"), false, false));

        var entry = Assert.Single((await SearchAsync("disk")).Hits);
        var item = Assert.Single((await SearchAsync("graph")).Hits);
        var title = Assert.Single((await SearchAsync("outage")).Hits);

        var id = new IncidentId(1);
        var at = new Moment(Typed.Nine, null, Precision.Minute, "UTC");
        Assert.Equal(new SearchHit(id, "Outage of the week", "Asia/Tokyo", 1, EntryKind.Note, at, "disk full"), entry);
        Assert.Equal(("[Timeline] https://example.org/g.png graph", EntryKind.Attachment, null), (item.Text, item.Kind, item.When));
        Assert.Equal((null, null, "Outage of the week"), (title.Entry, title.Kind, title.Text));
        Assert.Equal(["INC-1 #2"], await FindAsync("timeline"));
        Assert.Equal(["INC-1 #2"], await FindAsync("example.org"));
    }

    [Fact]
    public async Task An_entry_is_found_by_what_it_says_now()
    {
        await Store.NoteAsync(Typed.Command("first"));
        await Store.NoteAsync(Typed.Command("the cache"));
        Assert.Equal(["INC-1 #2"], await FindAsync("cache"));

        await ChangeAsync(new IncidentEvent.EntryAmended(2, null, false, true) { Words = new Words("the queue") });
        Assert.Empty(await FindAsync("cache"));
        Assert.Equal(["INC-1 #2"], await FindAsync("queue"));

        await ChangeAsync(new IncidentEvent.EntryWithdrawn(2));
        Assert.Empty(await FindAsync("queue"));

        await RestartAsync();
        Assert.Empty(await FindAsync("cache"));
        Assert.Empty(await FindAsync("queue"));
        Assert.Equal(["INC-1 #1", "INC-1 title"], await FindAsync("first"));
    }

    [Fact]
    public async Task A_title_is_found_by_what_it_says_now()
    {
        await Store.NoteAsync(Typed.Command("something"));
        await ChangeAsync(new IncidentEvent.SettingChanged(Setting.Title) { Words = new Words("Ledger outage") });
        Assert.Equal(["INC-1 title"], await FindAsync("ledger"));

        await ChangeAsync(new IncidentEvent.SettingChanged(Setting.Title) { Words = new Words("Payments outage") });

        Assert.Empty(await FindAsync("ledger"));
        Assert.Equal(["INC-1 title"], await FindAsync("payments"));
        Assert.Equal(["INC-1 #1"], await FindAsync("something"));
    }

    [Fact]
    public async Task Redacted_words_are_not_found_and_all_else_is()
    {
        await Store.NoteAsync(Typed.Command("hunter2 is the password"));
        await Store.NoteAsync(Typed.Command("innocent"));
        await Store.NoteAsync(Typed.Command("elsewhere", channel: "C2"));
        Assert.Equal(["INC-1 #1", "INC-1 title"], await FindAsync("hunter2"));

        var redact = Typed.Command("redact");
        await Store.RecordAsync(redact, Typed.Redact(redact, 1, "a secret"), CancellationToken.None);

        Assert.Empty(await FindAsync("hunter2"));
        Assert.Empty(await FindAsync("secret"));
        Assert.Equal(["INC-1 #2"], await FindAsync("innocent"));
        Assert.Equal(["INC-2 #1", "INC-2 title"], await FindAsync("elsewhere"));
        await RestartAsync();
        Assert.Empty(await FindAsync("hunter2"));
    }

    [Fact]
    public async Task An_answer_that_showed_a_redacted_entry_is_erased_whatever_part_it_showed()
    {
        await Store.NoteAsync(Typed.Command($"{new string('x', 100)} the password is hunter2"));
        var find = Typed.Command("find", "d1");
        await Store.RecordAsync(
            find, _ => Decision.Only(CommandAnswer.Only("1 match for `password`.\n• INC-1 #1 note · …the password is hunter2")), CancellationToken.None);
        var other = Typed.Command("find", "d2");
        await Store.RecordAsync(other, _ => Decision.Only(CommandAnswer.Only("1 match.\n• INC-10 #1 note · disk full")), CancellationToken.None);

        var redact = Typed.Command("redact");
        await Store.RecordAsync(redact, Typed.Redact(redact, 1), CancellationToken.None);

        Assert.Equal(Erased, (await Store.NoteAsync(find)).Reply);
        Assert.EndsWith("disk full", (await Store.NoteAsync(other)).Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NEAR(a b)")]
    [InlineData("disk OR full")]
    [InlineData("\"disk\" AND NOT full")]
    [InlineData("tokens:disk")]
    [InlineData("disk'; DROP TABLE events; --")]
    [InlineData("^disk* + {full} -x")]
    [InlineData("a:* & !b | (c)")]
    [InlineData("disk\0full\u0001\u202E")]
    [InlineData("\uD83D disk \uDE00 😀")]
    public async Task Whatever_is_asked_is_words_and_nothing_else(string asked)
    {
        await Store.NoteAsync(Typed.Command(asked));
        await Store.NoteAsync(Typed.Command("nothing of it"));

        Assert.Contains("INC-1 #1", await FindAsync(asked));
        Assert.DoesNotContain("INC-1 #2", await FindAsync(asked));
    }

    [Fact]
    public async Task Counting_ends_at_a_thousand()
    {
        await Store.NoteAsync(Typed.Command("first"));
        var request = Typed.Command("batch");
        await Store.RecordAsync(
            request, Typed.Append(request, [.. Enumerable.Range(2, 1_200).Select(n => Events.Note(n, "again"))]), CancellationToken.None);

        var found = await SearchAsync("again", limit: 3);

        Assert.Equal(["INC-1 #1201", "INC-1 #1200", "INC-1 #1199"], found.Hits.Select(Name));
        Assert.Equal(SearchResult.MostCounted, found.Total);
    }

    /// <summary>The same commands to this store and to the one in memory, which looks at every text.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happened_the_same_is_found_as_by_reading_everything(int seed)
    {
        var random = new Random(seed);
        var memory = new MemoryStore();
        foreach (var step in Enumerable.Range(1, 150))
        {
            var request = Typed.Command(Text(random, 6), channel: $"C{random.Next(4)}");
            var decide = Step(request, random.Next(10), random.Next());
            await memory.RecordAsync(request, decide, CancellationToken.None);
            await Store.RecordAsync(request, decide, CancellationToken.None);
            if (step % 10 == 0)
            {
                var asked = Text(random, 2);
                var expected = await memory.SearchAsync(Query(asked), 50, CancellationToken.None);
                var found = await SearchAsync(asked, 50);
                Assert.Equal(expected.Hits.Select(h => (Name(h), h.Text, h.Title)), found.Hits.Select(h => (Name(h), h.Text, h.Title)));
                Assert.Equal(expected.Total, found.Total);
            }
        }
    }

    private static readonly string[] SearchedWords =
    [
        "deploy", "deploys", "Deployed", "de", "España", "espana", "E\u0301TE", "db-prod-3", "db-prod", "prod 3", "10.0.0.1", "10.0", "Straße", "strasse",
        "漢字変換", "漢字", "字変", "字", "ＤＢ", "Σίσυφος", "ёлка", "елка", "don't", "dont", "x_y", "💥", "(", "\n", "a/b/c", "ผู้ใช้", "서버가", "서버",
    ];

    private static string Text(Random random, int most) =>
        string.Join(' ', random.GetItems(SearchedWords, random.Next(1, most + 1)).Append("de")).Trim();

    private static Func<ChannelState, Decision> Step(CommandRequest request, int kind, int number) => state =>
    {
        var entry = (number % Math.Max(1, state.Current?.Entries.Count ?? 1)) + 1;
        return state.Current is not { Closed: false } current || current.Entries.Count < 3 ? Typed.Note(request)(state)
            : kind switch
            {
                0 => Typed.Append(request, new IncidentEvent.EntryAmended(entry, null, false, true) { Words = new Words(request.Text) })(state),
                1 => current.Find(entry)!.Withdrawn ? Typed.Note(request)(state) : Typed.Append(request, new IncidentEvent.EntryWithdrawn(entry))(state),
                2 => Typed.Redact(request, entry, request.Text)(state),
                3 => Typed.Append(request, new IncidentEvent.SettingChanged(Setting.Title) { Words = new Words(request.Text) })(state),
                4 => Typed.Close(request)(state),
                _ => Typed.Note(request)(state),
            };
    };

    private Task<SearchResult> SearchAsync(string words, int limit = 20) => Store.SearchAsync(Query(words), limit, CancellationToken.None);

    private async Task<IReadOnlyList<string>> FindAsync(string words) => [.. (await SearchAsync(words)).Hits.Select(Name)];

    private Task<CommandAnswer> ChangeAsync(params IncidentEvent[] events)
    {
        var request = Typed.Command("change");
        return Store.RecordAsync(request, Typed.Append(request, events), CancellationToken.None);
    }

    private static SearchQuery Query(string words)
    {
        Assert.True(SearchQuery.TryRead(words, out var query, out var problem), problem);
        return query;
    }

    private static string Name(SearchHit hit) => hit.Entry is { } number ? $"{hit.Incident} #{number}" : $"{hit.Incident} title";
}
