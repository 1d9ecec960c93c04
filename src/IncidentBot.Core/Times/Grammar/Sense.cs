namespace IncidentBot.Core.Times.Grammar;

/// <summary>What a word of a language can do in a time phrase. The tables in <c>Languages</c> name these, in kebab case.</summary>
internal enum Sense : byte
{
    // Before or after a time.
    At,
    On,
    Since,
    Until,
    From,
    Between,
    And,
    To,
    About,
    AboutAfter,
    SinceAfter,
    StartsAfter,
    UntilAfter,
    AtAfter,
    Joins,
    Of,
    Clings,

    // Clocks.
    Meridiem,
    Mark,
    SoftMark,
    MinuteMark,
    SecondMark,
    ClockWord,
    HalfPast,
    Quarter,
    Past,
    Before,
    PlusMinutes,
    MinusMinutes,
    AndMinutes,
    MinutesBefore,
    Sharp,

    // Days.
    Weekday,
    WeekdayShort,
    Month,
    Day,
    DayPart,
    Part,
    PartAfterDay,
    Last,
    This,
    Next,
    Week,
    ThisMonth,
    YearMark,
    MonthMark,
    DayMark,
    Ordinal,
    OrdinalSuffix,

    // Lengths.
    Number,
    Couple,
    Unit,
    AndHalf,
    Length,
    Ago,
    AgoBefore,
    SinceLength,
    In,
    FromNow,

    // Whole phrases, and words that make a phrase none.
    Now,
    NowAlone,
    Vague,
    Counted,
    Recurring,
}

/// <summary>The parts of a day, as hours are told in them.</summary>
internal enum Part : byte
{
    None,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,

    /// <summary>The coming evening and night: <c>tonight</c>. Of the night that is past or now: <see cref="ThisNight"/>.</summary>
    Tonight,
    ThisNight,

    /// <summary>Yesterday from 18:00 to today 06:00.</summary>
    LastNight,
}

/// <summary>The units of a length. Up to the hour they are elapsed time, from the day on calendar.</summary>
internal enum Unit : byte
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
