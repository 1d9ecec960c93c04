using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Keeps the files of a message that was added by its menu at once: without the intent for message content Discord tells of
/// them only then. Nothing waits for it.
/// </summary>
internal sealed partial class DiscordKeeping(DiscordAttachments attachments, DiscordMessages messages, TimeProvider time, ILogger<DiscordKeeping> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public void Keep(string channel, DiscordMessage message) => _ = KeepAsync(channel, message);

    private async Task KeepAsync(string channel, DiscordMessage message)
    {
        try
        {
            for (var tries = 0; tries < Tries; tries++)
            {
                var incident = await messages.FindIncidentAsync(channel, CancellationToken.None);
                if (incident?.FindMessage(DiscordIds.Message(channel, message.Id, MessageRef.Typed)) is not { Message: { } captured } entry
                    || await attachments.KeepAsync(incident, entry.Number, captured, message.Attachments, channel, CancellationToken.None) is not (Posted.Later or Posted.Unknown))
                {
                    return;
                }

                await Task.Delay(Pause, time);
            }
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The files of a captured message could not be kept")]
    private partial void LogFailed(Exception e);
}
