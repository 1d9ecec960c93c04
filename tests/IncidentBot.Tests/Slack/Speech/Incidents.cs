using System.Text;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Drafts;
using NodaTime;

namespace IncidentBot.Tests.Slack.Speech;

/// <summary>Incidents to be spoken of.</summary>
internal static class Incidents
{
    private static readonly string[] Pieces =
    [
        "<!channel> ", "<@U012ABCDEF>", "&", "<", ">", "&amp;", "*", "`", "```", "\n", " ", "\"", "\\", "\u0001", "😀", "👨‍👩‍👧", "e\u0301\u0301\u0301",
        "\u202E", "漢字", "word ", "https://example.org/a?b=1&c=2 ", "\uD83D", "</script>", ":fire:", "\u0600",
    ];

    /// <summary>In the middle of the night, dead ends and all.</summary>
    public static Incident Running() => InSlack(Some.Incident("Checkout returns 500s", "America/New_York")
        .On(2026, 3, 4)
        .Detected("23:40", "Alert: checkout error rate 30 %, see https://status.example.org/checkout?since=1h&level=error")
        .Note("23:52", "Graphs show errors since the 23:30 deploy.")
        .DeadEnd("23:55-23:59", "Suspected the cache; flushing changed nothing.")
        .On(2026, 3, 5)
        .By(Some.Ben)
        .DeadEnd("00:05-00:40", "Suspected the payment provider; their status page is green.")
        .Escalate("00:41", "Paged the database team.")
        .Note("00:50", "`orders` has no index on <tenant>.")
        .Note("00:58", "Migration 418 & its rollback are being read.")
        .Note("00:59", "Rollback takes a lock on `orders`; waiting for the database team.")
        .Identified("01:01", "Migration 418 dropped the index.")
        .Set(Setting.Severity, "SEV2"));

    public static Instant Night => Instant.FromUtc(2026, 3, 5, 6, 2);

    /// <summary>The same incident in a room of Slack.</summary>
    private static Incident InSlack(IncidentScript story) => Incident.Replay(Some.Id, story.Events.Select(e =>
        e.Event is IncidentEvent.ChannelBound ? e with { Event = new IncidentEvent.ChannelBound(new ChannelId("slack:C024BE91L")) } : e));

    /// <summary>A title or text of about a length, made to break what is sent.</summary>
    public static string Nasty(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Insert(text.Length, Pieces[random.Next(Pieces.Length)], random.Next(8) == 0 ? random.Next(1, 400) : 1);
        }

        return text.ToString();
    }

    /// <summary>An incident of any size.</summary>
    public static Incident Big(Random random)
    {
        var story = Some.Incident(Nasty(random, random.Next(1, 1000)), random.Next(2) == 0 ? "UTC" : "Asia/Kathmandu").Detected("08:00", "x");
        var at = Instant.FromUtc(2023, 11, 12, 9, 0);
        for (var i = random.Next(80); i > 0; i--)
        {
            at += Duration.FromMinutes(random.Next(90));
            _ = random.Next(6) switch
            {
                0 => story.DeadEnd("10:00-10:45", Nasty(random, random.Next(2000))),
                1 => story.Impact(Nasty(random, random.Next(8000)), Nasty(random, 40)),
                2 => story.Task(Nasty(random, random.Next(300))),
                3 => story.Lasted("2023-11-12 11:00", "2023-11-12 10:00"),
                4 => story.By(new Person($"U{i}", Nasty(random, 30))),
                _ => story.NoteAt(at, Nasty(random, random.Next(20_000))),
            };
        }

        story.Set(Setting.Severity, Nasty(random, random.Next(1, 50)));
        return (random.Next(3) == 0 ? story.Close() : story).Build();
    }
}
