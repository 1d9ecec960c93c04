using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>Which half of the day was said.</summary>
internal enum HalfDay
{
    Unsaid,
    Am,
    Pm,
}

/// <summary>A clock as written, with the date and zone written beside it, before anything is resolved.</summary>
internal readonly record struct Clock(
    LocalDate? Date, bool NoSuchDay, int Hour, int Minute, int Second, int Millisecond, HalfDay Half, bool LeadingZero, bool HasSeconds, DateTimeZone? Zone,
    string? ZoneWord = null)
{
    /// <summary>Whether the hour could be meant on a 12-hour dial.</summary>
    public bool FitsHalfDay => Half == HalfDay.Unsaid && !LeadingZero && Hour is >= 1 and <= 12;

    /// <summary>The time of day on the 24-hour dial; 24:00 is midnight with a day carried over.</summary>
    public LocalTime Time => new(OnDial(Half) % 24, Minute, Second, Millisecond);

    public int CarriedDays => Hour == 24 ? 1 : 0;

    public Clock In(HalfDay half) => this with { Half = half };

    private int OnDial(HalfDay half) => half switch
    {
        HalfDay.Am => Hour == 12 ? 0 : Hour,
        HalfDay.Pm => Hour < 12 ? Hour + 12 : Hour,
        _ => Hour,
    };
}
