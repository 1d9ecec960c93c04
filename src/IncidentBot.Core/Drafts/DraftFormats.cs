using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Core.Drafts;

/// <summary>The names by which people ask for a format.</summary>
public static class DraftFormats
{
    private static readonly Dictionary<string, DraftFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["md"] = DraftFormat.Text,
        ["txt"] = DraftFormat.Text,
        ["html"] = DraftFormat.Html,
        ["json"] = DraftFormat.Json,
        ["csv"] = DraftFormat.Csv,
    };

    /// <summary>All names; <c>md</c> and <c>txt</c> give the same bytes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Formats.Keys];

    public static bool TryParse([NotNullWhen(true)] string? name, out DraftFormat format)
    {
        format = default;
        return name is not null && Formats.TryGetValue(name, out format);
    }
}
