using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;

namespace IncidentBot.Tests.Rules;

public sealed class FindingTests
{
    private readonly Room _room = new(new CommandSettings { WebUrl = "http://127.0.0.1:5080" });

    [Fact]
    public void An_answer_names_incident_entry_kind_and_time_and_shows_the_words()
    {
        _room.Zone = "America/New_York";
        _room.Type("/detected 08:50 checkout returns 500s", at: "14:00");
        _room.Type("/dead-end 08:55 suspected the cache");
        _room.Type("/impact the cache of all checkouts was cold");
        var other = new Room(store: _room.Store, channel: "C2");
        other.Type("/incident open Cache outage");

        var answer = other.Type("/incident find Cache");

        Assert.Equal(
            """
            3 matches for `Cache`.
            INC-2 Cache outage
            INC-1 checkout returns 500s
            • INC-1 #3 impact · the cache of all checkouts was cold
            • INC-1 #2 dead-end · today 08:55 EST · suspected the cache
            """,
            answer.Reply);
        Assert.Equal((false, null), (answer.Recorded, answer.Incident));
    }

    [Fact]
    public void It_works_where_no_incident_ever_was_and_records_nothing()
    {
        var answer = _room.Type("/incident find cache");

        Assert.StartsWith("Nothing was found for `cache`.", answer.Reply, StringComparison.Ordinal);
        Assert.False(answer.Recorded);
        Assert.Empty(_room.Events);
    }

    [Theory]
    [InlineData("/incident find", "Example: `/incident find checkout deploy`")]
    [InlineData("/incident find ***", "no word in that")]
    [InlineData("/incident find a b c d e f g h i j k", "too many words; 10 are the most")]
    public void What_cannot_be_looked_for_is_answered_with_an_example(string line, string said)
    {
        var reply = _room.Type(line).Reply;

        Assert.Contains(said, reply, StringComparison.Ordinal);
        Assert.Contains("`/incident find checkout deploy`", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_kilobytes_are_refused_shortly()
    {
        var reply = _room.Type($"/incident find {new string('x', 10_000)}").Reply;

        Assert.Contains("200 characters are the most", reply, StringComparison.Ordinal);
        Assert.InRange(reply.Length, 1, 300);
    }

    [Fact]
    public void Of_many_matches_twenty_are_shown_and_the_rest_is_counted()
    {
        _room.Type("/detected start");
        foreach (var n in Enumerable.Range(1, 25))
        {
            _room.Type($"/note disk & queue {n}");
        }

        var lines = _room.Type("/incident find disk & queue").Reply.Split('\n');

        Assert.Equal(20, lines.Count(line => line.StartsWith('•')));
        Assert.Contains("#26", lines[2], StringComparison.Ordinal);
        Assert.Equal(
            "5 more are not shown. Another word narrows it down: `/incident find disk & queue …`. Or see more: http://127.0.0.1:5080/find?q=disk%20%26%20queue",
            lines[^1]);
    }

    [Fact]
    public void What_was_asked_cannot_end_its_own_code_span() => Assert.Contains(
        "for `a'b'c`.", _room.Type("/incident find a`b`c").Reply, StringComparison.Ordinal);

    [Fact]
    public void An_answer_from_a_part_says_how_large_it_is()
    {
        Assert.True(SearchQuery.TryRead("disk", out var query, out _));

        var heading = Finding.Heading(new SearchResult([], 0, 1_200, 5_000), query);

        Assert.Equal(
            "Nothing was found for `disk`. 1,200 of 5,000 incidents are searched so far; ask again in a moment for the rest.", heading);
        Assert.StartsWith("1,000 matches or more", Finding.Heading(new SearchResult([], 1_000, 1, 1), query), StringComparison.Ordinal);
    }
}
