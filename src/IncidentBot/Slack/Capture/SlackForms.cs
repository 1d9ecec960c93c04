using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Capture;

/// <summary>
/// Modals that were sent in. What is wrong stands beside its field and the modal stays open, so that nothing typed is
/// lost; what is recorded is confirmed where it was recorded.
/// </summary>
internal sealed class SlackForms(
    SlackLines lines, SlackViews views, SlackReplies replies, SlackPeople people, SlackSelf self, SlackApi api, IIncidentStore store, CommandSettings settings)
{
    public async Task<SlackAck> TakeAsync(SlackDelivery delivery, SlackPayload.ViewSubmission sent, CancellationToken ct)
    {
        var about = ViewMetadata.Read(sent.View.PrivateMetadata);
        var values = sent.View.State?.Values ?? default;
        return sent.View.CallbackId switch
        {
            SlackActions.AddToTimeline => await AddAsync(delivery, sent, values, about, ct),
            SlackActions.DeclareIncident => await DeclareAsync(delivery, sent, values, ct),
            SlackActions.AmendEntry => await AmendAsync(delivery, sent, values, about, ct),
            SlackActions.MissingField => await FillAsync(delivery, sent, values, about, ct),
            _ => SlackAck.Empty,
        };
    }

    private async Task<SlackAck> AddAsync(
        SlackDelivery delivery, SlackPayload.ViewSubmission sent, JsonElement values, ViewMetadata? about, CancellationToken ct)
    {
        var incident = about?.Channel is { } room ? await views.OpenIncidentAsync(room, ct) : null;
        var times = await views.TimesAsync(incident, sent.User.Id, ct);
        var form = TimelineForm.Read(values, times, about);
        if (!form.IsGood || about?.Channel is not { } channel)
        {
            return new SlackAck(form.ErrorsToJson());
        }

        if (about.IncidentId is { } meant && meant != incident?.Id)
        {
            return Problem(Fields.Text, Over);
        }

        var message = about.Message is { } ts ? await FindAsync(channel, ts, about.Thread, ct) : null;
        if (message is not null && incident?.FindMessage(SlackIds.Message(channel, message.Ts, Shortcut)) is { } known)
        {
            return Problem(Fields.Text, $"That message is in the timeline already, as #{known.Number}.");
        }

        if (form.Form.Text is null && message is null or { Text.Length: 0 })
        {
            return Problem(Fields.Text, "The message cannot be read now. Copy its text into this field.");
        }

        var line = form.Form.Line(times, settings.Root, message is null ? "" : await people.ReadAsync(message.Text, ct));
        var request = await lines.RequestAsync(delivery, channel, sent.User.Id, sent.User.Called, line, ct);
        if (message is not null && SlackIds.At(message.Ts) is { } sentAt)
        {
            var author = await people.FindAsync(message.User ?? "", message.Username, ct);
            request = request with
            {
                TypedIn = new CapturedMessage(
                    SlackIds.Message(channel, message.Ts, Shortcut), author.Person, sentAt,
                    SlackLines.Link((await self.Identity.WaitAsync(ct)).Url, channel, message), SlackLines.Thread(message)),
                HasFiles = message.Files.Count > 0,
            };
        }

        return await TakeAsync(request, channel, sent.User.Id, Fields.Text);
    }

    private const string Shortcut = "shortcut";

    private async Task<SlackAck> DeclareAsync(SlackDelivery delivery, SlackPayload.ViewSubmission sent, JsonElement values, CancellationToken ct)
    {
        var times = await views.TimesAsync(null, sent.User.Id, ct);
        var form = DeclareForm.Read(values, times, settings);
        if (!form.IsGood)
        {
            return new SlackAck(form.ErrorsToJson());
        }

        var channel = form.Form.Channel;
        if (await views.OpenIncidentAsync(channel, ct) is { } open)
        {
            return Problem(Fields.Channel, $"{open.Id} is open there already: {open.Title}");
        }

        var to = new SlackAddress(null, channel, sent.User.Id);
        var number = 0;
        foreach (var line in form.Form.Lines(times, settings.Root))
        {
            var request = await lines.RequestAsync(
                delivery, channel, sent.User.Id, sent.User.Called, line, ct, $"{delivery.Id}/{number}");
            // What was set is shown with the rest by the status message, so it is not confirmed line by line.
            var isSetting = CommandParser.Parse(line, settings.Root) is Command.Set;
            if (await replies.TakeFormAsync(request, to, isSetting) is { } problem)
            {
                if (number == 0)
                {
                    // Without its first line there is no incident for the others.
                    return Problem(Fields.Channel, problem);
                }

                await replies.HintAsync(to, problem);
            }

            number++;
        }

        return SlackAck.Empty;
    }

    private async Task<SlackAck> AmendAsync(
        SlackDelivery delivery, SlackPayload.ViewSubmission sent, JsonElement values, ViewMetadata? about, CancellationToken ct)
    {
        var incident = await StandingAsync(about, ct);
        var times = await views.TimesAsync(incident, sent.User.Id, ct);
        var form = AmendForm.Read(values, times, about);
        return !form.IsGood ? new SlackAck(form.ErrorsToJson())
            : incident is null ? Problem(Fields.Text, Stale)
            : await TakeAsync(
                await lines.RequestAsync(
                    delivery, about!.Channel!, sent.User.Id, sent.User.Called, form.Form.Line(times, settings.Root, about), ct),
                about.Channel!, sent.User.Id, Fields.Text);
    }

    private async Task<SlackAck> FillAsync(
        SlackDelivery delivery, SlackPayload.ViewSubmission sent, JsonElement values, ViewMetadata? about, CancellationToken ct)
    {
        var form = MissingForm.Read(values, about);
        return !form.IsGood ? new SlackAck(form.ErrorsToJson())
            : await StandingAsync(about, ct) is null ? Problem(Fields.Text, Stale)
            : await TakeAsync(
                await lines.RequestAsync(
                    delivery, about!.Channel!, sent.User.Id, sent.User.Called, form.Form.Line(settings.Root), ct),
                about.Channel!, sent.User.Id, Fields.Text);
    }

    private const string Over = "That incident is closed. Keep what you typed, and reopen it first or begin another.";
    private const string Stale = "That incident is not the one of this channel any more. Copy what you typed, and open this again from the status message.";

    /// <summary>The incident of the form, if it is still the current one of its room.</summary>
    private async Task<Incident?> StandingAsync(ViewMetadata? about, CancellationToken ct) =>
        about?.Channel is { } channel && await store.FindAsync(SlackIds.Room(channel), ct) is { } incident && incident.Id == about.IncidentId ? incident : null;

    private async Task<SlackAck> TakeAsync(CommandRequest request, string channel, string user, string field) =>
        await replies.TakeFormAsync(request, new SlackAddress(null, channel, user)) is { } problem ? Problem(field, problem) : SlackAck.Empty;

    private static SlackAck Problem(string field, string text) => new(ViewErrors.At(field, text).ToJson());

    /// <summary>The message as it reads now; null if it cannot be read.</summary>
    private async Task<SlackMessage?> FindAsync(string channel, string ts, string? thread, CancellationToken ct)
    {
        var range = new SlackRange(channel) { Oldest = ts, Latest = ts, IsInclusive = true, Limit = 1 };
        var page = thread is null ? await api.HistoryAsync(range, ct) : await api.RepliesAsync(range, thread, ct);
        return page.Value?.Messages.FirstOrDefault(message => message.Ts == ts) ?? new SlackMessage { Ts = ts, ThreadTs = thread };
    }
}
