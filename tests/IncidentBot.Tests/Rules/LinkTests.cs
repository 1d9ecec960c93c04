using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

/// <summary>One incident, fed from two rooms.</summary>
public sealed class LinkTests
{
    private static readonly CommandSettings Across = new() { AcrossCommunities = true };

    private readonly Room _slack = new(Across, channel: "slack:C1");
    private readonly Room _discord;

    public LinkTests() => _discord = new Room(Across, _slack.Store, "discord:1/9");

    [Fact]
    public void What_is_typed_in_either_room_goes_into_the_one_incident_and_both_see_it_after_the_close()
    {
        _slack.Type("/detected down", user: "slack:U1");

        var link = _discord.Type("/incident link inc-1", user: "discord:4");
        _discord.Type("/note seen here, too", user: "discord:4");
        var answer = _slack.Type("/fix rolled back", user: "slack:U1");
        _discord.Type("/incident close", user: "discord:4");

        Assert.Equal((true, 1, null, "link"), (link.Recorded, link.Incident!.Value.Number, link.Entry, link.Kind));
        Assert.StartsWith("✓ INC-1 is fed from here, too: down.", link.Reply, StringComparison.Ordinal);
        Assert.Equal(3, answer.Entry);
        Assert.Equal(["slack:U1", "discord:4", "slack:U1"], _slack.Incident.Entries.Select(entry => entry.Author.Id));
        Assert.Equal([new ChannelId("slack:C1"), new ChannelId("discord:1/9")], _slack.Incident.Channels);
        Assert.Equal((1, true), (_discord.Incident.Id.Number, _discord.Incident.Closed));
        Assert.Equal(_slack.Incident.Version, _discord.Incident.Version);
    }

    [Fact]
    public void People_of_the_same_name_on_two_platforms_are_two()
    {
        _slack.Type("/detected down", user: "slack:U1");
        _discord.Type("/incident link 1", user: "discord:4");
        _slack.Type("/note mine", user: "slack:U1");

        var undone = _discord.Type("/incident undo", user: "discord:4");

        Assert.False(undone.Recorded);
        Assert.Contains("Nothing of yours stands in INC-1", undone.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_message_id_in_two_rooms_is_two_messages()
    {
        _slack.Type("/detected down");
        _discord.Type("/incident link 1");

        _slack.Capture("m1", "from Slack");
        _discord.Capture("m1", "from Discord");
        _discord.Release("m1");

        Assert.Equal([false, false, true], _slack.Incident.Entries.Select(entry => entry.Withdrawn));
        Assert.Equal(["slack:C1", "discord:1/9"], _slack.Incident.Entries.Skip(1).Select(entry => entry.Message!.Ref.Channel.Value));
    }

    [Fact]
    public void A_room_with_an_open_incident_of_its_own_is_refused()
    {
        _slack.Type("/detected down");
        _discord.Type("/detected other");

        var answer = _discord.Type("/incident link INC-1");

        Assert.False(answer.Recorded);
        Assert.StartsWith("INC-2 is open here: other. A room feeds one incident at a time: `/incident close` it first", answer.Reply, StringComparison.Ordinal);
        Assert.Single(_slack.Incident.Channels);
    }

    [Fact]
    public void A_room_that_is_done_with_its_own_may_join_another()
    {
        _slack.Type("/detected down");
        _discord.Type("/detected other");
        _discord.Type("/incident close");

        Assert.True(_discord.Type("/incident link INC-1").Recorded);

        Assert.Equal(1, _discord.Incident.Id.Number);
        _slack.Type("/incident close", at: "10:00");
        Assert.Equal(1, _discord.Incident.Id.Number);
    }

    [Theory]
    [InlineData("/incident link INC-7", "There is no INC-7. `/incident list` shows all.")]
    [InlineData("/incident link INC-1", "INC-1 is closed: down. To go on with it, type `/incident reopen` in its own room, then link it.")]
    public void What_is_closed_or_not_there_is_refused(string line, string reply)
    {
        _slack.Type("/detected down");
        _slack.Type("/incident close");

        var answer = _discord.Type(line);

        Assert.Equal((false, reply), (answer.Recorded, answer.Reply));
    }

    [Theory]
    [InlineData("/incident link")]
    [InlineData("/incident link the other one")]
    [InlineData("/incident link INC-0")]
    [InlineData("/incident unlink INC-1")]
    public void Which_one_has_to_be_said(string line) => Assert.IsType<Command.Malformed>(CommandParser.Parse(line));

    [Fact]
    public void Linking_twice_says_so()
    {
        _slack.Type("/detected down");
        _discord.Type("/incident link 1");

        var again = _discord.Type("/incident link 1");
        _slack.Type("/incident open elsewhere");
        var own = _slack.Type("/incident link 1");

        Assert.Equal((false, "INC-1 is fed from here already: down."), (again.Recorded, again.Reply));
        Assert.Equal((false, "INC-1 is fed from here already: down."), (own.Recorded, own.Reply));
    }

    [Fact]
    public void A_room_that_joined_can_leave_and_what_came_from_it_stays()
    {
        _slack.Type("/detected down");
        _discord.Type("/incident link 1");
        _discord.Type("/note from Discord");

        var left = _discord.Type("/incident unlink");
        var refused = _discord.Type("/note too late");

        Assert.Equal((true, "unlink"), (left.Recorded, left.Kind));
        Assert.Contains("No incident is open here", refused.Reply, StringComparison.Ordinal);
        Assert.Equal(["down", "from Discord"], _slack.Incident.Entries.Select(entry => entry.Text));
        Assert.Equal([new ChannelId("slack:C1")], _slack.Incident.Channels);
        Assert.True(_discord.Type("/incident link 1").Recorded);
    }

    [Fact]
    public void The_room_in_which_it_was_opened_stays()
    {
        _slack.Type("/detected down");
        _discord.Type("/incident link 1");

        var answer = _slack.Type("/incident unlink");

        Assert.False(answer.Recorded);
        Assert.StartsWith("INC-1 was opened here, so this room stays.", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_names_the_rooms()
    {
        _slack.Type("/detected down");
        Assert.DoesNotContain("Fed from", _slack.Type("/incident status").Reply, StringComparison.Ordinal);

        _discord.Type("/incident link 1");

        Assert.Contains("\nFed from slack:C1, discord:1/9.", _slack.Type("/incident status").Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Reopened_in_one_room_it_is_open_in_both()
    {
        _slack.Type("/detected down");
        _discord.Type("/incident link 1");
        _slack.Type("/incident close");

        Assert.Contains("type `/incident reopen` here.", _discord.Type("/incident link 1").Reply, StringComparison.Ordinal);
        Assert.True(_discord.Type("/incident reopen").Recorded);

        Assert.Equal(2, _slack.Type("/note again").Entry);
    }
}
