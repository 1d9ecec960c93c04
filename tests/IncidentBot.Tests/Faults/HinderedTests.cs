using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Mutants;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Storage;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Tests.Faults;

/// <summary>The disk is well, and the file may not be written all the same: its modes forbid it, or another program has it.</summary>
public sealed class HinderedTests : IDisposable
{
    private readonly FaultyDisk _disk = new(losesPower: true);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [SkippableFact]
    public async Task Row_10_a_file_that_may_not_be_written_is_refused_at_the_start_with_its_name()
    {
        using (var first = await BotProcess.StartAsync(_disk.Folder))
        {
            first.Kill();
        }

        await ChangeModesAsync("-R", "a-w", _disk.Folder);
        using var bot = await BotProcess.StartAsync(Bound(BotProcess.Program(_disk.Folder, [typeof(BotHost).Assembly.Location])));
        var (exit, error) = await bot.EndAsync();

        Assert.Equal((1, ""), (exit, bot.StartLine));
        Assert.Matches($"{Regex.Escape(Path.GetDirectoryName(_disk.Database)!)}", Assert.Single(error.TrimEnd('\n').Split('\n')));
        Assert.Contains(Environment.UserName, error, StringComparison.Ordinal);
        await ChangeModesAsync("-R", "u+w", _disk.Folder);
    }

    [SkippableFact]
    public Task Row_10_a_file_that_may_not_be_written_any_more_is_spooled_for_until_it_may() => ForbidWritingAsync(mutant: null);

    [SkippableFact]
    public async Task A_bot_that_calls_that_recorded_is_caught()
    {
        Needs.Program(Shim.Compiler);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => ForbidWritingAsync(Mutant.RefusalAsRecorded));
    }

    [SkippableFact]
    public async Task Row_11_a_file_locked_by_another_program_is_spooled_for_until_it_lets_go_and_that_program_is_named()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux tells who holds a lock");
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);
        Delivery delivery;
        using (var other = Sqlite.Connect(_disk.Database))
        {
            other.Execute("BEGIN IMMEDIATE");
            (delivery, var reply) = await _witness.SayAsync(client);

            Assert.Equal(Told.Spooled, reply.Told);
            Assert.Contains("⚠ Saved to the emergency file", Text(reply), StringComparison.Ordinal);
            Assert.Contains("not in the timeline yet", Text(reply), StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"process {Environment.ProcessId} (", await ReadinessAsync(client), StringComparison.Ordinal);
        }

        await _witness.InsistAsync(client, delivery);
        End(bot);
    }

    [SkippableFact]
    public async Task Nobody_is_named_who_does_not_hold_the_lock()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux tells who holds a lock");
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        using var reader = Sqlite.Connect(_disk.Database);
        using var reading = reader.BeginTransaction(deferred: true);
        reader.Execute("SELECT count(*) FROM events", transaction: reading);

        Assert.Null(WriteLock.Holder(_disk.Database));
        Assert.Null(WriteLock.Holder(_disk.Database + "-missing"));
    }

    private async Task ForbidWritingAsync(string? mutant)
    {
        Needs.Program(Shim.Compiler);
        string[] program = mutant is null
            ? [typeof(BotHost).Assembly.Location]
            : [typeof(BotProcess).Assembly.Location, "serve", "--mutant", mutant];
        using var bot = await BotProcess.StartAsync(Bound(BotProcess.Program(_disk.Folder, program, _disk.Environment())));
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);
        var files = Directory.GetFiles(Path.GetDirectoryName(_disk.Database)!, "incidents.db*");
        await ChangeModesAsync(["a-w", .. files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))]);

        // Whatever is open may be written on; after a failed sync it is opened anew.
        _disk.Orders.FailSyncs(DiskOrders.InputOutputError, "-wal", times: 1);
        var (inDoubt, first) = await _witness.SayAsync(client);
        var (refused, second) = await _witness.SayAsync(client);

        Assert.NotEqual(0, _disk.Orders.Failed);
        Assert.Equal((Told.Spooled, Told.Spooled), (first.Told, second.Told));
        Assert.Contains("⚠ Saved to the emergency file", Text(second), StringComparison.Ordinal);
        Assert.Contains("readonly", await ReadinessAsync(client), StringComparison.Ordinal);

        await ChangeModesAsync("-R", "u+w", _disk.Folder);
        await _witness.InsistAsync(client, inDoubt);
        await _witness.InsistAsync(client, refused);
        End(bot);
    }

    /// <summary>Who is root passes over modes, unless that right is given up.</summary>
    private static ProcessStartInfo Bound(ProcessStartInfo start)
    {
        if (Environment.IsPrivilegedProcess)
        {
            start.FileName = Needs.Program("setpriv");
            string[] bound = ["--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search", "dotnet"];
            foreach (var argument in bound.Reverse())
            {
                start.ArgumentList.Insert(0, argument);
            }
        }

        return start;
    }

    private static async Task ChangeModesAsync(params string[] arguments) =>
        Assert.Equal(0, (await Needs.RunAsync(Needs.Program("chmod"), arguments)).ExitCode);

    private static string Text(Reply reply)
    {
        using var body = JsonDocument.Parse(reply.Text);
        return body.RootElement.GetProperty("detail").GetString()!;
    }

    private static async Task<string> ReadinessAsync(BotClient client)
    {
        using var response = await client.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }

    private void End(BotProcess bot)
    {
        bot.Kill();
        _witness.Check(_disk.Database);
    }
}
