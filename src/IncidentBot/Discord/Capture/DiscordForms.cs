using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Modals that were sent in. Discord has closed them by then, so what is wrong is told with the words that were typed:
/// nothing typed is lost.
/// </summary>
internal sealed class DiscordForms(
    DiscordLines lines, DiscordReplies replies, DiscordTimes times, DiscordTargets targets, DiscordNames names, DiscordApi api, CommandSettings settings,
    TimeProvider time)
{
    /// <summary>Of the three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private const string Shortcut = "shortcut";
    private const string Over = "That incident is not the one of this channel any more, so nothing was recorded.";

    public async Task TakeAsync(DiscordDelivery delivery, DiscordInteraction sent, CancellationToken ct)
    {
        if (ModalState.Read(sent.Data.CustomId) is not { } state)
        {
            await replies.HintAsync(delivery, sent, Typed("That form is too old, so nothing was recorded. Open it again.", sent));
            return;
        }

        if (await times.TryReadAsync(DiscordLines.Request(delivery, sent, ""), ct) is not { } basis)
        {
            await replies.HintAsync(delivery, sent, Typed(DiscordButtons.Silent, sent));
            return;
        }

        await (state.Form switch
        {
            ModalState.Timeline => AddAsync(delivery, sent, state, basis, ct),
            ModalState.Amend => AmendAsync(delivery, sent, state, basis),
            _ => FillAsync(delivery, sent, state, basis),
        });
    }

    private async Task AddAsync(DiscordDelivery delivery, DiscordInteraction sent, ModalState state, DiscordBasis basis, CancellationToken ct)
    {
        var form = TimelineModal.Read(sent.Data.Fields, basis.Times, state);
        if (!form.IsGood)
        {
            await replies.HintAsync(delivery, sent, form.Problem);
            return;
        }

        if (state.Incident is { } meant && meant != basis.Open?.Id)
        {
            await replies.HintAsync(delivery, sent, Typed(Over, sent));
            return;
        }

        var message = state.Message is { } id ? await FindAsync(sent.ChannelId!, id, ct) : null;
        if (form.Form.Text is null && message is null or { Content: null or "" })
        {
            await replies.HintAsync(delivery, sent, "The message cannot be read now, so nothing was recorded. Choose \"Add to timeline\" once more, and copy its text into the form.");
            return;
        }

        var line = form.Form.Line(basis.Times, settings.Root, message is null ? "" : await names.ReadAsync(message, sent.GuildId, ct));
        var request = DiscordLines.Request(delivery, sent, line);
        await replies.AnswerAsync(delivery, sent, message is null ? request : request with { TypedIn = Captured(sent, message), HasFiles = message.Attachments.Count > 0 });
    }

    private Task AmendAsync(DiscordDelivery delivery, DiscordInteraction sent, ModalState state, DiscordBasis basis)
    {
        var form = AmendModal.Read(sent.Data.Fields, basis.Times, state);
        return !form.IsGood ? replies.HintAsync(delivery, sent, form.Problem)
            : basis.Current?.Id != state.Incident ? replies.HintAsync(delivery, sent, Typed(Over, sent))
            : lines.TakeAsync(delivery, sent, form.Form.Line(basis.Times, settings.Root));
    }

    private Task FillAsync(DiscordDelivery delivery, DiscordInteraction sent, ModalState state, DiscordBasis basis)
    {
        var form = MissingModal.Read(sent.Data.Fields);
        return !form.IsGood ? replies.HintAsync(delivery, sent, form.Problem)
            : basis.Current?.Id != state.Incident ? replies.HintAsync(delivery, sent, Typed(Over, sent))
            : lines.TakeAllAsync(delivery, sent, [.. form.Form.Lines(settings.Root)]);
    }

    /// <summary>The message as it was chosen; after a restart as far as it can be read. Null if it is gone.</summary>
    private async Task<DiscordMessage?> FindAsync(string channel, string id, CancellationToken ct)
    {
        if (targets.Find(id) is { } known)
        {
            return known;
        }

        try
        {
            return (await api.MessageAsync(channel, id, ct).WaitAsync(Patience, time, ct)).Value;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static CapturedMessage? Captured(DiscordInteraction sent, DiscordMessage message) => DiscordIds.At(message.Id) is { } sentAt
        ? new CapturedMessage(
            new MessageRef(DiscordIds.Room(sent.GuildId, sent.ChannelId!), message.Id, Shortcut), DiscordLines.Author(message), sentAt,
            DiscordIds.Link(sent.GuildId, sent.ChannelId!, message.Id), Thread: null)
        : null;

    /// <summary>With what was typed, to be copied.</summary>
    private static string Typed(string problem, DiscordInteraction sent)
    {
        var form = new ModalValues(sent.Data.Fields);
        form.Check(problem);
        return form.Read(() => "").Problem!;
    }
}
