using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Spool;

/// <summary>How what happened to a message lies in the file. Files themselves are never in there: they can be fetched again.</summary>
internal sealed record SpooledChange(
    string Type, SpooledMessage Message, string? Kind = null, MomentFacts? When = null, bool HasFiles = false)
{
    private const string Captured = "captured";
    private const string Released = "released";
    private const string Edited = "edited";
    private const string Deleted = "deleted";

    public static SpooledChange? Of(MessageChange? change) => change switch
    {
        null => null,
        MessageChange.Captured c => new SpooledChange(
            Captured, SpooledMessage.Of(new CapturedMessage(c.Ref, c.Author, c.SentAt, c.Link, c.Thread))!, c.Kind.Verb(),
            EventCodec.Encode(c.When), c.HasFiles),
        MessageChange.Released c => new SpooledChange(Released, SpooledMessage.Of(c.Ref)),
        MessageChange.Edited c => new SpooledChange(Edited, SpooledMessage.Of(c.Ref)),
        MessageChange.Deleted c => new SpooledChange(Deleted, SpooledMessage.Of(c.Ref)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "This is not kept in the emergency file."),
    };

    /// <exception cref="JsonException">That is none.</exception>
    public MessageChange ToChange() => Type switch
    {
        Captured when Message.ToMessage() is var m => new MessageChange.Captured(m.Ref, EntryKinds.FromVerb(Kind ?? throw new JsonException("kind")), m.Author, m.SentAt)
        {
            When = EventCodec.Decode(When),
            Link = m.Link,
            Thread = m.Thread,
            HasFiles = HasFiles,
        },
        Released => new MessageChange.Released(Message.ToRef()),
        Edited => new MessageChange.Edited(Message.ToRef()),
        Deleted => new MessageChange.Deleted(Message.ToRef()),
        _ => throw new JsonException($"'{Type}' is unknown."),
    };
}

/// <summary>How a message lies in the file; of one that is only named, the rest is null.</summary>
internal sealed record SpooledMessage(
    string Channel, string Id, string How, string? AuthorId = null, string? AuthorName = null, long? SentAt = null, string? Link = null,
    string? Thread = null)
{
    public static SpooledMessage Of(MessageRef message) => new(message.Channel.Value, message.Id, message.How);

    public static SpooledMessage? Of(CapturedMessage? message) => message is null ? null : Of(message.Ref) with
    {
        AuthorId = message.Author.Id,
        AuthorName = message.Author.Name,
        SentAt = message.SentAt.ToMicroseconds(),
        Link = message.Link,
        Thread = message.Thread,
    };

    public MessageRef ToRef() => new(new ChannelId(Channel), Id, How);

    /// <exception cref="JsonException">Something is missing.</exception>
    public CapturedMessage ToMessage() => new(
        ToRef(), new Person(AuthorId ?? throw new JsonException("authorId"), AuthorName ?? ""), (SentAt ?? throw new JsonException("sentAt")).ToInstant(), Link, Thread);
}

/// <summary>How an address for the answer lies in the file.</summary>
internal sealed record SpooledReply(string Address, long NotBefore, long Until)
{
    public static SpooledReply? Of(ReplyTo? reply) =>
        reply is null ? null : new SpooledReply(reply.Address, reply.NotBefore.ToMicroseconds(), reply.Until.ToMicroseconds());

    public ReplyTo ToReplyTo() => new(Address, NotBefore.ToInstant(), Until.ToInstant());
}
