using System.Security.Cryptography;
using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>An incident and the version of its last committed event.</summary>
internal sealed record StoredVersion
{
    public int Number { get; init; }

    public int Version { get; init; }

    /// <summary>The link of its last event.</summary>
    public byte[] Head { get; init; } = [];

    public IncidentId Id => new(Number);
}

/// <summary>A row of <c>incidents</c>, with the words of the event that gave the title.</summary>
internal sealed record IncidentRow
{
    public const string Select =
        """
        SELECT i.number AS Number, i.state AS State, i.opened_at AS OpenedAt, i.closed_at AS ClosedAt,
               i.channel AS Channel, i.entries AS Entries, i.version AS Version, i.head AS Head,
               i.title_event AS TitleEvent, w.words AS TitleWords
        FROM incidents i LEFT JOIN event_words w ON w.incident = i.number AND w.version = i.title_event
        """;

    public int Number { get; init; }

    public string State { get; init; } = "";

    public long OpenedAt { get; init; }

    public long? ClosedAt { get; init; }

    public string Channel { get; init; } = "";

    public int Entries { get; init; }

    public int Version { get; init; }

    /// <summary>The version of the event that gave the title; null in a change that leaves it as it is.</summary>
    public int? TitleEvent { get; init; }

    public string? TitleWords { get; init; }

    /// <summary>The link of the last event.</summary>
    public byte[] Head { get; init; } = [];

    public static IncidentRow Of(Incident incident, int? titleEvent, byte[] head) => new()
    {
        Number = incident.Id.Number,
        State = Name(incident.State),
        OpenedAt = incident.OpenedAt.ToMicroseconds(),
        ClosedAt = incident.ClosedAt?.ToMicroseconds(),
        Channel = incident.Channels[0].Value,
        Entries = incident.StandingEntries,
        Version = incident.Version,
        TitleEvent = titleEvent,
        Head = head,
    };

    public static bool GivesTitle(IncidentEvent @event) =>
        @event is IncidentEvent.Opened or IncidentEvent.SettingChanged { Setting: Setting.Title };

    public static string Name(IncidentState state) => state switch
    {
        IncidentState.Open => "open",
        IncidentState.Resolved => "resolved",
        IncidentState.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public IncidentSummary ToSummary() => new(
        new IncidentId(Number), Title.Text, ToState(State), new ChannelId(Channel), OpenedAt.ToInstant(), Entries);

    private Words Title => (TitleWords is null || Erasure.IsErased(TitleWords) ? null : EventCodec.DecodeWords(TitleWords)) ?? Words.Erased;

    private static IncidentState ToState(string name) => name switch
    {
        "open" => IncidentState.Open,
        "resolved" => IncidentState.Resolved,
        "closed" => IncidentState.Closed,
        _ => throw new InvalidDataException($"The state '{name}' of an incident is unknown."),
    };
}

/// <summary>A row of <c>events</c> with its row of <c>event_words</c>.</summary>
internal sealed record EventRow
{
    public const int SaltBytes = 16;

    public int Version { get; init; }

    public string Type { get; init; } = "";

    public int? Entry { get; init; }

    public string ActorId { get; init; } = "";

    public string ActorName { get; init; } = "";

    public long SentAt { get; init; }

    public long RecordedAt { get; init; }

    public string Facts { get; init; } = "";

    public byte[]? WordsHash { get; init; }

    public byte[]? Salt { get; init; }

    /// <summary>As they stand in the row, rubbed out or not.</summary>
    public string? StoredWords { get; init; }

    public byte[]? Link { get; init; }

    /// <summary>What was typed; null if there is nothing, or it was erased.</summary>
    public string? Words => StoredWords is null || Erasure.IsErased(StoredWords) ? null : StoredWords;

    /// <summary>Binds words to their event without giving them away: without the salt it cannot be tried out.</summary>
    public static byte[] Hash(byte[] salt, string words) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(words)]);

    /// <summary>The row for a new event; its link is not there yet.</summary>
    public static EventRow Of(RecordedEvent recorded)
    {
        var encoded = EventCodec.Encode(recorded.Event);
        var salt = encoded.Words is null ? null : Salts.Next();
        return new EventRow
        {
            Version = recorded.Version,
            Type = encoded.Type,
            Entry = recorded.Event.Entry,
            ActorId = recorded.Actor.Id,
            ActorName = recorded.Actor.Name,
            SentAt = recorded.SentAt.ToMicroseconds(),
            RecordedAt = recorded.RecordedAt.ToMicroseconds(),
            Facts = encoded.Facts,
            WordsHash = encoded.Words is null ? null : Hash(salt!, encoded.Words),
            Salt = salt,
            StoredWords = encoded.Words,
        };
    }

    public RecordedEvent ToRecordedEvent(IncidentId incident) => new(
        Version,
        new Person(ActorId, ActorName),
        SentAt.ToInstant(),
        RecordedAt.ToInstant(),
        EventCodec.Decode(new EncodedEvent(Type, Facts, Words), incident, Version));
}

/// <summary>A row of <c>deliveries</c>.</summary>
internal sealed record DeliveryRow
{
    public string Source { get; init; } = "";

    public string DeliveryId { get; init; } = "";

    public int? Incident { get; init; }

    public int? Entry { get; init; }

    public int Recorded { get; init; }

    public string? Kind { get; init; }

    public long? OccurredAt { get; init; }

    public long? RecordedAt { get; init; }

    public string Reply { get; init; } = "";

    public static DeliveryRow Of(DeliveryKey delivery, CommandAnswer answer) => new()
    {
        Source = delivery.Source,
        DeliveryId = delivery.Id,
        Incident = answer.Incident?.Number,
        Entry = answer.Entry,
        Recorded = answer.Recorded ? 1 : 0,
        Kind = answer.Kind,
        OccurredAt = answer.OccurredAt?.ToMicroseconds(),
        RecordedAt = answer.RecordedAt?.ToMicroseconds(),
        Reply = answer.Reply,
    };

    public CommandAnswer ToAnswer() => new(
        Recorded != 0,
        Incident is { } number ? new IncidentId(number) : null,
        Entry,
        Kind,
        OccurredAt?.ToInstant(),
        RecordedAt?.ToInstant(),
        Erasure.IsErased(Reply) ? Erasure.Reply : Reply);
}
