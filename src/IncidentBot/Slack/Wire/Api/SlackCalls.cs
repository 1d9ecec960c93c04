using System.Text.Json;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>
/// Makes calls as Slack wants them made: at its pace, after the time it says, and again only where that cannot do a thing
/// twice.
/// </summary>
internal sealed partial class SlackCalls(
    SlackOptions options, SlackHttp http, SlackHealth health, TimeProvider time, Random random, ILogger<SlackCalls> logger) : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Where Slack does not say how long, or not so that it can be read.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(1);
    private const int Retries = 3;

    private readonly Paces _paces = new(time);
    private volatile Refusal? _refusal;

    /// <summary>Makes a call, and waits and tries again where that helps.</summary>
    /// <param name="patience">For how long a limit is waited out; beyond that the answer is <see cref="SlackOutcome.RateLimited"/>.</param>
    public async Task<SlackReply> CallAsync(SlackMethod method, SlackArguments arguments, TimeSpan patience, CancellationToken ct)
    {
        if (!method.TakesAppToken && method != SlackMethod.AuthTest && _refusal is { } refusal && time.GetElapsedTime(refusal.At) < RefusalLasts)
        {
            return SlackReply.Of(new SlackTrouble(SlackOutcome.Refused, method.Name, refusal.Error));
        }

        var pace = _paces.Of(method, arguments.Channel);
        if (!method.IsPerChannel)
        {
            return await CallAtPaceAsync(method, arguments, pace, patience, ct);
        }

        await pace.Turn.WaitAsync(ct);
        try
        {
            return await CallAtPaceAsync(method, arguments, pace, patience, ct);
        }
        finally
        {
            pace.Turn.Release();
        }
    }

    /// <summary>The token is no longer good: nothing is said with it, until it is tried again after a while.</summary>
    public void Refuse(string error)
    {
        _refusal = new Refusal(error, time.GetTimestamp());
        health.RefuseToken(error);
    }

    public void Dispose() => _paces.Dispose();

    private async Task<SlackReply> CallAtPaceAsync(
        SlackMethod method, SlackArguments arguments, Pace pace, TimeSpan patience, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        for (var failures = 0; ;)
        {
            while (pace.Take() is var wait && wait > TimeSpan.Zero)
            {
                if (time.GetElapsedTime(begun) + wait > patience)
                {
                    return SlackReply.Of(new SlackTrouble(SlackOutcome.RateLimited, method.Name, "ratelimited") { RetryAfter = wait });
                }

                await Task.Delay(wait, time, ct);
            }

            var reply = await TryAsync(method, arguments, ct);
            switch (reply.Trouble)
            {
                case { Outcome: SlackOutcome.RateLimited, RetryAfter: var after }:
                    LogLimited(method.Name, after);
                    pace.Block(after + (TimeSpan.FromMilliseconds(500) * random.NextDouble()));
                    continue;
                case { Outcome: SlackOutcome.Unreachable } when failures < Retries:
                case { Outcome: SlackOutcome.Unknown } when failures < Retries && method.IsSafe:
                    var delay = FirstDelay * Math.Pow(2, failures++) * (0.5 + (random.NextDouble() / 2));
                    if (time.GetElapsedTime(begun) + delay <= patience)
                    {
                        await Task.Delay(delay, time, ct);
                        continue;
                    }

                    break;
            }

            Note(method, reply.Trouble);
            return reply;
        }
    }

    private async Task<SlackReply> TryAsync(SlackMethod method, SlackArguments arguments, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl, method.Name));
        request.Content = arguments.AsForm();
        request.Headers.Authorization = new("Bearer", method.TakesAppToken ? options.AppToken : options.BotToken);
        var (response, body, trouble) = await http.SendAsync(method.Name, request, Timeout, ct);
        return trouble is not null ? SlackReply.Of(trouble) : Read(method.Name, response!, body);
    }

    private SlackReply Read(string method, HttpAnswer response, ReadOnlySpan<byte> body)
    {
        if (response.Status == 429)
        {
            return Limited(method, response);
        }

        if (response.Status is >= 300 and < 500 and not 408)
        {
            return SlackReply.Of(new SlackTrouble(SlackOutcome.Refused, method, $"HTTP {response.Status}"));
        }

        if (response.Status is 408 or >= 500 || SlackJson.Parse(body) is not { ValueKind: JsonValueKind.Object } answer
            || !answer.TryGetProperty("ok", out var ok) || ok.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            var what = response.Status == 200 ? "the answer is no JSON of Slack's" : $"HTTP {response.Status}";
            return SlackReply.Of(new SlackTrouble(SlackOutcome.Unknown, method, what));
        }

        var error = Text(answer, "error") ?? "no reason given";
        return ok.ValueKind == JsonValueKind.True || SlackErrors.IsAlreadySo(error)
            ? new SlackReply(null, answer) { Scopes = response.Scopes, ServerTime = response.Date }
            : SlackErrors.IsLimit(error) ? Limited(method, response)
            : SlackReply.Of(new SlackTrouble(SlackErrors.IsStumble(error) ? SlackOutcome.Unknown : SlackOutcome.Refused, method, error)
            {
                Needed = error == SlackErrors.MissingScope ? Text(answer, "needed") : null,
                Messages = Messages(answer),
            });
    }

    private SlackReply Limited(string method, HttpAnswer response)
    {
        var said = response.RetryAfter(time.GetUtcNow()) ?? UsualWait;
        return SlackReply.Of(new SlackTrouble(SlackOutcome.RateLimited, method, "ratelimited")
        {
            RetryAfter = said < LongestWait ? said : LongestWait,
        });
    }

    private void Note(SlackMethod method, SlackTrouble? trouble)
    {
        if (trouble is null)
        {
            if (!method.TakesAppToken && _refusal is not null)
            {
                _refusal = null;
                health.AcceptToken();
            }

            return;
        }

        if (!method.TakesAppToken)
        {
            LogTrouble(trouble.Text);
        }

        if (trouble.Needed is { } scope)
        {
            health.Lack(scope);
        }

        if (!method.TakesAppToken && trouble.Outcome == SlackOutcome.Refused && SlackErrors.IsFatal(trouble.Error))
        {
            Refuse(trouble.Error);
        }
    }

    /// <summary>What Slack added: <c>response_metadata.messages</c>, or <c>errors</c>.</summary>
    private static IReadOnlyList<string> Messages(JsonElement answer) =>
    [
        .. new[]
        {
            answer.TryGetProperty("response_metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("messages", out var messages) ? messages : default,
            answer.TryGetProperty("errors", out var errors) ? errors : default,
        }.Where(list => list.ValueKind == JsonValueKind.Array).SelectMany(list => list.EnumerateArray())
            .Where(message => message.ValueKind == JsonValueKind.String).Select(message => message.GetString()!),
    ];

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(LogLevel.Information, "Slack limits {Method}; waiting {Wait}")]
    private partial void LogLimited(string method, TimeSpan wait);

    [LoggerMessage(LogLevel.Warning, "{Trouble}")]
    private partial void LogTrouble(string trouble);

    private sealed record Refusal(string Error, long At);
}
