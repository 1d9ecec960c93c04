using IncidentBot.Intake.Wire;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>
/// The one client for all of Discord's addresses. Its answers are whole or a trouble: it follows no redirect, reads no more
/// than it should, and no answer takes longer than it may.
/// </summary>
internal sealed class DiscordHttp(DiscordOptions options, TimeProvider time) : IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _client = Client(options);

    /// <summary>As Discord wants it; without it, its front door refuses us.</summary>
    public static string UserAgent { get; } = $"DiscordBot (https://incidentbot.invalid, {Version})";

    private static string Version => typeof(DiscordHttp).Assembly.GetName().Version?.ToString(3) ?? "1.0.0";

    /// <summary>Sends a request; exactly one of the answer and the trouble is null.</summary>
    public async Task<(HttpAnswer? Answer, byte[] Body, DiscordTrouble? Trouble)> SendAsync(
        string call, HttpRequestMessage request, TimeSpan timeout, CancellationToken ct, long longest = LongestAnswer)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            var body = await WireHttp.ReadAsync(stream, longest, both.Token);
            return body is null
                ? (null, [], new DiscordTrouble(DiscordOutcome.Refused, call, "the answer is too large"))
                : (HttpAnswer.Of(response), body, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, [], new DiscordTrouble(DiscordOutcome.Unknown, call, $"no answer within {timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var error = (e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            return (null, [], new DiscordTrouble(WireHttp.NeverLeft(error) ? DiscordOutcome.Unreachable : DiscordOutcome.Unknown, call, WireHttp.Words(error)));
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpClient Client(DiscordOptions options)
    {
        var client = new HttpClient(new SocketsHttpHandler
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
        client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        return client;
    }
}
