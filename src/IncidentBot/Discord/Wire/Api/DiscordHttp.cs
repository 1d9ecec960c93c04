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
            var body = await ReadAsync(response.Content, longest, both.Token);
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
            return (null, [], new DiscordTrouble(NeverLeft(error) ? DiscordOutcome.Unreachable : DiscordOutcome.Unknown, call, Words(error)));
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

    /// <summary>Null if it is longer.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContent content, long longest, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(ct);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (kept.Length + read > longest)
            {
                return null;
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static bool NeverLeft(HttpRequestError error) => error
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection: the certificate or a proxy in between is wrong",
        HttpRequestError.ProxyTunnelError => "the proxy refuses",
        _ => "the connection broke",
    };
}
