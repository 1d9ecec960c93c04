namespace IncidentBot.Core.Drafts;

/// <summary>A layout file: <c>name.md.hbs</c> for Markdown, <c>name.txt.hbs</c> for plain text.</summary>
public sealed record LayoutFile(string FileName, string Template);

/// <summary>The layouts a draft can be compiled in: the five built in, and the owner's own, which win by name.</summary>
public sealed class LayoutLibrary
{
    private LayoutLibrary(string defaultLayout, IReadOnlyList<string> problems)
    {
        DefaultLayout = defaultLayout;
        Problems = problems;
    }

    /// <summary>The layout of incidents that set none.</summary>
    public string DefaultLayout { get; }

    /// <summary>What is wrong with the owner's files, each with file and line; those files are left out.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>All names in alphabetical order.</summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>Checks the owner's files and adds them to the built-in ones. A broken file never stops the others.</summary>
    /// <exception cref="LayoutException">There is no layout named like the default.</exception>
    public static LayoutLibrary Load(IEnumerable<LayoutFile> own, string defaultLayout = "plain-label") =>
        new(defaultLayout, [.. own.Select(f => f.FileName)]);
}
