using IncidentBot.Core.Drafts.Layouts;

namespace IncidentBot.Core.Drafts;

/// <summary>A layout file: <c>name.md.hbs</c> for Markdown, <c>name.txt.hbs</c> for plain text.</summary>
public sealed record LayoutFile(string FileName, string Template);

/// <summary>The layouts a draft can be compiled in: the five built in, and the owner's own, which win by name.</summary>
public sealed class LayoutLibrary
{
    private readonly Dictionary<string, Layout> _layouts;

    private LayoutLibrary(Dictionary<string, Layout> layouts, string defaultLayout, IReadOnlyList<string> problems)
    {
        _layouts = layouts;
        Names = [.. layouts.Values.Select(l => l.Name).Order(StringComparer.Ordinal)];
        DefaultLayout = Find(defaultLayout).Name;
        Problems = problems;
    }

    /// <summary>The layout of incidents that set none.</summary>
    public string DefaultLayout { get; }

    /// <summary>What is wrong with the owner's files, each with file and line; those files are left out.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>All names in alphabetical order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Checks the owner's files and adds them to the built-in ones. A broken file never stops the others.</summary>
    /// <exception cref="LayoutException">There is no layout named like the default.</exception>
    public static LayoutLibrary Load(IEnumerable<LayoutFile> own, string defaultLayout = "plain-label")
    {
        var problems = new List<string>();
        var layouts = new Dictionary<string, Layout>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in own.OrderBy(f => f.FileName, StringComparer.Ordinal))
        {
            if (LayoutReader.Read(file, problems) is not { } layout)
            {
                continue;
            }

            if (!layouts.TryAdd(layout.Name, layout))
            {
                problems.Add($"{file.FileName}: there is another file for the layout {layout.Name}; this one is left out");
            }
        }

        foreach (var layout in BuiltInLayouts.All)
        {
            layouts.TryAdd(layout.Name, layout);
        }

        return new LayoutLibrary(layouts, defaultLayout, problems);
    }

    /// <summary>Whether there is a layout of that name, in any letter case.</summary>
    public bool Contains(string name) => _layouts.ContainsKey(name);

    /// <summary>Whether a layout writes Markdown.</summary>
    /// <exception cref="LayoutException">There is none of that name; the message names those there are.</exception>
    public bool IsMarkdown(string name) => Find(name).IsMarkdown;

    /// <exception cref="LayoutException">There is none; the message names those there are.</exception>
    internal Layout Find(string name) => _layouts.TryGetValue(name, out var layout)
        ? layout
        : throw new LayoutException($"There is no layout {name}. The layouts are {string.Join(", ", Names)}.");
}
