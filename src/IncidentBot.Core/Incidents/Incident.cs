using System.Collections.Immutable;
using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>Where an incident stands. <see cref="Resolved"/> means service is back; only a close ends it.</summary>
public enum IncidentState
{
    Open,
    Resolved,
    Closed,
}

/// <summary>
/// An incident as it stands after its events. Immutable: <see cref="Apply"/> gives the next state and leaves this one
/// as it was, so that a state can be shared by readers while a writer goes on from it.
/// </summary>
public sealed record Incident
{
    private Incident(IncidentId id) => Id = id;

    public IncidentId Id { get; }

    /// <summary>How many events were folded.</summary>
    public int Version { get; private init; }

    public string Title { get; private init; } = "";

    /// <summary>The entry that gave the title; null once a title was typed.</summary>
    public int? TitleFromEntry { get; private init; }

    public Person OpenedBy { get; private init; } = new("", "");

    public Instant OpenedAt { get; private init; }

    public bool Closed { get; private init; }

    /// <summary>When it was closed last; null while it is not closed.</summary>
    public Instant? ClosedAt { get; private init; }

    public Person? ClosedBy { get; private init; }

    /// <summary>The zone set on the incident; null until one is set.</summary>
    public string? SetZone { get; private init; }

    /// <summary>The opener's zone, used in drafts until one is set.</summary>
    public string OpenedInZone { get; private init; } = "UTC";

    /// <summary>The IANA zone in which the incident is shown.</summary>
    public string Zone => SetZone ?? OpenedInZone;

    /// <summary>The layout set on the incident; null for the default one.</summary>
    public string? Layout { get; private init; }

    public string? Severity { get; private init; }

    /// <summary>The span said by <c>set duration</c>, which wins over the derived one.</summary>
    public (Instant Start, Instant End)? SaidDuration { get; private init; }

    /// <summary>The rooms that feed it, first the one in which it was opened.</summary>
    public ImmutableList<ChannelId> Channels { get; private init; } = [];

    /// <summary>Whether a room of a community feeds it, so that people there may know of it.</summary>
    public bool IsFedFrom(string community) => Channels.Exists(channel => channel.IsOf(community));

    /// <summary>All entries by number, the withdrawn ones included: entry <c>#n</c> stands at <c>n - 1</c>.</summary>
    public ImmutableList<Entry> Entries { get; private init; } = [];

    /// <summary>The numbers of the entries of each kind, so that asking for a kind does not look through a long incident.</summary>
    private ImmutableDictionary<EntryKind, ImmutableList<int>> NumbersByKind { get; init; } = ImmutableDictionary<EntryKind, ImmutableList<int>>.Empty;

    /// <summary>The latest entry from each message.</summary>
    private ImmutableDictionary<(ChannelId Channel, string Message), int> NumbersByMessage { get; init; } =
        ImmutableDictionary<(ChannelId Channel, string Message), int>.Empty;

    /// <summary>The entry that each file belongs to: that of file <c>n</c> stands at <c>n - 1</c>.</summary>
    private ImmutableList<int> EntriesOfFiles { get; init; } = [];

    /// <summary>How many files are kept, the erased ones included.</summary>
    public int Files => EntriesOfFiles.Count;

    /// <summary>How many entries stand; kept along the way, so that appending to a long incident stays cheap.</summary>
    public int StandingEntries { get; private init; }

    /// <summary>Closed, else resolved if nothing was detected after the latest resolution, else open.</summary>
    public IncidentState State => Closed ? IncidentState.Closed : ServiceState;

    private IncidentState ServiceState => Timeline.IsBack(LastDetected, LastResolved) ? IncidentState.Resolved : IncidentState.Open;

    /// <summary>The detection that ends last, and the resolution: kept along the way, so that one more is not compared with all.</summary>
    private Entry? LastDetected { get; init; }

    private Entry? LastResolved { get; init; }

    /// <summary>The number the next entry gets.</summary>
    public int NextEntry => Entries.Count + 1;

    /// <summary>An incident before its first event.</summary>
    public static Incident Empty(IncidentId id) => new(id);

    /// <summary>Folds a whole stream, in the order of its versions.</summary>
    public static Incident Replay(IncidentId id, IEnumerable<RecordedEvent> events) =>
        events.Aggregate(Empty(id), (incident, recorded) => incident.Apply(recorded));

