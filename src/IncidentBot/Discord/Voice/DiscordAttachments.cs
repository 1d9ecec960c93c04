using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake;
using IncidentBot.Storage.Rooms;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Voice;

/// <summary>Fetches the files of captured messages: their addresses at Discord are good for a day.</summary>
internal sealed class DiscordAttachments(
    DiscordApi api, DiscordFiles files, DiscordVoice voice, DiscordPlaces places, DiscordTargets targets, CommandIntake intake, CommandSettings settings, TimeProvider time)
{
    public async Task<Posted> FetchAsync(OutboxItem item, Incident incident, string channel, CancellationToken ct)
    {
        if (settings.MaxFileBytes == 0 || item.Entry is not { } number || incident.Find(number) is not { Withdrawn: false, Redacted: false, Message: { } captured })
        {
            return new Posted.Sent();
        }

        if (targets.Find(captured.Ref.Id) is { } known)
        {
            return await KeepAsync(incident, number, captured, known.Attachments, channel, ct) ?? new Posted.Sent();
        }

        var found = await api.MessageAsync(channel, captured.Ref.Id, ct);
        return found.IsOk
            ? await KeepAsync(incident, number, captured, found.Value.Attachments, channel, ct) ?? new Posted.Sent()
            : DiscordRooms.Of(found.Trouble);
    }

    /// <returns>Why it has to be tried again; null if all was done that can be done.</returns>
    private async Task<Posted?> KeepAsync(
        Incident incident, int number, CapturedMessage captured, IReadOnlyList<DiscordAttachment> hanging, string channel, CancellationToken ct)
    {
        List<string> lacking = [];
        foreach (var file in hanging)
        {
            if (file.Size > settings.MaxFileBytes || file.Url is null)
            {
                lacking.Add($"{file.Filename}: it has {file.Size:N0} bytes, and {settings.MaxFileBytes:N0} are the most.");
                continue;
            }

            var bytes = await files.DownloadAsync(file, settings.MaxFileBytes, ct);
            if (bytes.Trouble is { Outcome: not DiscordOutcome.Refused } trouble)
            {
                return DiscordRooms.Of(trouble);
            }

            if (!bytes.IsOk)
            {
                lacking.Add($"{file.Filename}: {bytes.Trouble.Text}");
            }
            else if (!await TakeAsync(incident, number, captured, file, bytes.Value.Content))
            {
                return new Posted.Later("storage did not take the file");
            }
        }

        if (lacking.Count > 0 && places.Find(channel)?.Latest is { } to)
        {
            // Whoever captured the message can still put the file elsewhere.
            await voice.WhisperAsync(
                to, Replies.Hint($"{incident.Id} #{number} is recorded, but not everything that hangs on its message is kept:\n{string.Join('\n', lacking)}"), ct);
        }

        return null;
    }

    private async Task<bool> TakeAsync(Incident incident, int number, CapturedMessage captured, DiscordAttachment file, byte[] content)
    {
        var now = time.GetUtcNow().ToInstant();
        var outcome = await intake.TakeAsync(
            new CommandRequest
            {
                Delivery = DiscordIds.Delivery($"file:{incident.Id}#{number}/{file.Id}"),
                Channel = captured.Ref.Channel,
                Actor = captured.Author,
                Text = file.Filename,
                Change = new MessageChange.FileFetched(captured.Ref, file.ContentType ?? "application/octet-stream", content),
                SentAt = now,
                ReceivedAt = now,
            },
            Timeout.InfiniteTimeSpan,
            confirmsLater: false);
        return outcome is Outcome.Answered;
    }
}
