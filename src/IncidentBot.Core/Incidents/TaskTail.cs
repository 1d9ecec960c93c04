using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>
/// Who does a task and by when, read from the end of its text: <c>… @kim by 2026-12-01</c>, <c>… by Friday @kim</c>. The text
/// itself stays as typed.
/// </summary>
/// <param name="Owner">The name without the <c>@</c>; null if none is named.</param>
/// <param name="Due">The date as typed; null if there is none.</param>
/// <param name="DueOn">The day it names: the next one, since a task lies ahead.</param>
public sealed record TaskTail(string? Owner, string? Due, LocalDate? DueOn)
{
    private const string By = "by";

    /// <summary>The text before it.</summary>
    public string Body { get; private init; } = "";

    /// <summary>A date is at most so many words: <c>Friday 4 December 2026</c>.</summary>
    private const int MostWords = 5;

    public static TaskTail Read(string text, Instant now, DateTimeZone zone, string? locale)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var end = words.Length;
        var tail = new TaskTail(null, null, null);
        while (end > 0)
        {
            var last = words[end - 1].TrimEnd('.');
            if (tail.Owner is null && last is ['@', _, ..])
            {
                tail = tail with { Owner = last[1..] };
                end--;
            }
            else if (tail.Due is null && ReadDue(words.AsSpan(0, end), now, zone, locale) is var (by, due, day))
            {
                tail = tail with { Due = due, DueOn = day };
                end = by;
            }
            else
            {
                break;
            }
        }

        return tail with { Body = Head(text, words.Length - end) };
    }

    /// <summary>The text without so many words at its end.</summary>
    private static string Head(string text, int words)
    {
        var head = text.AsSpan().TrimEnd();
        for (; words > 0; words--)
        {
            while (head.Length > 0 && !char.IsWhiteSpace(head[^1]))
            {
                head = head[..^1];
            }

            head = head.TrimEnd();
        }

        return head.ToString();
    }

    private static (int By, string Due, LocalDate Day)? ReadDue(ReadOnlySpan<string> words, Instant now, DateTimeZone zone, string? locale)
    {
        for (var by = words.Length - 2; by >= 0 && by >= words.Length - 1 - MostWords; by--)
        {
            if (words[by].Equals(By, StringComparison.OrdinalIgnoreCase))
            {
                var due = string.Join(' ', words[(by + 1)..]!).TrimEnd('.');
                return DueReader.Read(due, now, zone, locale) is { } day ? (by, due, day) : null;
            }
        }

        return null;
    }
}
