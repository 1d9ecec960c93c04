using IncidentBot.Core.Times.Grammar;
using NodaTime;

namespace IncidentBot.Core.Times.Resolving;

/// <summary>The times of day that a clock can mean, and the rules that decide between the halves of the day.</summary>
internal static class Dial
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>Whether an hour could be meant on a 12-hour dial.</summary>
    public static bool Fits(in Clock clock) => clock is { Half: HalfDay.Unsaid, LeadingZero: false, FullDay: false, Hour: >= 1 and <= 12 };

    /// <summary>Whether an hour has one digit, so that it may have been meant on a 12-hour dial after all.</summary>
    public static bool IsOneDigit(in Clock clock) => clock is { Half: HalfDay.Unsaid, LeadingZero: false, Named: false, Hour: >= 1 and <= 9 };

    /// <summary>
    /// Whether both halves of the day are meant: where the locale's clock has twelve hours, in English for an hour of one
    /// digit, and anywhere for an hour without minutes or one told in words; never in UTC or with an offset.
    /// </summary>
    public static bool IsOpen(in Side side, DateTimeZone zone, ReadContext context) =>
        side.Part == Part.None && Fits(side.Clock) && !Zones.IsFixed(zone)
        && (Locales.HasTwelveHourClock(context.Locale) || (context.IsEnglish && side.Clock.Hour < 10) || side.Clock.Spoken || !side.Clock.HasMinutes);

    /// <summary>The time of day in a half, or as the part of the day tells it.</summary>
    public static LocalTime Time(in Clock clock, HalfDay half, Part part)
    {
        var minutes = (Hour(clock, half, part) * 60) + clock.Minute + clock.Shift;
        minutes = ((minutes % MinutesPerDay) + MinutesPerDay) % MinutesPerDay;
        return new LocalTime(minutes / 60, minutes % 60, clock.Second, clock.Millisecond);
    }

    /// <summary>One day more for 24:00.</summary>
    public static int Carry(in Clock clock) => clock.Hour == 24 ? 1 : 0;

    private static int Hour(in Clock clock, HalfDay half, Part part) => half switch
    {
        _ when clock.Named => clock.Hour,
        HalfDay.Am => clock.Hour == 12 ? 0 : clock.Hour,
        HalfDay.Pm => clock.Hour < 12 ? clock.Hour + 12 : clock.Hour,
        _ => InPart(clock.Hour, part, clock.LeadingZero),
    };

    private static int InPart(int hour, Part part, bool zero) => part switch
    {
        _ when hour is 0 or > 12 || zero && part is not Part.Afternoon => hour,
        Part.Morning => hour == 12 ? 0 : hour,
        Part.Noon => hour < 10 ? hour + 12 : hour,
        Part.Afternoon => hour < 12 ? hour + 12 : hour,
        Part.Evening => hour == 12 ? 0 : hour + 12,
        Part.Night or Part.Tonight or Part.ThisNight or Part.LastNight => hour == 12 ? 0 : hour > 5 || (hour == 5 && part == Part.Tonight) ? hour + 12 : hour,
        _ => hour,
    };
}
