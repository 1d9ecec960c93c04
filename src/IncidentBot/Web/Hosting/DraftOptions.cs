using IncidentBot.Core.Drafts;

namespace IncidentBot.Web.Hosting;

/// <summary>The settings of section <c>Drafts</c>: the owner's layouts, and the default one.</summary>
internal static class DraftOptions
{
    /// <exception cref="SettingException">The folder cannot be read, or the default layout does not exist.</exception>
    public static LayoutLibrary Read(IConfiguration configuration)
    {
        var files = configuration.Word("Drafts:LayoutFolder") is { } folder ? Files(folder) : [];
        try
        {
            return configuration.Word("Drafts:DefaultLayout") is { } layout
                ? LayoutLibrary.Load(files, layout)
                : LayoutLibrary.Load(files);
        }
        catch (LayoutException e)
        {
            throw new SettingException("Drafts:DefaultLayout", e.Message);
        }
    }

    private static IReadOnlyList<LayoutFile> Files(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*.hbs")
                    .Order(StringComparer.Ordinal)
                    .Select(path => new LayoutFile(Path.GetFileName(path), File.ReadAllText(path))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                "Drafts:LayoutFolder", $"{Path.GetFullPath(folder)} cannot be read ({(e is DirectoryNotFoundException ? "there is no such folder" : "access refused")}).");
        }
    }
}
