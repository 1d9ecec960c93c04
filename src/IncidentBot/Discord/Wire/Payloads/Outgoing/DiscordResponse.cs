using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Discord.Wire.Payloads.Outgoing;

/// <summary>The first answer to an interaction. There is one, and it comes within three seconds or never.</summary>
internal abstract record DiscordResponse
{
    private DiscordResponse()
    {
    }

    /// <summary>Its number.</summary>
    public abstract int Type { get; }

    /// <summary>The files that go with it.</summary>
    public virtual IReadOnlyList<OutgoingFile> Files => [];

    protected virtual JsonNode? Data => null;

    /// <summary>Says that we are there.</summary>
    public sealed record Pong : DiscordResponse
    {
        public override int Type => 1;
    }

    /// <summary>A message, for all or for who asked only.</summary>
    public sealed record Message(MessageBody Body) : DiscordResponse
    {
        public override int Type => 4;

        public override IReadOnlyList<OutgoingFile> Files => Body.Files;

        protected override JsonNode? Data => JsonSerializer.SerializeToNode(Body, DiscordJson.Default.MessageBody);
    }

    /// <summary>A message comes later: see <see cref="Api.DiscordApi.EditAnswerAsync"/>. No modal can come any more.</summary>
    /// <param name="IsEphemeral">Whether only who asked sees it; that cannot be changed later.</param>
    public sealed record Deferred(bool IsEphemeral) : DiscordResponse
    {
        public override int Type => 5;

        protected override JsonNode? Data => IsEphemeral ? new JsonObject { ["flags"] = MessageFlags.Ephemeral } : null;
    }

    /// <summary>The message that the element belongs to is edited later, or not at all.</summary>
    public sealed record DeferredUpdate : DiscordResponse
    {
        public override int Type => 6;
    }

    /// <summary>Edits the message that the element belongs to.</summary>
    public sealed record Update(MessageBody Body) : DiscordResponse
    {
        public override int Type => 7;

        public override IReadOnlyList<OutgoingFile> Files => Body.Files;

        protected override JsonNode? Data => JsonSerializer.SerializeToNode(Body, DiscordJson.Default.MessageBody);
    }

    /// <summary>What an option could be, while it is typed.</summary>
    /// <param name="Options">At most 25.</param>
    public sealed record Choices(IReadOnlyList<OptionChoice> Options) : DiscordResponse
    {
        public override int Type => 8;

        protected override JsonNode? Data => JsonSerializer.SerializeToNode(new OptionChoices(Options), DiscordJson.Default.OptionChoices);
    }

    /// <summary>Asks for more in a modal; only after a command or an element.</summary>
    public sealed record OpenModal(ModalBody Body) : DiscordResponse
    {
        public override int Type => 9;

        protected override JsonNode? Data => JsonSerializer.SerializeToNode(Body, DiscordJson.Default.ModalBody);
    }

    /// <summary>As it is sent.</summary>
    public JsonObject ToJson()
    {
        var response = new JsonObject { ["type"] = Type };
        if (Data is { } data)
        {
            response["data"] = data;
        }

        return response;
    }
}

/// <param name="Name">At most 100 characters.</param>
/// <param name="Value">At most 100 characters.</param>
internal sealed record OptionChoice(string Name, string Value);

internal sealed record OptionChoices(IReadOnlyList<OptionChoice> Choices);

/// <param name="CustomId">All that is to be known when it comes back: 1 to 100 characters.</param>
/// <param name="Title">At most 45 characters.</param>
/// <param name="Components">1 to 5.</param>
internal sealed record ModalBody(string CustomId, string Title, IReadOnlyList<Component> Components);
