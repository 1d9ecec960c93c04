using System.Collections.Concurrent;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Messages for which somebody chose a menu command: Discord shows them then, and afterwards, without the intent for
/// message content, never again. After a restart the words are in the modal, and only the files are lost.
/// </summary>
internal sealed class DiscordTargets(TimeProvider time)
{
    private const int Most = 1000;

    /// <summary>As long as a modal may stand open, and the addresses of files are good.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, (DiscordMessage Message, long At)> _messages = new();

    public DiscordMessage? Find(string id) =>
        _messages.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < Kept ? known.Message : null;

    public void Keep(DiscordMessage message)
    {
        if (_messages.Count >= Most)
        {
            foreach (var (id, _) in _messages.OrderBy(known => known.Value.At).Take(Most / 2).ToList())
            {
                _messages.TryRemove(id, out _);
            }
        }

        _messages[message.Id] = (message, time.GetTimestamp());
    }
}
