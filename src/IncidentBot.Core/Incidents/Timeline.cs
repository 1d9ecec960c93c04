using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>The moments of an incident in the order they happened, and what follows from them.</summary>
public static class Timeline
{
    /// <summary>
    /// The standing moments by the minute in which they happened, within it in the order they were typed: a draft shows
    /// minutes, and what was typed first must not seem to come later.
    /// </summary>
    public static IReadOnlyList<Entry> Of(Incident incident) => [.. WithWithdrawn(incident).Where(e => !e.Withdrawn)];

    /// <summary>The same with the moments that were taken back, for those who look at what was recorded.</summary>
    public static IReadOnlyList<Entry> WithWithdrawn(Incident incident)
    {
        Entry[] moments = [.. incident.Entries.Where(e => e.When is not null)];
        Array.Sort(Array.ConvertAll(moments, Place.Of), moments);
        return moments;
    }

    /// <summary>When it began: as said, else the earliest detection; null if neither is recorded.</summary>
    public static Instant? Start(Incident incident) => incident.SaidDuration is { } said
        ? said.Start
        : incident.Standing(EntryKind.Detected).Min(e => (Instant?)e.When!.OccurredAt);

    /// <summary>When service was back: as said, else the latest resolution; null if neither is recorded.</summary>
    public static Instant? End(Incident incident) => incident.SaidDuration is { } said
        ? said.End
        : incident.Standing(EntryKind.Resolved).Max(e => (Instant?)Ends(e));

    /// <summary>Whether service is back: something was resolved, and nothing was detected after that.</summary>
    /// <param name="detected">The detection that ends last; null if none stands.</param>
    /// <param name="resolved">The resolution that ends last; null if none stands.</param>
    internal static bool IsBack(Entry? detected, Entry? resolved) =>
        resolved is not null && (detected is null || Precedes(detected, resolved));

    /// <summary>The standing entry of a kind that ends last; null if none stands.</summary>
    internal static Entry? Last(Incident incident, EntryKind kind) => incident.Standing(kind).MaxBy(EndOf);

    /// <summary>Which of two moments ends later; of those that end together the one that was typed later.</summary>
    internal static Entry Later(Entry? a, Entry b) => a is null || Precedes(a, b) ? b : a;

    private static Instant Ends(Entry entry) => entry.When!.EndsAt ?? entry.When.OccurredAt;

    private static bool Precedes(Entry a, Entry b) => EndOf(a).CompareTo(EndOf(b)) < 0;

    private static (Instant Ends, Instant SentAt, int Number) EndOf(Entry e) => (Ends(e), e.SentAt, e.Number);

    /// <summary>Where a moment stands. Taken once from each, because a long incident is put in order at every look.</summary>
    private readonly record struct Place(Instant Minute, Instant SentAt, int Number) : IComparable<Place>
    {
        public static Place Of(Entry moment) => new(moment.When!.OccurredAt.ToMinute(), moment.SentAt, moment.Number);

        public int CompareTo(Place other)
        {
            var order = Minute.CompareTo(other.Minute);
            order = order != 0 ? order : SentAt.CompareTo(other.SentAt);
            return order != 0 ? order : Number.CompareTo(other.Number);
        }
    }
}
