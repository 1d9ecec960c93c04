namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>A file to a layout.</summary>
internal static class LayoutReader
{
    private const string MarkdownEnd = ".md.hbs";
    private const string PlainEnd = ".txt.hbs";

    /// <summary>Null, with the reasons added, if the file cannot be used.</summary>
    public static Layout? Read(LayoutFile file, List<string> problems)
    {
        var isMarkdown = file.FileName.EndsWith(MarkdownEnd, StringComparison.OrdinalIgnoreCase);
        var end = isMarkdown ? MarkdownEnd : PlainEnd;
        var name = file.FileName.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? file.FileName[..^end.Length] : "";
        if (name.Length is 0 or > 64 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            problems.Add($"{file.FileName}: a layout file is named name.md.hbs or name.txt.hbs, with letters, digits, - and _");
            return null;
        }

        var template = file.Template.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var found = LayoutCheck.Of(template);
        if (found.Count > 0)
        {
            problems.AddRange(found.Select(p => $"{file.FileName}, {p}"));
            return null;
        }

        try
        {
            return LayoutEngine.Compile(name, isMarkdown, template);
        }
        catch (LayoutException e)
        {
            problems.Add($"{file.FileName}: {e.Message}");
            return null;
        }
    }
}
