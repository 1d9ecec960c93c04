using System.Globalization;
using System.Text;
using IncidentBot.Intake.Wire;
using IncidentBot.Slack.Wire.Payloads;
using Microsoft.AspNetCore.Diagnostics;

namespace IncidentBot.Slack.Wire.Http;

/// <summary>
/// Takes what Slack sends as requests. All three addresses take every kind. The signature is what lets a request in, so
/// neither the access key nor the names of the host count here.
/// </summary>
internal sealed partial class SlackRequests(
    SlackSignature signature, SlackReception reception, SlackHealth health, TimeProvider time, ILogger<SlackRequests> logger)
{
    private const int Longest = 4 * 1024 * 1024;
    private const int LongestCheck = 16 * 1024;
    private static readonly string[] Paths = ["/slack/commands", "/slack/interactions", "/slack/events"];

    private int _hasWarned;

    public static bool IsFor(HttpContext context) => Array.Exists(Paths, path => context.Request.Path == path);

    public async Task InvokeAsync(HttpContext context)
    {
        // Refusals have no body: whoever asks learns nothing.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            context.Response.StatusCode = 405;
            return;
        }

        await TakeAsync(context);
    }

    private async Task TakeAsync(HttpContext context)
    {
        var timestamp = context.Request.Headers["X-Slack-Request-Timestamp"].ToString();
        var signed = context.Request.Headers["X-Slack-Signature"].ToString();
        if (!SlackSignature.HasShape(timestamp, signed))
        {
            var isCheck = await WireHttp.ReadAsync(context.Request.Body, LongestCheck, context.RequestAborted) is { } small && RequestBody.IsCheck(small);
            context.Response.StatusCode = isCheck && signed.Length == 0 ? 200 : 401;
            return;
        }

        if (await WireHttp.ReadAsync(context.Request.Body, Longest, context.RequestAborted) is not { } body)
        {
            context.Response.StatusCode = 413;
            return;
        }

        var verdict = signature.Judge(timestamp, signed, body, time.GetUtcNow().ToUnixTimeSeconds());
        if (verdict != SignatureVerdict.Good)
        {
            WarnOfClock(verdict, timestamp);
            context.Response.StatusCode = 401;
            return;
        }

        if (_hasWarned == 1)
        {
            health.TrustClock();
        }

        await AnswerAsync(context, RequestBody.Read(context.Request.ContentType, body), signed);
    }

    private async Task AnswerAsync(HttpContext context, RequestBody? body, string signed)
    {
        switch (body)
        {
            case RequestBody.Challenge challenge:
                await WriteAsync(context, "text/plain; charset=utf-8", challenge.Value);
                break;
            case RequestBody.Check:
                break;
            case RequestBody.Payload payload:
                // Sent again word for word it has the same signature: the same delivery.
                var delivery = SlackDelivery.Of(payload.Value, signed, Retry(context.Request), time.GetUtcNow());
                await AcknowledgeAsync(context, await reception.TakeAsync(delivery));
                break;
            default:
                context.Response.StatusCode = 400;
                break;
        }
    }

    private static async Task AcknowledgeAsync(HttpContext context, SlackAck? ack)
    {
        if (ack is null)
        {
            context.Response.StatusCode = 503;
        }
        else if (ack.Payload is { } answer)
        {
            await WriteAsync(context, "application/json; charset=utf-8", SlackJson.Write(answer));
            _ = ack.Said?.Invoke();
        }
    }

    private static async Task WriteAsync(HttpContext context, string contentType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static SlackRetry? Retry(HttpRequest request) =>
        int.TryParse(request.Headers["X-Slack-Retry-Num"], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0
            ? new SlackRetry(attempt, request.Headers["X-Slack-Retry-Reason"].ToString())
            : null;

    /// <summary>A good signature of another time is most often a wrong clock here.</summary>
    private void WarnOfClock(SignatureVerdict verdict, string timestamp)
    {
        if (verdict == SignatureVerdict.Stale && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            var seconds = time.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture);
            var problem = $"this machine's clock is {Math.Abs(seconds)} s {(seconds > 0 ? "ahead of" : "behind")} Slack's, or an old request was sent again: set the clock";
            health.DoubtClock(problem);
            LogClock(problem);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A request of Slack was refused: {Problem}")]
    private partial void LogClock(string problem);
}
