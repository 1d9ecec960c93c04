using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;
using NodaTime;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>The Home tab: what is open, what one has written in, and the drafts that wait to be finished.</summary>
internal static class HomeView
{
    private const int Shown = 8;
    private const int Longest = 150;

    /// <summary>How the ids of Slack's rooms begin in ours.</summary>
    private const string Rooms = "slack:";

    /// <param name="recent">The latest incidents, the newest first.</param>
    /// <param name="person">Whose tab it is.</param>
    public static SlackView Of(IReadOnlyList<Incident> recent, string person, CommandSettings settings, Instant now)
    {
        var open = recent.Where(incident => !incident.Closed).ToList();
        var yours = recent.Where(incident => incident.Closed && Wrote(incident, person)).ToList();
        var drafts = recent.Where(incident => incident.Closed).Except(yours).ToList();
        return BlockLimits.Fit(new SlackView(SlackView.Home, SlackActions.Home,
        [
            .. open.Count == 0 ? Beginning(recent.Count == 0, settings) : List("Open", open),
            new Block.Actions([Buttons.Declare()]),
            .. List("Yours", yours),
            .. List("Recent drafts", drafts),
        ]));

        IEnumerable<Block> List(string heading, IReadOnlyList<Incident> incidents)
        {
            if (incidents.Count == 0)
            {
                yield break;
            }

            yield return new Block.Header(new Plain(heading));
            foreach (var incident in incidents.Take(Shown))
            {
                yield return Row(incident, person, settings, now);
            }

            if (incidents.Count > Shown)
            {
                yield return new Block.Context(Mrkdwn.Format($"{incidents.Count - Shown} more: `{Verbs.List.Typed(settings.Root)}`"));
            }
        }
    }

    private static Block.Section Row(Incident incident, string person, CommandSettings settings, Instant now)
    {
        var facts = Mrkdwn.Join(" · ",
        [
            IncidentFacts.Id(incident.Id, settings),
            Mrkdwn.Typed(incident.Severity),
            Room(incident.Channels[0]),
            incident.Closed ? Mrkdwn.Typed(IncidentWords.Count(incident)) : Mrkdwn.Empty,
            !incident.Closed && Wrote(incident, person) ? Mrkdwn.Literal("yours") : Mrkdwn.Empty,
        ]);
        return new Block.Section(Mrkdwn.Format($"*{IncidentWords.State(incident, now)}* · {facts}\n{Mrkdwn.Excerpt(incident.Title, Longest)}"))
        {
            Accessory = incident.Closed ? Buttons.Draft(incident.Id) : Buttons.Note(incident.Id),
        };
    }

    private static bool Wrote(Incident incident, string person) =>
        incident.Entries.Any(entry => !entry.Withdrawn && entry.Author.Id == person);

    /// <summary>The room's name, where Slack knows it.</summary>
    private static Mrkdwn Room(ChannelId channel) => channel.Value.StartsWith(Rooms, StringComparison.Ordinal)
        ? Mrkdwn.Channel(channel.Value[Rooms.Length..])
        : Mrkdwn.Empty;

    private static IEnumerable<Block> Beginning(bool isFirst, CommandSettings settings)
    {
        yield return new Block.Header(new Plain("No incident is open"));
        yield return new Block.Section(Mrkdwn.Format(
            $"When something breaks, type `/detected` and what you saw in the channel where you work on it. The clock runs from there.\nThen `/note`, `/dead-end` and `/fix` as it happens, `/resolved` when it works again, and `{Verbs.Close.Typed(settings.Root)}` for the draft."));
        if (isFirst)
        {
            yield return new Block.Context(Mrkdwn.Format($"All commands: `{Verbs.Help.Typed(settings.Root)}`"));
        }
    }
}
