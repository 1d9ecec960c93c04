using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Wire.Api;

namespace IncidentBot.Discord.Setup;

/// <summary>
/// Tells Discord of the commands, where they are not what it has already. It takes a list whole or not at all, so that a
/// refused one leaves the old commands in place.
/// </summary>
internal sealed class DiscordRegistration(DiscordApi api, DiscordSetup setup, DiscordOptions options, CommandSettings settings)
{
    /// <summary>Registers in each guild of the settings; without any, everywhere.</summary>
    public async Task<IReadOnlyList<Registration>> RegisterAsync(string application, CancellationToken ct)
    {
        var done = new List<Registration>();
        foreach (var guild in Places(options))
        {
            done.Add(await RegisterAsync(application, guild, ct));
        }

        return done;
    }

    /// <summary>Where commands are registered: a guild, or null for everywhere.</summary>
    public static IReadOnlyList<string?> Places(DiscordOptions options) => [.. options.GuildIds.Count > 0 ? options.GuildIds.Cast<string?>() : [null]];

    private async Task<Registration> RegisterAsync(string application, string? guild, CancellationToken ct)
    {
        var where = guild is null ? "everywhere" : $"guild {guild}";
        var ours = Write(settings, isGlobal: guild is null);
        var theirs = await setup.CommandsAsync(application, guild, ct);
        if (theirs.IsOk && CommandForm.AreSame(ours, theirs.Value))
        {
            return new Registration(where, true, $"{ours.Count} commands are registered already");
        }

        if (theirs.Trouble is { Outcome: DiscordOutcome.Refused } refusal)
        {
            return new Registration(where, false, Advice(refusal, guild));
        }

        var answer = await api.OverwriteCommandsAsync(application, guild, ours, ct);
        return answer.IsOk
            ? new Registration(where, true, $"{ours.Count} commands registered{(guild is null ? "; clients show them within a minute, or after a restart" : "")}")
            : new Registration(where, false, Advice(answer.Trouble, guild));
    }

    /// <summary>The list that Discord takes.</summary>
    public static JsonArray Write(CommandSettings settings, bool isGlobal) =>
        new([.. DiscordCommands.All(settings, isGlobal).Select(command => command.ToJson())]);

    private static string Advice(DiscordTrouble trouble, string? guild) => trouble switch
    {
        { IsForbidden: true } => $"the bot is not in guild {guild}, or was added without applications.commands: add it with the link that `discord invite` prints",
        { Code: DiscordCodes.TooManyCommands } => $"{trouble.Text}; the old commands stay. Discord takes 200 new names a day: wait until tomorrow",
        { Outcome: DiscordOutcome.Refused, Fields: { Count: > 0 } fields } => $"Discord refuses the commands, and the old ones stay: {string.Join("; ", fields)}",
        { Outcome: DiscordOutcome.Refused } => $"{trouble.Text}; the old commands stay",
        _ => trouble.Text,
    };
}

/// <summary>How registering in one place ended.</summary>
internal sealed record Registration(string Where, bool IsGood, string Result);
