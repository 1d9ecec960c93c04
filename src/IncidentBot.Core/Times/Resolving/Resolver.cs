using IncidentBot.Core.Times.Grammar;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>Turns a phrase as written into what it means.</summary>
internal static class Resolver
{
    public static TimeReading Resolve(in Phrase phrase, ReadContext context, string? firstZoneWord, string? lastZoneWord)
    {
        var reading = phrase.First.Vague || IsVague(phrase.First) && !phrase.IsRange
            ? new TimeReading { Kind = TimeKind.Vague, Rest = "", Zone = context.Zone }
            : phrase.IsRange ? new RangeResolver(context, firstZoneWord, lastZoneWord).Resolve(phrase.First, phrase.Last)
            : Open(phrase, new SideResolver(phrase.First, context, firstZoneWord).Resolve());
        return reading with { IsApproximate = phrase.First.Approximate || phrase.Last.Approximate };
    }

    /// <summary>One side open: <c>since 10:42</c>, <c>until 11:00</c>.</summary>
    private static TimeReading Open(in Phrase phrase, TimeReading reading) =>
        reading.Kind is not (TimeKind.Point or TimeKind.Date) ? reading
        : phrase.Lead == Lead.Since || phrase.First.SinceLength ? reading with { Kind = TimeKind.Since }
        : phrase.Lead == Lead.Until ? reading with { Kind = TimeKind.Until, Start = null, End = reading.Start }
        : reading;

    /// <summary>A part of a day, and no clock in it.</summary>
    private static bool IsVague(in Side side) => side is { HasClock: false, IsInstant: false, Part: not Part.None };
}
