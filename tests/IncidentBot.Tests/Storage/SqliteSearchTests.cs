using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

/// <summary>The index beside the database: whatever becomes of it, a search is answered truthfully and nothing else suffers.</summary>
public sealed class SqliteSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Index => _folder.File() + ".search";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_redacted_word_is_in_no_byte_of_the_files_also_not_folded()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("Señal-Secreta"));
        await store.NoteAsync(Typed.Command("innocent"));
        Assert.Equal(2, await CountAsync(store, "senal"));
        Assert.True(Holds("senalsecreta"));

        await RedactAsync(store, 1);

        Assert.All(["senal", "secreta", "Señal"], word => Assert.False(Holds(word)));
        Assert.Equal(1, await CountAsync(store, "innocent"));
        Assert.All(["senal", "secreta", "Señal"], word => Assert.False(Holds(word)));
    }

    [Fact]
    public async Task Words_redacted_while_the_index_was_not_looking_are_gone_from_it_with_the_next_search()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("secreta"));
            await store.NoteAsync(Typed.Command("innocent"));
            await CountAsync(store, "secreta");
        }

        var before = await File.ReadAllBytesAsync(Index);
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await RedactAsync(store, 1);
        }

        // As a process leaves it that is killed between the commit and the removal of the index.
        await File.WriteAllBytesAsync(Index, before);
        Assert.True(Holds("secreta"));
        await using var reopened = Sqlite.Open(_folder.File());

        Assert.Equal(1, await CountAsync(reopened, "innocent"));

        Assert.False(Holds("secreta"));
        Assert.Equal(0, await CountAsync(reopened, "secreta"));
    }

    [Fact]
    public async Task An_index_that_was_made_after_a_redaction_is_kept()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("secreta"));
            await RedactAsync(store, 1);
            await store.NoteAsync(Typed.Command("innocent"));
            await CountAsync(store, "innocent");
            await store.NoteAsync(Typed.Command("innocent too"));
            await CountAsync(store, "innocent");
        }

        var made = File.GetCreationTimeUtc(Index);
        await using var reopened = Sqlite.Open(_folder.File());

        Assert.Equal(2, await CountAsync(reopened, "innocent"));
        Assert.Equal(made, File.GetCreationTimeUtc(Index));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("garbage")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    [InlineData("of another program")]
    [InlineData("without rows")]
    [InlineData("without words")]
    public async Task A_lost_or_damaged_index_is_made_anew(string state)
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            foreach (var n in Enumerable.Range(1, 200))
            {
                await store.NoteAsync(Typed.Command($"disk {n} is full of {Guid.NewGuid()}"));
            }

            await CountAsync(store, "disk");
        }

        Damage(state);
        await using var reopened = Sqlite.Open(_folder.File());

        Assert.Equal(201, await CountAsync(reopened, "disk"));
        await reopened.NoteAsync(Typed.Command("disk replaced"));
        Assert.Equal(202, await CountAsync(reopened, "disk"));
    }

    [Fact]
    public async Task An_index_of_another_store_is_not_believed()
    {
        await using (var other = Sqlite.Open(_folder.File("other.db")))
        {
            await other.NoteAsync(Typed.Command("theirs"));
            await CountAsync(other, "theirs");
        }

        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("ours"));
        }

        File.Move(_folder.File("other.db.search"), Index, overwrite: true);
        await using var reopened = Sqlite.Open(_folder.File());

        Assert.Equal(0, await CountAsync(reopened, "theirs"));
        Assert.Equal(2, await CountAsync(reopened, "ours"));
    }

    [Fact]
    public async Task After_a_backup_is_restored_only_what_it_holds_is_found()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("kept"));
        }

        var backup = await File.ReadAllBytesAsync(_folder.File());
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("lost"));
            Assert.Equal(1, await CountAsync(store, "lost"));
        }

        await File.WriteAllBytesAsync(_folder.File(), backup);
        await using (var store = Sqlite.Open(_folder.File()))
        {
            // As long as the lost one was: only the chain tells them apart.
            await store.NoteAsync(Typed.Command("anew"));

            Assert.Equal(0, await CountAsync(store, "lost"));
            Assert.Equal(1, await CountAsync(store, "anew"));
        }
    }

    [Fact]
    public async Task An_index_that_cannot_be_made_fails_no_command_and_says_so()
    {
        Directory.CreateDirectory(Path.Combine(Index, "in the way"));
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("disk full"));

        var found = await SearchAsync(store, "disk");
        await RedactAsync(store, 1);

        Assert.Equal((0, 0, 1), (found.Total, found.Searched, found.Incidents));
        Assert.True((await store.ReadAsync(1))!.Entries[0].Redacted);
    }

    [Fact]
    public async Task While_the_index_is_made_the_answer_says_how_much_was_searched()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            foreach (var n in Enumerable.Range(1, 3))
            {
                var request = Typed.Command("batch", channel: $"C{n}");
                await store.NoteAsync(Typed.Command("first", channel: $"C{n}"));
                await store.RecordAsync(
                    request, Typed.Append(request, [.. Enumerable.Range(2, 3_500).Select(i => Events.Note(i, "again"))]), CancellationToken.None);
            }
        }

        var time = new JumpingTime();
        await using var reopened = SqliteIncidentStore.Open(_folder.File(), time, NullLogger<SqliteIncidentStore>.Instance);
        var found = new List<(int Searched, int Incident)>();
        for (var i = 0; i < 3; i++)
        {
            var result = await SearchAsync(reopened, "first");
            found.Add((result.Searched, result.Hits.Count));
            Assert.Equal(3, result.Incidents);
        }

        // The newest first; of the next one the beginning is in, too.
        Assert.Equal([(1, 4), (2, 6), (3, 6)], found);
    }

    [Fact]
    public async Task The_index_follows_unasked_some_time_after_a_commit()
    {
        var time = new JumpingTime();
        await using var store = SqliteIncidentStore.Open(_folder.File(), time, NullLogger<SqliteIncidentStore>.Instance);
        store.FollowWithSearch();
        await store.NoteAsync(Typed.Command("secreta"));

        await time.RunTimersUntilAsync(() => File.Exists(Index + "-wal") && Holds("secreta", Index + "-wal"));

        Assert.Equal(2, await CountAsync(store, "secreta"));
    }

    [Fact]
    public async Task A_closed_store_leaves_one_file_that_only_its_owner_reads()
    {
        await using (var store = Sqlite.Open(_folder.File()))
        {
            await store.NoteAsync(Typed.Command("disk full"));
            await CountAsync(store, "disk");
        }

        Assert.Equal([Path.GetFileName(Index)], Directory.GetFiles(_folder.Root, "*.search*").Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Index));
        }
    }

    [Fact]
    public async Task Searches_and_commands_at_the_same_time_do_not_disturb_each_other()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("step 0"));

        await Task.WhenAll(Enumerable.Range(1, 8).Select(async worker =>
        {
            foreach (var n in Enumerable.Range(1, 10))
            {
                await store.NoteAsync(Typed.Command($"step worker{worker}of{n}end"));
                // What is confirmed is found at once.
                Assert.Equal(1, await CountAsync(store, $"worker{worker}of{n}end"));
            }

            if (worker % 4 == 0)
            {
                await RedactAsync(store, 1);
            }
        }));

        Assert.Equal(80, await CountAsync(store, "step"));
    }

    private void Damage(string state)
    {
        var bytes = File.ReadAllBytes(Index);
        switch (state)
        {
            case "missing":
                File.Delete(Index);
                break;
            case "empty":
                File.WriteAllBytes(Index, []);
                break;
            case "garbage":
                File.WriteAllText(Index, new string('x', 10_000));
                break;
            case "cut":
                File.WriteAllBytes(Index, bytes[..(bytes.Length / 2)]);
                break;
            case "overwritten":
                Array.Fill(bytes, (byte)0xA5, 8_192, bytes.Length - 8_192);
                File.WriteAllBytes(Index, bytes);
                break;
            case "without rows":
                Execute("DELETE FROM entries_content");
                break;
            case "without words":
                Execute("DELETE FROM entries_data WHERE id > 10");
                break;
            default:
                File.Delete(Index);
                Execute("CREATE TABLE theirs (x)");
                break;
        }
    }

    private void Execute(string sql)
    {
        using var connection = Sqlite.Connect(Index);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static Task<CommandAnswer> RedactAsync(SqliteIncidentStore store, int number)
    {
        var request = Typed.Command("redact");
        return store.RecordAsync(request, Typed.Redact(request, number), CancellationToken.None);
    }

    private static async Task<int> CountAsync(SqliteIncidentStore store, string words) => (await SearchAsync(store, words)).Total;

    private static Task<SearchResult> SearchAsync(SqliteIncidentStore store, string words)
    {
        Assert.True(SearchQuery.TryRead(words, out var query, out var problem), problem);
        return store.SearchAsync(query, 20, CancellationToken.None);
    }

    private bool Holds(string text) => Directory.GetFiles(_folder.Root).Any(path => Holds(text, path));

    private static bool Holds(string text, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    /// <summary>Goes on by a minute whenever it is read; timers run when they are told to.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private readonly Lock _lock = new();
        private readonly List<Timer> _timers = [];
        private long _minutes;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _minutes) * 60;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            lock (_lock)
            {
                _timers.Add(timer);
            }

            return timer;
        }

        public async Task RunTimersUntilAsync(Func<bool> done)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!done())
            {
                limit.Token.ThrowIfCancellationRequested();
                List<Timer> due;
                lock (_lock)
                {
                    due = [.. _timers];
                }

                due.ForEach(timer => timer.Run());
                await Task.Yield();
            }
        }

        private sealed class Timer(Action run) : ITimer
        {
            private volatile bool _disposed;

            public void Run()
            {
                if (!_disposed)
                {
                    run();
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => _disposed = true;

            public ValueTask DisposeAsync()
            {
                _disposed = true;
                return ValueTask.CompletedTask;
            }
        }
    }
}
