using NodaTime;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads instants that machines write: Slack's and Discord's markup, and bare epochs.</summary>
internal static class MarkupGrammar
{
    private const string Slack = "<!date^";
    private const string Discord = "<t:";
    private const int MostSecondsDigits = 11;
    private const int SecondsDigits = 10;
    private const int MillisecondsDigits = 13;

    public static bool TryRead(ref Cursor at, ref Side side)
    {
        if (at.Current != '<')
        {
            return false;
        }

        var start = at.At;
        var rest = at.Text[start..];
        var head = rest.StartsWith(Slack, StringComparison.Ordinal) ? Slack : rest.StartsWith(Discord, StringComparison.Ordinal) ? Discord : null;
        at.At += head?.Length ?? 0;
        if (head is not null && TryNumber(ref at, 1, MostSecondsDigits, out var seconds) && TryClose(ref at, isSlack: head == Slack))
        {
            side.Exact = Instant.FromUnixTimeSeconds(seconds);
            return true;
        }

        at.At = start;
        return false;
    }

    /// <summary>An epoch in seconds or milliseconds, if it lies within the year before now: else it is a number of something.</summary>
    public static bool TryEpoch(ref Cursor at, ref Side side, ReadContext context)
    {
        var start = at.At;
        if (TryNumber(ref at, SecondsDigits, MillisecondsDigits, out var number) && at.At - start is SecondsDigits or MillisecondsDigits)
        {
            var instant = at.At - start == SecondsDigits ? Instant.FromUnixTimeSeconds(number) : Instant.FromUnixTimeMilliseconds(number);
            if (instant <= context.Latest && instant >= context.Now - Duration.FromDays(366))
            {
                side.Exact = instant;
                return true;
            }
        }

        at.At = start;
        return false;
    }

    private static bool TryNumber(ref Cursor at, int fewest, int most, out long number)
    {
        number = 0;
        var start = at.At;
        while (Letters.IsDigit(at.Current) && at.At - start <= most)
        {
            number = (number * 10) + (at.Current - '0');
            at.At++;
        }

        return at.At - start >= fewest && at.At - start <= most;
    }

    private static bool TryClose(ref Cursor at, bool isSlack)
    {
        if (isSlack ? at.Current is not ('^' or '>') : at.Current is not (':' or '>'))
        {
            return false;
        }

        var close = at.Text[at.At..].IndexOf('>');
        at.At += close + 1;
        return close >= 0;
    }
}
