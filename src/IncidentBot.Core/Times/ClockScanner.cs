using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>Recognises the written forms: clocks with or without a date, ranges of them, and lengths of time ago.</summary>
internal static class ClockScanner
{
    private static readonly (string Word, HalfDay Half)[] HalfDays =
        [("am", HalfDay.Am), ("a.m.", HalfDay.Am), ("a.m", HalfDay.Am), ("pm", HalfDay.Pm), ("p.m.", HalfDay.Pm), ("p.m", HalfDay.Pm)];

    private static readonly (string[] Words, Duration Length)[] Units =
    [
        (["seconds", "second", "secs", "sec", "s"], Duration.FromSeconds(1)),
        (["minutes", "minute", "mins", "min", "m"], Duration.FromMinutes(1)),
        (["hours", "hour", "hrs", "hr", "h"], Duration.FromHours(1)),
    ];

    /// <summary><c>[2024-02-11 ]10:30[:15][ am][ UTC]</c>, with <c>T</c> or a blank between date and clock.</summary>
    public static bool TryClock(ref TimeScanner scanner, out Clock clock)
    {
        clock = default;
        var start = scanner.At;
        var dated = TryDate(ref scanner, out var date);
        var iso = dated && scanner.TryChar('T');
        if ((dated && !iso && !scanner.SkipBlanks()) || !TryTime(ref scanner, out clock))
        {
            scanner.At = start;
            return false;
        }

        clock = clock with { Date = date, NoSuchDay = dated && date is null };
        if (iso || !RangeFollows(scanner, clock))
        {
            var zone = TryZone(ref scanner, dated, out var word);
            clock = clock with { Zone = zone, ZoneWord = word };
        }

        return true;
    }

    /// <summary>
    /// <c>09:00-10:00</c> is a range, also with a date before it, although it has the look of an offset; but
    /// <c>2024-02-11 09:00-05:00</c> and anything with seconds is a time stamp with its offset. No zone is minutes behind.
    /// </summary>
    private static bool RangeFollows(TimeScanner scanner, Clock clock) =>
        !clock.HasSeconds && scanner.TryChar('-') && TryTime(ref scanner, out var end)
        && (clock.Date is null || end.Hour == 0 || end.Time > clock.Time);

    /// <summary>A dash, <c>to</c>, <c>until</c> or <c>till</c> between two clocks.</summary>
    public static bool TryRangeSeparator(ref TimeScanner scanner)
    {
        var start = scanner.At;
        var blank = scanner.SkipBlanks();
        if (scanner.TryChar('-') || scanner.TryChar('–') || scanner.TryChar('—')
            || (blank && (scanner.TryWord("to") || scanner.TryWord("until") || scanner.TryWord("till"))))
        {
            scanner.SkipBlanks();
            return true;
        }

        scanner.At = start;
        return false;
    }

    /// <summary><c>20m ago</c>, <c>20 minutes ago</c>, <c>1h 30m ago</c>.</summary>
    public static bool TryAgo(ref TimeScanner scanner, out Duration ago)
    {
        var start = scanner.At;
        ago = Duration.Zero;
        for (var parts = 0; parts < Units.Length && TryLength(ref scanner, out var part); parts++)
        {
            ago += part;
            scanner.SkipBlanks();
        }

        if (scanner.At > start && scanner.TryWord("ago"))
        {
            return true;
        }

        scanner.At = start;
        return false;
    }

    private static bool TryLength(ref TimeScanner scanner, out Duration length)
    {
        var start = scanner.At;
        length = Duration.Zero;
        if (scanner.TryDigits(1, 4, out var count))
        {
            scanner.SkipBlanks();
            foreach (var (words, unit) in Units)
            {
                foreach (var word in words)
                {
                    if (scanner.TryWord(word))
                    {
                        length = unit * count;
                        return true;
                    }
                }
            }
        }

        scanner.At = start;
        return false;
    }

