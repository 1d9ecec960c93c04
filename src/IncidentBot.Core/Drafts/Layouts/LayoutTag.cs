namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>A tag of a layout, without its braces.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Content">What stands between the braces; null if they never close.</param>
internal readonly record struct LayoutTag(int Line, string? Content)
{
    /// <summary>All tags but comments and escaped ones, in order.</summary>
    public static IEnumerable<LayoutTag> Read(string template)
    {
        var line = 1;
        var counted = 0;
        for (var at = 0; (at = template.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            line += template.AsSpan(counted, at - counted).Count('\n');
            counted = at;
            var (open, close) = Braces(template, at);
            var from = at + open.Length;
            var end = template.IndexOf(close, from, StringComparison.Ordinal);
            if (end < 0)
            {
                yield return new LayoutTag(line, null);
                yield break;
            }

            if (open != "{{!--" && template[from] != '!' && !Escaped(template, at))
            {
                yield return new LayoutTag(line, (open == "{{{{" ? "{{" : "") + template[from..end].Trim('~').Trim());
            }

            at = end + close.Length;
        }
    }

    private static (string Open, string Close) Braces(string template, int at)
    {
        var rest = template.AsSpan(at);
        return rest.StartsWith("{{!--") ? ("{{!--", "--}}")
            : rest.StartsWith("{{{{") ? ("{{{{", "}}}}")
            : rest.StartsWith("{{{") ? ("{{{", "}}}")
            : ("{{", "}}");
    }

    private static bool Escaped(string template, int at) =>
        at > 0 && template[at - 1] == '\\' && !(at > 1 && template[at - 2] == '\\');
}
