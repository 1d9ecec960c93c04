using System.CommandLine;
using IncidentBot.Discord;
using IncidentBot.Discord.Setup;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary><c>discord register</c> and <c>discord invite</c>: what setting the bot up in Discord needs.</summary>
internal static class DiscordCommand
{
    public static Command Create(TimeProvider time) => new("discord", "What setting the bot up in Discord needs") { Register(time), Invite(time) };

    private static Command Register(TimeProvider time)
    {
        var command = new Command("register", "Tell Discord of the commands, in Discord:GuildIds or everywhere; does nothing where it knows them already");
        command.SetAction(async (result, ct) =>
        {
            var (settings, options) = Read();
            return await AskAsync(options, time, async (calls, api) =>
            {
                var application = await ApplicationAsync(options, api, ct);
                if (!application.IsOk)
                {
                    return Fail(result, application.Trouble.Text);
                }

                var registration = new DiscordRegistration(api, new DiscordSetup(calls), options, CommandOptions.Read(settings));
                var done = await registration.RegisterAsync(application.Value, ct);
                foreach (var place in done)
                {
                    (place.IsGood ? result.InvocationConfiguration.Output : result.InvocationConfiguration.Error).WriteLine($"{place.Where}: {place.Result}");
                }

                return done.All(place => place.IsGood) ? ExitCode.Good : ExitCode.Failed;
            });
        });
        return command;
    }

    private static Command Invite(TimeProvider time)
    {
        var command = new Command("invite", "Print the link with which the bot is added to a guild");
        command.SetAction(async (result, ct) =>
        {
            var (_, options) = Read(needsToken: false);
            var application = options.ApplicationId is { } id ? id : await AskAsync(options, time, (_, api) => ApplicationAsync(options, api, ct));
            if (!application.IsOk)
            {
                return Fail(result, application.Trouble.Text);
            }

            var error = result.InvocationConfiguration.Error;
            error.WriteLine("Open the link as somebody who may manage the server. It asks for:");
            foreach (var (permission, use) in DiscordInvite.Uses)
            {
                error.WriteLine($"  {DiscordInvite.Name(permission)}: {use}");
            }

            error.WriteLine("Each may be switched off; commands and their answers work without any.");
            result.InvocationConfiguration.Output.WriteLine(DiscordInvite.Link(application.Value));
            return ExitCode.Good;
        });
        return command;
    }

    /// <exception cref="SettingException">Something that is needed is not set.</exception>
    private static (ConfigurationManager Settings, DiscordOptions Options) Read(bool needsToken = true)
    {
        var settings = LocalBot.Settings();
        var options = DiscordOptions.Read(settings);
        return options.IsOn || (!needsToken && options.ApplicationId is not null)
            ? (settings, options)
            : throw new SettingException("Discord:BotToken", "it is needed for this; it is shown once in the developer portal under Bot, Reset Token.");
    }

    private static async Task<T> AskAsync<T>(DiscordOptions options, TimeProvider time, Func<DiscordCalls, DiscordApi, Task<T>> ask)
    {
        using var http = new DiscordHttp(options, time);
        using var calls = new DiscordCalls(options, http, new DiscordHealth(time), time, Random.Shared, NullLogger<DiscordCalls>.Instance);
        return await ask(calls, new DiscordApi(calls));
    }

    private static async Task<DiscordAnswer<string>> ApplicationAsync(DiscordOptions options, DiscordApi api, CancellationToken ct)
    {
        if (options.ApplicationId is { } id)
        {
            return id;
        }

        var application = await api.ApplicationAsync(ct);
        return application.IsOk ? application.Value.Id : application.Trouble;
    }

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"incidentbot: {problem}");
        return ExitCode.Failed;
    }
}
