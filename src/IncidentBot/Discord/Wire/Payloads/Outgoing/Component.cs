using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads.Outgoing;

/// <summary>A part of a message or a modal that people use. Custom ids hold 1 to 100 characters and are unique in a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), 1)]
[JsonDerivedType(typeof(Button), 2)]
[JsonDerivedType(typeof(StringSelect), 3)]
[JsonDerivedType(typeof(TextInput), 4)]
[JsonDerivedType(typeof(UserSelect), 5)]
[JsonDerivedType(typeof(TextDisplay), 10)]
[JsonDerivedType(typeof(Label), 18)]
[JsonDerivedType(typeof(FileUpload), 19)]
internal abstract record Component;

/// <summary>A row of a message: at most five buttons, or one menu.</summary>
internal sealed record ActionRow(IReadOnlyList<Component> Components) : Component;

/// <summary>How a button looks.</summary>
internal enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,

    /// <summary>It has an address and no custom id.</summary>
    Link = 5,
}

internal sealed record Button(ButtonStyle Style) : Component
{
    /// <summary>At most 80 characters.</summary>
    public string? Label { get; init; }

    public ComponentEmoji? Emoji { get; init; }

    public string? CustomId { get; init; }

    public string? Url { get; init; }

    public bool? Disabled { get; init; }
}

/// <param name="Name">The character itself.</param>
internal sealed record ComponentEmoji(string Name);

/// <summary>A menu; in a modal it stands under a label.</summary>
/// <param name="Options">1 to 25.</param>
internal sealed record StringSelect(string CustomId, IReadOnlyList<SelectOption> Options) : Component
{
    /// <summary>At most 150 characters.</summary>
    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    /// <summary>In modals only.</summary>
    public bool? Required { get; init; }
}

/// <param name="Label">At most 100 characters.</param>
/// <param name="Value">At most 100 characters.</param>
internal sealed record SelectOption(string Label, string Value)
{
    /// <summary>At most 100 characters.</summary>
    public string? Description { get; init; }

    public ComponentEmoji? Emoji { get; init; }

    public bool? Default { get; init; }
}

/// <summary>A menu of people.</summary>
internal sealed record UserSelect(string CustomId) : Component
{
    public string? Placeholder { get; init; }

    public bool? Required { get; init; }
}

/// <summary>How many lines a text input has.</summary>
internal enum TextInputStyle
{
    Short = 1,
    Paragraph = 2,
}

/// <summary>A field of a modal; it stands under a label.</summary>
internal sealed record TextInput(string CustomId, TextInputStyle Style) : Component
{
    /// <summary>At most 4000 characters.</summary>
    public string? Value { get; init; }

    /// <summary>At most 100 characters.</summary>
    public string? Placeholder { get; init; }

    /// <summary>Unless set, it is.</summary>
    public bool? Required { get; init; }

    public int? MinLength { get; init; }

    /// <summary>At most 4000.</summary>
    public int? MaxLength { get; init; }
}

/// <summary>Words in a modal.</summary>
internal sealed record TextDisplay(string Content) : Component;

/// <summary>The frame of a field in a modal.</summary>
/// <param name="Text">At most 45 characters.</param>
internal sealed record Label([property: JsonPropertyName("label")] string Text, Component Component) : Component
{
    /// <summary>At most 100 characters.</summary>
    public string? Description { get; init; }
}

/// <summary>A field of a modal for files.</summary>
internal sealed record FileUpload(string CustomId) : Component
{
    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}