    /// <summary>The entry with a number; null if there is none.</summary>
    public Entry? Find(int number) => number >= 1 && number <= Entries.Count ? Entries[number - 1] : null;

    /// <summary>The entry that stands for a message, by whatever way it came; null if none does.</summary>
    public Entry? FindMessage(MessageRef message) => FindLatest(message) is { Withdrawn: false } entry ? entry : null;

    /// <summary>The entry that a message came to last, taken back or not; null if it never came.</summary>
    public Entry? FindLatest(MessageRef message) =>
        NumbersByMessage.TryGetValue((message.Channel, message.Id), out var number) ? Entries[number - 1] : null;

    /// <summary>The file with a number; null if there is none.</summary>
    public KeptFile? FindFile(int number) => number >= 1 && number <= Files
        ? Entries[EntriesOfFiles[number - 1] - 1].Files.Find(file => file.Number == number)
        : null;

    /// <summary>The entries that stand (were not withdrawn) and are of a kind, in the order they were typed.</summary>
    public IEnumerable<Entry> Standing(EntryKind kind) =>
        Numbers(kind).Select(number => Entries[number - 1]).Where(e => !e.Withdrawn);

    /// <summary>All entries of some kinds by number, the withdrawn ones included.</summary>
    public IReadOnlyList<Entry> Of(IEnumerable<EntryKind> kinds) =>
        [.. kinds.SelectMany(Numbers).Order().Select(number => Entries[number - 1])];

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event does not follow the last one, or names no entry.</exception>
    public Incident Apply(RecordedEvent recorded)
    {
        if (recorded.Version != Version + 1)
        {
            throw new InvalidOperationException(
                $"{Id}: event {recorded.Version} cannot follow event {Version}; the stream has a gap.");
        }

        return (recorded.Event switch
        {
            IncidentEvent.Opened e => Open(recorded, e),
            IncidentEvent.ChannelBound e => this with { Channels = Channels.Contains(e.Channel) ? Channels : Channels.Add(e.Channel) },
            IncidentEvent.ChannelUnbound e => Unbind(e.Channel),
            IncidentEvent.EntryRecorded e => Record(recorded, e),
            IncidentEvent.EntryAmended e => Amend(recorded, e),
            IncidentEvent.EntryWithdrawn e => Withdraw(recorded, e),
            IncidentEvent.EntryRedacted e => Redact(recorded, e),
            IncidentEvent.FileKept e => Keep(e),
            IncidentEvent.SettingChanged e => Change(e),
            IncidentEvent.DurationSet e => this with { SaidDuration = (e.Start, e.End) },
            IncidentEvent.Closed => this with { Closed = true, ClosedAt = recorded.RecordedAt, ClosedBy = recorded.Actor },
            IncidentEvent.Reopened => this with { Closed = false, ClosedAt = null, ClosedBy = null },
            _ => throw new InvalidOperationException($"{Id}: {recorded.Event.GetType().Name} is no known event."),
        }) with
        { Version = recorded.Version };
    }

    private Incident Open(RecordedEvent recorded, IncidentEvent.Opened opened) => this with
    {
        Title = (opened.Words ?? Words.Erased).Text,
        TitleFromEntry = opened.TitleFromEntry,
        OpenedBy = recorded.Actor,
        OpenedAt = recorded.SentAt,
        OpenedInZone = opened.Zone,
    };

    private Incident Unbind(ChannelId channel) => Channels.IndexOf(channel) > 0
        ? this with { Channels = Channels.Remove(channel) }
        : throw new InvalidOperationException($"{Id}: {channel} cannot leave it; only a room that joined it can.");

    private Incident Record(RecordedEvent recorded, IncidentEvent.EntryRecorded e)
    {
        if (e.Number != NextEntry)
        {
            throw new InvalidOperationException($"{Id}: entry #{e.Number} cannot follow #{Entries.Count}.");
        }

        var entry = new Entry
        {
            Number = e.Number,
            Kind = e.Kind,
            Words = e.Words ?? Words.Erased,
            When = e.When,
            Brief = e.Brief,
            Author = e.Message?.Author ?? recorded.Actor,
            RecordedBy = recorded.Actor,
            SentAt = e.Message?.SentAt ?? recorded.SentAt,
            RecordedAt = recorded.RecordedAt,
            Recovered = e.Recovered,
            Message = e.Message,
            MessageReadAt = recorded.SentAt,
        };
        return this with
        {
            StandingEntries = StandingEntries + 1,
            NumbersByKind = NumbersByKind.SetItem(e.Kind, Numbers(e.Kind).Add(e.Number)),
            NumbersByMessage = e.Message is { Ref: var from } ? NumbersByMessage.SetItem((from.Channel, from.Id), e.Number) : NumbersByMessage,
            Entries = Entries.Add(entry),
            LastDetected = e.Kind == EntryKind.Detected ? Timeline.Later(LastDetected, entry) : LastDetected,
            LastResolved = e.Kind == EntryKind.Resolved ? Timeline.Later(LastResolved, entry) : LastResolved,
        };
    }

