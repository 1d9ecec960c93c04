using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using IncidentBot.Cli;
using IncidentBot.Tests.Storage;
using Npgsql;

namespace IncidentBot.Tests.Cli;

/// <summary>The built program with PostgreSQL.</summary>
public sealed class PostgresCommandTests : IAsyncLifetime, IDisposable
{
    private readonly BotProgram _program = new();
    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
        await File.WriteAllTextAsync(Path.Combine(_program.Folder, "connection"), _address + ";Password=hunter2\n");
        _program.Environment["Storage__ConnectionStringFile"] = "connection";
    }

    public Task DisposeAsync() => _cluster.DropDatabaseAsync(_address);

    public void Dispose() => _program.Dispose();

    [SkippableFact]
    public async Task A_file_is_moved_and_every_command_goes_on_with_it()
    {
        await RunAsync("log", "/detected checkout is down");

        var moved = await RunAsync("migrate", "--to", "postgres");
        _program.Environment["Storage__Provider"] = "postgres";
        await RunAsync("log", "/note cache restarted");

        Assert.Contains("the same counts, the same hashes", moved.Output, StringComparison.Ordinal);
        Assert.Contains("events: 3 of 3", moved.Error, StringComparison.Ordinal);
        Assert.Contains("INC-1\topen", (await RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.Contains("cache restarted", (await RunAsync("show", "INC-1")).Output, StringComparison.Ordinal);
        Assert.Contains("cache restarted", (await RunAsync("draft", "INC-1")).Output, StringComparison.Ordinal);
        Assert.Contains("cache restarted", (await RunAsync("export", "INC-1", "--format", "json")).Output, StringComparison.Ordinal);
        Assert.Contains($"postgres 127.0.0.1/{Database}: 1 incidents, 4 events, 2 deliveries, 0 findings", (await RunAsync("verify")).Output, StringComparison.Ordinal);
        var doctor = (await RunAsync("doctor")).Output;
        Assert.Contains("ok   database: postgres 127.0.0.1", doctor, StringComparison.Ordinal);
        Assert.Matches("(?m)^ok   server: PostgreSQL [0-9.]+, synchronous_commit=on$", doctor);
        Assert.DoesNotMatch("(?m)^.... (schema|sqlite|running bot|permissions|file system):", doctor);
    }

    [SkippableFact]
    public async Task A_move_again_says_which_one_is_ahead()
    {
        await RunAsync("log", "/detected checkout is down");
        await RunAsync("migrate", "--to", "postgres");
        _program.Environment["Storage__Provider"] = "postgres";
        await RunAsync("log", "/note cache restarted");

        var again = await _program.RunAsync("migrate", "--to", "postgres");

        Assert.Equal(ExitCode.Failed, again.ExitCode);
        Assert.Contains("keep using PostgreSQL.", again.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_file_that_lost_what_was_confirmed_is_not_moved()
    {
        await RunAsync("log", "/detected checkout is down");
        var database = Path.Combine(_program.Folder, "data", "incidents.db");
        File.Copy(database, database + ".older");
        await RunAsync("log", "/note cache restarted");
        File.Move(database + ".older", database, overwrite: true);

        var moved = await _program.RunAsync("migrate", "--to", "postgres");

        Assert.Equal(ExitCode.Failed, moved.ExitCode);
        Assert.Contains("events, but 4 were confirmed", moved.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_bots_in_one_folder_record_in_one_incident()
    {
        _program.Environment["Storage__Provider"] = "postgres";
        _program.Environment["Web__Url"] = "http://127.0.0.1:0";
        using var one = Process.Start(_program.StartInfo())!;
        using var another = Process.Start(_program.StartInfo())!;
        try
        {
            var entries = new List<int>();
            foreach (var bot in new[] { one, another, one })
            {
                entries.Add(await NoteAsync(bot == one ? await AddressAsync(one) : await AddressAsync(another)));
            }

            Assert.Equal([1, 2, 3], entries);
        }
        finally
        {
            one.Kill();
            another.Kill();
        }
    }

    [SkippableFact]
    public async Task What_stops_the_start_is_one_line_without_the_secret()
    {
        _program.Environment["Storage__Provider"] = "postgres";
        await File.WriteAllTextAsync(Path.Combine(_program.Folder, "connection"), "Host=127.0.0.1;Database=nowhere;Port=x;Password=hunter2");

        var wrong = await _program.RunAsync("serve");
        var listed = await _program.RunAsync("list");
        await File.WriteAllTextAsync(
            Path.Combine(_program.Folder, "connection"), _cluster.Address("nowhere") + ";Password=hunter2");
        var missing = await _program.RunAsync("serve");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed, ExitCode.Failed), (wrong.ExitCode, listed.ExitCode, missing.ExitCode));
        Assert.StartsWith("Storage:ConnectionString: what Npgsql reads is needed", wrong.Error, StringComparison.Ordinal);
        Assert.StartsWith("incidentbot: Storage:ConnectionString: ", listed.Error, StringComparison.Ordinal);
        Assert.Contains("\"nowhere\" does not exist", missing.Error, StringComparison.Ordinal);
        Assert.All([wrong, listed, missing], ran => Assert.Single(ran.Error.TrimEnd().Split('\n')));
        Assert.All([wrong, listed, missing], ran => Assert.DoesNotContain("hunter2", ran.Error + ran.Output, StringComparison.Ordinal));
    }

    private string Database => new NpgsqlConnectionStringBuilder(_address).Database!;

    private readonly Dictionary<Process, string> _addresses = [];

    private async Task<string> AddressAsync(Process bot)
    {
        if (!_addresses.TryGetValue(bot, out var address))
        {
            var line = await bot.StandardOutput.ReadLineAsync() ?? await bot.StandardError.ReadToEndAsync();
            Assert.Contains($"data: postgres 127.0.0.1/{Database}", line, StringComparison.Ordinal);
            _addresses[bot] = address = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal));
        }

        return address;
    }

    private static async Task<int> NoteAsync(string address)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(
            $"{address.TrimEnd('/')}/api/commands", new { channel = "C1", user = new { id = "U1" }, text = "/detected disk full" });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("entry").GetInt32();
    }

    private async Task<Ran> RunAsync(params string[] arguments)
    {
        var ran = await _program.RunAsync(arguments);
        Assert.True(ran.ExitCode == ExitCode.Good, ran.Output + ran.Error);
        return ran;
    }
}
