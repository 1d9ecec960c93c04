using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using NodaTime;

namespace IncidentBot.Core.Commands;

/// <summary>Names one delivery of one command, so that a repeat is known. Two sources may use the same id.</summary>
/// <param name="Source">The surface it came through: <c>api</c>, <c>console</c>, <c>cli</c>, a platform.</param>
/// <param name="Id">The id that surface gave it.</param>
public readonly record struct DeliveryKey(string Source, string Id)
{
    private const string OwnSource = "once";

    /// <summary>
    /// Whether the id is one of ours, given to a command that came without one. It tells our own tries apart, never a
    /// repeat of the sender's.
    /// </summary>
    public bool IsOwn => Source == OwnSource;

    /// <summary>An id of ours, for one command.</summary>
    public static DeliveryKey Once() => new(OwnSource, Guid.NewGuid().ToString("N"));
}

/// <summary>A line as it was typed, with what the surface knows about it. The same for every surface.</summary>
public sealed record CommandRequest
{
    /// <summary>
    /// Null if the surface cannot tell a repeat; then nothing is deduplicated, but for the tries the bot itself makes
    /// (<see cref="DeliveryKey.Once"/>).
    /// </summary>
    public DeliveryKey? Delivery { get; init; }

    public required ChannelId Channel { get; init; }

    public required Person Actor { get; init; }

    /// <summary>The author's IANA zone, if the surface knows it.</summary>
    public string? Zone { get; init; }

    /// <summary>The author's BCP-47 locale, if the surface knows it.</summary>
    public string? Locale { get; init; }

    /// <summary>
    /// The whole line: <c>/note text</c>, <c>/incident note text</c> or <c>@bot note text</c>. With a <see cref="Change"/>
    /// it is no line, but the words of that.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>The incident that the line names, where it is not the room's own; known once the line is read.</summary>
    public IncidentId? Names { get; init; }

    /// <summary>
    /// The mark of the redactions (<see cref="IIncidentStore.MarkRedactionsAsync"/>) from before its answer was prepared,
    /// where that is done outside the store's turn.
    /// </summary>
    public long? PreparedAfter { get; init; }

    /// <summary>Files that may hold the words of what it redacts, and could not be cleared of them.</summary>
    public IReadOnlyList<string> OutOfReach { get; init; } = [];

    /// <summary>What happened to a message, where nobody typed a line.</summary>
    public MessageChange? Change { get; init; }

    /// <summary>The message in which the line was typed, if the platform tells: whoever marks it finds it recorded.</summary>
    public CapturedMessage? TypedIn { get; init; }

    /// <summary>Whether files hang on that message, which are to be fetched once the line is recorded.</summary>
    public bool HasFiles { get; init; }

    /// <summary>Where the answer is owed; null if whoever waits for it gets it.</summary>
    public ReplyTo? ReplyTo { get; init; }

    /// <summary>
    /// How far the stream in which it came is dealt with once it is stored, kept in the same commit. Asked for then, because
    /// what came before it may be done by that time. Null if it came otherwise.
    /// </summary>
    public Func<StreamPosition>? Reached { get; init; }

    /// <summary>Whether it was missed when it happened, and found by reading the room again.</summary>
    public bool Recovered { get; init; }

    /// <summary>When the message was sent, by the platform's clock.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>When it reached us, by our clock.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>The same in characters that every database can keep.</summary>
    public CommandRequest Storable() => this with
    {
        Delivery = Delivery is { } d ? new DeliveryKey(TypedText.Storable(d.Source), TypedText.Storable(d.Id)) : null,
        Channel = new ChannelId(TypedText.Storable(Channel.Value)),
        Actor = Storable(Actor),
        Text = TypedText.Storable(Text),
        Change = Storable(Change),
        TypedIn = TypedIn is { } m ? m with { Ref = Storable(m.Ref), Author = Storable(m.Author), Link = Storable(m.Link), Thread = Storable(m.Thread) } : null,
        ReplyTo = ReplyTo is { } reply ? reply with { Address = TypedText.Storable(reply.Address) } : null,
    };

    private static MessageChange? Storable(MessageChange? change) => change switch
    {
        null => null,
        MessageChange.Captured c =>
            c with { Ref = Storable(c.Ref), Author = Storable(c.Author), Link = Storable(c.Link), Thread = Storable(c.Thread) },
        MessageChange.FileFetched c => c with { Ref = Storable(c.Ref), ContentType = TypedText.Storable(c.ContentType) },
        _ => change with { Ref = Storable(change.Ref) },
    };

    private static MessageRef Storable(MessageRef message) =>
        new(new ChannelId(TypedText.Storable(message.Channel.Value)), TypedText.Storable(message.Id), TypedText.Storable(message.How));

    private static string? Storable(string? text) => text is null ? null : TypedText.Storable(text);

    private static Person Storable(Person person) => new(TypedText.Storable(person.Id), TypedText.Storable(person.Name));
}
