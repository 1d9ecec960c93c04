using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;
using NodaTime;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>
/// The one live message of an incident, pinned and edited in place. On a phone at night the first two lines must do:
/// what it is, whether it goes on, for how long.
/// </summary>
internal static class StatusMessage
{
    public const string EventType = "incident_status";

    private const int LastShown = 5;
    private const int DeadEndsShown = 3;
    private const int Longest = 200;
    private const int LongestDeadEnd = 100;

    /// <param name="post">The id of the post, by which it is found again.</param>
    public static SlackMessage Of(Incident incident, CommandSettings settings, Instant now, string? post = null) =>
        BlockLimits.Fit(new SlackMessage(
            Mrkdwn.Format($"{incident.Id} · {IncidentWords.State(incident, now)} · {Mrkdwn.Excerpt(incident.Title, Longest)}"),
            [.. incident.Closed ? Closed(incident, settings, now) : Running(incident, settings, now)])
        {
            Metadata = Marks.Of(EventType, incident.Id, post),
            Whole = IncidentFacts.Whole(incident.Id, settings),
        });

    /// <summary>In a room that feeds it no more: what stood there would grow old.</summary>
    public static SlackMessage Left(Incident incident, CommandSettings settings) => BlockLimits.Fit(new SlackMessage(
        Mrkdwn.Format($"{incident.Id} · not fed from here any more"),
        [
            new Block.Header(new Plain(incident.Title)),
            new Block.Section(Mrkdwn.Format($"{IncidentFacts.Id(incident.Id, settings)} is not fed from here any more. `/{settings.Root} link {incident.Id}` brings it back.")),
        ])
    {
        Metadata = Marks.Of(EventType, incident.Id, null),
    });

    private static IEnumerable<Block> Running(Incident incident, CommandSettings settings, Instant now)
    {
        var moments = Timeline.Of(incident);
        var last = moments.TakeLast(LastShown).ToList();
        yield return new Block.Header(new Plain(incident.Title));
        yield return Head(incident, settings, now);
        foreach (var entry in last)
        {
            yield return new Block.Section(new EntryText(incident, now).Line(entry, Longest));
        }

        foreach (var block in DeadEnds(incident, last, now))
        {
            yield return block;
        }

        yield return new Block.Context(IncidentFacts.Missing(incident));
        yield return new Block.Actions(incident.State == IncidentState.Open
            ? [Buttons.Note(incident.Id), Buttons.DeadEnd(incident.Id), Buttons.Resolve(incident.Id), Buttons.UndoLatest(incident.Id), Buttons.Draft(incident.Id)]
            : [Buttons.Note(incident.Id), Buttons.Close(incident.Id), Buttons.UndoLatest(incident.Id), Buttons.Draft(incident.Id)]);
        yield return Foot(incident, moments.Count, last.Count, now);
    }

    private static IEnumerable<Block> Closed(Incident incident, CommandSettings settings, Instant now)
    {
        yield return new Block.Header(new Plain(incident.Title));
        yield return Head(incident, settings, now);
        yield return new Block.Context(IncidentFacts.Missing(incident));
        yield return new Block.Actions(Buttons.Open(incident.Id, settings) is { } open
            ? [Buttons.Draft(incident.Id), open]
            : [Buttons.Draft(incident.Id)]);
    }

    private static Block.Section Head(Incident incident, CommandSettings settings, Instant now)
    {
        var facts = Mrkdwn.Join(" · ",
        [
            IncidentFacts.Id(incident.Id, settings),
            Mrkdwn.Typed(incident.Severity),
            incident.Closed ? Mrkdwn.Typed(IncidentWords.Count(incident)) : Since(incident, now),
            Mrkdwn.Typed(incident.Channels.Count > 1 ? $"fed from {incident.Channels.Count} rooms" : null),
        ]);
        return new Block.Section(Mrkdwn.Format($"*{IncidentWords.State(incident, now)}*\n{facts}"));
    }

    private static Mrkdwn Since(Incident incident, Instant now) => Timeline.Start(incident) is { } start
        ? Mrkdwn.Format($"since {Mrkdwn.Date(start, "{date_short_pretty} {time}", TimeWords.Stamp(start, Zones.Get(incident.Zone), now))}")
        : Mrkdwn.Literal("the clock starts with `/detected`");

    private static IEnumerable<Block> DeadEnds(Incident incident, IReadOnlyList<Entry> shown, Instant now)
    {
        var others = Timeline.Of(incident).Where(e => e.Kind == EntryKind.DeadEnd).Except(shown).ToList();
        if (others.Count == 0)
        {
            yield break;
        }

        yield return new Block.Context(Mrkdwn.Format($"*Ruled out earlier* · {IncidentWords.DeadEnds(Figures.Of(incident))} in all"));
        foreach (var entry in others.TakeLast(DeadEndsShown))
        {
            yield return new Block.Context(new EntryText(incident, now).Brief(entry, LongestDeadEnd));
        }
    }

    private static Block.Context Foot(Incident incident, int moments, int shown, Instant now)
    {
        var part = shown < moments ? $"The last {shown} of {moments} · times" : "Times";
        return new(Mrkdwn.Format($"{part} in {IncidentWords.Zone(incident, now)} · as of {Mrkdwn.Date(now, "{time}", TimeWords.Clock(now, Zones.Get(incident.Zone)))}"));
    }
}
