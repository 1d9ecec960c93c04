using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>
/// The facts of an event on disk: one shape for all types, in which each type fills what it has. The names are for
/// ever: files written with them must stay readable. Instants are microseconds since 1970 in UTC.
/// </summary>
internal sealed record EventFacts
{
    public int? Number { get; init; }

    public string? Kind { get; init; }

    public MomentFacts? When { get; init; }

    public bool? Brief { get; init; }

    public bool? TextChanged { get; init; }

    public int? TitleFromEntry { get; init; }

    public string? Channel { get; init; }

    public string? Setting { get; init; }

    public long? Start { get; init; }

    public long? End { get; init; }

    public string? Zone { get; init; }

    public MessageFacts? Message { get; init; }

    public int? File { get; init; }

    public string? ContentType { get; init; }

    public long? Size { get; init; }

    public string? Cause { get; init; }

    public bool? Recovered { get; init; }
}

/// <summary>A moment on disk.</summary>
internal sealed record MomentFacts(long At, long? Until, string Precision, string Zone);

/// <summary>A message on disk.</summary>
internal sealed record MessageFacts(
    string Channel, string Id, string How, string AuthorId, string AuthorName, long SentAt, string? Link, string? Thread)
{
    public static MessageFacts? Of(CapturedMessage? message) => message is null ? null : new(
        message.Ref.Channel.Value, message.Ref.Id, message.Ref.How, message.Author.Id, message.Author.Name,
        message.SentAt.ToMicroseconds(), message.Link, message.Thread);

    public CapturedMessage ToMessage() => new(
        new MessageRef(new ChannelId(Channel), Id, How), new Person(AuthorId, AuthorName), SentAt.ToInstant(), Link, Thread);
}

/// <summary>Written without reflection, and with people's letters as they are: half the size, and readable.</summary>
[JsonSerializable(typeof(EventFacts))]
[JsonSerializable(typeof(Words))]
internal sealed partial class EventJson : JsonSerializerContext
{
    public static EventJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
