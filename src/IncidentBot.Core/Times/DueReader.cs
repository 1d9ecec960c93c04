using IncidentBot.Core.Times.Grammar;
using IncidentBot.Core.Times.Resolving;
using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>Reads the day by which something is to be done: the one place where a time lies ahead.</summary>
public static class DueReader
{
    /// <summary>The day that a text names, and nothing else; null if it names none. Without a year, the next one.</summary>
    public static LocalDate? Read(string text, Instant now, DateTimeZone zone, string? locale)
    {
        Span<char> folded = stackalloc char[Folded.Longest];
        Span<int> places = stackalloc int[Folded.Longest + 1];
        var context = new ReadContext(now, zone, locale);
        var cursor = new Cursor(text, Folded.From(text, 0, folded, places), Lexicon.For(locale));
        var side = default(Side);
        while (SideGrammar.TryItem(ref cursor, ref side, context, Lead.None))
        {
        }

        return cursor.AtEnd && text.Length <= Folded.Longest && side is { HasClock: false, Elapsed: null, Exact: null, IsNow: false, Vague: false, Part: Part.None }
            ? new Calendar(context, zone).Next(side.Day)
            : null;
    }
}
