namespace IncidentBot.Web.Api;

/// <summary>An incident as <see cref="Core.Drafts.IncidentJson"/> writes it; only described here, for OpenAPI.</summary>
internal sealed record IncidentDescription(
    string Id, string Title, string State, string? Channel, IReadOnlyList<string> Channels,
    DateTime OpenedAt, string OpenedBy, string OpenedById, DateTime? ClosedAt, string? ClosedBy, string? ClosedById,
    DateTime? StartedAt, DateTime? EndedAt, bool DurationSaid, string Zone, string? Layout, string? Severity, int Version,
    FiguresDescription Figures, IReadOnlyList<EntryDescription> Entries);

/// <summary>Spans of time, in seconds.</summary>
internal sealed record FiguresDescription(
    double? Lasted, double? ToEscalate, double? ToIdentify, double? ToFix, int DeadEnds, double? InDeadEnds);

/// <summary>An entry as it stands, and what it said before.</summary>
internal sealed record EntryDescription(
    int Number, string Kind, string Text, string? Label, string? Url, string? TypedTime, DateTime? OccurredAt, DateTime? EndsAt,
    string? Precision, string? Zone, bool Brief, DateTime SentAt, DateTime RecordedAt, string Author, string AuthorId,
    string RecordedBy, string RecordedById, bool Recovered, MessageDescription? Message, IReadOnlyList<FileDescription> Files,
    bool Withdrawn, bool Redacted, IReadOnlyList<ChangeDescription> History);

/// <summary>The message on a platform that an entry came from.</summary>
internal sealed record MessageDescription(string Channel, string Id, string How, string? Thread, string? Link, bool Deleted);

/// <summary>A file that hangs on that message and is kept; without an address and a hash once its bytes are erased.</summary>
internal sealed record FileDescription(int Number, string Name, string Type, long Size, string? Sha256, string? Url);

/// <summary>A change of an entry.</summary>
internal sealed record ChangeDescription(string Change, string By, string ById, DateTime At, string? Reason, bool Recovered, WordsDescription Before);

/// <summary>What an entry said, and when it was said to have happened.</summary>
internal sealed record WordsDescription(
    string Text, string? Label, string? Url, string? TypedTime, DateTime? OccurredAt, DateTime? EndsAt, string? Precision, string? Zone);
