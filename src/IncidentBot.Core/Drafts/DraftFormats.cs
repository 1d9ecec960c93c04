namespace IncidentBot.Core.Drafts;

/// <summary>The names of the formats.</summary>
public static class DraftFormats
{
    /// <summary>All names, as people type them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["md", "txt", "html", "csv", "json"];

    public static bool TryParse(string name, out DraftFormat format)
    {
        (var known, format) = name.ToLowerInvariant() switch
        {
            "md" or "txt" => (true, DraftFormat.Text),
            "html" => (true, DraftFormat.Html),
            "csv" => (true, DraftFormat.Csv),
            "json" => (true, DraftFormat.Json),
            _ => (false, default),
        };
        return known;
    }
}
