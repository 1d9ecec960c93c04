using NodaTime;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>How a clock was written; the later, the less it looks like one without words beside it.</summary>
internal enum ClockForm : byte
{
    None,

    /// <summary>With a colon, am or pm, a mark for the hour, or in words: a time wherever it stands.</summary>
    Plain,

    /// <summary><c>10h</c>, <c>7 uur</c>: may be a length.</summary>
    Soft,

    /// <summary><c>10.42</c>: may be a decimal.</summary>
    Dotted,

    /// <summary><c>9</c>.</summary>
    Bare,
}

/// <summary>Which half of the day was said.</summary>
internal enum HalfDay : byte
{
    Unsaid,
    Am,
    Pm,
}

/// <summary>How a day was said.</summary>
internal enum DayForm : byte
{
    None,

    /// <summary>So many days from today: <c>yesterday</c>.</summary>
    Relative,
    Weekday,
    Date,

    /// <summary>A calendar length back: <c>3 weeks ago</c>.</summary>
    Ago,

    /// <summary><c>last Sunday of March 2014</c>.</summary>
    OfMonth,

    /// <summary>Ahead by its own words: <c>in 3 days</c>, <c>next week Monday</c>.</summary>
    Ahead,
}

/// <summary>Which of the weekdays of that name.</summary>
internal enum Which : byte
{
    Latest,
    Last,
    This,
    Next,
    OfLastWeek,
    OfThisWeek,
}

/// <summary>A clock as written, before it is known which day it is on.</summary>
internal struct Clock
{
    public ClockForm Form;

    public int Hour;

    public int Minute;

    public int Second;

    public int Millisecond;

    public HalfDay Half;

    public bool LeadingZero;

    public bool HasMinutes;

    public bool HasSeconds;

    /// <summary>Told in words or by the hour only, so that the half of the day is open in every language.</summary>
    public bool Spoken;

    /// <summary>Written as only 24-hour clocks are: <c>9h15</c>, ISO.</summary>
    public bool FullDay;

    /// <summary>With the mark of East Asian writing, which is no unit.</summary>
    public bool EastAsian;

    /// <summary>Whether the hour was a word.</summary>
    public bool InWords;

    /// <summary>With a mark that is a unit as well: <c>h</c>, <c>uur</c>.</summary>
    public bool ByLetter;

    /// <summary>Noon or midnight, by name.</summary>
    public bool Named;

    /// <summary>Minutes to add, from <c>quarter to</c> and the like.</summary>
    public int Shift;
}

/// <summary>A date as written; its order is decided by the locale.</summary>
internal struct Day
{
    public DayForm Form;

    /// <summary>Days from today, the ISO weekday, or the number of units back.</summary>
    public int Value;

    public Unit Unit;

    public Which Which;

    /// <summary>Zero if no year was written.</summary>
    public int Year;

    public int Month;

    public int DayOfMonth;

    /// <summary>Whether day and month may stand the other way round.</summary>
    public bool EitherOrder;

    /// <summary>Whether it is a date without a name or a year: a fraction as well as a date.</summary>
    public bool LooksLikeFraction;

    /// <summary>A name that is a word of its own: an abbreviated weekday.</summary>
    public bool Short;

    /// <summary>Whether the name of a weekday counts things as well: <c>quarta</c>.</summary>
    public bool Ordinal;
}

/// <summary>One end of a range, or the whole phrase: what was said of day, clock, part of the day and zone.</summary>
internal struct Side
{
    public Clock Clock;

    public Day Day;

    public Part Part;

    public DateTimeZone? Zone;

    /// <summary>Where the zone's word stands.</summary>
    public (int Start, int End) ZoneWord;

    /// <summary>An exact instant, from markup or an epoch.</summary>
    public Instant? Exact;

    /// <summary>Elapsed time before now.</summary>
    public Duration? Elapsed;

    public bool IsNow;

    /// <summary>Told with a sign: <c>-10m</c>, <c>+5m</c>.</summary>
    public bool Signed;

    /// <summary>A word for now that is one only by itself.</summary>
    public bool IsNowAlone;

    /// <summary>A length up to now: <c>for the past hour</c>.</summary>
    public bool SinceLength;

    /// <summary>Ahead by its own words.</summary>
    public bool Ahead;

    public bool Vague;

    /// <summary>Whether a preposition stood before the clock, or before the date.</summary>
    public bool ClockLed;

    public bool DayLed;

    /// <summary>Whether the clock was written before the day or the part of the day.</summary>
    public bool ClockFirst;

    public bool Approximate;

    public int Items;

    /// <summary>Whether the last item was a clock without minutes, so that a noun after it may own the number.</summary>
    public bool EndsInNumber;

    public readonly bool HasClock => Clock.Form != ClockForm.None;

    public readonly bool HasDay => Day.Form != DayForm.None || Part is not Part.None;

    /// <summary>An instant by itself, whatever day it is.</summary>
    public readonly bool IsInstant => Exact is not null || Elapsed is not null || IsNow;
}

/// <summary>How a phrase was opened.</summary>
internal enum Lead : byte
{
    None,
    Point,
    Since,
    Until,
    From,
    Between,
}

/// <summary>A phrase as written.</summary>
internal struct Phrase
{
    public Lead Lead;

    public Side First;

    public Side Last;

    public bool IsRange;

    /// <summary>Whether the two ends are joined by a dash alone.</summary>
    public bool Dashed;

    /// <summary>Whether there are blanks around that dash, so that it may also part a time from the text.</summary>
    public bool Spaced;

    /// <summary>Where it ends, its closing brackets with it.</summary>
    public int End;
}
