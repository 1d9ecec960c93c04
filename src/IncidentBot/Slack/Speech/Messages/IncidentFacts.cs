using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>What is said of an incident in more than one place.</summary>
internal static class IncidentFacts
{
    /// <summary><c>Still missing: Impact, Tasks</c>.</summary>
    public static Mrkdwn Missing(Incident incident) => Mrkdwn.Format($"{IncidentWords.Missing(incident)}");

    /// <summary>The id, linked to its page where there is one.</summary>
    public static Mrkdwn Id(IncidentId id, CommandSettings settings) =>
        IncidentWords.Page(id, settings) is { } page ? Mrkdwn.Link(page, id.ToString()) : Mrkdwn.Format($"{id}");

    /// <summary>Where all of it is to be found.</summary>
    public static Mrkdwn Whole(IncidentId id, CommandSettings settings) => IncidentWords.Page(id, settings) is { } page
        ? Mrkdwn.Format($"All of it: {Mrkdwn.Link(page, id.ToString())}")
        : Mrkdwn.Format($"All of it: `{Verbs.Draft.Typed(settings.Root)}`");
}
