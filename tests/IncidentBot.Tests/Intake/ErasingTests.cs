using System.Text;
using IncidentBot.Intake;
using IncidentBot.Storage;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Intake;

/// <summary>What is redacted must be gone from the emergency file, and from what was kept aside, byte by byte.</summary>
public sealed class ErasingTests
{
    private const string Secret = "the password is SECRET-0 \u00e9\U0001F6A8";

    [Fact]
    public Task A_line_that_was_kept_aside_goes_with_the_entry_that_says_the_same() => RedactAsync(room => room.TypeAsync("/incident redact 2"));

    [Fact]
    public async Task A_redaction_that_passes_the_files_by_is_caught() => await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() =>
        RedactAsync(async room => new Outcome.Answered(await room.Handler.HandleAsync(room.Request("/incident redact 2"), default))));

    /// <summary>The redaction itself waits in the file, behind what it is about and before what the store refuses once more.</summary>
    [Fact]
    public async Task Words_that_a_kill_leaves_in_the_emergency_file_are_erased_in_it()
    {
        using var room = new IntakeRoom();
        await room.TypeAsync("/detected slow");
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync($"/note {Secret}", channel: "C2", delivery: "n1");
        await room.TypeAsync($"/note {Secret}", delivery: "n2");
        await room.TypeAsync("/incident redact 2", "r1");
        await room.TypeAsync("/note last", "n3");
        (room.Store.Fault, room.Store.OnlyWith) = (Fault.Refuses, "last");

        Assert.False(await room.Replay.DrainAsync());

        Assert.Equal(1, room.Spool.Waiting);
        Assert.Equal(1, Count(room.SpoolPath));
        room.Restart();
        room.Store.Fault = Fault.None;
        Assert.True(await room.Replay.DrainAsync());
        Assert.Equal(["slow", "(redacted)", "last"], await room.Store.TextsAsync());
        Assert.Equal(0, Count(room.SpoolPath));

        // In another room it is another's.
        Assert.Equal($"/note {Secret}", Assert.Single(room.Spool.Rejected.All()).Request.Text);
    }

    [Fact]
    public async Task What_could_not_be_read_there_is_named_in_the_answer()
    {
        using var room = new IntakeRoom();
        await room.TypeAsync("/detected slow");
        await room.TypeAsync($"/note {Secret}");
        File.WriteAllText(room.SpoolPath + ".rejected", "{ torn SECRET-0");
        File.WriteAllText(room.SpoolPath + ".damaged", "SECRET-0");

        var told = await room.TypeAsync("/incident redact 2", "r1");

        Assert.Contains(
            $"They may still be in `{room.SpoolPath}.rejected` and `{room.SpoolPath}.damaged`", told.Text, StringComparison.Ordinal);
        Assert.Equal(told.Text, (await room.TypeAsync("/incident redact 2", "r1")).Text);
    }

    [Fact]
    public async Task Nothing_else_is_erased()
    {
        using var room = new IntakeRoom();
        await KeptAsideAsync(room, "/note one", "/note SECRET-0 and more", "/note two");
        await room.TypeAsync("/note SECRET-0");

        var told = await room.TypeAsync("/incident redact 2");

        Assert.DoesNotContain("still be in", told.Text, StringComparison.Ordinal);
        room.Restart();
        Assert.Equal(["/note one", "/note two"], room.Spool.Rejected.All().Select(r => r.Request.Text));
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/note three", channel: "C9");
        room.Store.Fault = Fault.None;
        await room.Replay.DrainAsync();
        room.Restart();
        Assert.Equal(["/note one", "/note two", "/note three"], room.Spool.Rejected.All().Select(r => r.Request.Text));
    }

    private static async Task RedactAsync(Func<IntakeRoom, Task<Outcome>> redact)
    {
        using var room = new IntakeRoom();
        await KeptAsideAsync(room, $"/note {Secret}");
        await room.TypeAsync($"/note {Secret}");
        Assert.NotEqual(0, Count(room.SpoolPath + ".rejected"));

        var told = await redact(room);

        Assert.Contains("erased for good", told.Text, StringComparison.Ordinal);
        Assert.Empty(room.Spool.Rejected.All());
        Assert.Equal(0, Count(room.SpoolPath + ".rejected"));
    }

    /// <summary>Lines that no incident was open for when their turn came; then one is.</summary>
    private static async Task KeptAsideAsync(IntakeRoom room, params string[] lines)
    {
        room.Store.Fault = Fault.Refuses;
        foreach (var line in lines)
        {
            await room.TypeAsync(line);
        }

        room.Store.Fault = Fault.None;
        await room.Replay.DrainAsync();
        await room.TypeAsync("/detected slow");
    }

    /// <summary>How often the secret stands in a file.</summary>
    private static int Count(string path)
    {
        // The bot holds the file for itself.
        using var file = new FileStream(PrivateFiles.OpenToRead(path), FileAccess.Read);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd().Split("SECRET-0").Length - 1;
    }
}
