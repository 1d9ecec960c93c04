using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>The buttons there are.</summary>
internal static class Buttons
{
    public static Button Note(IncidentId id) => Of(DiscordActions.Note, "Note", new ActionValue(id));

    public static Button DeadEnd(IncidentId id) => Of(DiscordActions.DeadEnd, "Dead end", new ActionValue(id));

    public static Button Resolve(IncidentId id) => Of(DiscordActions.Resolve, "Resolve", new ActionValue(id), ButtonStyle.Success);

    public static Button Close(IncidentId id) => Of(DiscordActions.Close, "Close", new ActionValue(id), ButtonStyle.Success);

    public static Button Draft(IncidentId id) => Of(DiscordActions.Draft, "Draft", new ActionValue(id));

    /// <summary>Takes back the latest entry of whoever presses it.</summary>
    public static Button UndoLatest(IncidentId id) => Of(DiscordActions.Undo, "Undo my last", new ActionValue(id));

    public static Button Undo(IncidentId id, int entry) => Of(DiscordActions.Undo, "Undo", new ActionValue(id, entry));

    public static Button Amend(IncidentId id, int entry) => Of(DiscordActions.Amend, "Amend", new ActionValue(id, entry));

    /// <summary>Adds what a gap lacks.</summary>
    public static Button Fix(IncidentId id, string what, EntryKind kind) =>
        Of(DiscordActions.Missing, $"Add {what.ToLowerInvariant()}", new ActionValue(id, Kind: kind));

    /// <summary>Asks for all that is missing at once, as far as a modal has room.</summary>
    public static Button FixAll(IncidentId id) => Of(DiscordActions.Missing, "Fill in all", new ActionValue(id), ButtonStyle.Primary);

    /// <summary>Leads to the page of an incident; null if there are no pages.</summary>
    public static Button? Open(IncidentId id, CommandSettings settings) => IncidentWords.Page(id, settings) is { } page
        ? new Button(ButtonStyle.Link) { Label = "Open in browser", Url = page }
        : null;

    /// <summary>The buttons in as many rows as they take.</summary>
    public static IReadOnlyList<Component> Rows(params IEnumerable<Button?> buttons) =>
        [.. buttons.OfType<Button>().Chunk(Limits.ButtonsInRow).Take(Limits.Rows).Select(row => new ActionRow(row))];

    private static Button Of(string action, string label, ActionValue value, ButtonStyle style = ButtonStyle.Secondary) =>
        new(style) { Label = Plain.Line(label, Limits.ButtonLabel), CustomId = new ButtonId(action, value).ToString() };
}
