using System.Collections.Concurrent;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Voice;

/// <summary>
/// Where the bot may not do in a channel what it has to, whoever used a command there last is told, once and alone, what
/// it needs. What they type there is recorded all the same.
/// </summary>
internal sealed class DiscordUnheard(DiscordVoice voice, DiscordPlaces places)
{
    private readonly ConcurrentDictionary<(string Channel, string What), bool> _told = new();

    /// <param name="trouble">What became of the status message; null if it stands there.</param>
    public Task HearAsync(Incident incident, string channel, DiscordTrouble? trouble, CancellationToken ct)
    {
        if (trouble is null)
        {
            _told.TryRemove((channel, "status"), out _);
        }

        return trouble is not { Outcome: DiscordOutcome.Refused } ? Task.CompletedTask : TellAsync(
            channel, "status", $"The status message of {incident.Id} cannot be shown in this channel: {Why(channel, trouble)} What is typed here is recorded all the same.", ct);
    }

    /// <param name="trouble">What became of pinning the status message; null if it is pinned.</param>
    public Task HearPinAsync(string channel, DiscordTrouble? trouble, CancellationToken ct) => trouble switch
    {
        { IsForbidden: true } => TellAsync(
            channel, "pin", $"The status message stands in this channel unpinned: I lack the permission {DiscordRights.Missing(places.Find(channel), DiscordPermissions.PinMessages)}.", ct),
        { Code: DiscordCodes.TooManyPins } => TellAsync(
            channel, "pin", "The status message stands in this channel unpinned: Discord allows no more pins here.", ct),
        _ => Task.CompletedTask,
    };

    private async Task TellAsync(string channel, string what, string text, CancellationToken ct)
    {
        if (places.Find(channel)?.Latest is { } to && _told.TryAdd((channel, what), true) && !await voice.WhisperAsync(to, Replies.Hint(text), ct))
        {
            // Whoever is next.
            _told.TryRemove((channel, what), out _);
        }
    }

    private string Why(string channel, DiscordTrouble trouble) => trouble.Code switch
    {
        DiscordCodes.MissingAccess or DiscordCodes.MissingPermissions =>
            $"I lack the permission {DiscordRights.Missing(places.Find(channel), DiscordPermissions.ViewChannel, DiscordRights.ToSend(places.Find(channel)))}.",
        DiscordCodes.ThreadLocked => "the thread is locked.",
        DiscordCodes.ThreadArchived => "the thread is archived.",
        _ => $"{trouble.Text}.",
    };
}
