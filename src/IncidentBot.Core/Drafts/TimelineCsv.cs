using System.Globalization;
using System.Text;
using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Drafts;

/// <summary>The moments of an incident as a table after RFC 4180, the withdrawn ones included and marked.</summary>
internal static class TimelineCsv
{
    /// <summary>Signs with which a spreadsheet begins a formula, and their full-width forms.</summary>
    private const string FormulaStarts = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    private static readonly LocalDateTimePattern Second = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static string Write(Incident incident)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(incident.Zone) ?? DateTimeZone.Utc;
        var csv = new StringBuilder("number,kind,occurredAt,endsAt,localTime,zone,text,author,recordedAt,withdrawn\r\n");
        foreach (var entry in Timeline.WithWithdrawn(incident))
        {
            var when = entry.When!;
            string[] cells =
            [
                entry.Number.ToString(CultureInfo.InvariantCulture),
                entry.Kind.Verb(),
                InstantPattern.ExtendedIso.Format(when.OccurredAt),
                when.EndsAt is { } ends ? InstantPattern.ExtendedIso.Format(ends) : "",
                Local(when, zone),
                zone.Id,
                entry.Text,
                entry.Author.Name,
                InstantPattern.ExtendedIso.Format(entry.RecordedAt),
                entry.Withdrawn ? "true" : "false",
            ];
            csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Local(Moment when, DateTimeZone zone)
    {
        var local = Second.Format(when.OccurredAt.InZone(zone).LocalDateTime);
        return when.Precision == Precision.Day ? local[..10] : local;
    }

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
