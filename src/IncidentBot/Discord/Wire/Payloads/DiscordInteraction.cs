using System.Text.Json.Serialization;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>The kinds of interactions.</summary>
internal static class InteractionTypes
{
    public const int Ping = 1;
    public const int Command = 2;
    public const int Component = 3;
    public const int Autocomplete = 4;
    public const int Modal = 5;
}

/// <summary>The kinds of application commands.</summary>
internal static class CommandTypes
{
    public const int Slash = 1;
    public const int User = 2;
    public const int Message = 3;
}

/// <summary>Somebody used something of ours. Its token is a secret for a quarter of an hour.</summary>
internal sealed record DiscordInteraction
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string ApplicationId { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="InteractionTypes"/>, or something newer.</summary>
    public long Type { get; init; }

    public string Token { get; init => field = value ?? ""; } = "";

    public InteractionData Data { get; init => field = value ?? new(); } = new();

    public string? GuildId { get; init; }

    public DiscordGuild? Guild { get; init; }

    /// <summary>The channel or thread; absent in some that come from nowhere.</summary>
    public string? ChannelId { get; init; }

    public DiscordChannel? Channel { get; init; }

    /// <summary>Who did it, in a guild.</summary>
    public DiscordMember? Member { get; init; }

    /// <summary>Who did it, elsewhere; see <see cref="Actor"/>.</summary>
    public DiscordUser? User { get; init; }

    /// <summary>The message that the element or the modal belongs to.</summary>
    public DiscordMessage? Message { get; init; }

    /// <summary>What the bot may do in the channel, as a number in text; see <see cref="DiscordPermissions"/>.</summary>
    public string? AppPermissions { get; init; }

    /// <summary>The language of who did it, such as <c>de</c> or <c>en-US</c>.</summary>
    public string? Locale { get; init; }

    public string? GuildLocale { get; init; }

    /// <summary>The largest file the bot may attach here, in bytes; 0 where Discord does not say.</summary>
    public long AttachmentSizeLimit { get; init; }

    /// <summary>Who did it.</summary>
    [JsonIgnore]
    public DiscordUser Actor => Member?.User ?? User ?? new();

    /// <summary>The name people see of who did it.</summary>
    [JsonIgnore]
    public string ActorName => Member?.Nick is { Length: > 0 } nick ? nick : Actor.DisplayName;

    /// <summary>Where it is answered.</summary>
    [JsonIgnore]
    public InteractionAddress Address => new(ApplicationId, Id, Token);

    /// <summary>What it is called in logs.</summary>
    [JsonIgnore]
    public string Kind => Type switch
    {
        InteractionTypes.Ping => "ping",
        InteractionTypes.Command => Data.Type is CommandTypes.Message or CommandTypes.User ? "menu command" : "slash command",
        InteractionTypes.Component => "component",
        InteractionTypes.Autocomplete => "autocomplete",
        InteractionTypes.Modal => "modal",
        _ => "unknown interaction",
    };

    /// <summary>Nothing of what it holds: a secret and what people typed.</summary>
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>Where an interaction is answered. The token is a secret for a quarter of an hour, and worthless after it.</summary>
internal sealed record InteractionAddress(string ApplicationId, string Id, string Token)
{
    public override string ToString() => $"interaction {Id}";
}

/// <summary>What was used, and with what in it.</summary>
internal sealed record InteractionData
{
    /// <summary>Of the command.</summary>
    public string? Id { get; init; }

    /// <summary>Of the command.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="CommandTypes"/>; 0 where it is no command.</summary>
    public long Type { get; init; }

    /// <summary>What was given to the command; subcommands are options too, and hold theirs.</summary>
    public IReadOnlyList<InteractionOption> Options { get; init => field = Lists.Whole(value); } = [];

    public ResolvedData Resolved { get; init => field = value ?? new(); } = new();

    /// <summary>The message or person that a menu command was chosen for.</summary>
    public string? TargetId { get; init; }

    /// <summary>Of the element or the modal.</summary>
    public string CustomId { get; init => field = value ?? ""; } = "";

    /// <summary>Of the element.</summary>
    public long ComponentType { get; init; }

    /// <summary>What was chosen from a menu.</summary>
    public IReadOnlyList<string> Values { get; init => field = Lists.Whole(value); } = [];

    /// <summary>What a modal was filled in with, in either of the shapes Discord uses; see <see cref="Fields"/>.</summary>
    public IReadOnlyList<SubmittedComponent> Components { get; init => field = Lists.Whole(value); } = [];

    /// <summary>The fields of a modal by their custom id.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, SubmittedComponent> Fields =>
        Components.SelectMany(component => component.AndWithin()).Where(component => component.CustomId is { Length: > 0 })
            .GroupBy(component => component.CustomId!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}

/// <summary>The kinds of options.</summary>
internal static class OptionTypes
{
    public const int Subcommand = 1;
    public const int Group = 2;
    public const int Text = 3;
    public const int Integer = 4;
    public const int Flag = 5;
    public const int User = 6;
    public const int Channel = 7;
    public const int Role = 8;
    public const int Mentionable = 9;
    public const int Number = 10;
    public const int Attachment = 11;
}

/// <summary>Something given to a command, or one of its subcommands with what was given to it.</summary>
internal sealed record InteractionOption
{
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="OptionTypes"/>, or something newer.</summary>
    public long Type { get; init; }

    /// <summary>As text, whatever it is; the id where it is a person, a channel or a file. Null for subcommands.</summary>
    public string? Value { get; init; }

    /// <summary>Whether it is being typed.</summary>
    public bool Focused { get; init; }

    public IReadOnlyList<InteractionOption> Options { get; init => field = Lists.Whole(value); } = [];
}

/// <summary>A part of a modal that was sent.</summary>
internal sealed record SubmittedComponent
{
    private const int Deepest = 8;

    public long Type { get; init; }

    public string? CustomId { get; init; }

    /// <summary>Of a text input; of a choice among radio buttons; <c>true</c> or <c>false</c> of a checkbox.</summary>
    public string? Value { get; init; }

    /// <summary>Of a menu, checkboxes or a file upload.</summary>
    public IReadOnlyList<string> Values { get; init => field = Lists.Whole(value); } = [];

    /// <summary>What stands in a row.</summary>
    public IReadOnlyList<SubmittedComponent> Components { get; init => field = Lists.Whole(value); } = [];

    /// <summary>What stands under a label.</summary>
    public SubmittedComponent? Component { get; init; }

    /// <summary>This one and all within it.</summary>
    public IEnumerable<SubmittedComponent> AndWithin(int depth = 0)
    {
        IEnumerable<SubmittedComponent> within = Component is null ? Components : [Component, .. Components];
        return depth >= Deepest ? [this] : within.SelectMany(component => component.AndWithin(depth + 1)).Prepend(this);
    }
}

/// <summary>What the ids in an interaction stand for.</summary>
internal sealed record ResolvedData
{
    public IReadOnlyDictionary<string, DiscordUser> Users { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordUser>();

    /// <summary>Without their users: those stand in <see cref="Users"/>.</summary>
    public IReadOnlyDictionary<string, DiscordMember> Members { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordMember>();

    public IReadOnlyDictionary<string, DiscordRole> Roles { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordRole>();

    public IReadOnlyDictionary<string, DiscordChannel> Channels { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordChannel>();

    public IReadOnlyDictionary<string, DiscordMessage> Messages { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordMessage>();

    public IReadOnlyDictionary<string, DiscordAttachment> Attachments { get; init => field = Lists.Whole(value); } = new Dictionary<string, DiscordAttachment>();

    /// <summary>The name people see of somebody; null if they are not known.</summary>
    public string? NameOf(string userId) =>
        Members.TryGetValue(userId, out var member) && member.Nick is { Length: > 0 } nick ? nick
        : Users.TryGetValue(userId, out var user) ? user.DisplayName : null;
}
