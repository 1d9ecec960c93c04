namespace IncidentBot.Core.Incidents;

/// <summary>What an entry of an incident is: one of seven moments, which have a time, or of eight write-up items.</summary>
public enum EntryKind
{
    Detected,
    Note,
    DeadEnd,
    Escalate,
    Identified,
    Fix,
    Resolved,
    Impact,
    RootCause,
    Resolution,
    Improvement,
    Task,
    Conclusion,
    Section,
    Attachment,
}

/// <summary>The words of the field for each kind.</summary>
public static class EntryKinds
{
    private static readonly (EntryKind Kind, string Name)[] Names =
    [
        (EntryKind.Detected, "detected"), (EntryKind.Note, "note"), (EntryKind.DeadEnd, "dead-end"),
        (EntryKind.Escalate, "escalate"), (EntryKind.Identified, "identified"), (EntryKind.Fix, "fix"),
        (EntryKind.Resolved, "resolved"), (EntryKind.Impact, "impact"), (EntryKind.RootCause, "root-cause"),
        (EntryKind.Resolution, "resolution"), (EntryKind.Improvement, "improve"), (EntryKind.Task, "task"),
        (EntryKind.Conclusion, "conclusion"), (EntryKind.Section, "section"), (EntryKind.Attachment, "attach"),
    ];

    /// <summary>All kinds, moments first.</summary>
    public static IReadOnlyList<EntryKind> All { get; } = [.. Names.Select(n => n.Kind)];

    /// <summary>Whether the kind stands in the timeline and so has a time.</summary>
    public static bool IsMoment(this EntryKind kind) => kind <= EntryKind.Resolved;

    /// <summary>The verb that records the kind, which is also its name on the wire and in the store.</summary>
    public static string Verb(this EntryKind kind) => Names[(int)kind].Name;

    /// <summary>The kind of a verb; the name must be exact.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No kind has that name.</exception>
    public static EntryKind FromVerb(string verb)
    {
        foreach (var (kind, name) in Names)
        {
            if (name == verb)
            {
                return kind;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(verb), verb, "No entry kind has this name.");
    }
}
