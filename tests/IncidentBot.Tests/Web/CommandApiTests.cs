using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Web;

public sealed class CommandApiTests
{
    private const string Good = """{"channel":"C1","user":{"id":"U1","name":"Ana"},"text":"/detected pages are slow"}""";

    public static TheoryData<string> Malformed =>
    [
        "", " ", "{", "}", "{]", "nul", "{\"channel\"}", "{'channel':'C1'}", "{\"channel\":\"C1\",}", "[1,]", "{\"a\":01}", "{\"a\":+1}", "{\"a\":NaN}",
        "{\"a\":\"\u0001\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ude00\"}", "{\"\\ud83d\":1}", "{\"a\":[[{\"b\":\"\\udc00x\"}]]}",
        "{\"channel\":\"C1\",\"channel\":\"C2\"}", "{\"user\":{\"id\":\"1\",\"id\":\"2\"}}", "{\"text\":\"a\",\"te\\u0078t\":\"b\"}", "{} {}", "// x\n{}", "/* x */{}",
        Good[..^1], Good + "x", new string('[', 100), new string('[', 65) + new string(']', 65), "\"", "\"abc", "{\"a\":\"\\u12\"}", "True",
    ];

    public static TheoryData<string, string> Wrong => new()
    {
        { "[]", "$" }, { "null", "$" }, { "\"text\"", "$" }, { "1", "$" }, { "true", "$" }, { "{}", "channel" },
        { With("channel", null), "channel" }, { With("channel", "null"), "channel" }, { With("channel", "1"), "channel" }, { With("channel", "\"\""), "channel" },
        { With("channel", "\" \""), "channel" }, { With("channel", "\"a\\nb\""), "channel" }, { With("channel", "\"a\\u0000\""), "channel" },
        { With("channel", $"\"{new string('c', 201)}\""), "channel" }, { With("channel", "{}"), "channel" }, { With("channel", "[\"C1\"]"), "channel" },
        { With("user", null), "user" }, { With("user", "null"), "user" }, { With("user", "\"U1\""), "user" }, { With("user", "[]"), "user" },
        { With("user", "{}"), "user.id" }, { With("user", "{\"name\":\"Ana\"}"), "user.id" },
        { With("user", "{\"id\":1,\"name\":\"Ana\"}"), "user.id" }, { With("user", "{\"id\":\"U1\",\"name\":\"\"}"), "user.name" },
        { With("user", "{\"id\":\"U1\",\"name\":\"a\\tb\"}"), "user.name" }, { With("text", null), "text" }, { With("text", "null"), "text" },
        { With("text", "5"), "text" }, { With("text", "{}"), "text" }, { With("text", "[\"/note\"]"), "text" },
        { With("zone", "\"Mars/Base\""), "zone" }, { With("zone", "\"\""), "zone" }, { With("zone", "1"), "zone" }, { With("zone", "{}"), "zone" },
        { With("locale", "\"\""), "locale" }, { With("locale", "\"es ES\""), "locale" }, { With("locale", "7"), "locale" }, { With("locale", $"\"{new string('x', 65)}\""), "locale" },
        { With("deliveryId", "\"\""), "deliveryId" }, { With("deliveryId", "1"), "deliveryId" }, { With("deliveryId", "{}"), "deliveryId" },
        { With("deliveryId", $"\"{new string('d', 201)}\""), "deliveryId" }, { With("deliveryId", "\"a\\rb\""), "deliveryId" },
        { With("at", "\"\""), "at" }, { With("at", "\"yesterday\""), "at" }, { With("at", "\"2026-13-01T00:00:00Z\""), "at" }, { With("at", "1700000000"), "at" },
        { With("at", "\"9999-12-31T23:59:59Z\""), "at" }, { With("at", "\"0001-01-01T00:00:00Z\""), "at" }, { With("at", "\"2026-01-01\""), "at" },
        { With("at", "\"2026-01-01T00:00:00\""), "at" }, { With("at", "{}"), "at" },
    };

    [Fact]
    public async Task A_zone_of_ones_own_beats_the_one_that_is_sent_along_and_belongs_to_no_incident()
    {
        await using var bot = await RunningBot.StartAsync();

        var chosen = await bot.TypeAsync("/incident zone Asia/Tokyo", zone: "Europe/Madrid");
        var answer = await bot.TypeAsync("/detected 2026-02-11 18:00 pages are slow", zone: "Europe/Madrid");

        Assert.True(chosen.GetProperty("recorded").GetBoolean());
        Assert.Equal(JsonValueKind.Null, chosen.GetProperty("incident").ValueKind);
        Assert.Equal("2026-02-11T09:00:00Z", answer.GetProperty("occurredAt").GetString());
    }

