namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>The layouts that are part of this library, compiled on first use.</summary>
internal static class BuiltInLayouts
{
    private const string Folder = ".Drafts.Layouts.";

    private static readonly Lazy<IReadOnlyList<Layout>> Compiled = new(() => [.. Files().Select(Compile)]);

    public static IReadOnlyList<Layout> All => Compiled.Value;

    /// <summary>The files as they are, which also serve as examples for own ones.</summary>
    public static IEnumerable<LayoutFile> Files()
    {
        var assembly = typeof(BuiltInLayouts).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".hbs", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
            yield return new LayoutFile(name, reader.ReadToEnd());
        }
    }

    private static Layout Compile(LayoutFile file)
    {
        var problems = new List<string>();
        return LayoutReader.Read(file, problems) ?? throw new InvalidOperationException(string.Join("; ", problems));
    }
}
