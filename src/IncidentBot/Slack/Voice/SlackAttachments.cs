using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Voice;

/// <summary>Fetches the files of captured messages, so that they are still there when Slack's retention took them away.</summary>
internal sealed class SlackAttachments(SlackApi api, SlackFiles files, CommandIntake intake, CommandSettings settings, TimeProvider time)
{
    public async Task<Posted> FetchAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (item.Entry is not { } number || incident.Find(number) is not { Withdrawn: false, Redacted: false, Message: { } captured })
        {
            return new Posted.Sent();
        }

        var found = await api.GetReactionsAsync(channel, captured.Ref.Id, ct);
        if (!found.IsOk)
        {
            return SlackRooms.Of(found.Trouble);
        }

        string? problem = null;
        foreach (var file in found.Value.Message?.Files ?? [])
        {
            var bytes = await files.DownloadAsync(file, (int)settings.MaxFileBytes, ct);
            if (bytes.Trouble is { Outcome: not SlackOutcome.Refused } trouble)
            {
                return SlackRooms.Of(trouble);
            }

            if (!bytes.IsOk)
            {
                problem = bytes.Trouble.Text;
                continue;
            }

            var now = time.GetUtcNow().ToInstant();
            var outcome = await intake.TakeAsync(
                new CommandRequest
                {
                    Delivery = SlackIds.Delivery($"file:{incident.Id}#{number}/{file.Id}"),
                    Channel = item.Room,
                    Actor = captured.Author,
                    Text = file.Name ?? file.Title ?? "file",
                    Change = new MessageChange.FileFetched(captured.Ref, file.Mimetype ?? "application/octet-stream", bytes.Value.Content),
                    SentAt = now,
                    ReceivedAt = now,
                },
                Timeout.InfiniteTimeSpan,
                confirmsLater: false);
            if (outcome is not Outcome.Answered)
            {
                return new Posted.Later("storage did not take the file");
            }
        }

        return problem is null ? new Posted.Sent() : new Posted.Refused(problem);
    }
}
