using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Web;

public sealed partial class AccessTests
{
    private const string Good = """{"channel":"C1","user":{"id":"U1","name":"Ana"},"text":"/detected slow"}""";

    private static readonly (string, string)[] Everywhere = [("Web:Url", "http://0.0.0.0:0"), ("Web:AccessKey", RunningBot.Key)];

    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/" }, { "POST", "/" }, { "GET", "/incidents" }, { "GET", "/incidents/INC-1" }, { "GET", "/console/panel" }, { "GET", "/console/events" },
        { "GET", "/api/incidents" }, { "GET", "/api/incidents/INC-1" }, { "GET", "/api/incidents/INC-1/draft" }, { "POST", "/api/commands" },
        { "GET", "/openapi/v1.json" }, { "GET", "/readyz" }, { "POST", "/logout" }, { "GET", "/nonsense" }, { "DELETE", "/api/incidents" }, { "GET", "/healthz/" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Reached_from_elsewhere_nothing_answers_without_the_key(string method, string path)
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);

        var problem = await RunningBot.ProblemAsync(await bot.Client.SendAsync(Request(method, path)), 401);
        var wrong = await bot.Client.SendAsync(Request(method, path, RunningBot.Key + "x"));

        Assert.NotNull(problem.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("Bearer", wrong.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_key_opens_every_route(string method, string path)
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);

        using var request = Request(method, path, RunningBot.Key);
        var response = await bot.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task Health_needs_no_key(string url)
    {
        await using var bot = await RunningBot.StartAsync(("Web:Url", url), ("Web:AccessKey", RunningBot.Key));

        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.GetAsync("/api/incidents")).StatusCode);
    }

    [Fact]
    public async Task On_loopback_no_key_is_asked_for()
    {
        await using var bot = await RunningBot.StartAsync(("Web:AccessKey", RunningBot.Key));

        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/api/incidents")).StatusCode);
    }

    [Fact]
    public async Task With_a_public_address_the_key_is_asked_for_on_loopback_too()
    {
        await using var bot = await RunningBot.StartAsync(("Web:PublicUrl", "https://bot.example.org"), ("Web:AccessKey", RunningBot.Key));

        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.GetAsync("/api/incidents")).StatusCode);
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_login_and_back()
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var browser = bot.NewClient(new CookieContainer());
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        var sent = await browser.GetAsync(new Uri("/incidents?before=INC-9", UriKind.Relative));
        var login = sent.Headers.Location!;
        var inside = await SignInAsync(browser, login, RunningBot.Key);

        Assert.Equal("/login?to=%2Fincidents%3Fbefore%3DINC-9", login.ToString());
        Assert.Equal("/incidents?before=INC-9", inside.Headers.Location!.ToString());
        var cookie = inside.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("incidentbot=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(inside.Headers.Location)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(new Uri("/api/commands", UriKind.Relative), Json())).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var browser = bot.NewClient(new CookieContainer());
        await SignInAsync(browser, new Uri("/login", UriKind.Relative), RunningBot.Key);
        var page = await (await browser.GetAsync(new Uri("/", UriKind.Relative))).Content.ReadAsStringAsync();

        await browser.PostAsync(new Uri("/logout", UriKind.Relative), Form(page));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri("/api/incidents", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_ends_with_another_key()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-test").FullName;
        var cookies = new CookieContainer();
        var (store, kept) = (new MemoryStore(), Path.Combine(folder, "kept"));
        Directory.CreateDirectory(kept);
        (string, string)[] settings = [.. Everywhere, ("Storage:Path", Path.Combine(kept, "incidents.db"))];

        await using (var first = await RunningBot.StartAsync(store, settings, folder: Directory.CreateDirectory(Path.Combine(folder, "1")).FullName))
        {
            using var browser = first.NewClient(cookies);
            await SignInAsync(browser, new Uri("/login", UriKind.Relative), RunningBot.Key);
        }

        await using (var second = await RunningBot.StartAsync(store, settings, folder: Directory.CreateDirectory(Path.Combine(folder, "2")).FullName))
        {
            using var browser = second.NewClient(cookies);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/api/incidents", UriKind.Relative))).StatusCode);
        }

        (string, string)[] changed = [.. settings, ("Web:AccessKey", "another key of some length")];
        await using var third = await RunningBot.StartAsync(store, changed, folder: Directory.CreateDirectory(Path.Combine(folder, "3")).FullName);
        using var stranger = third.NewClient(cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/api/incidents", UriKind.Relative))).StatusCode);
        Assert.All(
            Directory.GetFiles(Path.Combine(kept, "keys")),
            file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Theory]
    [InlineData(8, 160, 200)]
    [InlineData(8, 176, 401)]
    [InlineData(13, 13, 401)]
    public async Task A_session_ends_by_idling_or_by_age(int everyHours, int untilHours, int status)
    {
        var time = new SetTime();
        await using var bot = await RunningBot.StartAsync(new MemoryStore(), Everywhere, services => services.AddSingleton<TimeProvider>(time));
        using var browser = bot.NewClient(new CookieContainer());
        await SignInAsync(browser, new Uri("/login", UriKind.Relative), RunningBot.Key);

        var last = HttpStatusCode.OK;
        for (var hours = 0; hours < untilHours; hours += everyHours)
        {
            time.Now += TimeSpan.FromHours(everyHours);
            last = (await browser.GetAsync(new Uri("/api/incidents", UriKind.Relative))).StatusCode;
        }

        Assert.Equal(status, (int)last);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task The_login_sends_nobody_elsewhere(string target)
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var browser = bot.NewClient(new CookieContainer());

        var inside = await SignInAsync(browser, new Uri($"/login?to={Uri.EscapeDataString(target)}", UriKind.Relative), RunningBot.Key);

        Assert.Equal("/", inside.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_login_form_needs_its_token_and_the_right_key()
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var browser = bot.NewClient(new CookieContainer());
        using var bare = new FormUrlEncodedContent([new("key", RunningBot.Key)]);

        await RunningBot.ProblemAsync(await browser.PostAsync(new Uri("/login", UriKind.Relative), bare), 400);
        var refused = await SignInAsync(browser, new Uri("/login", UriKind.Relative), "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("That is not the key", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_cannot_be_guessed_fast()
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var browser = bot.NewClient(new CookieContainer());
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            using var form = new FormUrlEncodedContent([new("key", $"guess {i}")]);
            statuses.Add((await browser.PostAsync(new Uri("/login", UriKind.Relative), form)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..10]);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:9999", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("bot.example.org", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("10.0.0.1", 400)]
    [InlineData("169.254.169.254", 400)]
    public async Task Only_our_own_host_names_are_answered(string host, int status)
    {
        await using var bot = await RunningBot.StartAsync(("Web:AllowedHosts", "bot.example.org;other.example.org"));
        using var request = Request("GET", "/api/incidents");
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await bot.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1", 200)]
    [InlineData("bot.example.org", 400)]
    public async Task Reached_from_elsewhere_an_address_is_answered_and_an_unknown_name_is_not(string host, int status)
    {
        await using var bot = await RunningBot.StartAsync(Everywhere);
        using var request = Request("GET", "/api/incidents", RunningBot.Key);
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await bot.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://127.0.0.1:1", false)]
    [InlineData("Origin", "https://127.0.0.1", false)]
    [InlineData("Origin", "nonsense", false)]
    [InlineData("Origin", "SELF", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    public async Task Another_sites_page_can_send_nothing(string header, string value, bool taken)
    {
        await using var bot = await RunningBot.StartAsync();
        using var request = Request("POST", "/api/commands");
        request.Headers.TryAddWithoutValidation(header, value == "SELF" ? bot.Url.GetLeftPart(UriPartial.Authority) : value);

        var response = await bot.Client.SendAsync(request);

        Assert.Equal(taken ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_consoles_form_needs_its_token()
    {
        await using var bot = await RunningBot.StartAsync();
        using var browser = bot.NewClient(new CookieContainer());
        var page = await (await browser.GetAsync(new Uri("/", UriKind.Relative))).Content.ReadAsStringAsync();
        using var bare = new FormUrlEncodedContent([new("text", "/detected slow"), new("channel", "console")]);

        await RunningBot.ProblemAsync(await browser.PostAsync(new Uri("/", UriKind.Relative), bare), 400);
        var sent = await browser.PostAsync(new Uri("/", UriKind.Relative), Form(page, new("text", "/detected slow"), new("deliveryId", "d1")));
        await browser.PostAsync(new Uri("/", UriKind.Relative), Form(page, new("text", "/detected slow"), new("deliveryId", "d1")));

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(1, (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries").GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/incidents")]
    [InlineData("GET", "/incidents/INC-1")]
    [InlineData("GET", "/incidents/INC-7")]
    [InlineData("GET", "/console/panel")]
    [InlineData("GET", "/console/events")]
    [InlineData("GET", "/api/incidents")]
    [InlineData("GET", "/api/incidents/INC-1")]
    [InlineData("GET", "/api/incidents/INC-7")]
    [InlineData("GET", "/api/incidents/INC-1/draft")]
    [InlineData("GET", "/api/incidents/INC-1/draft?format=pdf")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/healthz")]
    [InlineData("GET", "/readyz")]
    [InlineData("GET", "/nonsense")]
    [InlineData("DELETE", "/api/incidents")]
    [InlineData("POST", "/")]
    [InlineData("POST", "/api/commands")]
    public async Task Every_answer_carries_the_security_headers(string method, string path)
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");

        using var request = Request(method, path);
        var response = await bot.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_draft_as_a_page_may_use_its_own_style_and_nothing_else()
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");

        var response = await bot.GetAsync("/api/incidents/1/draft?format=html");

        Assert.Matches(
            "^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$",
            response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Assets_keep_for_ever_under_an_address_with_their_hash()
    {
        await using var bot = await RunningBot.StartAsync();
        var page = await (await bot.GetAsync("/")).Content.ReadAsStringAsync();
        var addresses = AssetAddress().Matches(page).Select(m => m.Value).Distinct().ToList();

        Assert.Equal(4, addresses.Count);
        foreach (var address in addresses)
        {
            var asset = await bot.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.NotNull(asset.Headers.ETag);
            Assert.NotEqual("application/octet-stream", asset.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Pages_load_nothing_from_elsewhere_and_run_nothing_inline()
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected <script>alert(1)</script> ![x](https://evil.example/x.png)", channel: "console");
        foreach (var path in new[] { "/", "/incidents", "/incidents/INC-1" })
        {
            var page = await (await bot.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.DoesNotMatch("(src|action)=\"?https?:|<link[^>]+https?:|<script>|<style| style=| on[a-z]+=\"", page);
        }
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, Uri login, string key)
    {
        var page = await (await browser.GetAsync(login)).Content.ReadAsStringAsync();
        var target = TargetField().Match(page).Groups[1].Value;
        return await browser.PostAsync(new Uri("/login", UriKind.Relative), Form(page, new("key", key), new("to", WebUtility.HtmlDecode(target))));
    }

    [Fact]
    public async Task An_answer_page_forgets_what_was_erased()
    {
        await using var bot = await RunningBot.StartAsync();
        using var browser = bot.NewClient(new CookieContainer());
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        var sent = await browser.PostAsync(new Uri("/", UriKind.Relative), Form(page, new("text", "/detected the password is hunter2"), new("deliveryId", "d1")));
        var answer = new Uri(sent.Headers.Location!.ToString(), UriKind.Relative);
        Assert.Contains("hunter2", await browser.GetStringAsync(answer), StringComparison.Ordinal);

        Assert.Equal("redact", (await bot.TypeAsync("/incident redact 1", channel: "console")).GetProperty("kind").GetString());

        Assert.DoesNotContain("hunter2", await browser.GetStringAsync(answer), StringComparison.Ordinal);
    }

    private static FormUrlEncodedContent Form(string page, params KeyValuePair<string, string>[] fields) =>
        new([new("__RequestVerificationToken", TokenField().Match(page).Groups[1].Value), .. fields]);

    private static HttpRequestMessage Request(string method, string path, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json() : null };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static StringContent Json() => new(Good, Encoding.UTF8, "application/json");

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"to\" value=\"([^\"]*)\"")]
    private static partial Regex TargetField();

    [GeneratedRegex("/assets/[0-9a-f]{12}/[a-z.]+")]
    private static partial Regex AssetAddress();
}
