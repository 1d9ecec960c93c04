using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;

namespace IncidentBot.Tests.Storage;

/// <summary>The primary dies under load and its standby takes over.</summary>
public sealed class PostgresFailoverTests
{
    private const int Before = 200;
    private const int Writers = 8;

    [SkippableFact]
    public async Task Row_28_what_was_confirmed_is_on_the_standby_that_takes_over()
    {
        var programs = Needs.Postgres();
        await using var primary = await PostgresCluster.StartAsync(programs);
        await using var standby = await PostgresCluster.StartStandbyAsync(programs, primary);
        var address = await primary.CreateDatabaseAsync();
        List<string> confirmed = [];
        await using (var store = await Postgres.OpenAsync(address))
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, writer, confirmed, enough))));
            await enough.Task;
            await primary.StopImmediatelyAsync();
            await writing;
        }

        await standby.PromoteAsync();
        await using var after = await Postgres.OpenAsync(address.Replace($"Port={primary.Port}", $"Port={standby.Port}", StringComparison.Ordinal));
        var kept = (await after.ReadAsync(1))!.Entries.Select(e => e.Text).ToList();

        Assert.Empty(confirmed.Except(kept));
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Equal(kept.Count + 1, (await after.NoteAsync(Typed.Command("on the other server", "after"))).Entry);
    }

    /// <summary>Writes until the server is gone.</summary>
    private static async Task WriteAsync(PostgresIncidentStore store, int writer, List<string> confirmed, TaskCompletionSource enough)
    {
        for (var n = 0; ; n++)
        {
            var text = $"step {writer}-{n}";
            try
            {
                await store.NoteAsync(Typed.Command(text, text));
            }
            catch (StorageException)
            {
                return;
            }

            lock (confirmed)
            {
                confirmed.Add(text);
                if (confirmed.Count == Before)
                {
                    enough.SetResult();
                }
            }
        }
    }
}
