using System.Net;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;
using IncidentBot.Web.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Tests.Web;

public sealed class IncidentApiTests
{
    [Fact]
    public async Task The_list_comes_newest_first_in_pages()
    {
        await using var bot = await RunningBot.StartAsync();
        foreach (var i in Enumerable.Range(1, 5))
        {
            await bot.TypeAsync($"/detected number {i}", channel: $"C{i}");
        }

        var first = await bot.GetJsonAsync("/api/incidents?limit=2");
        var second = await bot.GetJsonAsync($"/api/incidents?limit=2&before={first.GetProperty("next").GetString()}");
        var third = await bot.GetJsonAsync($"/api/incidents?limit=2&before={second.GetProperty("next").GetString()}");

        Assert.Equal(["INC-5", "INC-4"], Ids(first));
        Assert.Equal(["INC-3", "INC-2"], Ids(second));
        Assert.Equal(["INC-1"], Ids(third));
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next").ValueKind);
        Assert.Equal(
            ["id", "title", "state", "channel", "openedAt", "entries"],
            first.GetProperty("items")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task An_empty_list_has_no_next()
    {
        await using var bot = await RunningBot.StartAsync();

        Assert.Equal("""{"items":[],"next":null}""", await (await bot.GetAsync("/api/incidents")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/incidents")]
    [InlineData("/incidents?before=nonsense")]
    [InlineData("/?channel=%F0%9F%98%80&text=%0A&layout=nonsense&name=&answer=x")]
    [InlineData("/console/panel?layout=nonsense")]
    public async Task Pages_show_before_anything_is_recorded(string path)
    {
        await using var bot = await RunningBot.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("/incidents/INC-1?layout=nonsense")]
    [InlineData("/incidents/INC-1?from=-5")]
    [InlineData("/incidents/INC-1?from=100000")]
    [InlineData("/?layout=nonsense")]
    [InlineData("/incidents")]
    [InlineData("/incidents?before=INC-1")]
    public async Task Pages_show_whatever_is_asked_of_them(string path)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow", channel: "console");
        await bot.TypeAsync("/incident close", channel: "console");

        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("limit=99999999999")]
    [InlineData("before=x")]
    [InlineData("before=INC-0")]
    [InlineData("before=INC-99999999999")]
    public async Task A_wrong_page_is_refused(string query)
    {
        await using var bot = await RunningBot.StartAsync();

        await RunningBot.ProblemAsync(await bot.GetAsync($"/api/incidents?{query}"), 400);
    }

    [Theory]
    [InlineData("INC-1")]
    [InlineData("inc-1")]
    [InlineData("1")]
    public async Task An_incident_is_found_by_its_id_in_any_case(string id)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");
        await bot.TypeAsync("/incident amend 1 very slow");

        var incident = await bot.GetJsonAsync($"/api/incidents/{id}");

        Assert.Equal("INC-1", incident.GetProperty("id").GetString());
        var entry = incident.GetProperty("entries")[0];
        Assert.Equal("very slow", entry.GetProperty("text").GetString());
        Assert.Equal(1, entry.GetProperty("history").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/incidents/INC-2")]
    [InlineData("/api/incidents/INC-0")]
    [InlineData("/api/incidents/INC-99999999999")]
    [InlineData("/api/incidents/nonsense")]
    [InlineData("/api/incidents/INC-2/draft")]
    [InlineData("/api/incidents/INC-1/nonsense")]
    [InlineData("/api/nonsense")]
    [InlineData("/nonsense")]
    [InlineData("/assets/0/console.js")]
    [InlineData("/assets/0/..%2f..%2fappsettings.json")]
    [InlineData("/incidents/INC-9")]
    public async Task What_is_not_there_is_404(string path)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");

        await RunningBot.ProblemAsync(await bot.GetAsync(path), 404);
    }

    [Theory]
    [InlineData("GET", "/api/commands")]
    [InlineData("DELETE", "/api/incidents/INC-1")]
    [InlineData("PUT", "/api/incidents")]
    [InlineData("PATCH", "/")]
    [InlineData("TRACE", "/api/incidents")]
    public async Task Another_method_is_405(string method, string path)
    {
        await using var bot = await RunningBot.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await RunningBot.ProblemAsync(await bot.Client.SendAsync(request), 405);
    }

    [Theory]
    [InlineData("", "text/plain", "inc-1.txt")]
    [InlineData("format=md", "text/plain", "inc-1.txt")]
    [InlineData("format=TXT", "text/plain", "inc-1.txt")]
    [InlineData("layout=bold-markdown", "text/markdown", "inc-1.md")]
    [InlineData("layout=Bold-Markdown&format=html", "text/html", "inc-1.html")]
    [InlineData("format=csv", "text/csv", "inc-1.csv")]
    [InlineData("format=json&route=true", "application/json", "inc-1.json")]
    public async Task A_draft_is_read_or_downloaded_in_every_form(string query, string type, string file)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");

        var read = await bot.GetAsync($"/api/incidents/inc-1/draft?{query}");
        var downloaded = await bot.GetAsync($"/api/incidents/inc-1/draft?{query}&download=1");

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(type, read.Content.Headers.ContentType?.MediaType);
        Assert.Null(read.Content.Headers.ContentDisposition);
        Assert.Equal("attachment", downloaded.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(file, downloaded.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Contains("slow", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layout=nonsense", "bold-markdown")]
    [InlineData("layout=../../etc/passwd", "plain-label")]
    [InlineData("format=pdf", "html")]
    [InlineData("route=perhaps", "true")]
    [InlineData("download=perhaps", "true")]
    public async Task An_unknown_form_of_draft_is_refused_with_the_names_there_are(string query, string named)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");

        var problem = await RunningBot.ProblemAsync(await bot.GetAsync($"/api/incidents/INC-1/draft?{query}"), 400);

        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_the_process_and_readiness_the_store_and_the_platforms()
    {
        var platform = HealthCheckResult.Healthy();
        await using var bot = await RunningBot.StartAsync(new MemoryStore(), [], services => services.AddHealthChecks()
            .AddCheck("slack", () => platform, [HealthEndpoints.PlatformTag]));

        var well = await bot.GetJsonAsync("/readyz");
        platform = HealthCheckResult.Degraded("reconnecting");
        var away = await bot.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/healthz")).StatusCode);
        Assert.Equal("ready", well.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, away.StatusCode);
        var details = await RunningBot.JsonAsync(away);
        Assert.Equal("degraded", details.GetProperty("status").GetString());
        Assert.Equal("reconnecting", details.GetProperty("checks").GetProperty("slack").GetString());
    }

    [Fact]
    public async Task A_store_that_is_down_makes_the_bot_unready_and_not_unhealthy()
    {
        await using var bot = await RunningBot.StartAsync(new DownStore(), []);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bot.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/healthz")).StatusCode);
        await RunningBot.ProblemAsync(await bot.GetAsync("/api/incidents"), 503);
    }

    [Fact]
    public async Task A_store_that_takes_nothing_makes_the_bot_unready_until_it_takes_something()
    {
        var store = new FullStore();
        var time = new SetTime();
        await using var bot = await RunningBot.StartAsync(store, [RunningBot.WithoutSpool], services => services.AddSingleton<TimeProvider>(time));
        await bot.TypeAsync("/detected slow", "d1");
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/readyz")).StatusCode);

        store.IsFull = true;
        await FailAsync();
        var unready = await bot.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Equal("the last write failed", (await RunningBot.JsonAsync(unready)).GetProperty("checks").GetProperty("store").GetString());

        // Neither a repeat nor a question shows that it takes anything.
        store.IsFull = false;
        time.Ahead += TimeSpan.FromSeconds(1);
        await bot.TypeAsync("/detected slow", "d1");
        await bot.TypeAsync("/incident help");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bot.GetAsync("/readyz")).StatusCode);
        await bot.TypeAsync("/note it is well again");
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/readyz")).StatusCode);

        // Who gets no work any more must get some again to find out.
        store.IsFull = true;
        await FailAsync();
        time.Ahead += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/readyz")).StatusCode);

        async Task FailAsync() => await RunningBot.ProblemAsync(
            await bot.PostAsync("""{"channel":"C1","user":{"id":"U1","name":"Ana"},"text":"/note no room"}"""), 503);
    }

    [Theory]
    [InlineData("/api/incidents")]
    [InlineData("/api/incidents/INC-1")]
    [InlineData("/api/incidents/INC-1/draft?format=html")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/incidents/INC-2")]
    public async Task Head_answers_as_get_without_the_body(string path)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var head = await bot.Client.SendAsync(request);
        var get = await bot.GetAsync(path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());

    private sealed class DownStore : IIncidentStore
    {
        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) => throw Down();

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => throw Down();

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => throw Down();

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => throw Down();

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => throw Down();

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => throw Down();

        private static StorageException Down() => new(false, new IOException("gone"));
    }

    /// <summary>A clock that goes on only when it is told to.</summary>
    private sealed class SetTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Ahead;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ahead.Ticks;
    }

    /// <summary>Can always be read, and takes something only while there is room.</summary>
    private sealed class FullStore : IIncidentStore
    {
        private readonly MemoryStore _inner = new();

        public bool IsFull { get; set; }

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            IsFull ? throw new StorageException(false, new IOException("full")) : _inner.RecordAsync(request, decide, ct);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => _inner.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => _inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => _inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) => _inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) => _inner.SearchAsync(query, limit, ct);
    }
}
