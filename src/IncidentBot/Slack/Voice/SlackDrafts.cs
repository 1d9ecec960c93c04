using System.Text;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>Shows drafts as files.</summary>
internal sealed class SlackDrafts(SlackFiles files, DraftCompiler drafts, SlackReplies replies)
{
    /// <summary>Shows the draft as it is now, in the thread of the message its button stands on.</summary>
    public async Task SendAsync(Incident incident, string channel, string? thread, SlackAddress to, CancellationToken ct)
    {
        if (await UploadAsync(incident, channel, thread, ct) is { } trouble)
        {
            await replies.HintAsync(to, $"The draft could not be shown: {trouble.Text}");
        }
    }

    /// <returns>Null if it is there.</returns>
    public async Task<SlackTrouble?> UploadAsync(Incident incident, string channel, string? thread, CancellationToken ct)
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
