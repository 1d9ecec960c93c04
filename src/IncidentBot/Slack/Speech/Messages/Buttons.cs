using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>The buttons there are.</summary>
internal static class Buttons
{
    public static Element.Button Note(IncidentId id) => Of(SlackActions.Note, "Note", new ActionValue(id));

    public static Element.Button DeadEnd(IncidentId id) => Of(SlackActions.DeadEnd, "Dead end", new ActionValue(id));

    public static Element.Button Resolve(IncidentId id) => Of(SlackActions.Resolve, "Resolve", new ActionValue(id)) with { Style = Element.Button.Primary };

    public static Element.Button Close(IncidentId id) => Of(SlackActions.Close, "Close", new ActionValue(id)) with { Style = Element.Button.Primary };

    public static Element.Button Draft(IncidentId id) => Of(SlackActions.Draft, "Draft", new ActionValue(id));

    /// <summary>Takes back the latest entry of whoever presses it.</summary>
    public static Element.Button UndoLatest(IncidentId id) => Of(SlackActions.Undo, "Undo my last", new ActionValue(id));

    public static Element.Button Undo(IncidentId id, int entry) => Of(SlackActions.Undo, "Undo", new ActionValue(id, entry));

    public static Element.Button Amend(IncidentId id, int entry) => Of(SlackActions.Amend, "Amend", new ActionValue(id, entry));

    public static Element.Button Declare() => new(SlackActions.Declare, new Plain("Declare an incident"), null);

    /// <summary>Adds what a gap lacks.</summary>
    public static Element.Button Fix(IncidentId id, string what, EntryKind kind) =>
        Of(SlackActions.OneOf(SlackActions.FixMissing, kind.Verb()), $"Add {what.ToLowerInvariant()}", new ActionValue(id, Kind: kind));

    /// <summary>Leads to the page of an incident; null if there are no pages.</summary>
    public static Element.Button? Open(IncidentId id, CommandSettings settings) => IncidentWords.Page(id, settings) is { } page
        ? new(SlackActions.Open, new Plain("Open in browser"), id.ToString()) { Url = page }
        : null;

    private static Element.Button Of(string action, string text, ActionValue value) => new(action, new Plain(text), value.ToString());
}
