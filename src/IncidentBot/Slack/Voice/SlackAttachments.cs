using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Voice;

/// <summary>Fetches the files of captured messages, so that they are still there when Slack's retention took them away.</summary>
internal sealed class SlackAttachments(SlackFiles files, SlackMessages messages, SlackReplies replies, CommandSettings settings, TimeProvider time)
{
    public async Task<Posted> FetchAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (settings.MaxFileBytes == 0 || item.Entry is not { } number || incident.Find(number) is not { Withdrawn: false, Redacted: false, Message: { } captured })
        {
            return new Posted.Sent();
        }

        var found = await messages.ReadAsync(channel, captured.Ref.Id, ct);
        if (!found.IsOk)
        {
            return SlackRooms.Of(found.Trouble);
        }

        List<string> lacking = [];
        foreach (var file in found.Value.Files)
        {
            var bytes = await files.DownloadAsync(file, (int)settings.MaxFileBytes, ct);
            if (bytes.Trouble is { Outcome: not SlackOutcome.Refused } trouble)
            {
                return SlackRooms.Of(trouble);
            }

            if (!bytes.IsOk)
            {
                lacking.Add($"{Name(file)}: {Why(file, bytes.Trouble)}");
                continue;
            }

            var outcome = await replies.RecordAsync(
                messages.Request(SlackIds.Delivery($"file:{incident.Id}#{number}/{file.Id}"), captured.Author, channel, time.GetUtcNow().ToInstant()) with
                {
                    Text = Name(file),
                    Change = new MessageChange.FileFetched(captured.Ref, file.Mimetype ?? "application/octet-stream", bytes.Value.Content),
                });
            if (outcome is not Outcome.Answered)
            {
                return new Posted.Later("storage did not take the file");
            }
        }

        if (lacking.Count > 0)
        {
            // Whoever captured the message can still put the file elsewhere.
            replies.Hint(
                new SlackAddress(null, channel, SlackIds.User(incident.Find(number)!.RecordedBy), captured.Thread),
                $"{incident.Id} #{number} is recorded, but not everything that hangs on its message is kept:\n{string.Join('\n', lacking)}");
        }

        return new Posted.Sent();
    }

    private static string Name(SlackFile file) => file.Name ?? file.Title ?? "a file";

    private string Why(SlackFile file, SlackTrouble trouble) => file.Size > settings.MaxFileBytes
        ? $"it has {file.Size:N0} bytes, and {settings.MaxFileBytes:N0} are the most."
        : trouble.Text;
}
