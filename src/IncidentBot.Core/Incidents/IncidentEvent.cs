using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>
/// A fact in the life of an incident. Events are appended and never changed; state, timeline, draft and figures
/// are folds over them. <see cref="Words"/> is null where the event has none, or where they were erased.
/// </summary>
public abstract record IncidentEvent
{
    private IncidentEvent()
    {
    }

    /// <summary>What was typed; null if there is nothing, or it was erased.</summary>
    public Words? Words { get; init; }

    /// <summary>Whether the command was missed when it came, and found by reading the room again.</summary>
    public bool Recovered { get; init; }

    /// <summary>What happened on the platform that made it, as <see cref="Incidents.Cause"/> says it; null if a command did.</summary>
    public string? Cause { get; init; }

    /// <summary>The incident begins. The words are its title.</summary>
    /// <param name="Zone">The opener's IANA zone, frozen here: drafts use it unless a zone is set.</param>
    /// <param name="TitleFromEntry">The entry whose text gave the title; null if the title was typed.</param>
    public sealed record Opened(string Zone, int? TitleFromEntry) : IncidentEvent;

    /// <summary>A room feeds this incident from now on.</summary>
    public sealed record ChannelBound(ChannelId Channel) : IncidentEvent;

    /// <summary>A room feeds this incident no more; what came from it stays.</summary>
    public sealed record ChannelUnbound(ChannelId Channel) : IncidentEvent;

    /// <summary>A moment or a write-up item.</summary>
    /// <param name="Number">The entry's number, from 1, stable for ever.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="When">When it happened; null for write-up items.</param>
    /// <param name="Brief">Whether a root cause is the one-line summary.</param>
    public sealed record EntryRecorded(int Number, EntryKind Kind, Moment? When, bool Brief) : IncidentEvent
    {
        /// <summary>The message it came from; null where the platform has none.</summary>
        public CapturedMessage? Message { get; init; }
    }

    /// <summary>An entry says something else from now on: a null moment, or no words, leaves that part as it was.</summary>
    public sealed record EntryAmended(int Number, Moment? When, bool Brief, bool TextChanged) : IncidentEvent;

    /// <summary>An entry is taken back.</summary>
    public sealed record EntryWithdrawn(int Number) : IncidentEvent;

    /// <summary>The words of an entry were erased for good. The words here are the reason.</summary>
    public sealed record EntryRedacted(int Number) : IncidentEvent;

    /// <summary>The bytes of a file that hangs on the message of an entry are kept. The words are its name and their hash.</summary>
    /// <param name="Number">The number of the entry.</param>
    /// <param name="File">The number of the file, from 1, stable for ever.</param>
    /// <param name="ContentType">As its sender said.</param>
    /// <param name="Size">In bytes.</param>
    public sealed record FileKept(int Number, int File, string ContentType, long Size) : IncidentEvent;

    /// <summary>The words are the value of a setting: title, zone, layout or severity.</summary>
    public sealed record SettingChanged(Setting Setting) : IncidentEvent;

    /// <summary>The span of the incident, said rather than derived. The words are the phrase as typed.</summary>
    public sealed record DurationSet(Instant Start, Instant End, string Zone) : IncidentEvent;

    /// <summary>The incident is over and its draft can be compiled.</summary>
    public sealed record Closed : IncidentEvent;

    /// <summary>A closed incident goes on.</summary>
    public sealed record Reopened : IncidentEvent;

    /// <summary>The entry an event is about, if any.</summary>
    public int? Entry => this switch
    {
        EntryRecorded e => e.Number,
        EntryAmended e => e.Number,
        EntryWithdrawn e => e.Number,
        EntryRedacted e => e.Number,
        FileKept e => e.Number,
        Opened e => e.TitleFromEntry,
        _ => null,
    };
}
