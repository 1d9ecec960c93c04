using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>Answers to an interaction at the address that came with it. Slack takes five within half an hour.</summary>
internal sealed class ResponseUrls(SlackHttp http, TimeProvider time)
{
    private const string What = "response_url";
    private const int MostUses = 5;
    private const int LongestAnswer = 8 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _uses = [];
    private readonly Queue<(string Url, long At)> _order = new();

    /// <summary>Answers; what is refused or unknown has to be said in another way.</summary>
    public async Task<SlackAnswer<Done>> PostAsync(string url, JsonObject message, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !http.IsSlacks(address, "hooks.slack.com", "hooks.slack-gov.com"))
        {
            return new SlackTrouble(SlackOutcome.Refused, What, "its address is not Slack's");
        }

        if (!Use(url))
        {
            return Gone("it was used five times");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(SlackJson.Write(message), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var (answer, _, trouble) = await http.SendAsync(What, request, SlackCalls.Timeout, ct, LongestAnswer);
        if (trouble is not null)
        {
            return trouble;
        }

        return answer!.Status == (int)HttpStatusCode.OK ? new Done() : Gone($"HTTP {answer.Status}");
    }

    private static SlackTrouble Gone(string why) => new(SlackOutcome.Refused, What, why);

    /// <summary>Takes one of the uses; false if there is none left.</summary>
    private bool Use(string url)
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Life)
            {
                _uses.Remove(_order.Dequeue().Url);
            }

            if (!_uses.TryGetValue(url, out var uses))
            {
                _order.Enqueue((url, time.GetTimestamp()));
            }

            _uses[url] = uses + 1;
            return uses < MostUses;
        }
    }
}
