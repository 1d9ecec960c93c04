using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

public sealed class HeadFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_without_the_log_in_which_confirmed_events_were_is_refused()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
            await store.NoteAsync(Typed.Command("two"));
            Copy("");
        }

        Copy(".head");

        var error = Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File("copy.db")));

        Assert.Contains("were confirmed: its -wal file was removed, or an older copy", error.Message, StringComparison.Ordinal);
        Assert.Contains("delete " + _folder.File("copy.db.head"), error.Message, StringComparison.Ordinal);
        File.Delete(_folder.File("copy.db.head"));
        await using var accepted = Sqlite.Open(_folder.File("copy.db"));
        Assert.True((await accepted.NoteAsync(Typed.Command("goes on"))).Recorded);
    }

    [Fact]
    public async Task It_is_saved_each_minute_in_which_something_was_recorded()
    {
        var time = new ManualTime();
        await using var store = SqliteIncidentStore.Open(_folder.File(), time, NullLogger<SqliteIncidentStore>.Instance);
        await store.NoteAsync(Typed.Command("one"));
        await TurnAsync(store);
        Assert.Equal(0, new HeadFile(_folder.File()).Read()!.Events);

        time.Advance(TimeSpan.FromSeconds(61));
        await TurnAsync(store);

        Assert.Equal(3, new HeadFile(_folder.File()).Read()!.Events);
    }

    [Fact]
    public async Task An_older_copy_of_the_database_is_refused()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("one"));
        }

        File.Copy(_folder.File(), _folder.File("backup"));
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("two"));
        }

        File.Copy(_folder.File("backup"), _folder.File(), overwrite: true);

        Assert.Contains("an older copy", Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_database_and_one_with_other_events_are_refused()
    {
        await MakeAsync("a.db", "one", "two");
        await MakeAsync("b.db", "one", "two");
        File.Copy(_folder.File("a.db"), _folder.File("c.db"));
        await MakeAsync("a.db", "three");
        await MakeAsync("c.db", "other");
        File.Copy(_folder.File("a.db.head"), _folder.File("b.db.head"), overwrite: true);
        File.Copy(_folder.File("a.db.head"), _folder.File("c.db.head"), overwrite: true);

        Assert.Contains("another database", Refusal("b.db"), StringComparison.Ordinal);
        Assert.Contains("other events", Refusal("c.db"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public async Task A_head_that_cannot_be_read_claims_nothing(string content)
    {
        await MakeAsync("a.db", "one");
        File.WriteAllText(_folder.File("a.db.head"), content);

        await using var store = Sqlite.Open(_folder.File("a.db"));

        Assert.True((await store.NoteAsync(Typed.Command("two"))).Recorded);
    }

    /// <summary>The writer looks around at the end of each turn, so after the second it has done so.</summary>
    private static async Task TurnAsync(SqliteIncidentStore store)
    {
        await store.RecordAsync(Typed.Command("?"), Typed.Ask("here"), CancellationToken.None);
        await store.RecordAsync(Typed.Command("?"), Typed.Ask("here"), CancellationToken.None);
    }

    private string Refusal(string name) => Assert.Throws<UnusableStoreException>(() => Sqlite.Open(_folder.File(name))).Message;

    private void Copy(string suffix) => File.Copy(_folder.File() + suffix, _folder.File("copy.db") + suffix);

    private async Task MakeAsync(string name, params string[] notes)
    {
        await using var store = Sqlite.Open(_folder.File(name));
        foreach (var note in notes)
        {
            await store.NoteAsync(Typed.Command(note));
        }
    }
}
