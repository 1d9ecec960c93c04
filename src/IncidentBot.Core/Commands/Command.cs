using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Commands;

/// <summary>
/// What someone asked for, before the incident is known and before times are read. Parsing never fails: what is not
/// understood is a command too, and is answered with help.
/// </summary>
public abstract record Command
{
    private Command()
    {
    }

    /// <summary>Whether it only asks: it records nothing, and is done with once it is answered.</summary>
    public bool IsQuestion => this is ShowStatus or ShowOwnZone or ListIncidents or Search or ShowDraft or Export or ShowHelp;

    /// <summary>One of the seven moments. The text may begin with a time.</summary>
    public sealed record RecordMoment(EntryKind Kind, string Text) : Command;

    /// <summary>A write-up item, its label and address already taken out of the text.</summary>
    /// <param name="Words">Text, label and, for attachments, the address.</param>
    /// <param name="Brief">Whether a root cause is the one-line summary.</param>
    public sealed record RecordWriteUp(EntryKind Kind, Words Words, bool Brief) : Command;

    public sealed record Open(string Title) : Command;

    public sealed record Close : Command;

    public sealed record Reopen : Command;

    /// <summary>Feeds an open incident from this room, too.</summary>
    public sealed record Link(IncidentId Incident) : Command;

    /// <summary>Feeds the incident from this room no more.</summary>
    public sealed record Unlink : Command;

    public sealed record ShowStatus : Command;

    public sealed record ListIncidents : Command;

    /// <summary>Looks for words in all incidents.</summary>
    public sealed record Search(string Text) : Command;

    /// <summary>Shows the draft, in the incident's layout if none is named.</summary>
    public sealed record ShowDraft(string? Layout, bool WithRoute) : Command;

    /// <summary>Says where the draft can be had in a format, the layout's own if none is named.</summary>
    public sealed record Export(string? Format, bool WithRoute) : Command;

    /// <summary>Takes back the caller's latest standing entry.</summary>
    public sealed record Undo(int? Entry) : Command;

    /// <summary>Gives an entry another time, another text, or both. The text may begin with a time.</summary>
    public sealed record Amend(int Entry, string Text) : Command;

    /// <summary>Erases the words of an entry for good.</summary>
    public sealed record Redact(int Entry, string? Reason) : Command;

    public sealed record Set(Setting Setting, string Value) : Command;

    /// <summary>Sets the time zone of whoever typed it, in every room; <c>auto</c> goes back to the profile's.</summary>
    public sealed record SetOwnZone(string Name) : Command;

    /// <summary>Says which zone clocks are read in for whoever asks, and why.</summary>
    public sealed record ShowOwnZone : Command;

    public sealed record ShowHelp(string? Topic) : Command;

    /// <summary>Something happened to a message; nobody typed a line.</summary>
    public sealed record FollowMessage(MessageChange Change, string Text) : Command;

    /// <summary>A known verb with something missing or too much.</summary>
    public sealed record Malformed(Verb Verb, string Line) : Command;

    /// <summary>No known verb. The line is kept, to be offered back.</summary>
    public sealed record NotUnderstood(string Line) : Command;
}
