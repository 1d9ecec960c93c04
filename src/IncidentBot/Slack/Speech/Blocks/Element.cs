using System.Text.Json.Serialization;

namespace IncidentBot.Slack.Speech.Blocks;

/// <summary>What stands in a block and can be used.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(TextInput), "plain_text_input")]
[JsonDerivedType(typeof(Select), "static_select")]
[JsonDerivedType(typeof(ChannelSelect), "conversations_select")]
internal abstract record Element(string ActionId)
{
    /// <summary>The action id of a field: it stands alone in its block.</summary>
    public const string Field = "value";

    /// <param name="Value">Comes back when it is pressed.</param>
    public sealed record Button(string ActionId, Plain Text, string? Value) : Element(ActionId)
    {
        public const string Primary = "primary";

        /// <summary>Where it leads; it is reported as pressed all the same.</summary>
        public string? Url { get; init; }

        public string? Style { get; init; }
    }

    public sealed record TextInput(bool Multiline) : Element(Field)
    {
        /// <summary>Data, not text: it is shown in the field as it is.</summary>
        public string? InitialValue { get; init; }

        public Plain? Placeholder { get; init; }

        public int? MaxLength { get; init; }

        public bool? FocusOnLoad { get; init; }
    }

    public sealed record Select(IReadOnlyList<Option> Options) : Element(Field)
    {
        public Option? InitialOption { get; init; }

        public Plain? Placeholder { get; init; }
    }

    /// <summary>A room to be chosen, first the one in which the view was opened.</summary>
    public sealed record ChannelSelect : Element
    {
        public ChannelSelect()
            : base(Field)
        {
        }

        public string? InitialConversation { get; init; }

        public bool? DefaultToCurrentConversation { get; init; }

        public ChannelFilter? Filter { get; init; }
    }
}

/// <summary>One of several to choose from.</summary>
internal sealed record Option(Plain Text, string Value);

/// <summary>Which rooms can be chosen.</summary>
internal sealed record ChannelFilter(IReadOnlyList<string> Include, bool ExcludeBotUsers);
