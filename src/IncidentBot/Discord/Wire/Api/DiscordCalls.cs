using System.Text.Json;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>
/// Makes calls as Discord wants them made: within its limits, after the time it says, and again only where that cannot do a
/// thing twice. Calls for interactions wait behind no others.
/// </summary>
internal sealed partial class DiscordCalls(
    DiscordOptions options, DiscordHttp http, DiscordHealth health, TimeProvider time, Random random, ILogger<DiscordCalls> logger) : IDisposable
{
    private const int Retries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDelayOfInteractions = TimeSpan.FromMilliseconds(200);

    /// <summary>What stands before Discord's servers does not say how long.</summary>
    private static readonly TimeSpan Outside = TimeSpan.FromMinutes(5);

    /// <summary>Where a limit of writing does not say how long.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(30);

    private readonly RouteLimits _limits = new(time);
    private readonly InvalidRequests _invalid = new(time);

    /// <summary>Makes a call, and waits and tries again where that helps.</summary>
    public async Task<DiscordReply> CallAsync(DiscordCall call, CancellationToken ct)
    {
        var lane = _limits.Of(call);
        if (call.IsInteraction)
        {
            return await RepeatAsync(call, lane, ct);
        }

        await lane.Turn.WaitAsync(ct);
        try
        {
            return await RepeatAsync(call, lane, ct);
        }
        finally
        {
            lane.Turn.Release();
        }
    }

    public void Dispose() => _limits.Dispose();

    private async Task<DiscordReply> RepeatAsync(DiscordCall call, Lane lane, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var isDoubtful = false;
        for (var failures = 0; ;)
        {
            if (!call.IsInteraction && health.IsTokenRefused)
            {
                return DiscordReply.Of(new DiscordTrouble(DiscordOutcome.Refused, call.Name, "the bot token was refused before") { Status = 401 });
            }

            while (Wait(call, lane) is var wait && wait > TimeSpan.Zero)
            {
                if (time.GetElapsedTime(begun) + wait > call.Patience)
                {
                    return DiscordReply.Of(new DiscordTrouble(DiscordOutcome.RateLimited, call.Name, "rate limited") { RetryAfter = wait });
                }

                // Timers know whole milliseconds only: one that is early would be set again and again.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, ct);
            }

            var reply = await TryAsync(call, lane, ct);
            switch (reply.Trouble)
            {
                case { Outcome: DiscordOutcome.RateLimited, RetryAfter: var after } when time.GetElapsedTime(begun) + after <= call.Patience:
                    if (call.IsInteraction)
                    {
                        await Task.Delay(after, time, ct);
                    }

                    continue;
                case { IsAnsweredAlready: true } or { Code: DiscordCodes.ThreadExists } when isDoubtful:
                    // It was we, and the answer got lost.
                    return new DiscordReply(null, default);
                case { Outcome: DiscordOutcome.Unreachable } when failures < Retries:
                case { Outcome: DiscordOutcome.Unknown } when failures < Retries && call.IsSafe:
                    isDoubtful |= reply.Trouble.Outcome == DiscordOutcome.Unknown;
                    var delay = (call.IsInteraction ? FirstDelayOfInteractions : FirstDelay) * Math.Pow(2, failures++) * (0.5 + (random.NextDouble() / 2));
                    if (time.GetElapsedTime(begun) + delay <= call.Patience)
                    {
                        await Task.Delay(delay, time, ct);
                        continue;
                    }

                    break;
            }

            if (reply.Trouble is { } trouble)
            {
                // What was doubtful once stays so, unless Discord says what it is.
                var final = isDoubtful && trouble.Outcome == DiscordOutcome.Unreachable ? trouble with { Outcome = DiscordOutcome.Unknown } : trouble;
                LogTrouble(final.Text);
                return DiscordReply.Of(final);
            }

            return reply;
        }
    }

    private TimeSpan Wait(DiscordCall call, Lane lane)
    {
        var wait = _invalid.Wait;
        return wait > TimeSpan.Zero || call.IsInteraction ? wait : _limits.Take(lane);
    }

    private async Task<DiscordReply> TryAsync(DiscordCall call, Lane lane, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(options.ApiUrl, call.Path));
        request.Content = call.Content?.Invoke();
        if (!call.IsInteraction)
        {
            request.Headers.Authorization = new("Bot", options.BotToken);
        }

        var (answer, bytes, trouble) = await http.SendAsync(call.Name, request, call.Timeout, ct);
        if (trouble is not null)
        {
            return DiscordReply.Of(trouble);
        }

        _limits.Learn(call, lane, answer!);
        return Read(call, lane, answer!, bytes);
    }

    private DiscordReply Read(DiscordCall call, Lane lane, HttpAnswer answer, byte[] bytes)
    {
        var body = bytes.Length == 0 ? null : DiscordJson.Parse(bytes);
        var trouble = answer.Status switch
        {
            >= 200 and < 300 when bytes.Length > 0 && body is null => Unknown(call, "the answer is no JSON"),
            >= 200 and < 300 => null,
            429 => Limited(call, lane, answer, body),
            408 or >= 500 => Unknown(call, $"HTTP {answer.Status}"),
            _ => Refused(call, lane, answer, body, isPage: bytes.Length > 0 && body is null),
        };
        if (trouble is null)
        {
            health.GoOn();
            return new DiscordReply(null, body ?? default);
        }

        return DiscordReply.Of(trouble with { Status = answer.Status });
    }

    private static DiscordTrouble Unknown(DiscordCall call, string error) => new(DiscordOutcome.Unknown, call.Name, error);

    private DiscordTrouble Limited(DiscordCall call, Lane lane, HttpAnswer answer, JsonElement? body)
    {
        if (answer.Scope != "shared")
        {
            CountInvalid();
        }

        if (answer.Wait(body) is not { } wait)
        {
            return Outsider(call, answer);
        }

        var isGlobal = answer.Scope == "global"
            || (body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("global", out var global) && global.ValueKind == JsonValueKind.True);
        LogLimited(call.Name, wait, isGlobal);
        if (isGlobal)
        {
            _limits.BlockAll(wait);
        }
        else if (!call.IsInteraction)
        {
            lane.Limit.Block(wait);
        }

        return new DiscordTrouble(DiscordOutcome.RateLimited, call.Name, "rate limited") { RetryAfter = wait };
    }

    /// <param name="isPage">Whether it came with something that is none of Discord's answers.</param>
    private DiscordTrouble Refused(DiscordCall call, Lane lane, HttpAnswer answer, JsonElement? body, bool isPage)
    {
        var error = DiscordError.Read(body);
        if (answer.Status is 401 or 403)
        {
            CountInvalid();
            if ((error is null && answer.Status == 403) || error?.Code == DiscordCodes.CloudflareBlock)
            {
                return Outsider(call, answer);
            }
        }

        // Only Discord itself refuses a token, and not by calls that carry another.
        if (answer.Status == 401 && !call.IsInteraction)
        {
            if (isPage)
            {
                return Unknown(call, "HTTP 401, though not from Discord");
            }

            health.RefuseToken(error?.Message ?? "HTTP 401");
        }

        if (error?.Code is DiscordCodes.SlowMode or DiscordCodes.WriteLimit or DiscordCodes.ServerWriteLimit)
        {
            var wait = answer.Wait(body) ?? UsualWait;
            lane.Limit.Block(wait);
            return new DiscordTrouble(DiscordOutcome.RateLimited, call.Name, error.Message) { Code = error.Code, RetryAfter = wait };
        }

        return new DiscordTrouble(DiscordOutcome.Refused, call.Name, error?.Message ?? $"HTTP {answer.Status}")
        {
            Code = error?.Code ?? 0,
            Fields = error?.Fields ?? [],
        };
    }

    /// <summary>Not Discord's own servers refuse us, but what stands before them: it bans whoever goes on.</summary>
    private DiscordTrouble Outsider(DiscordCall call, HttpAnswer answer)
    {
        _invalid.Block(Outside);
        var problem = $"what stands before Discord turns us away (HTTP {answer.Status}); nothing is sent for {Outside.TotalMinutes:0} min. If it goes on: another program "
            + "may be sending too much from the same address";
        health.HoldBack(problem);
        LogHeldBack(problem);
        return new DiscordTrouble(DiscordOutcome.RateLimited, call.Name, "turned away before Discord") { RetryAfter = Outside };
    }

    private void CountInvalid()
    {
        if (_invalid.Count())
        {
            var problem = $"Discord refused {InvalidRequests.Most} requests within ten minutes; nothing is sent until it is fewer, as it bans the address at twice as many";
            health.HoldBack(problem);
            LogHeldBack(problem);
        }
    }

    [LoggerMessage(LogLevel.Information, "Discord limits {Call}; waiting {Wait} (everything: {IsGlobal})")]
    private partial void LogLimited(string call, TimeSpan wait, bool isGlobal);

    [LoggerMessage(LogLevel.Warning, "{Trouble}")]
    private partial void LogTrouble(string trouble);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogHeldBack(string problem);
}
