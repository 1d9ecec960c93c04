using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Text;

/// <summary>A part of a text, on one line, around the first word that was looked for.</summary>
public sealed record Snippet(string Before, string Match, string After)
{
    private const int Around = 40;
    private const int Longest = 120;

    public static Snippet Of(string text, SearchQuery query)
    {
        var match = SearchWords.Of(text).FirstOrDefault(word => query.Terms.Any(term => term.Matches(word.Token)));
        var start = Edge(text, Math.Max(0, match.Start - Around));
        var end = Edge(text, Math.Min(text.Length, Math.Max(match.End, start + Longest)));
        return new Snippet(
            (start > 0 ? "…" : "") + Line(text[start..match.Start]),
            Line(text[match.Start..match.End]),
            Line(text[match.End..end]) + (end < text.Length ? "…" : ""));
    }

    public override string ToString() => Before + Match + After;

    /// <summary>Not inside a surrogate pair.</summary>
    private static int Edge(string text, int i) => i > 0 && i < text.Length && char.IsLowSurrogate(text[i]) ? i - 1 : i;

    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
