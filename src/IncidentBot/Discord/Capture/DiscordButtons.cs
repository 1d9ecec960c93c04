using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// What buttons do. Their values came back from outside: an incident is touched only from a room that feeds it and in
/// which it is the current one.
/// </summary>
internal sealed class DiscordButtons(
    DiscordLines lines, DiscordViews views, DiscordReplies replies, DiscordDrafts drafts, DiscordTimes times, CommandSettings settings)
{
    public const string Silent = "The storage does not respond, so nothing was changed. Press it again in a moment.";

    public async Task PressAsync(DiscordDelivery delivery, DiscordInteraction pressed, CancellationToken ct)
    {
        if (await times.TryReadAsync(DiscordLines.Request(delivery, pressed, ""), ct) is not { } basis)
        {
            await replies.HintAsync(delivery, pressed, Silent);
            return;
        }

        await (ButtonId.TryRead(pressed.Data.CustomId, out var id) && basis.Current is { } current && current.Id == id.Value.Incident
            ? PressAsync(delivery, pressed, id, basis, current, ct)
            : replies.HintAsync(delivery, pressed, Replies.Stale));
    }

    private Task PressAsync(DiscordDelivery delivery, DiscordInteraction pressed, ButtonId id, DiscordBasis basis, Incident incident, CancellationToken ct)
    {
        var entry = id.Value.Entry is { } number ? incident.Find(number) : null;
        return id.Action switch
        {
            DiscordActions.Note => views.MomentAsync(delivery, pressed, basis, EntryKind.Note),
            DiscordActions.DeadEnd => views.MomentAsync(delivery, pressed, basis, EntryKind.DeadEnd),
            DiscordActions.Missing => views.MissingAsync(delivery, pressed, incident, id.Value.Kind),
            DiscordActions.Amend when entry is not null => views.AmendAsync(delivery, pressed, basis, incident, entry),
            DiscordActions.Draft => drafts.ShowAsync(delivery, pressed, incident, new Command.ShowDraft(Layout: null, WithRoute: false), ct),
            DiscordActions.Undo => SayAsync(new Command.Undo(id.Value.Entry)),
            DiscordActions.Resolve => SayAsync(new Command.RecordMoment(EntryKind.Resolved, "")),
            DiscordActions.Close => SayAsync(new Command.Close()),
            _ => replies.HintAsync(delivery, pressed, Replies.Stale),
        };

        Task SayAsync(Command command) => lines.TakeAsync(delivery, pressed, CommandFormatter.Format(command, settings.Root));
    }
}
