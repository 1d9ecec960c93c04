using IncidentBot.Core.Commands;
using IncidentBot.Discord;
using IncidentBot.Discord.Setup;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary>What <c>doctor</c> finds out by asking Discord.</summary>
internal static class DiscordDiagnosis
{
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<(string Name, Diagnosis Diagnosis)>> ExamineAsync(
        DiscordOptions options, CommandSettings settings, TimeProvider time, CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return [("discord", Diagnosis.Good("no token is set"))];
        }

        using var http = new DiscordHttp(options, time);
        using var calls = new DiscordCalls(options, http, new DiscordHealth(time), time, Random.Shared, NullLogger<DiscordCalls>.Instance);
        var (api, setup) = (new DiscordApi(calls), new DiscordSetup(calls));
        var application = await api.ApplicationAsync(ct);
        List<(string, Diagnosis)> found = [("discord bot token", Token(application))];
        if (application.IsOk)
        {
            found.Add(("discord application", Application(application.Value, options)));
            found.Add(("discord intents", Intents(application.Value, options)));
            found.AddRange(Guilds(await setup.GuildsAsync(ct), options));
            found.AddRange(await CommandsAsync(setup, application.Value.Id, options, settings, ct));
        }

        found.Add(("discord clock", await ClockAsync(options, time, ct)));
        return found;
    }

    private static Diagnosis Token(DiscordAnswer<DiscordApplication> application) =>
        application.IsOk ? Diagnosis.Good($"the app is {application.Value.Name ?? application.Value.Id}")
        : application.Trouble.Status == 401 ? Diagnosis.Wrong("Discord refuses Discord:BotToken; make a new one in the developer portal under Bot, Reset Token")
        : Diagnosis.Wrong(application.Trouble.Text);

    private static Diagnosis Application(DiscordApplication application, DiscordOptions options) =>
        options.ApplicationId is { } id && id != application.Id
            ? Diagnosis.Wrong($"Discord:ApplicationId is {id}, but the token belongs to {application.Id}; leave the setting empty, or put that in")
        : application.InteractionsEndpointUrl is { Length: > 0 } && !options.UsesRequests
            ? Diagnosis.Wrong("an Interactions Endpoint URL is set in the developer portal, so commands do not come here; take it out, or set Discord:PublicKey and let it lead to /discord/interactions")
        : application.InteractionsEndpointUrl is not { Length: > 0 } && options.UsesRequests
            ? Diagnosis.Warning("Discord:PublicKey is set, but no Interactions Endpoint URL in the developer portal: commands come through the gateway")
        : options.PublicKey is { } key && application.VerifyKey is { Length: > 0 } verify && !key.Equals(verify, StringComparison.OrdinalIgnoreCase)
            ? Diagnosis.Wrong("Discord:PublicKey is not that of the app; copy it from General Information in the developer portal")
        : Diagnosis.Good(application.Id);

    private static Diagnosis Intents(DiscordApplication application, DiscordOptions options) => (options.MessageContent, application.MayReadMessages) switch
    {
        (true, false) => Diagnosis.Wrong("Discord:MessageContent is set, but Message Content Intent is off; switch it on in the developer portal under Bot, Privileged Gateway Intents"),
        (false, true) => Diagnosis.Good("none of the privileged ones is asked for (Message Content Intent is on; Discord:MessageContent would use it)"),
        (true, true) => Diagnosis.Good("Message Content Intent is on"),
        _ => Diagnosis.Good("none of the privileged ones is asked for; reactions then bring a message's words only if it speaks of the bot"),
    };

    private static IEnumerable<(string, Diagnosis)> Guilds(DiscordAnswer<OwnGuild[]> guilds, DiscordOptions options)
    {
        if (!guilds.IsOk)
        {
            yield return ("discord guilds", Diagnosis.Wrong(guilds.Trouble.Text));
            yield break;
        }

        if (guilds.Value.Length == 0)
        {
            yield return ("discord guilds", Diagnosis.Warning("the bot is in none; add it with the link that `discord invite` prints"));
        }

        foreach (var missing in options.GuildIds.Where(id => guilds.Value.All(guild => guild.Id != id)))
        {
            yield return ($"discord guild {missing}", Diagnosis.Wrong("it stands in Discord:GuildIds, but the bot is not in it; add it with the link that `discord invite` prints"));
        }

        foreach (var guild in guilds.Value)
        {
            var off = guild.Permissions is { } has ? DiscordInvite.Off(has) : [];
            yield return ($"discord guild {guild.Id}", off.Count > 0
                ? Diagnosis.Warning($"missing, and so off: {string.Join("; ", off)}. Add them to the bot's role")
                : Diagnosis.Good("all permissions are there, unless a channel takes some away"));
        }
    }

    private static async Task<IReadOnlyList<(string, Diagnosis)>> CommandsAsync(
        DiscordSetup setup, string application, DiscordOptions options, CommandSettings settings, CancellationToken ct)
    {
        List<(string, Diagnosis)> found = [];
        foreach (var guild in DiscordRegistration.Places(options))
        {
            var theirs = await setup.CommandsAsync(application, guild, ct);
            found.Add((guild is null ? "discord commands" : $"discord commands in {guild}",
                !theirs.IsOk ? Diagnosis.Wrong(theirs.Trouble.Text)
                : CommandForm.AreSame(DiscordRegistration.Write(settings, isGlobal: guild is null), theirs.Value) ? Diagnosis.Good($"{theirs.Value.Count} registered")
                : Diagnosis.Warning(theirs.Value.Count == 0 ? "none are registered; run: incidentbot discord register" : "they are not the ones of this version; run: incidentbot discord register")));
        }

        return found;
    }

    /// <summary>Any answer says what time it is there, also one to a request without a token.</summary>
    private static async Task<Diagnosis> ClockAsync(DiscordOptions options, TimeProvider time, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(DiscordHttp.UserAgent);
        try
        {
            using var response = await client.GetAsync(new Uri(options.ApiUrl, "gateway"), HttpCompletionOption.ResponseHeadersRead, ct);
            var (theirs, ours) = (response.Headers.Date, time.GetUtcNow());
            return theirs is not { } server ? Diagnosis.Warning("Discord does not say what time it is")
                : (ours - server).Duration() <= TolerableSkew ? Diagnosis.Good("in step with Discord's")
                : Diagnosis.Wrong($"this machine's clock is {(ours - server).Duration().TotalSeconds:0} s {(ours > server ? "ahead of" : "behind")} Discord's; set it: what happens now is recorded by it");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return Diagnosis.Warning("Discord cannot be asked what time it is");
        }
    }
}
