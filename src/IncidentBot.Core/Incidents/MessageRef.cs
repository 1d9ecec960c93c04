using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>A message of a platform, and the way by which it came here.</summary>
/// <param name="Channel">The room it stands in.</param>
/// <param name="Id">The platform's id of it, unique in the room.</param>
/// <param name="How"><c>pin</c>, <c>reaction:pushpin</c>, <c>shortcut</c>, or <see cref="Typed"/>.</param>
public sealed record MessageRef(ChannelId Channel, string Id, string How)
{
    /// <summary>The way of a message that is a command itself, as <c>@bot note text</c> is.</summary>
    public const string Typed = "typed";
}

/// <summary>The message that an entry came from.</summary>
/// <param name="Ref">Which one, and how it came.</param>
/// <param name="Author">Who wrote it; whoever captured it may be somebody else.</param>
/// <param name="SentAt">When it was written, by the platform's clock.</param>
/// <param name="Link">Its address on the platform; null if that gave none.</param>
/// <param name="Thread">The thread it stands in; null for the room itself.</param>
public sealed record CapturedMessage(MessageRef Ref, Person Author, Instant SentAt, string? Link, string? Thread);
