using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>What a workspace holds: channels, people, messages, pins, files, views.</summary>
internal sealed class FakeWorkspace(TimeProvider time)
{
    public const string Team = "T0FAKE";
    public const string Channel = "C0GEN";
    public const string OtherChannel = "C0OPS";
    public const string Bot = "U0BOT";
    public const string Ana = "U0ANA";
    public const string Ben = "U0BEN";

    private int _number;

    public Lock Gate { get; } = new();

    public Dictionary<string, JsonObject> Channels { get; } = new()
    {
        [Channel] = new JsonObject { ["id"] = Channel, ["name"] = "general", ["is_archived"] = false, ["is_member"] = true },
        [OtherChannel] = new JsonObject { ["id"] = OtherChannel, ["name"] = "ops", ["is_archived"] = false, ["is_member"] = true },
    };

    public Dictionary<string, JsonObject> Users { get; } = new()
    {
        [Ana] = Person(Ana, "ana", "Ana Ops", "Europe/Madrid"),
        [Ben] = Person(Ben, "ben", "Ben Dev", "America/New_York"),
        [Bot] = new JsonObject { ["id"] = Bot, ["name"] = "incidentbot", ["is_bot"] = true },
    };

    /// <summary>In the order in which they were posted.</summary>
    public List<FakeMessage> Messages { get; } = [];

    /// <summary>Messages shown to one person.</summary>
    public List<FakeEphemeral> Ephemerals { get; } = [];

    /// <summary>Opened modals and published homes, by id.</summary>
    public Dictionary<string, JsonObject> Views { get; } = [];

    /// <summary>The App Home of each person.</summary>
    public Dictionary<string, JsonObject> Homes { get; } = [];

    /// <summary>Files that were announced or uploaded, by id.</summary>
    public Dictionary<string, FakeFile> Files { get; } = [];

    public IEnumerable<FakeMessage> In(string channel) => Messages.Where(message => message.Channel == channel);

    public string NextId(string prefix) => $"{prefix}{Interlocked.Increment(ref _number):D6}";

    /// <summary>A message timestamp of its own.</summary>
    public string NextTs(TimeSpan ago = default) => string.Create(
        CultureInfo.InvariantCulture, $"{(time.GetUtcNow() - ago).ToUnixTimeSeconds()}.{Interlocked.Increment(ref _number):D6}");

    /// <summary>A person writes a message.</summary>
    public FakeMessage Write(string user, string text, string channel = Channel, string? threadTs = null, TimeSpan ago = default)
    {
        var message = new FakeMessage(channel, NextTs(ago)) { User = user, Text = text, ThreadTs = threadTs };
        lock (Gate)
        {
            Messages.Add(message);
        }

        return message;
    }

    /// <summary>Somebody joins.</summary>
    public void Know(string id, string name, string zone)
    {
        lock (Gate)
        {
            Users.TryAdd(id, Person(id, name, name, zone));
        }
    }

    private static JsonObject Person(string id, string name, string realName, string zone) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["real_name"] = realName,
        ["tz"] = zone,
        ["is_bot"] = false,
        ["profile"] = new JsonObject { ["display_name"] = "", ["real_name"] = realName },
    };
}

/// <summary>A message in a channel.</summary>
internal sealed record FakeMessage(string Channel, string Ts)
{
    public required string User { get; init; }

    public string Text { get; set; } = "";

    public JsonNode? Blocks { get; set; }

    public string? ThreadTs { get; init; }

    public JsonNode? Metadata { get; init; }

    public bool IsPinned { get; set; }

    /// <summary>Emoji and who put it there.</summary>
    public List<(string Emoji, string User)> Reactions { get; } = [];

    public List<FakeFile> Files { get; init; } = [];

    public int Edits { get; set; }

    /// <summary>When a person edited it last; null if nobody did.</summary>
    public string? EditedTs { get; set; }

    public string? PinnedBy { get; set; }

    public long PinnedAt { get; set; }

    /// <summary>As Slack tells it.</summary>
    public JsonObject AsJson() => new()
    {
        ["type"] = "message",
        ["channel"] = Channel,
        ["ts"] = Ts,
        ["user"] = User,
        ["text"] = Text,
        ["thread_ts"] = ThreadTs,
        ["edited"] = EditedTs is null ? null : new JsonObject { ["user"] = User, ["ts"] = EditedTs },
        ["bot_id"] = User == FakeWorkspace.Bot ? "B0FAKE" : null,
        ["blocks"] = Blocks?.DeepClone(),
        ["metadata"] = Metadata?.DeepClone(),
        ["files"] = new JsonArray([.. Files.Select(file => (JsonNode)file.AsJson())]),
        ["reactions"] = new JsonArray([.. Reactions.GroupBy(r => r.Emoji).Select(g => (JsonNode)new JsonObject
        {
            ["name"] = g.Key, ["count"] = g.Count(), ["users"] = new JsonArray([.. g.Select(r => (JsonNode)r.User)]),
        })]),
    };
}

internal sealed record FakeEphemeral(string Channel, string User, string Text, JsonNode? Blocks, string? ThreadTs);

/// <summary>A file, on its way or shown.</summary>
internal sealed record FakeFile(string Id, string Name, int Length, Uri Download)
{
    public byte[]? Content { get; set; }

    public string Mimetype { get; init; } = "text/plain";

    /// <summary>Where it was shown; null before.</summary>
    public string? Channel { get; set; }

    public JsonObject AsJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["title"] = Name,
        ["size"] = Length,
        ["mimetype"] = Mimetype,
        ["url_private"] = Download.AbsoluteUri,
        ["url_private_download"] = Download.AbsoluteUri,
    };
}