    /// <summary>Reads a date as written; the date is null where it cannot be meant: 30 February, the year 9999.</summary>
    private static bool TryDate(ref TimeScanner scanner, out LocalDate? date)
    {
        date = null;
        var start = scanner.At;
        if (!(scanner.TryDigits(4, 4, out var year) && scanner.TryChar('-') && scanner.TryDigits(2, 2, out var month)
            && scanner.TryChar('-') && scanner.TryDigits(2, 2, out var day)))
        {
            scanner.At = start;
            return false;
        }

        var exists = year is >= 1900 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        date = exists ? new LocalDate(year, month, day) : null;
        return true;
    }

    private static bool TryTime(ref TimeScanner scanner, out Clock clock)
    {
        clock = default;
        var start = scanner.At;
        var zeros = scanner.TryChar('0');
        scanner.At = start;
        if (!(scanner.TryDigits(1, 2, out var hour) && scanner.TryChar(':') && scanner.TryDigits(2, 2, out var minute))
            || hour > 24 || minute > 59 || (hour == 24 && minute > 0))
        {
            scanner.At = start;
            return false;
        }

        var (second, millisecond, exact) = TrySeconds(ref scanner);
        var half = TryHalfDay(ref scanner);
        clock = new Clock(null, false, hour, minute, second, millisecond, half, zeros, exact, null);
        return true;
    }

    private static (int Second, int Millisecond, bool Exact) TrySeconds(ref TimeScanner scanner)
    {
        var start = scanner.At;
        if (!(scanner.TryChar(':') && scanner.TryDigits(2, 2, out var second) && second <= 59))
        {
            scanner.At = start;
            return (0, 0, false);
        }

        start = scanner.At;
        if (scanner.TryChar('.') && scanner.TryDigits(3, 3, out var millisecond))
        {
            return (second, millisecond, true);
        }

        scanner.At = start;
        return (second, 0, true);
    }

    private static HalfDay TryHalfDay(ref TimeScanner scanner)
    {
        var start = scanner.At;
        scanner.SkipBlanks();
        foreach (var (word, half) in HalfDays)
        {
            if (scanner.TryWord(word))
            {
                return half;
            }
        }

        scanner.At = start;
        return HalfDay.Unsaid;
    }

    /// <summary>
    /// <c>Z</c>, <c>UTC</c>, <c>UTC+2</c>, <c>(UTC)</c>, <c>PST</c>, an IANA name, or an offset glued to the clock; a minus
    /// counts as an offset only where a date stands before the clock.
    /// </summary>
    private static DateTimeZone? TryZone(ref TimeScanner scanner, bool dated, out string? word)
    {
        word = null;
        var start = scanner.At;
        if (scanner.TryWord("Z"))
        {
            return DateTimeZone.Utc;
        }

        if (TryOffset(ref scanner, minus: dated) is { } glued)
        {
            return glued;
        }

        scanner.SkipBlanks();
        if (scanner.TryWord("UTC") || scanner.TryWord("GMT"))
        {
            return TryOffset(ref scanner, minus: true) ?? DateTimeZone.Utc;
        }

        var bracketed = scanner.TryChar('(');
        var name = bracketed ? scanner.Token().TrimEnd(')') : scanner.Token();
        if (ZoneWords.Find(name) is { } zone)
        {
            scanner.At += name.Length;
            if (!bracketed || scanner.TryChar(')'))
            {
                word = name.ToString();
                return zone;
            }
        }

        scanner.At = start;
        return null;
    }

    private static DateTimeZone? TryOffset(ref TimeScanner scanner, bool minus)
    {
        var start = scanner.At;
        var sign = scanner.TryChar('+') ? 1 : minus && scanner.TryChar('-') ? -1 : 0;
        if (sign != 0 && scanner.TryDigits(1, 2, out var hours) && hours <= 14)
        {
            var minutes = scanner.TryChar(':') && scanner.TryDigits(2, 2, out var m) && m <= 59 ? m : 0;
            if (scanner.AtBoundary())
            {
                return DateTimeZone.ForOffset(Offset.FromSeconds(sign * ((hours * 3600) + (minutes * 60))));
            }
        }

        scanner.At = start;
        return null;
    }
}
