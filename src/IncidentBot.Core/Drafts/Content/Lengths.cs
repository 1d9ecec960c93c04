using System.Globalization;
using NodaTime;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>How long something took, in words: <c>45 min</c>, <c>1 h 30 min</c>, <c>2 d 4 h</c>.</summary>
internal static class Lengths
{
    public static string Say(Duration length)
    {
        if (length < Duration.FromMinutes(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)length.TotalSeconds)} s");
        }

        var minutes = (long)length.TotalMinutes;
        var (days, ofDay) = Math.DivRem(minutes, 24 * 60);
        var (hours, ofHour) = Math.DivRem(ofDay, 60);
        var parts = new[] { (days, "d"), (hours, "h"), (ofHour, "min") }.Where(p => p.Item1 > 0);
        return string.Join(' ', parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1} {p.Item2}")));
    }
}
