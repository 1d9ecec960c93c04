using System.Diagnostics;
using Dapper;
using IncidentBot.Faults.Mutants;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Storage;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Tests.Faults;

/// <summary>A newer version is started on the file of an older one, and killed at one change of its files after the other.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const int Old = 3;
    private const int Entries = 300;
    private const int LastChange = 45;
    private const int Stride = 3;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Row_24_a_kill_at_any_moment_of_an_upgrade_leaves_the_old_schema_or_the_new()
    {
        var versions = await KillAsync(mutant: null);

        Assert.Contains(Old, versions);
        Assert.Empty(versions.Except([Old, SqliteSchema.Steps.Count]));
    }

    [Fact]
    public async Task An_upgrade_that_takes_each_step_by_itself_is_caught() =>
        Assert.NotEmpty((await KillAsync(Mutant.UpgradesStepByStep)).Except([Old, SqliteSchema.Steps.Count]));

    /// <summary>The versions in which the kills left the file; from each, the next start goes on.</summary>
    private async Task<IReadOnlyCollection<int>> KillAsync(string? mutant)
    {
        var origin = _folder.File();
        await using (var store = Sqlite.Open(origin))
        {
            await Task.WhenAll(Enumerable.Range(0, Entries).Select(n => store.NoteAsync(Typed.Command($"note {n}"))));
        }

        OlderFile.Make(origin, Old);
        HashSet<int> versions = [];
        for (var change = 1; change <= LastChange; change += Stride)
        {
            var data = Directory.CreateDirectory(Path.Combine(_folder.Root, $"{change}", "data"));
            var database = Path.Combine(data.FullName, "incidents.db");
            File.Copy(origin, database);
            var isUp = await KillAtAsync(data, change, mutant);
            versions.Add(new SqliteFile(database).ReadVersion());
            Check(database);
            if (isUp)
            {
                break;
            }
        }

        return versions;
    }

    /// <summary>Whatever the kill left, the file is whole, and an upgrade from it comes to its end.</summary>
    private static void Check(string database)
    {
        new SqliteFile(database).OpenOrCreate(TimeProvider.System).Dispose();

        Assert.Equal(SqliteSchema.Steps.Count, new SqliteFile(database).ReadVersion());
        Assert.Empty(StoreIntegrity.Check(database, (_, _) => { }).Findings);
        using var reader = new SqliteFile(database).OpenFreshReader();
        Assert.Equal(Entries, reader.ExecuteScalar<int>("SELECT count(*) FROM events WHERE type = 'recorded'"));
    }

    /// <returns>Whether it was up before there were so many changes.</returns>
    private static async Task<bool> KillAtAsync(DirectoryInfo data, int change, string? mutant)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var changes = 0;
        using var watcher = new FileSystemWatcher(data.FullName) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Created += See;
        watcher.Changed += See;
        watcher.Deleted += See;
        watcher.EnableRaisingEvents = true;
        var start = BotProcess.Program(
            data.Parent!.FullName, mutant is null ? [typeof(BotHost).Assembly.Location] : [typeof(BotProcess).Assembly.Location, "serve", "--mutant", mutant]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var up = process.StandardOutput.ReadLineAsync();
        await Task.WhenAny(up, reached.Task);
        process.Kill();
        await process.WaitForExitAsync();
        return !reached.Task.IsCompleted;

        void See(object sender, FileSystemEventArgs e)
        {
            if (Interlocked.Increment(ref changes) == change)
            {
                reached.TrySetResult();
            }
        }
    }
}
