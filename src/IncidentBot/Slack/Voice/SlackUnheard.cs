using System.Collections.Concurrent;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>
/// Where the bot may not speak in a room, whoever wrote there last is told, once, what it needs. What they type there is
/// recorded all the same.
/// </summary>
internal sealed class SlackUnheard(SlackVoice voice)
{
    private readonly ConcurrentDictionary<string, string> _told = new();

    /// <param name="trouble">What became of the status message; null if it stands there.</param>
    public async Task HearAsync(Incident incident, string channel, SlackTrouble? trouble, CancellationToken ct)
    {
        if (trouble is null)
        {
            _told.TryRemove(channel, out _);
        }
        else if (trouble.Outcome == SlackOutcome.Refused && !SlackErrors.IsFatal(trouble.Error)
            && _told.TryAdd(channel, trouble.Error) && SlackIds.User((incident.Entries.LastOrDefault()?.Author ?? incident.OpenedBy).Id) is { } user)
        {
            await voice.TellAsync(new SlackAddress(null, "", user), [Replies.Hint(Text(incident, trouble))], ct);
        }
    }

    private static string Text(Incident incident, SlackTrouble trouble) =>
        $"The status message of {incident.Id} ({incident.Title}) cannot be shown in its channel: {Why(trouble)} What is typed there is recorded all the same.";

    private static string Why(SlackTrouble trouble) => trouble.Error switch
    {
        "not_in_channel" or "channel_not_found" => "I am not in it. Type /invite and my name there.",
        "is_archived" => "it is archived.",
        _ => $"{trouble.Text}.",
    };
}
