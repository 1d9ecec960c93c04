using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Rules;

/// <summary>One bot in several communities: what is one's, the others never hear of.</summary>
public sealed class CommunityTests
{
    private readonly MemoryStore _store = new();

    [Theory]
    [InlineData("slack:C1", "slack:")]
    [InlineData("discord:1/9", "discord:1/")]
    [InlineData("discord:10/9", "discord:10/")]
    [InlineData("console", null)]
    [InlineData("a/b", null)]
    public void A_room_says_whose_it_is(string room, string? community) => Assert.Equal(community, new ChannelId(room).Community);

    [Theory]
    [InlineData("discord:1/8", true)]
    [InlineData("discord:10/9", false)]
    [InlineData("discord:2/9", false)]
    [InlineData("slack:C1", false)]
    [InlineData("console", true)]
    public void Nothing_that_is_asked_elsewhere_names_it(string room, bool isSeen)
    {
        Of("discord:1/9").Type("/detected the treasury is drained");
        Of("discord:1/9").Type("/note drained since noon");
        string[] lines =
        [
            "/incident list", "/incident find drained", "/incident find treasury", "/incident status", "/incident draft", "/incident export",
            "/incident undo", "/incident amend 1 mine", "/incident redact 1", "/incident reopen", "/incident unlink", "/note mine",
        ];

        var said = string.Join('\n', lines.Select(line => Of(room).Type(line, user: "ben").Reply));

        Assert.Equal(isSeen, said.Contains("the treasury is drained", StringComparison.Ordinal));
        Assert.Equal(isSeen, said.Contains("INC-1", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_out_of_reach_is_refused_in_the_words_for_what_is_not_there()
    {
        Of("discord:1/9").Type("/detected open");
        Of("discord:1/8").Type("/detected closed");
        Of("discord:1/8").Type("/incident close");
        var elsewhere = Of("discord:2/9");

        var answers = Enumerable.Range(1, 3).Select(n => elsewhere.Type($"/incident link INC-{n}")).ToList();

        Assert.All(answers, answer => Assert.Equal((false, null), (answer.Recorded, answer.Incident)));
        Assert.Single(answers.Select((answer, i) => answer.Reply.Replace($"INC-{i + 1}", "INC-N", StringComparison.Ordinal)).Distinct());
        Assert.Equal([new ChannelId("discord:1/9")], Of("discord:1/9").Incident.Channels);
    }

    [Fact]
    public void Within_a_community_rooms_join_as_ever()
    {
        Of("discord:1/9").Type("/detected down");

        Assert.True(Of("discord:1/8").Type("/incident link INC-1").Recorded);
        Assert.Equal(2, Of("discord:1/8").Type("/note from here, too").Entry);
    }

    [Fact]
    public void What_the_owner_let_two_of_them_share_both_see_and_nobody_else()
    {
        Of("discord:1/9").Type("/detected down");
        new Room(new CommandSettings { AcrossCommunities = true }, _store, "discord:2/9").Type("/incident link INC-1");

        Assert.All(["discord:1/9", "discord:2/9", "discord:2/8"], room => Assert.Contains("INC-1 down", Of(room).Type("/incident list").Reply, StringComparison.Ordinal));
        Assert.DoesNotContain("INC-1", Of("discord:3/9").Type("/incident list").Reply, StringComparison.Ordinal);

        Of("discord:2/9").Type("/incident unlink");
        Assert.DoesNotContain("INC-1", Of("discord:2/8").Type("/incident list").Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_owner_allows_it_all_is_seen_from_everywhere()
    {
        Of("discord:1/9").Type("/detected down");
        var elsewhere = new Room(new CommandSettings { AcrossCommunities = true }, _store, "slack:C1");

        Assert.Contains("INC-1 down", elsewhere.Type("/incident list").Reply, StringComparison.Ordinal);
        Assert.Contains("INC-1 #1", elsewhere.Type("/incident find down").Reply, StringComparison.Ordinal);
        Assert.Equal("There is no INC-7. `/incident list` shows all.", elsewhere.Type("/incident link INC-7").Reply);
        Assert.True(elsewhere.Type("/incident link INC-1").Recorded);
    }

    private Room Of(string room) => new(store: _store, channel: room);
}
