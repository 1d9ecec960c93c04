using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Http;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Signed requests to the running bot.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const string Secret = FakeSlack.SigningSecret;
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private const string Slash = "token=x&team_id=T0FAKE&channel_id=C0GEN&user_id=U0ANA&user_name=ana&command=%2Fdetected&text=db+%C3%A9+%26+down&is_enterprise_install=false&trigger_id=1.2.3";

    private readonly ManualTime _time = new();
    private readonly List<SlackDelivery> _taken = [];
    private RunningBot _bot = null!;

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public async Task InitializeAsync() => _bot = await RunningBot.StartAsync(
        new MemoryStore(),
        [("Slack:BotToken", FakeSlack.BotToken), ("Slack:SigningSecret", Secret), ("Slack:PreviousSigningSecret", "the one before"), ("Slack:ApiUrl", "http://127.0.0.1:1/api/")],
        services => services.AddSingleton<TimeProvider>(_time).AddSingleton<TakeDelivery>(TakeAsync));

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("/slack/commands")]
    [InlineData("/slack/interactions")]
    [InlineData("/slack/events")]
    public async Task Each_address_takes_every_kind(string path)
    {
        var command = await SendAsync(Slash, path: path);
        var modal = await SendAsync(Payload("""{"type":"view_submission","trigger_id":"7","user":{"id":"U0ANA"},"view":{"id":"V1"}}"""), path: path);
        var happening = await SendAsync("""{"type":"event_callback","event_id":"Ev1","event":{"type":"app_home_opened","user":"U0ANA","event_ts":1234.5}}""", Json, path: path);
        var challenge = await SendAsync("""{"type":"url_verification","challenge":"3eZb"}""", Json, path: path);

        Assert.Equal((200, "got db é & down"), (command.Status, (string?)JsonNode.Parse(command.Body)!["text"]));
        Assert.Equal("application/json", command.ContentType);
        Assert.Equal((200, "errors"), (modal.Status, (string?)JsonNode.Parse(modal.Body)!["response_action"]));
        Assert.Equal((200, ""), (happening.Status, happening.Body));
        Assert.Equal((200, "3eZb", "text/plain"), (challenge.Status, challenge.Body, challenge.ContentType));
        Assert.Equal(["1.2.3", "7", "Ev1"], _taken.Select(delivery => delivery.Id));
    }

    public static TheoryData<string, string, string, int> Forgeries => new()
    {
        { "wrong secret", "0", "other", 401 }, { "old by 301 s", "-301", Secret, 401 }, { "old by 300 s", "-300", Secret, 200 },
        { "ahead by 301 s", "301", Secret, 401 }, { "ahead by 300 s", "300", Secret, 200 }, { "the previous secret", "0", "the one before", 200 },
        { "an empty secret", "0", "", 401 },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Case_27_the_secret_and_the_time_have_to_be_right(string what, string offset, string secret, int status)
    {
        var timestamp = Text(Now + long.Parse(offset, CultureInfo.InvariantCulture));

        var answer = await SendAsync(Slash, timestamp: timestamp, signature: SlackSignature.Sign(secret, timestamp, Encoding.UTF8.GetBytes(Slash)));

        Assert.True(status == answer.Status, what);
        Assert.Equal(status == 200 ? 1 : 0, _taken.Count);
        Assert.Equal(status == 401, answer.Body.Length == 0);
    }

    [Theory]
    [InlineData(null, "good")]
    [InlineData("", "good")]
    [InlineData("abc", "good")]
    [InlineData("-1", "good")]
    [InlineData("99999999999999999999", "good")]
    [InlineData("now", null)]
    [InlineData("now", "")]
    [InlineData("now", "v0=")]
    [InlineData("now", "v0=00")]
    [InlineData("now", "v1")]
    [InlineData("now", "no version")]
    [InlineData("now", "no hex")]
    [InlineData("now", "longer")]
    [InlineData("now", "other body")]
    public async Task Case_27_what_is_not_signed_is_refused_without_a_word(string? timestamp, string? kind)
    {
        var time = timestamp == "now" ? Text(Now) : timestamp;
        var good = SlackSignature.Sign(Secret, time ?? "", Encoding.UTF8.GetBytes(Slash));
        var signature = kind switch
        {
            "good" => good,
            "v1" => "v1" + good[2..],
            "no version" => good[3..],
            "no hex" => "v0=" + new string('z', 64),
            "longer" => good + "00",
            "other body" => SlackSignature.Sign(Secret, time!, "x"u8),
            _ => kind,
        };

        var answer = await SendAsync(Slash, timestamp: time, signature: signature, isRaw: true);

        Assert.Equal((401, ""), (answer.Status, answer.Body));
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task Case_27_a_clock_that_is_off_is_pointed_out()
    {
        await SendAsync(Slash, timestamp: Text(Now - 400));

        Assert.Contains("400 s ahead of Slack's", _bot.Services.GetRequiredService<SlackHealth>().Problem, StringComparison.Ordinal);
        Assert.Contains("ahead", (await _bot.GetJsonAsync("/readyz")).GetProperty("checks").GetProperty("slack").GetString(), StringComparison.Ordinal);
        await SendAsync(Slash);
        Assert.Null(_bot.Services.GetRequiredService<SlackHealth>().Problem);
    }

    [SkippableFact]
    public async Task The_example_of_the_documents_is_signed_as_it_says()
    {
        var example = JsonNode.Parse(await File.ReadAllTextAsync(Needs.Shared("slack/samples/signature-vector-a.json")))!;

        var signature = SlackSignature.Sign(
            (string)example["signing_secret"]!, (string)example["timestamp"]!, Encoding.UTF8.GetBytes((string)example["body"]!));

        Assert.Equal((string)example["signature"]!, signature);
    }

    [Fact]
    public void An_empty_secret_lets_nobody_in()
    {
        Assert.Throws<ArgumentException>(() => new SlackSignature(""));
        Assert.Throws<ArgumentException>(() => new SlackSignature((string?)null));
        Assert.Throws<ArgumentException>(() => new SlackSignature("good", ""));
    }

    [Theory]
    [InlineData(Form + "; charset=utf-8", 200)]
    [InlineData(Form + ";charset=UTF-8", 200)]
    [InlineData("text/plain", 200)]
    [InlineData(null, 200)]
    [InlineData("application/json; charset=utf-8", 400)]
    public async Task The_type_of_the_body_may_name_its_charset(string? contentType, int status) =>
        Assert.Equal(status, (await SendAsync(Slash, contentType)).Status);

    [Theory]
    [InlineData("{oops", Json)]
    [InlineData("null", Json)]
    [InlineData("[]", Json)]
    [InlineData("1", Json)]
    [InlineData("", Json)]
    [InlineData("", Form)]
    [InlineData("payload=%7Boops", Form)]
    [InlineData("payload=", Form)]
    [InlineData("payload=[]", Form)]
    [InlineData("nothing=here", Form)]
    [InlineData("""{"type":"url_verification"}""", Json)]
    public async Task Case_28_what_is_signed_and_malformed_is_said_to_be(string body, string contentType)
    {
        var answer = await SendAsync(body, contentType);

        Assert.Equal((400, ""), (answer.Status, answer.Body));
        Assert.Empty(_taken);
    }

    [Theory]
    [InlineData("{}", Json)]
    [InlineData("""{"type":"event_callback"}""", Json)]
    [InlineData("""{"type":"app_rate_limited","minute_rate_limited":1518467820}""", Json)]
    [InlineData("""{"type":"of the future","event":{}}""", Json)]
    [InlineData("payload=%7B%22type%22%3A%22of+the+future%22%7D", Form)]
    [InlineData("command=", Form)]
    public async Task Case_29_what_is_not_known_is_acknowledged(string body, string contentType)
    {
        var answer = await SendAsync(body, contentType);

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.IsType<SlackPayload.Unknown>(Assert.Single(_taken).Payload);
    }

    [Fact]
    public async Task A_test_of_the_connection_is_answered_unsigned_and_runs_no_command()
    {
        var check = await SendAsync("ssl_check=1&token=x", timestamp: null, signature: null, isRaw: true);
        var smuggled = await SendAsync("ssl_check=1&" + Slash, timestamp: null, signature: null, isRaw: true);
        var signed = await SendAsync("ssl_check=1&" + Slash);

        Assert.Equal([200, 200, 200], new[] { check, smuggled, signed }.Select(answer => answer.Status));
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task The_bytes_are_signed_as_they_came_however_they_are_escaped()
    {
        var answer = await SendAsync(Slash.Replace("+", "%20", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%26", "%26amp%3B", StringComparison.Ordinal));

        Assert.Equal(200, answer.Status);
        Assert.Equal("db é &amp; down", ((SlackPayload.SlashCommand)_taken[0].Payload).Text);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_delivery()
    {
        var body = Payload("""{"type":"view_closed","user":{"id":"U0ANA"},"view":{"id":"V1"}}""");
        await SendAsync(body);
        await SendAsync(body);
        await SendAsync(body, timestamp: Text(Now + 1));

        Assert.Equal(_taken[0].Id, _taken[1].Id);
        Assert.NotEqual(_taken[0].Id, _taken[2].Id);
    }

    [Fact]
    public async Task A_retry_is_taken_like_a_first_delivery()
    {
        await SendAsync("""{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","text":"x"}}""", Json,
            more: headers =>
            {
                headers.Add("X-Slack-Retry-Num", "2");
                headers.Add("X-Slack-Retry-Reason", "http_timeout");
            });

        Assert.Equal(new SlackRetry(2, "http_timeout"), Assert.Single(_taken).Retry);
    }

    [Fact]
    public async Task Long_texts_are_read_whole_up_to_a_limit()
    {
        var whole = await SendAsync(Slash + new string('x', 1024 * 1024));
        var tooLong = await SendAsync(Slash + new string('x', 4 * 1024 * 1024));

        Assert.Equal((200, 413), (whole.Status, tooLong.Status));
        Assert.EndsWith("xxx", ((SlackPayload.SlashCommand)Assert.Single(_taken).Payload).TriggerId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_left_to_Slack_to_send_again()
    {
        var answer = await SendAsync("""{"type":"event_callback","event_id":"fail","event":{"type":"app_mention","text":"x"}}""", Json);

        Assert.Equal((503, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Damaged_bodies_with_a_good_signature_are_taken_or_said_to_be_malformed()
    {
        var random = new Random(9);
        string?[] types = [Form, Json, "application/json; charset=utf-8", null];
        Dictionary<int, int> statuses = [];
        for (var i = 0; i < Mutations.Tries / 4; i++)
        {
            var body = Mutations.Next(random);
            var status = (await SendAsync(body, types[random.Next(types.Length)])).Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Assert.Equal([200, 400], statuses.Keys.Order());
        Assert.Equal(200, (await SendAsync(Slash)).Status);
    }

    [Fact]
    public async Task Only_these_addresses_and_only_by_post()
    {
        using var get = await _bot.GetAsync("/slack/events");
        var elsewhere = await SendAsync(Slash, path: "/slack/events/nope");

        Assert.Equal((405, "POST"), ((int)get.StatusCode, get.Content.Headers.Allow.Single()));
        Assert.Equal(404, elsewhere.Status);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task Neither_the_key_nor_the_name_of_the_host_nor_an_origin_stands_in_the_way()
    {
        await using var bot = await RunningBot.StartAsync(
            new MemoryStore(),
            [("Slack:BotToken", FakeSlack.BotToken), ("Slack:SigningSecret", Secret), ("Web:PublicUrl", "https://bot.example.org"), ("Web:AccessKey", RunningBot.Key)],
            services => services.AddSingleton<TimeProvider>(_time).AddSingleton<TakeDelivery>(TakeAsync));
        void More(HttpRequestHeaders headers)
        {
            headers.Host = "abc.tunnel.example";
            headers.Add("Origin", "https://elsewhere.example");
            headers.Add("Sec-Fetch-Site", "cross-site");
        }

        var signed = await SendAsync(Slash, more: More, bot: bot);
        var forged = await SendAsync(Slash, signature: "v0=" + new string('0', 64), more: More, bot: bot);
        var api = await SendAsync("{}", Json, path: "/api/commands", more: More, bot: bot);

        Assert.Equal((200, 401, 400), (signed.Status, forged.Status, api.Status));
    }

    [Fact]
    public async Task Without_a_secret_there_are_no_such_addresses()
    {
        await using var bot = await RunningBot.StartAsync();

        using var answer = await bot.Client.PostAsync(new Uri("/slack/events", UriKind.Relative), new StringContent("ssl_check=1", Encoding.UTF8, Form));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<SlackAck> TakeAsync(SlackDelivery delivery, CancellationToken ct)
    {
        _taken.Add(delivery);
        return delivery.Id == "fail" ? throw new InvalidOperationException("a mistake of ours") : Task.FromResult(delivery.Payload switch
        {
            SlackPayload.SlashCommand command => SlackAck.Ephemeral($"got {command.Text}"),
            SlackPayload.ViewSubmission => SlackAck.Errors([new("title", "is missing")]),
            _ => SlackAck.Empty,
        });
    }

    private Task<(int Status, string Body, string? ContentType)> SendAsync(
        string body, string? contentType = Form, string path = "/slack/events", string? timestamp = null, string? signature = null,
        bool isRaw = false, Action<HttpRequestHeaders>? more = null, RunningBot? bot = null) =>
        SendAsync(Encoding.UTF8.GetBytes(body), contentType, path, timestamp, signature, isRaw, more, bot);

    private async Task<(int Status, string Body, string? ContentType)> SendAsync(
        byte[] bytes, string? contentType = Form, string path = "/slack/events", string? timestamp = null, string? signature = null,
        bool isRaw = false, Action<HttpRequestHeaders>? more = null, RunningBot? bot = null)
    {
        if (!isRaw)
        {
            timestamp ??= Text(Now);
            signature ??= SlackSignature.Sign(Secret, timestamp, bytes);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("x-slack-signature", signature);
        more?.Invoke(request.Headers);
        using var response = await (bot ?? _bot).Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    private static string Payload(string json) => "payload=" + Uri.EscapeDataString(json);

    private static string Text(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
