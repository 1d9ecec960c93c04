using System.Collections.Concurrent;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>
/// Who may see an incident away from its room: everybody in the workspace if the room is public, else those who wrote in it.
/// </summary>
internal sealed class SlackSight(SlackApi api, TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (bool IsPublic, long At)> _rooms = new();

    public async Task<bool> MaySeeAsync(string user, Incident incident, CancellationToken ct)
    {
        var person = SlackIds.Person(user);
        if (incident.Entries.Any(entry => entry.Author.Id == person))
        {
            return true;
        }

        foreach (var channel in incident.Channels.Select(SlackIds.Channel).OfType<string>())
        {
            if (await IsPublicAsync(channel, ct))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What cannot be asked is not shown.</summary>
    private async Task<bool> IsPublicAsync(string channel, CancellationToken ct)
    {
        if (_rooms.TryGetValue(channel, out var known) && time.GetElapsedTime(known.At) < Fresh)
        {
            return known.IsPublic;
        }

        var answer = await api.ChannelAsync(channel, ct);
        if (!answer.IsOk)
        {
            return false;
        }

        if (_rooms.Count >= Most)
        {
            _rooms.Clear();
        }

        var isPublic = answer.Value is { IsPrivate: false, IsIm: false };
        _rooms[channel] = (isPublic, time.GetTimestamp());
        return isPublic;
    }
}
