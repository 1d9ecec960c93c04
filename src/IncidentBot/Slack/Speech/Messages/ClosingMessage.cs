using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;
using NodaTime;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>The post at the close: what it came to, what is still missing, each with the button that adds it, and where the draft is.</summary>
internal static class ClosingMessage
{
    public const string EventType = "incident_closed";

    private const int Longest = 200;

    /// <param name="post">The id of the post, by which it is found again.</param>
    public static SlackMessage Of(Incident incident, CommandSettings settings, Instant now, string? post = null)
    {
        var state = IncidentWords.State(incident, now);
        return BlockLimits.Fit(new SlackMessage(
            Mrkdwn.Format($"{incident.Id} · {state} · {Mrkdwn.Excerpt(incident.Title, Longest)}\n{IncidentFacts.Missing(incident)}"),
            [
                new Block.Header(new Plain(incident.Title)),
                new Block.Section(Mrkdwn.Format($"*{state}*\n{IncidentFacts.Id(incident.Id, settings)} · {IncidentWords.Count(incident)}{By(incident)}")),
                .. Missing(incident, settings),
                Draft(incident, settings),
            ])
        {
            Metadata = Marks.Of(EventType, incident.Id, post),
            Whole = IncidentFacts.Whole(incident.Id, settings),
        });
    }

    private static Mrkdwn By(Incident incident) =>
        incident.ClosedBy is { } person ? Mrkdwn.Format($" · closed by {person.Name}") : Mrkdwn.Empty;

    /// <summary>A moment belongs to an incident that goes on, so that one cannot be added with a tap any more.</summary>
    private static IEnumerable<Block> Missing(Incident incident, CommandSettings settings)
    {
        var gaps = Gap.Of(incident);
        var fixes = gaps.Where(IsFillable).Select(gap => Buttons.Fix(incident.Id, gap.What, gap.Verb!.Value)).ToList();
        var others = gaps.Where(gap => !IsFillable(gap)).Select(gap => gap.Verb is { } verb
            ? Mrkdwn.Format($"• {gap.What}: `{Verbs.Reopen.Typed(settings.Root)}`, then `/{verb.Verb()}`.")
            : Mrkdwn.Format($"• {gap.What}."));
        if (gaps.Count == 0)
        {
            yield return new Block.Section(Mrkdwn.Literal("Nothing is missing."));
            yield break;
        }

        yield return new Block.Section(Mrkdwn.Join("\n",
            [fixes.Count > 0 ? Mrkdwn.Literal("*Still missing*, one tap each:") : Mrkdwn.Literal("*To be put right:*"), .. others]));
        if (fixes.Count > 0)
        {
            yield return new Block.Actions(fixes);
        }

        static bool IsFillable(Gap gap) => IncidentWords.IsFillable(gap, out _);
    }

    private static Block.Context Draft(Incident incident, CommandSettings settings) => new(IncidentWords.Page(incident.Id, settings) is { } page
        ? Mrkdwn.Format($"The draft follows as a file, and is {Mrkdwn.Link(page, "in the browser")}.")
        : Mrkdwn.Format($"The draft follows as a file, and again with `{Verbs.Draft.Typed(settings.Root)}`."));
}
