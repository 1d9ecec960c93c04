using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Setup;

/// <summary>The calls that only setting up needs.</summary>
internal sealed class DiscordSetup(DiscordCalls calls)
{
    /// <summary>All commands as Discord has them, with what they are called in other languages.</summary>
    /// <param name="guild">Null for those of everywhere.</param>
    public async Task<DiscordAnswer<JsonArray>> CommandsAsync(string application, string? guild, CancellationToken ct)
    {
        const string Name = "reading commands";
        var place = guild is null ? "" : $"/guilds/{Uri.EscapeDataString(guild)}";
        var path = $"applications/{Uri.EscapeDataString(application)}{place}/commands?with_localizations=true";
        var reply = await calls.CallAsync(new DiscordCall(HttpMethod.Get, Name, path) { Resource = guild ?? "" }, ct);
        return reply.Trouble is { } trouble ? trouble
            : reply.Body.ValueKind == JsonValueKind.Array ? JsonArray.Create(reply.Body)!
            : NoList(Name);
    }

    /// <summary>The guilds the bot is in.</summary>
    public async Task<DiscordAnswer<OwnGuild[]>> GuildsAsync(CancellationToken ct)
    {
        const string Name = "reading the bot's guilds";
        var reply = await calls.CallAsync(new DiscordCall(HttpMethod.Get, Name, "users/@me/guilds?limit=200"), ct);
        return reply.Trouble is { } trouble ? trouble
            : reply.Body.ValueKind == JsonValueKind.Array ? reply.Body.EnumerateArray().Where(guild => guild.ValueKind == JsonValueKind.Object).Select(OwnGuild.Read).ToArray()
            : NoList(Name);
    }

    private static DiscordTrouble NoList(string call) => new(DiscordOutcome.Unknown, call, "the answer is no list");
}

/// <summary>A guild that the bot is in.</summary>
/// <param name="Permissions">What it may do there, but for what single channels say.</param>
internal sealed record OwnGuild(string Id, string Name, DiscordPermissions? Permissions)
{
    public static OwnGuild Read(JsonElement guild) =>
        new(Text(guild, "id"), Text(guild, "name"), Wire.Payloads.Permissions.Read(Text(guild, "permissions")));

    private static string Text(JsonElement guild, string name) =>
        guild.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
