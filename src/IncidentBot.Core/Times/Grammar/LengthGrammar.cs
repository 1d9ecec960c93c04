using NodaTime;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>A length of time as written: elapsed up to the hour, calendar from the day on.</summary>
internal struct Length
{
    public Duration Elapsed;
    public int Days;
    public int Months;
    public bool Approximate;

    /// <summary>A length nobody can count: <c>a few minutes</c>.</summary>
    public bool Few;

    /// <summary>One number with a mark that could be the hour's: <c>2h</c>, <c>2 uur</c>.</summary>
    public bool LooksLikeClock;

    /// <summary><c>1h30</c>.</summary>
    public bool MarkedMinutes;

    /// <summary>Whether the last part was of hours, so that a number behind it is minutes.</summary>
    public bool Hours;

    /// <summary>Whether that mark is a single letter.</summary>
    public bool IsLetter;

    /// <summary>Whether the number is too large for a length that people give in hours.</summary>
    public bool IsRatherClock;

    public readonly bool IsCalendar => Elapsed == Duration.Zero && (Days | Months) != 0;
}

/// <summary>Reads lengths: <c>20 minutes</c>, <c>1h 30m</c>, <c>an hour and a half</c>, <c>1.5 hours</c>.</summary>
internal static class LengthGrammar
{
    private const int MostParts = 4;

    /// <summary>"Depuis 2h" is a length and "depuis 9h" a clock; spelled out, more hours are a length.</summary>
    private const int MostHoursByLetter = 6;
    private const int MostHours = 12;

    private static readonly long[] Seconds = [1, 60, 3600];

    public static bool TryRead(ref Cursor at, out Length length)
    {
        length = default;
        var parts = 0;
        for (; parts < MostParts; parts++)
        {
            var start = at.At;
            if ((parts > 0 && !TryJoin(ref at)) || !TryPart(ref at, ref length, parts))
            {
                at.At = start;
                break;
            }
        }

        length.LooksLikeClock = (length.LooksLikeClock && parts == 1) || (length.MarkedMinutes && parts == 2);
        length.IsRatherClock &= parts == 1 || (length.MarkedMinutes && parts == 2);
        return parts > 0;
    }

    /// <summary>A unit, of one or of so many seconds.</summary>
    public static bool TryUnit(ref Cursor at, out Unit unit)
    {
        var found = at.TryTake(Sense.Unit, out var word);
        unit = (Unit)word.Value;
        return found;
    }

    public static void Add(ref Length length, double count, Unit unit)
    {
        switch (unit)
        {
            case Unit.Second or Unit.Minute or Unit.Hour:
                length.Elapsed += Duration.FromMilliseconds(Math.Round(count * Seconds[(int)unit] * 1000));
                break;
            case Unit.Day or Unit.Week when count % 1 != 0:
                length.Elapsed += Duration.FromHours(count * (unit == Unit.Week ? 7 * 24 : 24));
                break;
            case Unit.Day or Unit.Week:
                length.Days += (int)count * (unit == Unit.Week ? 7 : 1);
                break;
            default:
                length.Months += (int)count * (unit == Unit.Year ? 12 : 1);
                break;
        }
    }

    private static bool TryJoin(ref Cursor at)
    {
        _ = at.TryChar(',');
        var apart = at.SkipBlank();
        if (apart && at.TryTake(Sense.And))
        {
            at.SkipBlank();
        }

        return apart || Letters.IsDigit(at.Current) || at.AtSeam;
    }

    private static bool TryPart(ref Cursor at, ref Length length, int parts)
    {
        if (at.TryTake(Sense.Length, out var whole))
        {
            length.Elapsed += Duration.FromSeconds(whole.Value);
            return true;
        }

        if (at.TryTake(Sense.Couple, out var couple))
        {
            length.Approximate = true;
            length.Few |= couple.Value == 0;
            at.SkipBlank();
            if (!TryUnit(ref at, out var few))
            {
                return false;
            }

            Add(ref length, Math.Max(couple.Value, (short)1), few);
            return true;
        }

        return TryCounted(ref at, ref length, parts);
    }

    private static bool TryCounted(ref Cursor at, ref Length length, int parts)
    {
        var start = at.At;
        var before = at.Peek(-1);
        if (!TryCount(ref at, out var count))
        {
            return false;
        }

        var end = at.At;
        _ = at.SkipBlank();
        if (at.TryTake(Sense.AndHalf))
        {
            count += 0.5;
            at.SkipBlank();
        }

        var unitAt = at.At;
        if (!TryUnit(ref at, out var unit))
        {
            // 1h30 ago: what follows the hours at once is minutes.
            at.At = end;
            unit = Unit.Minute;
            if (parts == 0 || count > 59 || !(before == 'h' || (length.Hours && end - start == 2 && !SpokenClockGrammar.CountsOther(at))))
            {
                return false;
            }

            length.MarkedMinutes = before == 'h';
        }
        else
        {
            length.LooksLikeClock = parts == 0 && unit == Unit.Hour && IsMark(at, unitAt);
            length.IsLetter = length.LooksLikeClock && at.At - unitAt == 1;
            length.IsRatherClock = length.LooksLikeClock && count > (length.IsLetter ? MostHoursByLetter : MostHours);
        }

        length.Hours = unit == Unit.Hour;
        var after = at.At;
        _ = at.SkipBlank();
        if (at.TryTake(Sense.AndHalf))
        {
            count += 0.5;
        }
        else
        {
            at.At = after;
        }

        Add(ref length, count, unit);
        return true;
    }

    /// <summary>A number in words, or one in digits with a fraction.</summary>
    private static bool TryCount(ref Cursor at, out double count)
    {
        count = 0;
        if (!Numbers.TryRead(ref at, 4, out var whole))
        {
            return false;
        }

        count = whole;
        var end = at.At;
        if (!Letters.IsDigit(at.Peek(-1)) || !(at.TryChar('.') || at.TryChar(',')) || !at.TryDigits(1, 3, out var fraction))
        {
            at.At = end;
            return true;
        }

        count += fraction / Math.Pow(10, at.At - end - 1);
        return true;
    }

    private static bool IsMark(Cursor at, int unitAt)
    {
        var end = at.At;
        at.At = unitAt;
        return (at.TrySee(Sense.SoftMark, out var mark) && mark.End == end) || (at.TrySee(Sense.Mark, out mark) && mark.End == end);
    }
}