    [Fact]
    public async Task An_answer_has_every_field()
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await bot.TypeAsync("/detected 2026-02-11 09:00 UTC pages are slow");

        Assert.Equal(
            ["recorded", "incident", "entry", "kind", "occurredAt", "recordedAt", "reply"], answer.EnumerateObject().Select(p => p.Name));
        Assert.True(answer.GetProperty("recorded").GetBoolean());
        Assert.Equal("INC-1", answer.GetProperty("incident").GetString());
        Assert.Equal(1, answer.GetProperty("entry").GetInt32());
        Assert.Equal("detected", answer.GetProperty("kind").GetString());
        Assert.Equal("2026-02-11T09:00:00Z", answer.GetProperty("occurredAt").GetString());
        Assert.EndsWith("Z", answer.GetProperty("recordedAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_name_is_called_by_the_id()
    {
        await using var bot = await RunningBot.StartAsync();

        using var response = await bot.PostAsync("""{"channel":"C1","user":{"id":"U1"},"text":"/detected down"}""");
        var incident = await bot.GetJsonAsync("/api/incidents/INC-1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("U1", incident.GetProperty("entries")[0].GetProperty("author").GetString());
    }

    [Theory]
    [InlineData("/incident help")]
    [InlineData("/incident list")]
    [InlineData("/detcted a typo")]
    [InlineData("")]
    [InlineData("/note 2026-02-30 10:00 no such day")]
    public async Task What_records_nothing_is_answered_with_nulls(string text)
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await bot.TypeAsync(text);

        Assert.False(answer.GetProperty("recorded").GetBoolean());
        Assert.All(["entry", "kind", "occurredAt", "recordedAt"], field => Assert.Equal(JsonValueKind.Null, answer.GetProperty(field).ValueKind));
        Assert.NotEqual("", answer.GetProperty("reply").GetString());
    }

    [Fact]
    public async Task A_repeated_delivery_gets_the_first_answer_byte_for_byte_whatever_it_says_now()
    {
        await using var bot = await RunningBot.StartAsync();
        var body = With("deliveryId", "\"d1\"");

        var first = await (await bot.PostAsync(body)).Content.ReadAsByteArrayAsync();
        var again = await (await bot.PostAsync(body.Replace("slow", "fast", StringComparison.Ordinal))).Content.ReadAsByteArrayAsync();

        Assert.Equal(first, again);
        Assert.Equal(1, (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Without_a_delivery_id_every_request_counts()
    {
        await using var bot = await RunningBot.StartAsync();

        await bot.TypeAsync("/detected slow");
        await bot.TypeAsync("/note again");
        await bot.TypeAsync("/note again");

        Assert.Equal(3, (await bot.GetJsonAsync("/api/incidents/1")).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_and_optional_ones_may_be_null()
    {
        await using var bot = await RunningBot.StartAsync();
        const string Body = """
            {"channel":"C1","user":{"id":"U1","name":"Ana","admin":true},"zone":null,"locale":null,"deliveryId":null,"at":null,
             "text":"/detected slow","tenant":"other","entry":99,"recordedAt":"2001-01-01T00:00:00Z"}
            """;

        var answer = await RunningBot.JsonAsync(await bot.PostAsync(Body));

        Assert.Equal(1, answer.GetProperty("entry").GetInt32());
    }

    [Fact]
    public async Task The_sending_time_is_taken_from_at_and_the_recording_time_is_ours()
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await RunningBot.JsonAsync(await bot.PostAsync(With("at", "\"2026-01-31T15:05:30.123+01:00\"")));

        Assert.Equal("2026-01-31T14:05:00Z", answer.GetProperty("occurredAt").GetString());
        Assert.StartsWith(
            TimeProvider.System.GetUtcNow().Year.ToString(System.Globalization.CultureInfo.InvariantCulture),
            answer.GetProperty("recordedAt").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_json_is_refused_with_400(string body)
    {
        await using var bot = await RunningBot.StartAsync();

        await RunningBot.ProblemAsync(await bot.PostAsync(body), 400);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 })]
    [InlineData(new byte[] { 0 })]
    public async Task Invalid_utf8_is_refused_with_400(byte[] body)
    {
        await using var bot = await RunningBot.StartAsync();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await RunningBot.ProblemAsync(await bot.Client.PostAsync(new Uri("/api/commands", UriKind.Relative), content), 400);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_named_with_422(string body, string field)
    {
        await using var bot = await RunningBot.StartAsync();

        var problem = await RunningBot.ProblemAsync(await bot.PostAsync(body), 422);

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused_with_415(string? type)
    {
        await using var bot = await RunningBot.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        await RunningBot.ProblemAsync(await bot.Client.PostAsync(new Uri("/api/commands", UriKind.Relative), content), 415);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=UTF-8")]
    public async Task Json_in_utf8_is_taken(string type)
    {
        await using var bot = await RunningBot.StartAsync();
        using var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var response = await bot.Client.PostAsync(new Uri("/api/commands", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(64, false)]
    [InlineData(64, true)]
    public async Task A_large_body_is_refused_with_413_and_the_bot_goes_on(int megabytes, bool chunked)
    {
        await using var bot = await RunningBot.StartAsync();
        using var content = new ByteArrayContent(new byte[megabytes * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/commands") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        await RunningBot.ProblemAsync(await bot.Client.SendAsync(request), 413);

        Assert.True((await bot.TypeAsync("/detected still here")).GetProperty("recorded").GetBoolean());
    }

    [Fact]
    public async Task A_body_over_every_limit_is_refused_before_it_is_sent()
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await SpeakAsync(bot, "POST /api/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("POST /api/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: x\r\n\r\n")]
    [InlineData("POST /api/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task Broken_http_is_refused_and_the_bot_goes_on(string request)
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await SpeakAsync(bot, request);

        Assert.Matches("^HTTP/1.1 (4|505)", answer);
        Assert.True((await bot.TypeAsync("/detected still here")).GetProperty("recorded").GetBoolean());
    }

    [Fact]
    public async Task Headers_over_the_limit_are_refused()
    {
        await using var bot = await RunningBot.StartAsync();

        var answer = await SpeakAsync(bot, $"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 17_000)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "d1", "notRecorded", "❌ NOT recorded. Copy this somewhere safe:", "duplicates are removed")]
    [InlineData(true, "d1", "unknown", "❓ Could not confirm. Send it again; it will appear only once.", "duplicates are removed")]
    [InlineData(false, null, "notRecorded", "❌ NOT recorded. Copy this somewhere safe:", "nothing was saved")]
    [InlineData(true, null, "unknown", "❓ Could not confirm. Look at the timeline", "may then appear twice")]
    public async Task What_neither_storage_nor_the_emergency_file_takes_is_given_back_with_503(
        bool unknown, string? delivery, string outcome, string verdict, string advice)
    {
        await using var bot = await RunningBot.StartAsync(new FailingStore(unknown), [RunningBot.WithoutSpool]);
        const string Line = "/note the words\nof ```two``` lines";

        var response = await bot.PostAsync(JsonSerializer.Serialize(
            new { channel = "C1", user = new { id = "U1", name = "Ana" }, text = Line, deliveryId = delivery, at = "2026-01-02T03:04:05Z" }));
        var problem = await RunningBot.ProblemAsync(response, 503);

        Assert.Equal(outcome, problem.GetProperty("outcome").GetString());
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.StartsWith(verdict, detail, StringComparison.Ordinal);
        Assert.Contains($"\n\n````\n2026-01-02T03:04:05Z · Ana\n{Line}\n````\n\n", detail, StringComparison.Ordinal);
        Assert.Contains(advice, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("only once", delivery is null ? detail : "", StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.DoesNotContain("disk on fire", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unforeseen_failure_is_told_without_its_secrets()
    {
        await using var bot = await RunningBot.StartAsync(new FailingStore(null), []);

        var problem = await RunningBot.ProblemAsync(await bot.PostAsync(Good), 500);

        Assert.DoesNotContain("disk on fire", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("FailingStore", problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The good body with one member replaced, added, or taken away (null).</summary>
    private static string With(string member, string? json)
    {
        var members = new Dictionary<string, string>
        {
            ["channel"] = "\"C1\"",
            ["user"] = "{\"id\":\"U1\",\"name\":\"Ana\"}",
            ["text"] = "\"/detected pages are slow\"",
        };
        members.Remove(member);
        if (json is not null)
        {
            members[member] = json;
        }

        return $"{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}";
    }

    /// <summary>Sends bytes as they are and reads what comes until the other side closes or falls silent.</summary>
    private static async Task<string> SpeakAsync(RunningBot bot, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(bot.Url.Host, bot.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = new byte[16 * 1024];
        var read = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false);
        socket.Client.Shutdown(SocketShutdown.Send);
        int more;
        while (read < answer.Length && (more = await stream.ReadAsync(answer.AsMemory(read))) > 0)
        {
            read += more;
        }

        return Encoding.ASCII.GetString(answer, 0, read);
    }

    /// <summary>Storage that fails: true, the outcome is unknown; false, it is not saved; null, in a way nobody foresaw.</summary>
    private sealed class FailingStore(bool? unknown) : IIncidentStore
    {
        private readonly MemoryStore _readable = new();

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            throw (unknown is { } u ? new StorageException(u, new IOException("disk on fire")) : new InvalidOperationException("disk on fire"));

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => _readable.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => _readable.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => _readable.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => _readable.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => _readable.SearchAsync(query, limit, ct);
    }
}
