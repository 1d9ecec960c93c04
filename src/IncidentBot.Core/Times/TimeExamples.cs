namespace IncidentBot.Core.Times;

/// <summary>What help shows of the forms a time can have: a dozen, each read by the reader in a test.</summary>
public static class TimeExamples
{
    /// <summary>A phrase, and what is to be said about it.</summary>
    public static IReadOnlyList<(string Phrase, string Meaning)> All { get; } =
    [
        ("10:42", "the latest 10:42 that is not ahead"),
        ("9:15am", "or 9:15 PM, 3pm, noon, half past 3"),
        ("10:42 UTC", "or 10:42Z, 10am PT, 14:30+02:00, 10:00 Europe/Madrid"),
        ("~10:40", "or around 10:40, 10:40ish"),
        ("20m ago", "or an hour and a half ago, -10m, just now"),
        ("yesterday 23:10", "or last night at 11, this morning at 9:15"),
        ("Friday 14:00", "the latest one; or last Friday at 14:00"),
        ("2026-02-11 01:00", "or 12 Nov 09:00, Nov 12 at 9am"),
        ("10:00-10:45", "or between 10:00 and 10:45, 2-3pm, yesterday 23:50 to 00:20"),
        ("since 10:42", "or for the past hour"),
        ("until 11:00", "or till 10:45 UTC"),
        ("on 2026-02-11", "a day without a clock"),
    ];
}
