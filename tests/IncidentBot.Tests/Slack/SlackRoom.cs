using System.Text.Json;
using IncidentBot.Slack.Capture;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Storage;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Slack;

/// <summary>A fake Slack and the real bot on a file, which can be stopped and started again.</summary>
internal sealed class SlackRoom : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly (string Setting, string Value)[] _settings;
    private readonly Action<IServiceCollection>? _replace;
    private RunningBot? _bot;

    private SlackRoom(FakeSlack slack, Action<IServiceCollection>? replace, (string Setting, string Value)[] settings) =>
        (Slack, _replace, _settings) = (slack, replace, settings);

    public FakeSlack Slack { get; }

    public RunningBot Bot => _bot ?? throw new InvalidOperationException("The bot is stopped.");

    public SlackCatchUp CatchUp => Bot.Services.GetRequiredService<SlackCatchUp>();

    public static async Task<SlackRoom> OpenAsync(Action<IServiceCollection>? replace, params (string Setting, string Value)[] settings)
    {
        var room = new SlackRoom(await FakeSlack.StartAsync(), replace, settings);
        await room.StartAsync();
        return room;
    }

    public static Task<SlackRoom> OpenAsync(params (string Setting, string Value)[] settings) => OpenAsync(null, settings);

    /// <summary>The same with an incident that is open.</summary>
    public static async Task<SlackRoom> DetectedAsync(params (string Setting, string Value)[] settings)
    {
        var room = await OpenAsync(settings);
        await room.Slack.SlashAsync("/detected checkout is down");
        return room;
    }

    /// <summary>Starts the bot and waits for its socket.</summary>
    public async Task StartAsync()
    {
        var sockets = Slack.Sockets.Count;
        _bot = await RunningBot.StartOnFileAsync(_folder.Root, [.. Slack.Settings, .. _settings], _replace);
        CatchUp.Done += Slack.Changed.Raise;
        await Slack.SocketAsync(sockets + 1);
    }

    public async Task StopAsync()
    {
        await Bot.DisposeAsync();
        _bot = null;
    }

    /// <summary>Waits until the rooms were read that often since the bot started.</summary>
    public Task ReadAgainAsync(int rounds = 1) => Slack.UntilAsync(_ => CatchUp.Rounds >= rounds);

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string incident = "INC-1") =>
        [.. (await Bot.GetJsonAsync($"/api/incidents/{incident}")).GetProperty("entries").EnumerateArray()];

    /// <summary>The entries without the first, which opened the incident.</summary>
    public async Task<IReadOnlyList<JsonElement>> LaterAsync() => [.. (await EntriesAsync()).Skip(1)];

    /// <summary>Waits until somebody is told something only they see, with these words in it.</summary>
    public async Task<FakeEphemeral> ToldAsync(string words, string user = FakeWorkspace.Ana)
    {
        await Slack.UntilAsync(slack => Told(slack, words, user) is not null);
        return Told(Slack, words, user)!;
    }

    /// <summary>Waits until a message carries the tick of what is captured, or no more.</summary>
    public Task TickedAsync(FakeMessage message, bool isTicked = true) => Slack.UntilAsync(slack =>
    {
        lock (slack.Workspace.Gate)
        {
            return message.Reactions.Contains(("white_check_mark", FakeWorkspace.Bot)) == isTicked;
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await StopAsync();
        }

        await Slack.DisposeAsync();
        _folder.Dispose();
    }

    private static FakeEphemeral? Told(FakeSlack slack, string words, string user)
    {
        lock (slack.Workspace.Gate)
        {
            return slack.Workspace.Ephemerals.Find(told => told.User == user && told.Text.Contains(words, StringComparison.Ordinal));
        }
    }
}
