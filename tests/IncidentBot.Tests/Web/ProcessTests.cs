using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace IncidentBot.Tests.Web;

/// <summary>The executable as its owner meets it: start, stop, and what is left after it was killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Rounds = 4;
    private const int Clients = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("incidentbot-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_says_in_one_line_where_to_look_and_where_the_data_is()
    {
        using var bot = await BotProcess.StartAsync(_folder);

        Assert.Matches(@"^IncidentBot is listening at http://127\.0\.0\.1:\d+ · platforms: console only · data: ", bot.StartLine);
        Assert.EndsWith(Path.Combine(_folder, "data", "incidents.db"), bot.StartLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_to_which_platforms_it_connects()
    {
        using var bot = await BotProcess.StartAsync(_folder, ("Discord__BotToken", "not-a-token"), ("Discord__ApiUrl", "http://127.0.0.1:9/"));

        Assert.Contains(" · platforms: discord · ", bot.StartLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_asked_even_with_a_page_open()
    {
        using var bot = await BotProcess.StartAsync(_folder);
        using var client = new HttpClient { BaseAddress = bot.Url };
        using var page = await client.GetAsync(new Uri("/console/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        bot.Terminate();
        var (exit, error) = await bot.EndAsync();

        Assert.Equal(0, exit);
        Assert.Equal("", error);
    }

    [SkippableFact]
    public async Task It_finishes_what_is_under_way_and_stops_though_told_again_and_again_and_with_connections_open()
    {
        using var bot = await BotProcess.StartAsync(_folder);
        using var client = new HttpClient { BaseAddress = bot.Url };
        await SendAsync(client, "first");
        using var page = await client.GetAsync(new Uri("/console/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var silent = new TcpClient();
        await silent.ConnectAsync(bot.Url.Host, bot.Url.Port);
        using var halfSaid = new TcpClient();
        await halfSaid.ConnectAsync(bot.Url.Host, bot.Url.Port);
        await halfSaid.GetStream().WriteAsync("POST /api/commands HTTP/1.1\r\nHost: "u8.ToArray());

        // Somebody else has the file, so that the command waits inside the store when the stop comes.
        Task<string> waiting;
        using (var other = Storage.Sqlite.Connect(Path.Combine(_folder, "data", "incidents.db")))
        using (other.BeginTransaction(deferred: false))
        {
            waiting = SendAsync(client, "under way");
            await AnswersAsync(client);
            bot.Terminate();
        }

        while (!bot.HasEnded)
        {
            // Through a program, which takes its time: thousands of signals a second would leave the bot no time to end.
            await Needs.RunAsync(Needs.Program("kill"), "-TERM", $"{bot.Id}");
        }

        var answer = await waiting;
        var (exit, error) = await bot.EndAsync();

        Assert.Contains("under way", answer, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(_folder, "data")),
            file => file.EndsWith("-wal", StringComparison.Ordinal) || file.EndsWith("-shm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_page_is_found_after_the_start_and_makes_it_unready()
    {
        using (await BotProcess.StartAsync(_folder))
        {
        }

        Storage.Sqlite.DamageDeliveries(Path.Combine(_folder, "data", "incidents.db"));
        using var bot = await BotProcess.StartAsync(_folder);
        using var client = new HttpClient { BaseAddress = bot.Url };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        HttpResponseMessage ready;
        do
        {
            ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
        }
        while (ready.IsSuccessStatusCode);

        var checks = (await ready.Content.ReadFromJsonAsync<JsonElement>(patience.Token)).GetProperty("checks");
        Assert.Contains("is damaged", checks.GetProperty("store").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Web__Url", "nonsense", "Web:Url")]
    [InlineData("Web__Url", "http://0.0.0.0:0", "Web:AccessKey")]
    [InlineData("Storage__Provider", "nonsense", "Storage:Provider")]
    [InlineData("Storage__Path", "/proc/none/incidents.db", "Storage:Path")]
    [InlineData("Storage__SqliteLibrary", "sqlite3.so", "Storage:SqliteLibrary")]
    [InlineData("Storage__SqliteLibrary", "/no/such/sqlite3.so", "Storage:SqliteLibrary")]
    [InlineData("Defaults__Zone", "Nowhere", "Defaults:Zone")]
    [InlineData("Commands__Root", "In Cident", "Commands:Root")]
    [InlineData("Drafts__LayoutFolder", "no-such-folder", "Drafts:LayoutFolder")]
    [InlineData("Drafts__DefaultLayout", "fancy", "Drafts:DefaultLayout")]
    public async Task A_wrong_setting_ends_it_with_one_line(string name, string value, string named)
    {
        using var bot = await BotProcess.StartAsync(_folder, (name, value));
        var (exit, error) = await bot.EndAsync();

        Assert.Equal(1, exit);
        Assert.Equal("", bot.StartLine);
        Assert.Contains(named, Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_or_a_file_in_use_ends_it_with_one_line()
    {
        using var first = await BotProcess.StartAsync(_folder);
        using var samePort = await BotProcess.StartAsync(
            _folder, ("Web__Url", first.Url.GetLeftPart(UriPartial.Authority)), ("Storage__Path", Path.Combine(_folder, "other.db")));
        using var sameFile = await BotProcess.StartAsync(_folder);

        var (portExit, portError) = await samePort.EndAsync();
        var (fileExit, fileError) = await sameFile.EndAsync();

        Assert.Equal((1, 1), (portExit, fileExit));
        Assert.Contains("Web:Url", Assert.Single(portError.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Contains(first.Url.Authority, Assert.Single(fileError.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_confirmed_is_there_once_after_a_kill()
    {
        var confirmed = new ConcurrentDictionary<string, string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var bot = await BotProcess.StartAsync(_folder);
            using var client = new HttpClient { BaseAddress = bot.Url };
            foreach (var (delivery, answer) in confirmed.Where((_, i) => i % 7 == 0))
            {
                Assert.Equal(answer, await SendAsync(client, delivery));
            }

            await SendAsync(client, $"{round}-open");
            var until = 100 * (round + 1);
            var enough = new TaskCompletionSource();
            var typing = Enumerable.Range(0, Clients).Select(c => TypeUntilKilledAsync(client, $"{round}-{c}", confirmed, until, enough)).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            bot.Kill();
            await Task.WhenAll(typing);
        }

        using var last = await BotProcess.StartAsync(_folder);
        using var reader = new HttpClient { BaseAddress = last.Url };
        var texts = (await reader.GetFromJsonAsync<JsonElement>("/api/incidents/INC-1")).GetProperty("entries").EnumerateArray()
            .Select(entry => entry.GetProperty("text").GetString()!).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Subset(texts.ToHashSet(), confirmed.Keys.ToHashSet());
        foreach (var (delivery, answer) in confirmed)
        {
            Assert.Equal(answer, await SendAsync(reader, delivery));
        }

        var after = await reader.GetFromJsonAsync<JsonElement>("/api/incidents/INC-1");
        Assert.Equal(texts.Count, after.GetProperty("entries").GetArrayLength());
    }

    /// <summary>Sends one line after the other and keeps the answers, until nobody answers any more.</summary>
    private static async Task TypeUntilKilledAsync(
        HttpClient client, string who, ConcurrentDictionary<string, string> confirmed, int until, TaskCompletionSource enough)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var delivery = $"{who}-{i}";
                confirmed[delivery] = await SendAsync(client, delivery);
                if (confirmed.Count >= until)
                {
                    enough.TrySetResult();
                }
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what was not answered was not confirmed.
        }
    }

    /// <summary>A round trip: what was sent before is being worked on by now.</summary>
    private static async Task AnswersAsync(HttpClient client) => (await client.GetAsync(new Uri("/healthz", UriKind.Relative))).EnsureSuccessStatusCode();

    private static async Task<string> SendAsync(HttpClient client, string delivery)
    {
        var response = await client.PostAsJsonAsync(
            "/api/commands",
            new { channel = "C1", user = new { id = "U1", name = "Ana" }, text = $"/detected {delivery}", deliveryId = delivery });
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
