using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>Entries as lines to be read at a glance: the clock of the incident, which all speak of, and that of the reader.</summary>
internal sealed class EntryText(Incident incident, Instant now)
{
    private readonly EntryClock _clock = new(incident, now);

    /// <summary><c>**10:00–10:45** (9:00 AM) dead-end · the cache was fine</c>.</summary>
    public Markdown Line(Entry entry, int longest) => entry.When!.Precision == Precision.Day
        ? Markdown.Format($"**{_clock.Write(entry.When)}** {entry.Kind.Verb()}{Words(entry, longest)}")
        : Markdown.Format($"**{_clock.Write(entry.When)}** ({Markdown.Time(entry.When.OccurredAt, 't')}) {entry.Kind.Verb()}{Words(entry, longest)}");

    /// <summary><c>10:00 · the cache was fine</c>.</summary>
    public Markdown Brief(Entry entry, int longest) => Markdown.Format($"{_clock.Write(entry.When!)}{Words(entry, longest)}");

    private static Markdown Words(Entry entry, int longest) =>
        entry.Text.Length == 0 ? Markdown.Empty : Markdown.Format($" · {Markdown.Excerpt(entry.Text, longest)}");
}
