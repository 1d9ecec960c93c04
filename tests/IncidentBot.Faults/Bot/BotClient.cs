using System.Net.Http.Headers;
using System.Text.Json;
using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Bot;

/// <summary>Types lines through the HTTP API, and reads the answers as a person would.</summary>
internal sealed class BotClient(Uri bot) : IDisposable
{
    private static readonly Uri Commands = new("/api/commands", UriKind.Relative);

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = bot,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <param name="earlier">How often it was sent before.</param>
    public async Task<Reply> SendAsync(
        string text, string? delivery = null, string channel = "C1", int earlier = 0, CancellationToken stop = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { channel, user = new { id = "U1", name = "Ana" }, text, deliveryId = delivery });
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        if (earlier > 0)
        {
            // As platforms mark what they send again. It does not say that the first one arrived.
            content.Headers.Add("X-Slack-Retry-Num", $"{earlier}");
        }

        try
        {
            using var response = await Http.PostAsync(Commands, content, stop);
            return Reply.Read(response.StatusCode, await response.Content.ReadAsStringAsync(stop));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return Reply.None;
        }
    }

    /// <summary>Sends any bytes as a command.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        return await Http.PostAsync(Commands, content);
    }

    /// <summary>What is in the timeline of an incident.</summary>
    public async Task<IReadOnlyList<string>> EntriesAsync(string incident = "INC-1")
    {
        using var document = JsonDocument.Parse(await Http.GetStringAsync(new Uri($"/api/incidents/{incident}", UriKind.Relative)));
        return [.. document.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("text").GetString()!)];
    }

    public void Dispose() => Http.Dispose();
}
