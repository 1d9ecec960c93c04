namespace IncidentBot.Core.Times;

/// <summary>The mark of a list in front of a line: <c>- 10:42 pager</c>.</summary>
internal static class Bullets
{
    private const string Marks = "-*•–—·";

    /// <summary>How many characters the bullet and the blanks behind it take; 0 if there is none.</summary>
    public static int Length(string line)
    {
        var at = 0;
        while (at < line.Length && char.IsWhiteSpace(line[at]))
        {
            at++;
        }

        if (at + 1 >= line.Length || !Marks.Contains(line[at], StringComparison.Ordinal) || line[at + 1] is not (' ' or '\t' or '\u00A0'))
        {
            return 0;
        }

        for (at++; at < line.Length && char.IsWhiteSpace(line[at]) && line[at] != '\n';)
        {
            at++;
        }

        return at;
    }
}
