using System.Net.Http.Headers;
using IncidentBot.Intake.Wire;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>
/// The one client for all of Slack's addresses. Its answers are whole or a trouble: it follows no redirect, reads no more
/// than it should, and no answer takes longer than it may.
/// </summary>
internal sealed class SlackHttp(SlackOptions options, TimeProvider time) : IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !options.ApiUrl.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Each call has its own limit.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether the address is one of Slack's, so that it may be given a token or words. Addresses come from outside.</summary>
    public bool IsSlacks(Uri address, params ReadOnlySpan<string> hosts)
    {
        if (options.ApiUrl.IsLoopback && address.IsLoopback)
        {
            return address.Scheme is "http" or "https";
        }

        foreach (var host in hosts)
        {
            var isHost = host[0] == '.' ? address.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase) : address.Host.Equals(host, StringComparison.OrdinalIgnoreCase);
            if (isHost && address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.UserInfo.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends a request; exactly one of the answer and the trouble is null.</summary>
    public async Task<(HttpAnswer? Answer, byte[] Body, SlackTrouble? Trouble)> SendAsync(
        string what, HttpRequestMessage request, TimeSpan timeout, CancellationToken ct, int longest = LongestAnswer)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            var body = await WireHttp.ReadAsync(stream, longest, both.Token);
            return body is null
                ? (null, [], new SlackTrouble(SlackOutcome.Refused, what, "too_large"))
                : (HttpAnswer.Of(response), body, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, [], new SlackTrouble(SlackOutcome.Unknown, what, $"no answer within {timeout.TotalSeconds:0} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var error = (e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            return (null, [], new SlackTrouble(WireHttp.NeverLeft(error) ? SlackOutcome.Unreachable : SlackOutcome.Unknown, what, WireHttp.Words(error)));
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>The head of an answer.</summary>
internal sealed record HttpAnswer(int Status, string? ContentType, IReadOnlyList<string>? Scopes, DateTimeOffset? Date)
{
    private RetryConditionHeaderValue? Retry { get; init; }

    public static HttpAnswer Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.TryGetValues("x-oauth-scopes", out var scopes)
            ? [.. string.Join(',', scopes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : null,
        response.Headers.Date)
    {
        Retry = response.Headers.RetryAfter,
    };

    /// <summary>How long Slack wants to be left alone; null if that is missing or cannot be read.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) =>
        Retry?.Delta ?? (Retry?.Date is { } date ? date > now ? date - now : TimeSpan.Zero : null);
}
