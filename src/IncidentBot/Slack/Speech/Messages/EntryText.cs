using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>Entries as lines to be read at a glance.</summary>
internal sealed class EntryText(Incident incident, Instant now)
{
    private readonly EntryClock _clock = new(incident, now);

    /// <summary><c>*10:00–10:45* dead-end · the cache was fine</c>. The words of people come last: whatever marks are in them, nothing follows.</summary>
    public Mrkdwn Line(Entry entry, int longest) =>
        Mrkdwn.Format($"*{_clock.Write(entry.When!)}* {entry.Kind.Verb()}{Words(entry, longest)}");

    /// <summary><c>10:00 · the cache was fine</c>.</summary>
    public Mrkdwn Brief(Entry entry, int longest) => Mrkdwn.Format($"{_clock.Write(entry.When!)}{Words(entry, longest)}");

    private static Mrkdwn Words(Entry entry, int longest) =>
        entry.Text.Length == 0 ? Mrkdwn.Empty : Mrkdwn.Format($" · {Mrkdwn.Excerpt(entry.Text, longest)}");
}
