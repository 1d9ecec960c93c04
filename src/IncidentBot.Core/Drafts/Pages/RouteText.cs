using System.Globalization;
using System.Text;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The route below a draft in text form: Mermaid in Markdown, an outline in plain text.</summary>
internal static class RouteText
{
    private const string Heading = "Route of the Investigation";
    private const int LongestLabel = 60;

    /// <summary>What to append to a draft.</summary>
    public static string After(string draft, Incident incident, bool isMarkdown)
    {
        var route = Route.Of(incident);
        // A layout without blank lines stays without.
        var gap = isMarkdown || draft.Contains("\n\n", StringComparison.Ordinal) ? "\n" : "";
        return gap + (isMarkdown ? $"## {Heading}\n\n```mermaid\n{Mermaid(route)}```\n" : $"{Heading}\n{Outline(route)}");
    }

    private static string Outline(IReadOnlyList<RouteStep> route)
    {
        var text = new StringBuilder();
        foreach (var step in route)
        {
            Line(text, "  ", step);
            foreach (var deadEnd in step.DeadEnds)
            {
                Line(text, "      x ", deadEnd);
            }
        }

        return text.Length == 0 ? "  (not recorded yet)\n" : text.ToString();
    }

    private static void Line(StringBuilder outline, string indent, RouteStep step) =>
        outline.Append(indent).Append(Label(step, text => text)).Append('\n');

    private static string Mermaid(IReadOnlyList<RouteStep> route)
    {
        var text = new StringBuilder("flowchart TD\n");
        for (int i = 0, deadEnds = 0; i < route.Count; i++)
        {
            var (open, close) = route[i].Kind is EntryKind.Detected or EntryKind.Resolved ? ("([", "])") : ("[", "]");
            Line(text, $"s{i}{open}\"{Label(route[i], Escape)}\"{close}");
            if (i > 0)
            {
                Line(text, $"s{i - 1} --> s{i}");
            }

            foreach (var deadEnd in route[i].DeadEnds)
            {
                Line(text, $"d{deadEnds}[/\"{Label(deadEnd, Escape)}\"/]:::deadEnd");
                Line(text, $"s{i} --> d{deadEnds}");
                Line(text, $"d{deadEnds++} -. back .-> s{i}");
            }
        }

        Line(text, $"classDef deadEnd stroke-dasharray: 4 3");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append("    ").Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Label(RouteStep step, Func<string, string> escape)
    {
        var head = string.Join(' ', new[] { step.When, step.Title }.Where(p => p.Length > 0));
        var text = escape(Labels.Cut(step.Text, LongestLabel));
        return head.Length == 0 ? text : text.Length == 0 ? head : $"{head}: {text}";
    }

    /// <summary>Letters, digits and a few signs stay; all that could mean something to Mermaid becomes a character code.</summary>
    private static string Escape(string label)
    {
        var text = new StringBuilder(label.Length);
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            var starts = i == 0 || !char.IsLetterOrDigit(label[i - 1]);
            var isEnd = starts && string.Compare(label, i, "end", 0, 3, StringComparison.OrdinalIgnoreCase) == 0;
            _ = (char.IsLetterOrDigit(c) || c is ' ' or '.' or ',' or ':' or '-' or > '\u00A0') && !isEnd
                ? text.Append(c)
                : text.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
        }

        return text.ToString();
    }
}
