using System.CommandLine;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Cli;

/// <summary><c>log</c>: captures while chat is down, through the running bot if there is one, else straight into the file.</summary>
internal static class LogCommand
{
    public static System.CommandLine.Command Create(TimeProvider time)
    {
        var line = new Argument<string>("COMMAND") { Description = "The line, as \"/note failover done\"" };
        var channel = new Option<string>("--channel") { Description = "The channel", DefaultValueFactory = _ => "console" };
        var user = new Option<string>("--user") { Description = "Who says it", DefaultValueFactory = _ => Environment.UserName };
        Options.DemandName(channel);
        Options.DemandName(user);
        var zone = new Option<string?>("--zone") { Description = "The IANA zone of times in it" };
        var command = new System.CommandLine.Command("log", "Record a line from the command line, also while chat is down") { line, channel, user, zone };
        command.SetAction(async (result, ct) =>
        {
            var now = Instant.FromDateTimeOffset(time.GetUtcNow());
            var request = new CommandRequest
            {
                Delivery = new DeliveryKey("cli", Guid.NewGuid().ToString()),
                Channel = new ChannelId(result.GetValue(channel)!),
                Actor = new Person(result.GetValue(user)!, result.GetValue(user)!),
                Zone = result.GetValue(zone),
                Text = result.GetValue(line)!,
                SentAt = now,
                ReceivedAt = now,
            };
            var (recorded, reply) = await ThroughRunningBotAsync(request, ct) ?? await IntoFileAsync(request, time, ct);
            await result.InvocationConfiguration.Output.WriteLineAsync(Terminal.Show(reply));
            return recorded ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Null if no bot runs: a lock file can outlive the process that wrote it.</summary>
    private static async Task<(bool Recorded, string Reply)?> ThroughRunningBotAsync(CommandRequest request, CancellationToken ct)
    {
        using var http = RunningBot.Connect(LocalBot.Settings());
        if (http is null)
        {
            return null;
        }

        try
        {
            var response = await http.PostAsJsonAsync(
                "api/commands",
                new
                {
                    channel = request.Channel.Value,
                    user = new { id = request.Actor.Id, name = request.Actor.Name },
                    zone = request.Zone,
                    text = request.Text,
                    deliveryId = request.Delivery!.Value.Id,
                },
                ct);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
            return response.IsSuccessStatusCode
                ? (body.GetProperty("recorded").GetBoolean(), body.GetProperty("reply").GetString()!)
                : (false, body.GetProperty("detail").GetString()!);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return null;
        }
    }

    private static async Task<(bool Recorded, string Reply)> IntoFileAsync(CommandRequest request, TimeProvider time, CancellationToken ct)
    {
        await using var bot = LocalBot.Open(time);
        var answer = await bot.Handler.HandleAsync(request, ct);
        return (answer.Recorded, answer.Reply);
    }
}
