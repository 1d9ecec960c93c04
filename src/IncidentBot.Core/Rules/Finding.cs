using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Rules;

/// <summary>Answers with the entries in which words were found, by incident.</summary>
public static class Finding
{
    /// <summary>How many matches an answer shows; the page shows more.</summary>
    public const int Shown = 20;

    internal static CommandAnswer Refused(string problem, RuleContext context) =>
        CommandAnswer.Only($"{problem} Example: `{Verbs.Search.Sample(context.Root)}`");

    internal static CommandAnswer Found(SearchResult result, SearchQuery query, RuleContext context)
    {
        var lines = new List<string> { Heading(result, query) };
        foreach (var incident in result.Hits.GroupBy(hit => hit.Incident))
        {
            // Every line names its incident: a redaction knows by that which kept answers may repeat its words.
            lines.Add($"{incident.Key} {Snippet.Of(incident.First().Title, query)}");
            lines.AddRange(incident.Where(hit => hit.Entry is not null).Select(hit => Line(hit, query, context)));
        }

        lines.AddRange(Rest(result, query, context));
        return CommandAnswer.Only(string.Join('\n', lines));
    }

    /// <summary>How many matches there are, and of what part, while not everything could be searched.</summary>
    public static string Heading(SearchResult result, SearchQuery query)
    {
        var count = result.Total switch
        {
            0 => "Nothing was found",
            1 => "1 match",
            >= SearchResult.MostCounted => $"{SearchResult.MostCounted:N0} matches or more",
            var several => $"{several} matches",
        };
        var coverage = result.Searched < result.Incidents
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" {result.Searched:N0} of {result.Incidents:N0} incidents are searched so far; ask again in a moment for the rest.")
            : "";
        return $"{count} for {Asked(query)}.{coverage}";
    }

    private static string Line(SearchHit hit, SearchQuery query, RuleContext context)
    {
        string?[] parts =
        [
            $"• {hit.Incident} #{hit.Entry} {hit.Kind!.Value.Verb()}",
            hit.When is { } when ? TimeWords.Stamp(when.OccurredAt, Zones.Get(hit.Zone), context.Request.SentAt) : null,
            Snippet.Of(hit.Text, query).ToString(),
        ];
        return string.Join(" · ", parts.Where(part => part is not null));
    }

    private static IEnumerable<string> Rest(SearchResult result, SearchQuery query, RuleContext context)
    {
        var more = result.Total - result.Hits.Count;
        if (more > 0)
        {
            var page = context.WebUrl is { } url ? $" Or see more: {url}/find?q={Uri.EscapeDataString(query.Typed)}" : "";
            var count = result.Total >= SearchResult.MostCounted ? "Many" : $"{more}";
            yield return $"{count} more {(more == 1 ? "is" : "are")} not shown. Another word narrows it down: `{Verbs.Search.Typed(context.Root)} {Plain(query)} …`.{page}";
        }
        else if (result.Total == 0)
        {
            yield return "Every word must be in the entry, at least its beginning. Entries that were taken back or redacted are not found.";
        }
    }

    private static string Asked(SearchQuery query) => $"`{Plain(query)}`";

    private static string Plain(SearchQuery query) => TypedText.Cut(query.Typed.Replace('`', '\''), 200);
}
