using Dapper;
using IncidentBot.Storage.Integrity;

namespace IncidentBot.Tests.Storage;

public sealed class StoreIntegrityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_store_has_no_findings()
    {
        await FillAsync();
        List<(int, int)> progress = [];

        var report = StoreIntegrity.Check(_folder.File(), (done, all) => progress.Add((done, all)));

        Assert.Empty(report.Findings);
        Assert.Equal((2, 9L, 3L), (report.Incidents, report.Events, report.Deliveries));
        Assert.Equal([(1, 2), (2, 2)], progress);
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE incident = 1 AND version = 3", "INC-1: event 3 is missing")]
    [InlineData("UPDATE events SET type = 'exploded' WHERE incident = 1 AND version = 4", "INC-1: event 4 of type 'exploded' cannot be read")]
    [InlineData("UPDATE events SET facts = '{' WHERE incident = 1 AND version = 4", "INC-1: event 4")]
    [InlineData("UPDATE events SET facts = '{\"number\":9,\"kind\":\"note\"}', entry = 9 WHERE incident = 1 AND version = 4", "INC-1: entry #9 cannot follow #1")]
    [InlineData("UPDATE events SET entry = 7 WHERE incident = 1 AND version = 4", "INC-1: event 4 is filed under entry 7")]
    [InlineData("UPDATE event_words SET words = '{\"text\":\"other\"}' WHERE incident = 1 AND version = 4", "the words of event 4 are not the ones")]
    [InlineData("UPDATE event_words SET salt = zeroblob(16) WHERE incident = 1 AND version = 4", "the words of event 4 are not the ones")]
    [InlineData("DELETE FROM event_words WHERE incident = 1 AND version = 4", "INC-1: event 4 lost its words")]
    [InlineData("UPDATE events SET words_hash = NULL WHERE incident = 1 AND version = 4", "INC-1: event 4 has words that it was not recorded with")]
    [InlineData("UPDATE event_words SET words = '{}' WHERE incident = 2 AND version = 3", "INC-2: event 3 still has its words")]
    [InlineData("UPDATE incidents SET entries = 9 WHERE number = 1", "INC-1: the list of incidents has another summary")]
    [InlineData("UPDATE incidents SET version = 9 WHERE number = 1", "another version (9)")]
    [InlineData("UPDATE incidents SET closed_at = 9 WHERE number = 1", "another closing time (9)")]
    [InlineData("UPDATE incidents SET title_event = 4 WHERE number = 1", "another summary")]
    [InlineData("DELETE FROM incident_channels WHERE incident = 1", "another channels")]
    [InlineData("DELETE FROM incidents WHERE number = 2", "INC-2: it is not in the list")]
    [InlineData("UPDATE deliveries SET entry = 99 WHERE delivery_id = 'd1'", "The delivery 'd1' of 'api' was answered as recorded")]
    [InlineData("INSERT INTO events SELECT 7, version, type, entry, actor_id, actor_name, sent_at, recorded_at, facts, words_hash, link FROM events WHERE incident = 1", "INC-3 is missing")]
    [InlineData("UPDATE events SET actor_name = 'Bob' WHERE incident = 1 AND version = 2", "INC-1: event 2, or one before it, is not as it was recorded")]
    [InlineData("UPDATE events SET link = zeroblob(32) WHERE incident = 1 AND version = 4", "INC-1: event 4, or one before it, is not as it was recorded")]
    [InlineData("UPDATE incidents SET head = zeroblob(32) WHERE number = 1", "another last link")]
    [InlineData("UPDATE ledger SET events = events + 1", "The ledger counts 10 events, but 9 are there")]
    [InlineData("UPDATE ledger SET head = zeroblob(32)", "not in the order, that the ledger was kept over")]
    [InlineData("DELETE FROM ledger", "The ledger is empty")]
    [InlineData("UPDATE events SET sent_at = 'soon' WHERE incident = 1 AND version = 2", "INC-1: a row of its events cannot be read")]
    public async Task Each_damage_is_named(string damage, string finding)
    {
        await FillAsync();
        using (var other = Sqlite.Connect(_folder.File()))
        {
            foreach (var trigger in other.Query<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            {
                other.Execute($"DROP TRIGGER {trigger}");
            }

            other.Execute("PRAGMA foreign_keys = OFF");
            Assert.NotEqual(0, other.Execute(damage));
        }

        var report = StoreIntegrity.Check(_folder.File(), (_, _) => { });

        Assert.Contains(report.Findings, f => f.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zone_that_somebody_chose_needs_no_event()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.ChooseZoneAsync("Asia/Tokyo", Typed.Command("zone", "d1"));
        }

        var report = StoreIntegrity.Check(_folder.File(), (_, _) => { });

        Assert.Empty(report.Findings);
        Assert.Equal(1, report.Deliveries);
    }

    [Fact]
    public async Task Damage_to_any_page_is_noticed()
    {
        const int PageSize = 4096;
        await FillAsync();
        var good = await File.ReadAllBytesAsync(_folder.File());
        Assert.True(good.Length >= 10 * PageSize);

        for (var page = 0; page < good.Length; page += PageSize)
        {
            var copy = _folder.File($"page{page}.db");
            var bad = (byte[])good.Clone();
            bad.AsSpan(page, PageSize).Fill(0xA5);
            await File.WriteAllBytesAsync(copy, bad);

            Assert.NotEmpty(StoreIntegrity.Check(copy, (_, _) => { }).Findings);
        }
    }

    [Fact]
    public void What_is_no_database_is_named()
    {
        File.WriteAllText(_folder.File(), new string('x', 5000));

        var report = StoreIntegrity.Check(_folder.File(), (_, _) => { });

        Assert.Contains("is not a database", Assert.Single(report.Findings), StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one", "d1"));
        await store.NoteAsync(Typed.Command("two", "d2"));
        var close = Typed.Command("close");
        await store.RecordAsync(close, Typed.Close(close), CancellationToken.None);
        await store.NoteAsync(Typed.Command("hunter2", "d3"));
        var redact = Typed.Command("redact");
        await store.RecordAsync(redact, Typed.Redact(redact, 1, "reason"), CancellationToken.None);
    }
}
