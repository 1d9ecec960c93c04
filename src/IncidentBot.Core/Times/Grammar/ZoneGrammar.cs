using NodaTime;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads the zone after a clock: <c>Z</c>, <c>UTC+2</c>, <c>(UTC)</c>, <c>PST</c>, <c>Pacific</c>, an IANA name, an offset.</summary>
internal static class ZoneGrammar
{
    /// <param name="minus">Whether a minus glued to the clock is an offset; else it is a range.</param>
    public static bool TryRead(ref Cursor at, ref Side side, bool minus, DateTimeZone author, bool english)
    {
        var start = at.At;
        if (TryOffset(ref at, glued: true, minus) is { } offset)
        {
            side.Zone = offset;
            return true;
        }

        var apart = at.SkipBlank();
        if (apart && at.Current is '+' or '-' && TryOffset(ref at, glued: false, minus: true) is { } spaced)
        {
            side.Zone = spaced;
            return true;
        }

        var bracket = at.TryChar('(');
        if (TryName(ref at, ref side, apart || bracket, author, english) && (!bracket || at.TryChar(')')))
        {
            return true;
        }

        side.Zone = null;
        at.At = start;
        return false;
    }

    private static bool TryName(ref Cursor at, ref Side side, bool apart, DateTimeZone author, bool english)
    {
        var start = at.At;
        var end = NameEnd(at.Text, start);
        if (end == start || (end < at.Text.Length && Letters.IsWord(at.Text[end])))
        {
            return false;
        }

        var typed = at.Typed(start, end);
        if (!apart && typed.Length > 1)
        {
            apart = typed.StartsWith("UTC", StringComparison.Ordinal) || typed.StartsWith("GMT", StringComparison.Ordinal);
        }

        if (ZoneWords.Find(typed, author, english) is not { } zone || (!apart && typed.Length > 1))
        {
            return false;
        }

        at.At = end;
        side.Zone = zone;
        side.ZoneWord = (start, end);
        if (typed.Equals("UTC", StringComparison.OrdinalIgnoreCase) || typed.Equals("GMT", StringComparison.OrdinalIgnoreCase))
        {
            var name = at.At;
            _ = at.SkipBlank();
            side.Zone = TryOffset(ref at, glued: true, minus: true, ofUtc: true);
            at.At = side.Zone is null ? name : at.At;
            side.Zone ??= zone;
        }
        else if (ZoneWords.IsRegion(typed))
        {
            var name = at.At;
            at.At = at.SkipBlank() && at.Text[at.At..].StartsWith("time", StringComparison.Ordinal) && !Letters.IsWord(at.Peek(4)) ? at.At + 4 : name;
            return char.IsAsciiLetterUpper(typed[0]) || at.At != name;
        }

        return true;
    }

    /// <summary>The end of a word of letters, or of an IANA name: letters, a slash, and more.</summary>
    private static int NameEnd(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        if (end == start || end >= text.Length || text[end] != '/' || (end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))
        {
            return end;
        }

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '/' or '_' or '-' or '+'))
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// <c>+02:00</c>, <c>-0400</c>; glued also <c>+2</c> after UTC and <c>+02</c>.
    /// </summary>
    private static DateTimeZone? TryOffset(ref Cursor at, bool glued, bool minus, bool ofUtc = false)
    {
        var start = at.At;
        var sign = at.TryChar('+') ? 1 : at.TryChar('-') ? -1 : 0;
        if (sign != 0 && TryHours(ref at, glued, ofUtc, out var hours, out var minutes, out var compact)
            && (sign > 0 || minus || compact) && hours <= 14 && minutes <= 59 && !Letters.IsWord(at.Current) && at.Current is not (':' or '.' or '/' or '-' or '%'))
        {
            return DateTimeZone.ForOffset(Offset.FromSeconds(sign * ((hours * 3600) + (minutes * 60))));
        }

        at.At = start;
        return null;
    }

    private static bool TryHours(ref Cursor at, bool glued, bool ofUtc, out int hours, out int minutes, out bool compact)
    {
        minutes = 0;
        compact = at.TryDigits(4, 4, out hours);
        if (compact)
        {
            (hours, minutes) = Math.DivRem(hours, 100);
            return true;
        }

        if (!at.TryDigits(ofUtc ? 1 : 2, 2, out hours))
        {
            return false;
        }

        var end = at.At;
        if (at.TryChar(':') && at.TryDigits(2, 2, out minutes))
        {
            return true;
        }

        at.At = end;
        minutes = 0;
        return glued;
    }
}
