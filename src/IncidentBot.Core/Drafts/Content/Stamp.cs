using System.Globalization;
using NodaTime;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>An instant as a draft writes it: <c>November 12, 2023</c>, <c>15:04</c>, <c>3:04 PM</c>, <c>UTC</c>.</summary>
internal readonly record struct Stamp(LocalDateTime Local, string Zone)
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    public LocalDate Day => Local.Date;

    public string Date => string.Create(
        CultureInfo.InvariantCulture, $"{Months[Local.Month - 1]} {Local.Day}, {Local.Year:0000}");

    public string Time24 => string.Create(CultureInfo.InvariantCulture, $"{Local.Hour:00}:{Local.Minute:00}");

    public string Time12 => string.Create(
        CultureInfo.InvariantCulture, $"{Local.ClockHourOfHalfDay}:{Local.Minute:00} {(Local.Hour < 12 ? "AM" : "PM")}");

    public string Time(bool halfDays) => halfDays ? Time12 : Time24;
}
