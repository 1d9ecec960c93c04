using Dapper;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;
using IncidentBot.Storage.Backups;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Tests.Storage;

/// <summary>What is redacted must be gone from the bytes on disk, not only from the answers.</summary>
public sealed class ErasureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_redacted_secret_is_in_no_byte_of_the_files()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("SECRET-0", "d1"));
        await store.RecordAsync(Typed.Command("draft", "d2"), Typed.Ask("a draft with SECRET-0"), CancellationToken.None);
        await store.RecordAsync(
            Typed.Command("list", "d3", channel: "C2"), _ => Decision.Only(CommandAnswer.Only("INC-1 SECRET-0")), CancellationToken.None);
        Assert.True(Holds("SECRET-0"));

        await RedactAsync(store, 1);

        Assert.False(Holds("SECRET-0"));
    }

    [Fact]
    public Task What_says_the_words_in_quarantine_goes_with_them() => RedactQuarantinedAsync();

    [Theory]
    [InlineData("quarantine")]
    [InlineData("deliveries")]
    public async Task A_store_that_leaves_them_there_is_caught(string table) => await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() =>
        RedactQuarantinedAsync($"CREATE TRIGGER leaves BEFORE UPDATE ON {table} BEGIN SELECT RAISE(IGNORE); END"));

    [Fact]
    public async Task A_backup_made_afterwards_has_none_of_it()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("SECRET-0", "d1"));
        await RedactAsync(store, 1);
        var backup = Path.Combine(_folder.Root, "backup.db");

        Backup.Make(new SqliteFile(_folder.File()), backup, overwrite: false, (_, _, _) => { });

        Assert.False(Holds("SECRET-0"));
        Assert.True(new FileInfo(backup).Length > 0);
    }

    /// <summary>Rows of all sizes, so that pages split, overflow and would be merged, in a seeded order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Secrets_redacted_one_after_another_leave_no_copy_behind(int seed)
    {
        const int Entries = 400;
        var random = new Random(seed);
        await using var store = Sqlite.Open(_folder.File());
        foreach (var n in Enumerable.Range(1, Entries))
        {
            var text = $"SECRET-{n:0000}-{new string('x', random.Next(random.Next(1, 10) == 1 ? 9000 : 700))}";
            await store.NoteAsync(Typed.Command(text, $"d{random.Next()}"));
        }

        var order = Enumerable.Range(1, Entries).ToArray();
        random.Shuffle(order);
        foreach (var batch in order.Take(300).Chunk(50))
        {
            foreach (var n in batch)
            {
                await RedactAsync(store, n);
            }

            var bytes = Bytes();
            Assert.DoesNotContain(
                order.Take(Array.IndexOf(order, batch[^1]) + 1), n => Holds(bytes, $"SECRET-{n:0000}"));
        }

        var kept = Bytes();
        Assert.All(order.Skip(300), n => Assert.True(Holds(kept, $"SECRET-{n:0000}")));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3_000)]
    [InlineData(100_000)]
    public async Task The_bytes_of_a_file_are_gone_with_its_entry(int length)
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("one", channel: "slack:C1"));
        var message = new MessageRef(new ChannelId("slack:C1"), "m1", "pin");
        await FollowAsync(new MessageChange.Captured(message, EntryKind.Note, Typed.Ana, Typed.Nine), "look");
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("SECRET-0 ", length / 9)));
        await FollowAsync(new MessageChange.FileFetched(message, "text/plain", bytes), "SECRET-1.txt");
        Assert.True(Holds("SECRET-0") && Holds("SECRET-1"));

        var redact = Typed.Command("redact", channel: "slack:C1");
        await store.RecordAsync(redact, Typed.Redact(redact, 2), CancellationToken.None);

        Assert.False(Holds("SECRET-0") || Holds("SECRET-1"));

        async Task FollowAsync(MessageChange change, string text)
        {
            var request = Typed.Command(text, channel: "slack:C1") with { Change = change };
            await store.RecordAsync(
                request,
                state => IncidentRules.Decide(state, new Command.FollowMessage(change, text), new RuleContext(request, new CommandSettings(), ["plain-label"])),
                CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_reader_in_the_way_delays_the_erasure_only_until_the_next_commit()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("SECRET-0"));
        using (var reader = Sqlite.Connect(_folder.File()))
        using (var reading = reader.BeginTransaction(deferred: true))
        {
            using var select = new SqliteCommand("SELECT count(*) FROM events", reader, reading);
            Assert.Equal(3L, select.ExecuteScalar());
            await RedactAsync(store, 1);
            Assert.True(Holds("SECRET-0"));
        }

        await store.NoteAsync(Typed.Command("next"));

        Assert.False(Holds("SECRET-0"));
    }

    /// <summary>With the words on one line, on several, behind what an answer shows, in a reason, and in another room.</summary>
    private async Task RedactQuarantinedAsync(string mutant = "SELECT 1")
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("the password\nis SECRET-0", "d1"));
        await QuarantineAsync("/note the password is SECRET-0 or so", "q1");
        await QuarantineAsync("/note the password\nis SECRET-0", "q2");
        await QuarantineAsync($"/note {new string('x', 180)} the password\nis SECRET-0", "q3");
        await QuarantineAsync("/note KEPT-1", "q4");
        await QuarantineAsync("/note the password is KEPT-2", "q5");
        await QuarantineAsync("/note it is not", "q6", "the password is SECRET-0");
        using (var other = Sqlite.Connect(_folder.File()))
        {
            other.Execute(mutant);
        }

        await RedactAsync(store, 1);

        Assert.False(Holds("SECRET-0") || Holds("the password\nis"));
        Assert.True(Holds("KEPT-1") && Holds("KEPT-2"));
        Assert.Equal(Erasure.Reply, (await store.NoteAsync(Typed.Command("again", "q2"))).Reply);
        Assert.Equal(6, StoreIntegrity.Check(_folder.File(), (_, _) => { }).Quarantined.Count);

        Task<CommandAnswer> QuarantineAsync(string text, string delivery, string reason = "no such zone") => store.RecordAsync(
            Typed.Command(text, delivery), _ => throw new TimeZoneNotFoundException(reason), CancellationToken.None);
    }

    private static Task<CommandAnswer> RedactAsync(SqliteIncidentStore store, int number)
    {
        var request = Typed.Command("redact");
        return store.RecordAsync(request, Typed.Redact(request, number), CancellationToken.None);
    }

    private bool Holds(string text) => Holds(Bytes(), text);

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private byte[] Bytes() => [.. Directory.GetFiles(_folder.Root).SelectMany(ReadShared)];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
