using System.Text.Json;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>An event on disk: its type, its facts and, apart from them because they can be erased, its words.</summary>
internal sealed record EncodedEvent(string Type, string Facts, string? Words);

/// <summary>
/// Between events and their form on disk. Type names do not follow the names in the code, and fields that a newer
/// version added are passed over.
/// </summary>
internal static class EventCodec
{
    public static EncodedEvent Encode(IncidentEvent @event)
    {
        var (type, facts) = @event switch
        {
            IncidentEvent.Opened e => ("opened", new EventFacts { TitleFromEntry = e.TitleFromEntry, Zone = e.Zone }),
            IncidentEvent.ChannelBound e => ("bound", new EventFacts { Channel = e.Channel.Value }),
            IncidentEvent.ChannelUnbound e => ("unbound", new EventFacts { Channel = e.Channel.Value }),
            IncidentEvent.EntryRecorded e => ("recorded", new EventFacts
            {
                Number = e.Number,
                Kind = e.Kind.Verb(),
                When = Encode(e.When),
                Brief = OnlyIf(e.Brief),
                Message = MessageFacts.Of(e.Message),
            }),
            IncidentEvent.EntryAmended e => ("amended", new EventFacts
            {
                Number = e.Number,
                When = Encode(e.When),
                Brief = OnlyIf(e.Brief),
                TextChanged = OnlyIf(e.TextChanged),
            }),
            IncidentEvent.EntryWithdrawn e => ("withdrawn", new EventFacts { Number = e.Number }),
            IncidentEvent.EntryRedacted e => ("redacted", new EventFacts { Number = e.Number }),
            IncidentEvent.FileKept e => ("file", new EventFacts { Number = e.Number, File = e.File, ContentType = e.ContentType, Size = e.Size }),
            IncidentEvent.SettingChanged e => ("set", new EventFacts { Setting = Name(e.Setting) }),
            IncidentEvent.DurationSet e => ("duration", new EventFacts
            {
                Start = e.Start.ToMicroseconds(),
                End = e.End.ToMicroseconds(),
                Zone = e.Zone,
            }),
            IncidentEvent.Closed => ("closed", new EventFacts()),
            IncidentEvent.Reopened => ("reopened", new EventFacts()),
            _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "This event has no form on disk."),
        };
        facts = @event is { Cause: null, Recovered: false } ? facts : facts with { Cause = @event.Cause, Recovered = OnlyIf(@event.Recovered) };
        return new EncodedEvent(
            type,
            JsonSerializer.Serialize(facts, EventJson.Compact.EventFacts),
            @event.Words is null ? null : JsonSerializer.Serialize(@event.Words, EventJson.Compact.Words));
    }

    /// <summary>Reads an event back. The incident and the version are for the message if that fails.</summary>
    /// <exception cref="InvalidDataException">The type is unknown, or the facts do not fit it.</exception>
    public static IncidentEvent Decode(EncodedEvent encoded, IncidentId incident, int version)
    {
        try
        {
            var facts = JsonSerializer.Deserialize(encoded.Facts, EventJson.Compact.EventFacts) ?? throw Missing();
            return Decode(encoded.Type, facts) with
            {
                Words = DecodeWords(encoded.Words),
                Cause = facts.Cause,
                Recovered = facts.Recovered ?? false,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{incident}: event {version} of type '{encoded.Type}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads words back; null where there are none.</summary>
    public static Words? DecodeWords(string? words) =>
        words is null ? null : JsonSerializer.Deserialize(words, EventJson.Compact.Words);

    private static IncidentEvent Decode(string type, EventFacts facts) => type switch
    {
        "opened" => new IncidentEvent.Opened(Given(facts.Zone), facts.TitleFromEntry),
        "bound" => new IncidentEvent.ChannelBound(new ChannelId(Given(facts.Channel))),
        "unbound" => new IncidentEvent.ChannelUnbound(new ChannelId(Given(facts.Channel))),
        "recorded" => new IncidentEvent.EntryRecorded(
            Given(facts.Number), EntryKinds.FromVerb(Given(facts.Kind)), Decode(facts.When), facts.Brief ?? false)
        {
            Message = facts.Message?.ToMessage(),
        },
        "amended" => new IncidentEvent.EntryAmended(
            Given(facts.Number), Decode(facts.When), facts.Brief ?? false, facts.TextChanged ?? false),
        "withdrawn" => new IncidentEvent.EntryWithdrawn(Given(facts.Number)),
        "redacted" => new IncidentEvent.EntryRedacted(Given(facts.Number)),
        "file" => new IncidentEvent.FileKept(Given(facts.Number), Given(facts.File), Given(facts.ContentType), Given(facts.Size)),
        "set" => new IncidentEvent.SettingChanged(ToSetting(Given(facts.Setting))),
        "duration" => new IncidentEvent.DurationSet(
            Given(facts.Start).ToInstant(), Given(facts.End).ToInstant(), Given(facts.Zone)),
        "closed" => new IncidentEvent.Closed(),
        "reopened" => new IncidentEvent.Reopened(),
        _ => throw new InvalidOperationException("this type is unknown; a newer version may have written it."),
    };

    public static MomentFacts? Encode(Moment? when) => when is null
        ? null
        : new(when.OccurredAt.ToMicroseconds(), when.EndsAt?.ToMicroseconds(), Name(when.Precision), when.Zone);

    public static Moment? Decode(MomentFacts? when) => when is null
        ? null
        : new(when.At.ToInstant(), when.Until?.ToInstant(), ToPrecision(when.Precision), when.Zone);

    private static string Name(Precision precision) => precision switch
    {
        Precision.Minute => "minute",
        Precision.Second => "second",
        Precision.Day => "day",
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
    };

    private static Precision ToPrecision(string name) => name switch
    {
        "minute" => Precision.Minute,
        "second" => Precision.Second,
        "day" => Precision.Day,
        _ => throw new InvalidOperationException($"the precision '{name}' is unknown."),
    };

    private static string Name(Setting setting) => setting switch
    {
        Setting.Title => "title",
        Setting.Zone => "zone",
        Setting.Layout => "layout",
        Setting.Severity => "severity",
        Setting.Duration => "duration",
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, null),
    };

    private static Setting ToSetting(string name) => name switch
    {
        "title" => Setting.Title,
        "zone" => Setting.Zone,
        "layout" => Setting.Layout,
        "severity" => Setting.Severity,
        "duration" => Setting.Duration,
        _ => throw new InvalidOperationException($"the setting '{name}' is unknown."),
    };

    private static bool? OnlyIf(bool value) => value ? true : null;

    private static T Given<T>(T? fact)
        where T : struct => fact ?? throw Missing();

    private static string Given(string? fact) => fact ?? throw Missing();

    private static InvalidOperationException Missing() => new("a fact that this type needs is missing.");
}
