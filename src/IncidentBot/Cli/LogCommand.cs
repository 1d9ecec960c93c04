using System.CommandLine;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using NodaTime;

namespace IncidentBot.Cli;

/// <summary><c>log</c>: captures while chat is down, through the running bot if there is one, else straight into the file.</summary>
internal static class LogCommand
{
    private const int Tries = 3;

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
            var (recorded, reply) = await RecordAsync(request, time, ct);
            await result.InvocationConfiguration.Output.WriteLineAsync(Terminal.Show(reply));
            return recorded ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>
    /// Whoever can take the lock writes into the file. Only if somebody holds it is the running bot asked: a lock file
    /// outlives a process that was killed, and what listens at its address by then is a stranger.
    /// </summary>
    private static async Task<(bool Recorded, string Reply)> RecordAsync(CommandRequest request, TimeProvider time, CancellationToken ct)
    {
        LocalBot bot;
        try
        {
            bot = await LocalBot.OpenAsync(time, ct);
        }
        catch (UnusableStoreException) when (InstanceLock.ReadHolder(LocalBot.PathIn(LocalBot.Settings())) is { Url: not null })
        {
            return await ThroughRunningBotAsync(request, time, ct);
        }

        await using (bot)
        {
            var answer = await bot.Handler.HandleAsync(request, ct);
            return (answer.Recorded, answer.Reply);
        }
    }

    /// <summary>Sends it again, under the same id, while the outcome is unknown: it is recorded once.</summary>
    private static async Task<(bool Recorded, string Reply)> ThroughRunningBotAsync(CommandRequest request, TimeProvider time, CancellationToken ct)
    {
        using var http = RunningBot.Connect(LocalBot.Settings())!;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await SendAsync(http, request, ct);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                if (tries == Tries)
                {
                    return (false, $"The running bot at {http.BaseAddress} could not confirm this: {e.Message}\nLook there before you send it again: {request.Text}");
                }

                await Task.Delay(TimeSpan.FromSeconds(tries), time, ct);
            }
        }
    }

    private static async Task<(bool Recorded, string Reply)> SendAsync(HttpClient http, CommandRequest request, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(
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
}
