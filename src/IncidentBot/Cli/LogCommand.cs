using System.CommandLine;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Storage;
using IncidentBot.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Cli;

/// <summary><c>log</c>: captures while chat is down, through the running bot if there is one, else straight into the store, else into the emergency file.</summary>
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
            var (kept, reply) = await KeepAsync(request, time, result.InvocationConfiguration.Error, ct);
            await result.InvocationConfiguration.Output.WriteLineAsync(Terminal.Show(reply));
            return kept ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>
    /// Whoever can take the lock writes into the file. Only if somebody holds it is the running bot asked: a lock file
    /// outlives a process that was killed, and what listens at its address by then is a stranger.
    /// </summary>
    /// <returns>Whether nobody has to type it again: it is recorded, or in the emergency file.</returns>
    private static async Task<(bool Kept, string Reply)> KeepAsync(
        CommandRequest request, TimeProvider time, TextWriter error, CancellationToken ct)
    {
        LocalBot bot;
        try
        {
            bot = await LocalBot.OpenAsync(time, ct);
        }
        catch (Exception e) when (e is UnusableStoreException or StorageException or IOException or UnauthorizedAccessException)
        {
            if (IsHeld(LocalBot.Settings()) && await ThroughRunningBotAsync(request, time, ct) is { } told)
            {
                return told;
            }

            await error.WriteLineAsync($"incidentbot: {Problem.For(e)}");
            bot = LocalBot.WithoutStore(e);
        }

        await using (bot)
        {
            using var spool = EmergencySpool.Open(bot.SpoolPath, NullLogger<EmergencySpool>.Instance);
            using var replay = new SpoolReplay(bot.Handler, bot.Store, spool, time, NullLogger<SpoolReplay>.Instance);
            var intake = new CommandIntake(bot.Handler, spool, replay, time, NullLogger<CommandIntake>.Instance);
            var outcome = await intake.TakeAsync(request with { Delivery = null }, Timeout.InfiniteTimeSpan, confirmsLater: true);
            return (outcome is Outcome.Answered { Answer.Recorded: true } or Outcome.Spooled, outcome.Text);
        }
    }

    private static bool IsHeld(IConfiguration settings) =>
        !StorageOptions.Read(settings).IsPostgres && InstanceLock.ReadHolder(LocalBot.PathIn(settings)) is { Url: not null };

    /// <summary>Sends it again, under the same id, while the outcome is unknown: it is recorded once.</summary>
    /// <returns>Null if nobody listens there, so that nothing was sent.</returns>
    private static async Task<(bool Kept, string Reply)?> ThroughRunningBotAsync(CommandRequest request, TimeProvider time, CancellationToken ct)
    {
        using var http = RunningBot.Connect(LocalBot.Settings())!;
        var sent = false;
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await SendAsync(http, request, ct) is { } answered)
                {
                    return answered;
                }

                // Late: the next try under the same id brings the end of it.
                (tries, sent) = (0, true);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                sent |= e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
                if (tries == Tries)
                {
                    return !sent ? null : (false, $"The running bot at {http.BaseAddress} could not confirm this: {e.Message}\nLook there before you send it again: {request.Text}");
                }

                await Task.Delay(TimeSpan.FromSeconds(tries), time, ct);
            }
        }
    }

    /// <summary>Null if nothing can be said yet.</summary>
    private static async Task<(bool Kept, string Reply)?> SendAsync(HttpClient http, CommandRequest request, CancellationToken ct)
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
        if (response.IsSuccessStatusCode)
        {
            return (body.GetProperty("recorded").GetBoolean(), body.GetProperty("reply").GetString()!);
        }

        // Who types it again gives it another id.
        var typedAgain = request with { Delivery = DeliveryKey.Once(request.ReceivedAt) };
        return (body.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null) switch
        {
            "late" => null,
            "notRecorded" when !CommandParser.Parse(request.Text).IsQuestion => (false, IntakeTexts.NotRecorded(typedAgain)),
            "unknown" => (false, IntakeTexts.Unknown(typedAgain)),
            "spooled" => (true, body.GetProperty("detail").GetString()!),
            _ => (false, body.GetProperty("detail").GetString()!),
        };
    }
}
