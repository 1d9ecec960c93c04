using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Capture;
using IncidentBot.Storage.Rooms;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Storage;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Discord;

/// <summary>A fake Discord and the real bot on a file, which can be stopped and started again.</summary>
internal sealed class DiscordRoom : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly (string Setting, string Value)[] _settings;
    private readonly Action<IServiceCollection>? _replace;
    private RunningBot? _bot;

    private DiscordRoom(FakeDiscord discord, Action<IServiceCollection>? replace, (string Setting, string Value)[] settings) =>
        (Discord, _replace, _settings) = (discord, replace, settings);

    public FakeDiscord Discord { get; }

    public RunningBot Bot => _bot ?? throw new InvalidOperationException("The bot is stopped.");

    public IRoomStore Rooms => Bot.Services.GetRequiredService<IRoomStore>();

    public DiscordCatchUp CatchUp => Bot.Services.GetRequiredService<DiscordCatchUp>();

    public static async Task<DiscordRoom> OpenAsync(Action<IServiceCollection>? replace, params (string Setting, string Value)[] settings)
    {
        var room = new DiscordRoom(await FakeDiscord.StartAsync(), replace, settings);
        await room.StartAsync();
        return room;
    }

    public static Task<DiscordRoom> OpenAsync(params (string Setting, string Value)[] settings) => OpenAsync(null, settings);

    /// <summary>The same with an incident that is open.</summary>
    public static async Task<DiscordRoom> DetectedAsync(params (string Setting, string Value)[] settings)
    {
        var room = await OpenAsync(settings);
        await room.SlashAsync("detected", "checkout is down");
        return room;
    }

    /// <summary>The same, and the bot may read what people write.</summary>
    public static async Task<DiscordRoom> ReadingAsync(params (string Setting, string Value)[] settings)
    {
        var discord = await FakeDiscord.StartAsync();
        discord.AllowedIntents |= 1 << 15;
        var room = new DiscordRoom(discord, null, [("Discord:MessageContent", "true"), .. settings]);
        await room.StartAsync();
        await room.SlashAsync("detected", "checkout is down");
        return room;
    }

    /// <summary>Starts the bot and waits for its session.</summary>
    public async Task StartAsync()
    {
        var connections = Discord.Gateway.Connections.Count;
        _bot = await RunningBot.StartOnFileAsync(_folder.Root, [.. Discord.Settings, .. _settings], _replace);
        CatchUp.Done += Discord.Changed.Raise;
        await Discord.UntilAsync(discord => discord.Gateway.Connections.Skip(connections).Any(connection => connection.Session is not null));
    }

    public async Task StopAsync()
    {
        await Bot.DisposeAsync();
        _bot = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Somebody uses a command with its words; gives the first answer.</summary>
    public Task<JsonObject> SlashAsync(string name, string? text = null, string user = FakeDiscord.Ana, string channel = FakeDiscord.Channel) =>
        Discord.Slash(name, text is null ? null : [("text", text)], user, channel).AnswerAsync();

    /// <summary>Waits until the rooms were read that often since the bot started.</summary>
    public Task ReadAgainAsync(int rounds = 1) => Discord.UntilAsync(_ => CatchUp.Rounds >= rounds);

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string incident = "INC-1") =>
        [.. (await Bot.GetJsonAsync($"/api/incidents/{incident}")).GetProperty("entries").EnumerateArray()];

    public async Task<IReadOnlyList<string?>> TextsAsync(string incident = "INC-1") =>
        [.. (await EntriesAsync(incident)).Select(entry => entry.GetProperty("text").GetString())];

    /// <summary>The entries without the first, which opened the incident.</summary>
    public async Task<IReadOnlyList<JsonElement>> LaterAsync() => [.. (await EntriesAsync()).Skip(1)];

    /// <summary>Waits until as many entries stand there as are wanted, looking again whenever something happens.</summary>
    public async Task<IReadOnlyList<JsonElement>> LaterAsync(int count)
    {
        while (true)
        {
            var requests = Discord.Requests.Count;
            var later = await LaterAsync();
            if (later.Count >= count)
            {
                return later;
            }

            await Discord.UntilAsync(discord => discord.Requests.Count > requests);
        }
    }

    /// <summary>Waits until nothing is owed to anybody.</summary>
    public async Task SettledAsync()
    {
        while (await Rooms.NextDueAsync([DiscordIds.Platform], default) is not null)
        {
            await Bot.GetAsync("/healthz");
        }
    }

    /// <summary>Waits for a message in a channel.</summary>
    public async Task<JsonObject> MessageAsync(Func<JsonObject, bool> isIt, string channel = FakeDiscord.Channel)
    {
        JsonObject? found = null;
        await Discord.UntilAsync(discord => (found = discord.State.SaidIn(channel).LastOrDefault(isIt)) is not null);
        return found!;
    }

    /// <summary>Waits until the status message says something.</summary>
    public Task<JsonObject> StatusAsync(string text, string channel = FakeDiscord.Channel) =>
        MessageAsync(message => Said.IsOwn(message) && (bool?)message["pinned"] == true && Said.By(message).Contains(text, StringComparison.Ordinal), channel);

    /// <summary>What the bot posted into a channel by itself: what disturbs people.</summary>
    public IReadOnlyList<JsonObject> Posts(string channel = FakeDiscord.Channel) => [.. Discord.State.SaidIn(channel).Where(Said.IsOwn)];

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await StopAsync();
        }

        await Discord.DisposeAsync();
        _folder.Dispose();
    }
}
