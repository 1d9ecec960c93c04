using System.Net;
using System.Text;
using System.Text.Json;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;
using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Web;

/// <summary>The real host on a free port, over a store in memory, with a client that talks to it through a socket.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    public const string Key = "a key of twenty chars";

    /// <summary>A setting with which there is no emergency file: the place cannot be written.</summary>
    public static readonly (string Setting, string Value) WithoutSpool = ("Storage:SpoolPath", "/proc/none");

    private readonly WebApplication _app;
    private readonly string? _folder;

    private RunningBot(WebApplication app, string? folder)
    {
        _app = app;
        _folder = folder;
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Url = new Uri($"http://127.0.0.1:{address.Port}");
        Client = NewClient();
    }

    public Uri Url { get; }

    /// <summary>Follows no redirect and keeps no cookie: tests look at both.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<RunningBot> StartAsync(params (string Setting, string Value)[] settings) => StartAsync(new MemoryStore(), settings);

    public static Task<RunningBot> StartAsync(
        IIncidentStore store, (string Setting, string Value)[] settings, Action<IServiceCollection>? replace = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("incidentbot-test").FullName;
        return StartAsync(folder, folder, settings, services =>
        {
            services.AddSingleton(store);
            replace?.Invoke(services);
        });
    }

    /// <summary>The same over a file in a folder that stays, so that it can be started again.</summary>
    public static Task<RunningBot> StartOnFileAsync(string folder, (string Setting, string Value)[] settings, Action<IServiceCollection>? replace = null) =>
        StartAsync(folder, null, settings, replace ?? (_ => { }));

    private static async Task<RunningBot> StartAsync(
        string folder, string? removed, (string Setting, string Value)[] settings, Action<IServiceCollection> replace)
    {
        var given = new Dictionary<string, string?> { ["Web:Url"] = "http://127.0.0.1:0", ["Storage:Path"] = Path.Combine(folder, "incidents.db") };
        foreach (var (setting, value) in settings)
        {
            given[setting] = value;
        }

        var app = BotHost.Build(given, replace);
        await app.StartAsync();
        return new RunningBot(app, removed);
    }

    public HttpClient NewClient(CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = cookies is not null };
        if (cookies is not null)
        {
            handler.CookieContainer = cookies;
        }

        return new HttpClient(handler) { BaseAddress = Url };
    }

    public Task<HttpResponseMessage> PostAsync(string json) =>
        Client.PostAsync(new Uri("/api/commands", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Types a line through the API and gives the answer.</summary>
    public async Task<JsonElement> TypeAsync(string text, string? delivery = null, string channel = "C1", string user = "Ana", string? zone = null)
    {
        var response = await PostAsync(JsonSerializer.Serialize(new { channel, user = new { id = user, name = user }, text, zone, deliveryId = delivery }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    public async Task<JsonElement> GetJsonAsync(string path) => await JsonAsync(await GetAsync(path));

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The problem details of a refusal, after checking that they are some.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(response);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.All(["type", "title", "detail"], name => Assert.NotEqual("", problem.GetProperty(name).GetString()));
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
