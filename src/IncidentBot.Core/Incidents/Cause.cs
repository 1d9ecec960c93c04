namespace IncidentBot.Core.Incidents;

/// <summary>
/// What happened on the platform that made an event, where nobody typed a command. Kept with the event, so the forms
/// are for ever.
/// </summary>
public static class Cause
{
    public const string Edited = "edited";
    public const string Deleted = "deleted";
    private const string RemovedMark = "removed:";
    private const string RetoldMark = "retold:";

    /// <summary>The reaction or pin by which a message had come was taken away.</summary>
    public static string Removed(string how) => RemovedMark + how;

    /// <summary>The message was captured once more, as something else.</summary>
    public static string Retold(EntryKind kind) => RetoldMark + kind.Verb();

    /// <summary>The cause as people read it in a history.</summary>
    public static string Describe(string cause) =>
        cause == Edited ? "edited there"
        : cause == Deleted ? "deleted there"
        : cause.StartsWith(RemovedMark, StringComparison.Ordinal) ? $"{cause[RemovedMark.Length..]} removed"
        : cause.StartsWith(RetoldMark, StringComparison.Ordinal) ? $"captured again as {cause[RetoldMark.Length..]}"
        : cause;
}
