using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Capture;

/// <summary>Opens modals: from the menu of a message, and from buttons that need more than a tap.</summary>
internal sealed class DiscordViews(DiscordReplies replies, DiscordTimes times, DiscordTargets targets, DiscordNames names)
{
    /// <summary>Add to timeline: the menu of a message brings its words along, without any intent.</summary>
    public async Task OpenAsync(DiscordDelivery delivery, DiscordInteraction chosen, CancellationToken ct)
    {
        if (chosen.Data.TargetId is not { } id || chosen.Data.Resolved.Messages.GetValueOrDefault(id) is not { } message || DiscordIds.At(id) is not { } sentAt)
        {
            await replies.HintAsync(delivery, chosen, Replies.Stale);
            return;
        }

        targets.Keep(message);
        var request = DiscordLines.Request(delivery, chosen, "");
        var basis = await times.TryReadAsync(request, ct) ?? times.Plain(request);
        if (basis.Open?.FindMessage(new MessageRef(request.Channel, id, MessageRef.Typed)) is { } known)
        {
            await replies.HintAsync(delivery, chosen, $"That message is in the timeline of {basis.Open.Id} already, as #{known.Number}.");
            return;
        }

        await OpenAsync(delivery, chosen, TimelineModal.View(basis.Open, EntryKind.Note, await names.ReadAsync(message, chosen.GuildId, ct), sentAt, basis.Times, id));
    }

    /// <summary>A moment of a kind, to be typed.</summary>
    public Task MomentAsync(DiscordDelivery delivery, DiscordInteraction pressed, DiscordBasis basis, EntryKind kind) => basis.Open is { } open
        ? OpenAsync(delivery, pressed, TimelineModal.View(open, kind, text: null, at: null, basis.Times))
        : replies.HintAsync(delivery, pressed, Replies.Stale);

    /// <summary>What is missing: of a kind, or all that there is room for.</summary>
    public Task MissingAsync(DiscordDelivery delivery, DiscordInteraction pressed, Incident incident, EntryKind? kind) =>
        (kind is { } one && !one.IsMoment() ? MissingModal.View(incident, one) : MissingModal.View(incident)) is { } modal
            ? OpenAsync(delivery, pressed, modal)
            : replies.HintAsync(delivery, pressed, "Nothing is missing any more.");

    public Task AmendAsync(DiscordDelivery delivery, DiscordInteraction pressed, DiscordBasis basis, Incident incident, Entry entry) =>
        entry is { Withdrawn: false, Redacted: false }
            ? OpenAsync(delivery, pressed, AmendModal.View(incident, entry, basis.Times))
            : replies.HintAsync(delivery, pressed, Replies.Stale);

    private Task<DiscordTrouble?> OpenAsync(DiscordDelivery delivery, DiscordInteraction used, ModalBody modal) =>
        replies.FirstAsync(delivery, used, new DiscordResponse.OpenModal(modal));
}
