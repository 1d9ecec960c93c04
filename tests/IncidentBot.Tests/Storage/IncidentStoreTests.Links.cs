using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;

namespace IncidentBot.Tests.Storage;

/// <summary>One incident, fed from several rooms; decided by the rules themselves.</summary>
public abstract partial class IncidentStoreTests
{
    [SkippableFact]
    public async Task A_room_can_join_the_incident_of_another_and_leave_it()
    {
        await TypeAsync("C1", "/detected down");
        await TypeAsync("C2", "/incident open its own");
        await TypeAsync("C2", "/incident close");

        Assert.Equal(1, (await TypeAsync("C2", "/incident link INC-1")).Incident!.Value.Number);
        Assert.Equal(2, (await TypeAsync("C2", "/note from the second")).Entry);
        Assert.Equal(3, (await TypeAsync("C1", "/note from the first")).Entry);
        Assert.Equal(1, (await Store.FindAsync(new ChannelId("C2"), default))!.Id.Number);
        await TypeAsync("C2", "/incident unlink");

        Assert.Equal(2, (await Store.FindAsync(new ChannelId("C2"), default))!.Id.Number);
        Assert.Contains("INC-2 is closed", (await TypeAsync("C2", "/note too late")).Reply, StringComparison.Ordinal);
        await RestartAsync();
        Assert.Equal(2, (await Store.FindAsync(new ChannelId("C2"), default))!.Id.Number);
        Assert.Equal([new ChannelId("C1")], (await Store.ReadAsync(1))!.Channels);
    }

    [SkippableFact]
    public async Task After_the_close_both_rooms_see_the_closed_incident()
    {
        await TypeAsync("C1", "/detected down");
        await TypeAsync("C2", "/incident link INC-1");
        await TypeAsync("C2", "/note one");

        await TypeAsync("C1", "/incident close");

        Assert.Contains("INC-1 is closed", (await TypeAsync("C2", "/note too late")).Reply, StringComparison.Ordinal);
        Assert.True((await Store.FindAsync(new ChannelId("C2"), default))!.Closed);
        Assert.Equal(2, (await TypeAsync("C2", "/detected the next")).Incident!.Value.Number);
        Assert.Equal(1, (await Store.FindAsync(new ChannelId("C1"), default))!.Id.Number);
    }

    [SkippableFact]
    public async Task What_is_not_there_or_closed_cannot_be_joined()
    {
        Assert.Equal("There is no INC-1. `/incident list` shows all.", (await TypeAsync("C2", "/incident link INC-1")).Reply);
        await TypeAsync("C1", "/detected down");
        await TypeAsync("C1", "/incident close");

        Assert.StartsWith("INC-1 is closed", (await TypeAsync("C2", "/incident link INC-1")).Reply, StringComparison.Ordinal);
        Assert.Null(await Store.FindAsync(new ChannelId("C2"), default));
    }

    [SkippableFact]
    public async Task A_link_that_is_repeated_gets_the_first_answer()
    {
        await TypeAsync("C1", "/detected down");
        var first = await TypeAsync("C2", "/incident link INC-1", "d1");
        await TypeAsync("C2", "/incident unlink");

        Assert.Equal(first, await TypeAsync("C2", "/incident link INC-1", "d1"));
        Assert.Null(await Store.FindAsync(new ChannelId("C2"), default));
    }

    [SkippableFact]
    public async Task Concurrent_commands_in_two_rooms_of_one_incident_get_numbers_without_gaps()
    {
        await TypeAsync("C1", "/detected down");
        await TypeAsync("C2", "/incident link INC-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => TypeAsync(n % 2 == 0 ? "C1" : "C2", $"/note number {n}", $"d{n}")));

        Assert.Equal(Enumerable.Range(2, 60), answers.Select(answer => answer.Entry!.Value).Order());
        Assert.Equal(61, (await Store.ReadAsync(1))!.Entries.Count);
    }

    [SkippableFact]
    public async Task Rooms_that_join_while_the_incident_is_closed_either_joined_before_or_are_refused()
    {
        await TypeAsync("C0", "/detected down");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => n == 10
            ? TypeAsync("C0", "/incident close")
            : TypeAsync($"C{n + 1}", "/incident link INC-1")));

        var incident = (await Store.ReadAsync(1))!;
        var events = await Store.ReadEventsAsync(incident.Id, default);
        var closed = events.Single(e => e.Event is IncidentEvent.Closed).Version;
        Assert.All(events.Where(e => e.Event is IncidentEvent.ChannelBound), e => Assert.True(e.Version < closed));
        Assert.Equal(answers.Count(answer => answer is { Recorded: true, Kind: "link" }) + 1, incident.Channels.Count);
    }

    /// <summary>A line, decided by the rules.</summary>
    private Task<CommandAnswer> TypeAsync(string channel, string line, string? delivery = null, CommandSettings? settings = null)
    {
        var command = CommandParser.Parse(line);
        var request = Typed.Command(line, delivery, channel: channel) with { Names = (command as Command.Link)?.Incident };
        return Store.RecordAsync(request, state => IncidentRules.Decide(state, command, new RuleContext(request, settings ?? new CommandSettings(), [])), default);
    }
}
