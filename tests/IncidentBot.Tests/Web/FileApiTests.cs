using System.Net;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Web;

public sealed class FileApiTests
{
    [Theory]
    [InlineData("graph 1.png", "image/png", "image/png")]
    [InlineData("page.html", "text/html; charset=utf-8", "application/octet-stream")]
    [InlineData("../\"a\".svg", "image/svg+xml", "application/octet-stream")]
    [InlineData("log.txt", "Text/Plain", "text/plain")]
    public async Task A_file_is_served_to_be_saved_and_never_to_be_shown(string name, string said, string sent)
    {
        using var folder = new TempFolder();
        await using var store = Sqlite.Open(folder.File());
        await using var bot = await StartAsync(store);
        await KeepAsync(bot, name, said);

        var file = (await bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("entries")[1].GetProperty("files")[0];
        var response = await bot.GetAsync(file.GetProperty("url").GetString()!);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([1, 2, 3], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(sent, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal((name, 3), (file.GetProperty("name").GetString(), file.GetProperty("size").GetInt32()));
    }

    [Fact]
    public async Task What_is_not_there_or_was_redacted_is_not_found()
    {
        using var folder = new TempFolder();
        await using var store = Sqlite.Open(folder.File());
        await using var bot = await StartAsync(store);
        await KeepAsync(bot, "a.png", "image/png");
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/api/incidents/inc-1/files/1/a.png")).StatusCode);

        foreach (var path in new[] { "INC-1/files/2/a.png", "INC-1/files/x/a.png", "INC-7/files/1/a.png" })
        {
            await RunningBot.ProblemAsync(await bot.GetAsync($"/api/incidents/{path}"), 404);
        }

        await bot.TypeAsync("/incident redact 2", channel: "slack:C1");
        await RunningBot.ProblemAsync(await bot.GetAsync("/api/incidents/INC-1/files/1/a.png"), 404);
        await RunningBot.ProblemAsync(await bot.GetAsync("/api/incidents/INC-1/files/1/(redacted)"), 404);
        Assert.DoesNotContain("a.png", await (await bot.GetAsync("/incidents/INC-1")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<RunningBot> StartAsync(IncidentBot.Storage.Sqlite.SqliteIncidentStore store) =>
        RunningBot.StartAsync(store, [], services => services.AddSingleton<IRoomStore>(store.Rooms));

    /// <summary>A message is captured, and the file that hangs on it kept.</summary>
    internal static async Task KeepAsync(RunningBot bot, string name, string type, string channel = "slack:C1")
    {
        await bot.TypeAsync("/detected slow", channel: channel);
        var handler = bot.Services.GetRequiredService<CommandHandler>();
        var message = new MessageRef(new ChannelId(channel), "m1", "pin");
        Assert.True((await FollowAsync(new MessageChange.Captured(message, EntryKind.Note, Typed.Ana, Typed.Nine), "look")).Recorded);
        Assert.True((await FollowAsync(new MessageChange.FileFetched(message, type, new byte[] { 1, 2, 3 }), name)).Recorded);

        Task<CommandAnswer> FollowAsync(MessageChange change, string text) =>
            handler.HandleAsync(Typed.Command(text, channel: channel) with { Change = change }, default);
    }
}
