using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Commands;

/// <summary>A command as Discord is told of it.</summary>
/// <param name="Type">One of <see cref="Wire.Payloads.CommandTypes"/>.</param>
/// <param name="Name">By which it comes back, whatever language it was shown in.</param>
internal sealed record ApplicationCommand(int Type, string Name)
{
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    /// <summary>1 to 100 characters; a command of a menu has none.</summary>
    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public IReadOnlyList<CommandOption>? Options { get; init; }

    /// <summary>Where it is shown; only for commands of all guilds, which would be shown in direct messages as well.</summary>
    public IReadOnlyList<int>? Contexts { get; init; }

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, CommandJson.Default.ApplicationCommand)!.AsObject();
}

/// <summary>What can be given to a command; a subcommand is an option too.</summary>
/// <param name="Type">One of <see cref="Wire.Payloads.OptionTypes"/>.</param>
internal sealed record CommandOption(int Type, string Name, string Description)
{
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public bool? Required { get; init; }

    /// <summary>Whether what it could be is asked for while it is typed.</summary>
    public bool? Autocomplete { get; init; }

    /// <summary>All it can be, at most 25.</summary>
    public IReadOnlyList<CommandChoice>? Choices { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Those of a subcommand.</summary>
    public IReadOnlyList<CommandOption>? Options { get; init; }
}

internal sealed record CommandChoice(string Name, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApplicationCommand))]
internal sealed partial class CommandJson : JsonSerializerContext;
