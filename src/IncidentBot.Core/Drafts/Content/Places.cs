using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Drafts.Content;

/// <summary>Where an attachment stands: after a section, which may be named by one of its labels or another usual name.</summary>
internal static class Places
{
    public const string Title = "Title";
    public const string IssueSummary = "Issue Summary";
    public const string Timeline = "Timeline";
    public const string RootCause = "Root Cause and Resolution";
    public const string Measures = "Corrective and Preventative Measures";
    public const string Conclusion = "Conclusion";

    /// <summary>The help says <c>[After section]</c>, and some type just that.</summary>
    private const string After = "After ";

    private static readonly Dictionary<string, string> Names = Known(
        (Title, ["Postmortem"]),
        (IssueSummary, ["Incident Summary", "Summary", "Duration", "Impact"]),
        (Timeline, ["Detection", "Issue Detected", "Detected", "Actions Taken", "Actions", "Investigation",
            "Misleading Paths", "Dead Ends", "Escalation", "Escalations"]),
        (RootCause, ["Root Cause", "Cause", "Resolution", "Resolutions", "Fix"]),
        (Measures, ["Corrective and Preventive Measures", "Measures", "Corrective Measures", "Improvements/Fixes",
            "Improvements", "Tasks", "Tasks to Address the Issue", "Action Items"]),
        (Conclusion, ["Closing Notes", "Closing"]));

    /// <summary>The standing attachments by place; own sections are found in any letter case.</summary>
    public static ILookup<string, Entry> Of(Incident incident)
    {
        var own = incident.Standing(EntryKind.Section).Where(e => !string.IsNullOrWhiteSpace(e.Text))
            .Select(OwnSections.Heading).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return incident.Standing(EntryKind.Attachment).Select(e => (Place: Find(e.Words.Label, own), Entry: e))
            .Concat(Files(incident))
            .ToLookup(a => a.Place, a => a.Entry, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The files of standing messages, each as an attachment without an address: who reads the draft elsewhere could
    /// not follow it.
    /// </summary>
    private static IEnumerable<(string Place, Entry Entry)> Files(Incident incident) => incident.Files == 0 ? [] :
        from entry in incident.Entries
        where !entry.Withdrawn && !entry.Redacted
        from file in entry.Files
        select (Find(entry.Kind), entry with { Words = new Words($"{file.Name} (file {file.Number} of {incident.Id})") });

    /// <summary>The place after an own section, which may be headed like one of ours.</summary>
    public static string Own(string heading) => "own: " + heading;

    /// <summary>Where what hangs on an entry stands: after the section in which the entry does.</summary>
    private static string Find(EntryKind kind) => kind switch
    {
        EntryKind.Impact => IssueSummary,
        EntryKind.RootCause or EntryKind.Resolution => RootCause,
        EntryKind.Improvement or EntryKind.Task => Measures,
        EntryKind.Conclusion => Conclusion,
        _ => Timeline,
    };

    private static string Find(string? named, HashSet<string> own)
    {
        var name = named?.Trim().TrimEnd(':', ' ') ?? "";
        if (!own.Contains(name) && name.StartsWith(After, StringComparison.OrdinalIgnoreCase))
        {
            name = name[After.Length..].TrimStart();
        }

        return own.Contains(name) ? Own(name) : Names.GetValueOrDefault(name, Title);
    }

    private static Dictionary<string, string> Known(params (string Place, string[] Others)[] places) => places
        .SelectMany(p => p.Others.Prepend(p.Place).Select(name => (name, p.Place)))
        .ToDictionary(p => p.name, p => p.Place, StringComparer.OrdinalIgnoreCase);
}
