using System.Text.Json;
using Dapper;
using IncidentBot.Cli;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly BotProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task An_incident_is_logged_listed_shown_drafted_and_exported_without_a_server()
    {
        await LogAsync("/detected 5m ago disk\tfull");
        await LogAsync("/dead-end 3m ago emptied the trash");
        Assert.Equal("✓ INC-1 closed", (await LogAsync("/incident close"))[..14]);

        var list = await _program.RunAsync("list");
        var json = await _program.RunAsync("list", "--json");
        var show = await _program.RunAsync("show", "inc-1");
        var draft = await _program.RunAsync("draft", "INC-1", "--layout", "bulleted-markdown");
        var csv = await _program.RunAsync("export", "1", "--format", "csv");
        var file = await _program.RunAsync("export", "1", "--format", "html", "--out", "draft.html");
        var verify = await _program.RunAsync("verify");

        Assert.Equal(6, list.Output.TrimEnd('\n').Split('\t').Length);
        Assert.StartsWith("INC-1\tclosed\t", list.Output, StringComparison.Ordinal);
        Assert.Equal("disk\tfull", JsonDocument.Parse(json.Output).RootElement.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.Contains("dead-end", show.Output, StringComparison.Ordinal);
        Assert.StartsWith("# Postmortem: disk", draft.Output, StringComparison.Ordinal);
        Assert.StartsWith("number,kind,", csv.Output, StringComparison.Ordinal);
        Assert.Equal("", file.Output);
        Assert.Contains("<!doctype html>", await File.ReadAllTextAsync(Path.Combine(_program.Folder, "draft.html")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((0, "1 incidents, 5 events, 3 deliveries, 0 findings"), (verify.ExitCode, verify.Output.TrimEnd().Split(": ")[^1]));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "frobnicate")]
    [InlineData(ExitCode.Usage, "draft")]
    [InlineData(ExitCode.Usage, "draft", "INC-1", "--format", "pdf")]
    [InlineData(ExitCode.Usage, "replay", "no-such-file.json")]
    [InlineData(ExitCode.Usage, "time", "10:30 x", "--zone", "Europe/Madrit")]
    [InlineData(ExitCode.Usage, "time", "10:30 x", "--now", "yesterday")]
    [InlineData(ExitCode.Usage, "time")]
    [InlineData(ExitCode.Failed, "draft", "INC-7")]
    [InlineData(ExitCode.Failed, "list")]
    [InlineData(ExitCode.Failed, "log", "/note nothing is open")]
    [InlineData(ExitCode.Failed, "time", "2030-01-01 10:00 x", "--now", "2026-03-05T09:00:00Z")]
    public async Task What_fails_says_so_by_exit_code_and_in_words(int exitCode, params string[] arguments)
    {
        var ran = await _program.RunAsync(arguments);

        Assert.Equal(exitCode, ran.ExitCode);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.NotEqual("", ran.Error + ran.Output);
        Assert.True(exitCode == ExitCode.Failed || ran.Output.Length == 0, "What is wrong with the usage belongs on standard error.");
    }

    [Fact]
    public async Task Whoever_logs_may_have_a_zone_of_their_own()
    {
        await LogAsync("/incident zone Asia/Tokyo");

        Assert.Contains("are read in Asia/Tokyo", (await _program.RunAsync("log", "/incident zone")).Output, StringComparison.Ordinal);
        Assert.Contains("JST", await LogAsync("/detected 5m ago disk full"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, (await _program.RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task Time_explains_a_line_and_reads_batches()
    {
        var one = await _program.RunAsync("time", "3:30 db failover", "--now", "2026-03-05T21:05:00Z", "--zone", "America/New_York", "--locale", "en-US");
        var batch = await _program.RunAsync(
            """
            {"id":"a","lang":"en","locale":"en-GB","reference":"2026-03-05T11:20:00+00:00","zone":"Europe/London","text":"10:42 failover"}
            {"id":"b","lang":"en","locale":"en-GB","reference":"2026-03-05T11:20:00+00:00","zone":"Europe/London","text":"500 errors"}
            {"id":"c","lang":"en","locale":"en-GB","reference":"2026-03-05T11:20:00+00:00","zone":"Europe/London","text":"2026-03-06 10:00 x"}
            """,
            ["time", "--jsonl"]);

        Assert.Equal(
            "db failover: today 15:30 EST (20:30 UTC), 35 min ago\nassumed: read 3:30 as 3:30 pm\n", one.Output);
        Assert.Equal(
            """
            {"id":"a","kind":"point","start":"2026-03-05T10:42:00Z","end":null,"matched":"10:42","rest":"failover","reason":null}
            {"id":"b","kind":"none","start":null,"end":null,"matched":null,"rest":"500 errors","reason":null}
            {"id":"c","kind":"reject","start":null,"end":null,"matched":"2026-03-06 10:00","rest":"2026-03-06 10:00 x","reason":"future"}

            """,
            batch.Output);
    }

    [Fact]
    public async Task Doctor_finds_nothing_on_a_fresh_machine_and_names_what_is_wrong_on_another()
    {
        var fresh = await _program.RunAsync("doctor");
        await File.WriteAllTextAsync(Path.Combine(_program.Folder, "data", "incidents.db"), "this is no database, whatever its name says");
        var broken = await _program.RunAsync("doctor");

        Assert.True(fresh.ExitCode == ExitCode.Good, fresh.Output);
        Assert.Equal(ExitCode.Failed, broken.ExitCode);
        Assert.Contains("BAD  database:", broken.Output, StringComparison.Ordinal);
        Assert.Contains("incidents.db", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_made_looked_at_and_restored()
    {
        await LogAsync("/detected one");
        var backup = await _program.RunAsync("backup", "backups/1.db");
        var again = await _program.RunAsync("backup", "backups/1.db");
        await LogAsync("/note two");

        var rehearsed = await _program.RunAsync("restore", "backups/1.db", "--dry-run");
        var before = await _program.RunAsync("show", "1");
        var restored = await _program.RunAsync("restore", "backups/1.db");
        var after = await _program.RunAsync("show", "1");

        Assert.Contains("1.db: 1 incidents, ", Assert.Single(backup.Output.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Failed, ""), (again.ExitCode, again.Output));
        Assert.Contains("lost:    1 events and 1 deliveries", rehearsed.Output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.\n", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("two", before.Output, StringComparison.Ordinal);
        Assert.True(restored.ExitCode == ExitCode.Good, restored.Output + restored.Error);
        Assert.DoesNotContain("two", after.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", backup.Error + again.Error + rehearsed.Error + restored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_an_older_version_is_listed_and_left_alone()
    {
        var older = new SqliteFile(Path.Combine(_program.Folder, "data", "incidents.db"), [SqliteSchema.Steps[0]]);
        older.OpenOrCreate(TimeProvider.System).Dispose();

        var list = await _program.RunAsync("list");
        var verify = await _program.RunAsync("verify");

        Assert.Equal((ExitCode.Good, "", ""), (list.ExitCode, list.Output, list.Error));
        Assert.Contains("start the bot once", verify.Output, StringComparison.Ordinal);
        Assert.Equal(1, older.ReadVersion());
    }

    [Fact]
    public async Task With_PostgreSQL_backup_and_restore_leave_files_alone_and_say_what_to_use()
    {
        await LogAsync("/detected one");
        var made = await _program.RunAsync("backup", "1.db");
        _program.Environment["Storage__Provider"] = "postgres";
        _program.Environment["Storage__ConnectionString"] = "Host=127.0.0.1;Port=1";

        var backup = await _program.RunAsync("backup", "2.db");
        var restore = await _program.RunAsync("restore", "1.db");

        Assert.Equal(ExitCode.Good, made.ExitCode);
        Assert.All([backup, restore], ran => Assert.Equal((ExitCode.Failed, ""), (ran.ExitCode, ran.Output)));
        Assert.All([backup, restore], ran => Assert.Contains("pg_dump", Assert.Single(ran.Error.TrimEnd().Split('\n')), StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_program.Folder, "2.db")));
    }

    [Fact]
    public async Task A_line_that_meets_a_damaged_database_goes_into_the_emergency_file_and_later_into_the_timeline()
    {
        var database = Path.Combine(_program.Folder, "data", "incidents.db");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        await File.WriteAllTextAsync(database, "this is no database, whatever its name says");

        var spooled = await _program.RunAsync("log", "/detected disk full");
        var question = await _program.RunAsync("log", "/incident status");
        File.Delete(database);
        await LogAsync("/note made room");
        var show = await _program.RunAsync("show", "1");

        Assert.True(spooled.ExitCode == ExitCode.Good, spooled.Output + spooled.Error);
        Assert.StartsWith("⚠ Saved to the emergency file", spooled.Output, StringComparison.Ordinal);
        Assert.Contains("is not a database", Assert.Single(spooled.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, question.ExitCode);
        Assert.StartsWith("❌ Cannot answer now", question.Output, StringComparison.Ordinal);
        Assert.Matches("(?s)disk full.*made room", show.Output);
    }

    [Fact]
    public async Task A_line_for_a_bot_that_holds_the_database_and_does_not_listen_goes_into_the_emergency_file()
    {
        using var held = InstanceLock.Take(Path.Combine(_program.Folder, "data", "incidents.db"), TimeProvider.System);
        held.Announce("http://127.0.0.1:1");

        var ran = await _program.RunAsync("log", "/detected disk full");

        Assert.True(ran.ExitCode == ExitCode.Good, ran.Output + ran.Error);
        Assert.StartsWith("⚠ Saved to the emergency file", ran.Output, StringComparison.Ordinal);
        Assert.Contains("is in use by process", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_nothing_takes_is_given_back()
    {
        var database = Path.Combine(_program.Folder, "data", "incidents.db");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        await File.WriteAllTextAsync(database, "this is no database, whatever its name says");
        _program.Environment["Storage__SpoolPath"] = Path.Combine(database, "no-folder");

        var ran = await _program.RunAsync("log", "/detected disk full");

        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.StartsWith("❌ NOT recorded.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("/detected disk full", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_were_kept_aside_are_told()
    {
        await LogAsync("/detected one");
        using (var connection = Storage.Sqlite.Connect(Path.Combine(_program.Folder, "data", "incidents.db")))
        {
            connection.Execute(
                "INSERT INTO quarantine (source, delivery_id, channel, actor_id, actor_name, sent_at, received_at, text, reason) " +
                "VALUES ('api', 'd1', 'C1', 'U1', 'Ana', 0, 0, '/note odd', 'no such zone')");
        }

        var doctor = await _program.RunAsync("doctor");
        var verify = await _program.RunAsync("verify");

        Assert.True(doctor.ExitCode == ExitCode.Good, doctor.Output);
        Assert.Matches("(?m)^warn database: .*1 commands could not be recorded and are kept aside; run: incidentbot verify$", doctor.Output);
        Assert.Contains("not in the timeline, quarantine 1: ", verify.Output, StringComparison.Ordinal);
    }

    private async Task<string> LogAsync(string line)
    {
        var ran = await _program.RunAsync("log", line);
        Assert.True(ran.ExitCode == ExitCode.Good, ran.Output + ran.Error);
        return ran.Output;
    }
}
