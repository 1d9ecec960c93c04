using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Slack.Speech;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Slack.Speaking;

/// <summary>The running bot over a file of its own, in a fake Slack, and what people see and do there.</summary>
internal sealed class SpeakingBot : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("incidentbot-speaking").FullName;
    private readonly (string Setting, string Value)[] _settings;
    private SqliteIncidentStore _store = null!;
    private RunningBot _bot = null!;

    private SpeakingBot(FakeSlack slack, (string Setting, string Value)[] settings) => (Slack, _settings) = (slack, settings);

    public FakeSlack Slack { get; }

    public IRoomStore Rooms => _store.Rooms;

    public RunningBot Bot => _bot;

    public static async Task<SpeakingBot> StartAsync(params (string Setting, string Value)[] settings)
    {
        var room = new SpeakingBot(await FakeSlack.StartAsync(), settings);
        await room.StartBotAsync();
        return room;
    }

    public async Task RestartAsync()
    {
        await StopBotAsync();
        await StartBotAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        await Slack.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The incident as the API shows it.</summary>
    public Task<JsonElement> IncidentAsync(string id = "INC-1") => _bot.GetJsonAsync($"/api/incidents/{id}");

    public async Task<IReadOnlyList<string>> TextsAsync(string id = "INC-1") =>
        [.. (await IncidentAsync(id)).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("text").GetString()!)];

    /// <summary>Looks at the workspace while nothing changes there.</summary>
    public T Look<T>(Func<FakeWorkspace, T> look)
    {
        lock (Slack.Workspace.Gate)
        {
            return look(Slack.Workspace);
        }
    }

    /// <summary>What the bot said in a channel outside threads: what disturbs people.</summary>
    public IReadOnlyList<FakeMessage> Posts(string channel = FakeWorkspace.Channel) =>
        Look(w => w.In(channel).Where(m => m.User == FakeWorkspace.Bot && m.ThreadTs is null).ToList());

    /// <summary>Waits for a message.</summary>
    public async Task<FakeMessage> MessageAsync(Func<FakeMessage, bool> isIt)
    {
        FakeMessage? found = null;
        await Slack.UntilAsync(_ => (found = Look(w => w.Messages.LastOrDefault(isIt))) is not null);
        return found!;
    }

    /// <summary>Waits until the status message says something.</summary>
    public Task<FakeMessage> StatusAsync(string text, string channel = FakeWorkspace.Channel) =>
        MessageAsync(m => m.Channel == channel && m.IsPinned && Said.By(m).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for the post at a close.</summary>
    /// <param name="after">The one before; null for the first.</param>
    public Task<FakeMessage> ClosingAsync(FakeMessage? after = null) => MessageAsync(
        m => m.User == FakeWorkspace.Bot && m.Ts != after?.Ts && m.Text.Contains(" missing", StringComparison.Ordinal) && m.Text.Contains("Closed", StringComparison.Ordinal));

    /// <summary>Waits for a file that is shown in a thread, or in a channel.</summary>
    public Task<FakeMessage> FileAsync(string channel, string? thread) =>
        MessageAsync(m => m.Files.Count > 0 && m.Channel == channel && m.ThreadTs == thread);

    /// <summary>Waits for something that only one person sees.</summary>
    public async Task<FakeEphemeral> WhisperAsync(string text)
    {
        FakeEphemeral? found = null;
        await Slack.UntilAsync(_ => (found = Look(w => w.Ephemerals.LastOrDefault(e => e.Text.Contains(text, StringComparison.Ordinal)))) is not null);
        return found!;
    }

    /// <summary>Presses a button of a message; gives the answer that only who pressed it sees.</summary>
    public async Task<JsonObject> AnswerAsync(JsonObject button, FakeMessage? on = null, string channel = FakeWorkspace.Channel)
    {
        var url = await PressAsync(button, on, channel);
        await Slack.UntilAsync(s => s.Answers(url).Count > 0);
        return Slack.Answers(url)[0];
    }

    /// <summary>Presses a button; gives the address for the answer.</summary>
    public async Task<string> PressAsync(
        JsonObject button, FakeMessage? on = null, string channel = FakeWorkspace.Channel, string? trigger = null, string? url = null)
    {
        url ??= Slack.NewResponseUrl();
        await Slack.InteractiveAsync(new JsonObject
        {
            ["type"] = "block_actions",
            ["channel"] = new JsonObject { ["id"] = channel },
            ["response_url"] = url,
            ["trigger_id"] = trigger,
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = on?.Ts ?? "1.1", ["channel_id"] = channel, ["is_ephemeral"] = on is null },
            ["actions"] = new JsonArray(Action(button)),
        });
        return url;
    }

    /// <summary>Presses a button of the Home tab.</summary>
    public Task PressAtHomeAsync(JsonObject button, string user = FakeWorkspace.Ana) => Slack.InteractiveAsync(new JsonObject
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user },
        ["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V1" },
        ["actions"] = new JsonArray(Action(button)),
    });

    /// <summary>The modal that was opened last.</summary>
    public JsonObject Modal() => Slack.CallsOf("views.open")[^1].Node("view")!.AsObject();

    /// <summary>Sends a modal in as it was filled, but for the changes.</summary>
    public Task<FakeAck> SubmitAsync(JsonObject view, params (string Field, string? Value)[] changes) => Slack.InteractiveAsync(new JsonObject
    {
        ["type"] = "view_submission",
        ["view"] = new JsonObject
        {
            ["id"] = "V1",
            ["type"] = "modal",
            ["callback_id"] = (string)view["callback_id"]!,
            ["private_metadata"] = (string)view["private_metadata"]!,
            ["state"] = new JsonObject { ["values"] = Filled.Values(view, changes) },
        },
    });

    public async Task<JsonObject> HomeAsync(string user = FakeWorkspace.Ana)
    {
        await Slack.EventAsync(new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = "D0", ["tab"] = "home", ["event_ts"] = "1.1" });
        return Look(w => w.Homes[user]);
    }

    /// <summary>Waits until nothing is owed to anybody.</summary>
    public async Task SettledAsync()
    {
        while (await Rooms.NextDueAsync(["slack"], default) is not null)
        {
            await _bot.GetAsync("/healthz");
        }
    }

    private static JsonObject Action(JsonObject button) => new()
    {
        ["type"] = "button",
        ["block_id"] = "b",
        ["action_id"] = (string?)button["action_id"],
        ["value"] = (string?)button["value"],
    };

    private async Task StartBotAsync()
    {
        var path = Path.Combine(_folder, "incidents.db");
        _store = SqliteIncidentStore.Open(path, TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        var next = Slack.Sockets.Count + 1;
        _bot = await RunningBot.StartAsync(_store, [.. Slack.Settings, ("Storage:Path", path), .. _settings]);
        await Slack.SocketAsync(next);
    }

    private async Task StopBotAsync()
    {
        await _bot.DisposeAsync();
        await _store.DisposeAsync();
    }
}
