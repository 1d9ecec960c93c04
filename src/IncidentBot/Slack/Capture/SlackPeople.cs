using System.Collections.Concurrent;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Capture;

/// <summary>Who did something, and what their profile says about their time.</summary>
internal sealed record SlackAuthor(Person Person, string? Zone, string? Locale);

/// <summary>
/// Names and time zones by id, from people's profiles. A profile that does not come in time holds up nobody: then the
/// name that came along must do, and the next time it is known.
/// </summary>
internal sealed class SlackPeople(SlackApi api, TimeProvider time)
{
    private const int Most = 10_000;
    private const string Nameless = "someone";

    /// <summary>Of the three seconds there are.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<string, (Task<SlackProfile?> Profile, long At)> _profiles = new();

    /// <param name="named">The name that came along; null if none did.</param>
    public async Task<SlackAuthor> FindAsync(string user, string? named, CancellationToken ct)
    {
        var profile = await ProfileAsync(user, ct);
        var name = profile?.DisplayName is { Length: > 0 } known && known != user ? known : named is { Length: > 0 } ? named : Nameless;
        return new SlackAuthor(new Person(SlackIds.Person(user), name), profile?.Tz, profile?.Locale);
    }

    /// <summary>What Slack sent as the text that was typed, people by their names.</summary>
    public async Task<string> ReadAsync(string text, CancellationToken ct)
    {
        var people = MrkdwnReader.Ids(text).Where(id => id[0] is 'U' or 'W').ToList();
        var profiles = await Task.WhenAll(people.Select(id => ProfileAsync(id, ct)));
        var names = people.Zip(profiles).ToDictionary(p => p.First, p => p.Second?.DisplayName);
        return MrkdwnReader.Read(text, names.GetValueOrDefault);
    }

    private async Task<SlackProfile?> ProfileAsync(string user, CancellationToken ct)
    {
        if (user.Length == 0)
        {
            return null;
        }

        if (!_profiles.TryGetValue(user, out var known) || time.GetElapsedTime(known.At) > Fresh)
        {
            if (_profiles.Count >= Most)
            {
                _profiles.Clear();
            }

            known = _profiles[user] = (AskAsync(user), time.GetTimestamp());
        }

        try
        {
            return await known.Profile.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<SlackProfile?> AskAsync(string user)
    {
        var answer = await api.UserAsync(user, CancellationToken.None);
        if (!answer.IsOk)
        {
            // Asked again the next time.
            _profiles.TryRemove(user, out _);
        }

        return answer.Value;
    }
}
