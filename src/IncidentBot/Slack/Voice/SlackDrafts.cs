using System.Text;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>Shows drafts as files.</summary>
internal sealed class SlackDrafts(SlackApi api, SlackFiles files, DraftCompiler drafts, SlackReplies replies)
{
    /// <summary>Shows the draft as it is now, in the thread of the message its button stands on.</summary>
    public async Task SendAsync(Incident incident, string channel, string? thread, SlackAddress to, CancellationToken ct)
    {
        if (await UploadAsync(incident, channel, thread, ct) is { } trouble)
        {
            await replies.HintAsync(to, $"The draft could not be shown: {trouble.Text}");
        }
    }

    /// <summary>Shows the draft to somebody alone.</summary>
    public async Task SendAsync(Incident incident, SlackAddress to, CancellationToken ct)
    {
        var direct = await api.OpenDirectAsync(to.User, ct);
        if (direct.IsOk)
        {
            await SendAsync(incident, direct.Value.Id, null, to, ct);
        }
        else
        {
            await replies.HintAsync(to, $"The draft could not be shown: {direct.Trouble.Text}");
        }
    }

    /// <summary>Puts the draft into the thread of the post at the close.</summary>
    /// <param name="mayBeThere">Whether an earlier try may have brought it there: then that is looked for.</param>
    /// <returns>Null if it is there.</returns>
    public async Task<SlackTrouble?> AttachAsync(Incident incident, string channel, string thread, bool mayBeThere, CancellationToken ct)
    {
        if (mayBeThere)
        {
            var there = await api.RepliesAsync(new SlackRange(channel), thread, ct);
            if (!there.IsOk || there.Value.Messages.Any(message => message.BotId is not null && message.Files.Count > 0))
            {
                return there.Trouble;
            }
        }

        return await UploadAsync(incident, channel, thread, ct);
    }

    private async Task<SlackTrouble?> UploadAsync(Incident incident, string channel, string? thread, CancellationToken ct)
    {
        Draft draft;
        try
        {
            draft = drafts.Compile(incident, layout: null, DraftFormat.Text, withRoute: false);
        }
        catch (LayoutException e)
        {
            return new SlackTrouble(SlackOutcome.Refused, "the draft", e.Message);
        }

        var upload = new SlackUpload(channel, draft.FileName, $"{incident.Id}: draft") { ThreadTs = thread };
        return (await files.UploadAsync(upload, Encoding.UTF8.GetBytes(draft.Content), ct)).Trouble;
    }
}
