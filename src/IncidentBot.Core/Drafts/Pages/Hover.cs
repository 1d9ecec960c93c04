using System.Globalization;
using IncidentBot.Core.Drafts.Content;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>What a mark of a picture says when it is pointed at.</summary>
internal sealed class Hover(Incident incident)
{
    private const int LongestText = 200;
    private const int MostEntries = 8;

    private readonly LocalClock _clock = new(incident.Zone);

    public string Of(params IReadOnlyList<Entry> entries)
    {
        var lines = entries.Take(MostEntries).Select(Line);
        var more = entries.Count - MostEntries;
        return string.Join('\n', more > 0 ? lines.Append($"and {more.ToString(CultureInfo.InvariantCulture)} more") : lines);
    }

    private string Line(Entry entry)
    {
        var at = _clock.At(entry.When!.OccurredAt);
        var when = entry.When.Precision == Precision.Day ? at.Date : $"{at.Time24} {at.Zone}";
        var text = Labels.Cut(TextForm.Plain.Line(entry.Text), LongestText);
        return $"{when} {RouteStep.TitleOf(entry.Kind)}: {text}{MomentSuffix.Of(entry.When, at, _clock).Clock24}";
    }
}
