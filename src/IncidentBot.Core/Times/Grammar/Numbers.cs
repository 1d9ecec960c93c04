namespace IncidentBot.Core.Times.Grammar;

/// <summary>Reads whole numbers, in digits or in words.</summary>
internal static class Numbers
{
    public static bool TryRead(ref Cursor at, int mostDigits, out int value) => at.TryDigits(1, mostDigits, out value) || TryWords(ref at, out value);

    /// <summary><c>twelve</c>, <c>forty-five</c>, <c>二十三</c>.</summary>
    public static bool TryWords(ref Cursor at, out int value)
    {
        value = 0;
        if (!at.TryTake(Sense.Number, out var word))
        {
            return false;
        }

        value = word.Value;
        while (TryFollowing(ref at, value, out var sum))
        {
            value = sum;
        }

        return true;
    }

    /// <summary>A ten before its ones, or ones before their ten, or a zero that only fills a place.</summary>
    private static bool TryFollowing(ref Cursor at, int value, out int sum)
    {
        var start = at.At;
        var eastAsian = Letters.IsEastAsian(at.Peek(-1));
        sum = 0;
        if (!eastAsian && value is 20 or 30 or 40 or 50 or 60 or 70 or 80 or 90)
        {
            _ = at.TryChar('-') || at.SkipBlank();
        }

        if (at.At - start + (eastAsian ? 1 : 0) > 0 && at.TryTake(Sense.Number, out var next))
        {
            sum = eastAsian && value is >= 1 and <= 9 && next.Value == 10 ? value * 10
                : value % 10 == 0 && next.Value is >= 1 and <= 9 && (value > 10 || eastAsian) ? value + next.Value
                : -1;
        }

        if (sum > 0)
        {
            return true;
        }

        at.At = start;
        return false;
    }
}