    private ImmutableList<int> Numbers(EntryKind kind) => NumbersByKind.GetValueOrDefault(kind, []);

    private Incident Amend(RecordedEvent recorded, IncidentEvent.EntryAmended e) => With(e.Number, entry => entry with
    {
        When = e.When ?? entry.When,
        Words = e.TextChanged ? e.Words ?? Words.Erased : Retimed(entry.Words, e),
        Brief = e.TextChanged ? e.Brief : entry.Brief,
        DeletedThere = entry.DeletedThere || e.Cause == Cause.Deleted,
        MessageReadAt = e.Cause == Cause.Edited ? recorded.SentAt : entry.MessageReadAt,
        History = entry.History.Add(Changed("amended", recorded, entry)),
    });

    private static Words Retimed(Words words, IncidentEvent.EntryAmended e) =>
        e.Words?.TypedTime is { } typed ? words with { TypedTime = typed } : words;

    private Incident Withdraw(RecordedEvent recorded, IncidentEvent.EntryWithdrawn e) => With(e.Number, entry => entry with
    {
        Withdrawn = true,
        History = entry.History.Add(Changed("withdrawn", recorded, entry)),
    }) with
    { StandingEntries = StandingEntries - 1 };

    private Incident Redact(RecordedEvent recorded, IncidentEvent.EntryRedacted e) => With(e.Number, entry => entry with
    {
        Words = Words.Erased,
        Redacted = true,
        Files = entry.Files.ConvertAll(file => file with { Name = Words.Erased.Text, Digest = null }),
        History = entry.History
            .ConvertAll(change => change with { Before = Words.Erased })
            .Add(Changed("redacted", recorded, entry) with { Before = Words.Erased, Reason = e.Words?.Text }),
    }) with
    { Title = TitleFromEntry == e.Number ? Words.Erased.Text : Title };

    private Incident Keep(IncidentEvent.FileKept e)
    {
        if (e.File != Files + 1)
        {
            throw new InvalidOperationException($"{Id}: file {e.File} cannot follow file {Files}.");
        }

        var file = new KeptFile(e.File, (e.Words ?? Words.Erased).Text, e.ContentType, e.Size, e.Words?.Digest);
        return With(e.Number, entry => entry with { Files = entry.Files.Add(file) }) with { EntriesOfFiles = EntriesOfFiles.Add(e.Number) };
    }

    private Incident Change(IncidentEvent.SettingChanged e)
    {
        var value = (e.Words ?? Words.Erased).Text;
        return e.Setting switch
        {
            Setting.Title => this with { Title = value, TitleFromEntry = null },
            Setting.Zone => this with { SetZone = value },
            Setting.Layout => this with { Layout = value },
            Setting.Severity => this with { Severity = value },
            _ => throw new InvalidOperationException($"{Id}: {e.Setting} is set by an event of its own."),
        };
    }

    private Incident With(int number, Func<Entry, Entry> change)
    {
        var entry = Find(number) ?? throw new InvalidOperationException($"{Id}: there is no entry #{number}.");
        var changed = this with { Entries = Entries.SetItem(number - 1, change(entry)) };
        return entry.Kind switch
        {
            EntryKind.Detected => changed with { LastDetected = Timeline.Last(changed, entry.Kind) },
            EntryKind.Resolved => changed with { LastResolved = Timeline.Last(changed, entry.Kind) },
            _ => changed,
        };
    }

    private static EntryChange Changed(string change, RecordedEvent recorded, Entry entry) =>
        new(change, recorded.Actor, recorded.RecordedAt, entry.Words, entry.When,
            recorded.Event.Cause is { } cause ? Cause.Describe(cause) : null, recorded.Event.Recovered);
}
