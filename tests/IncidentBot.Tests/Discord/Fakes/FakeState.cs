using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>What stands in the guild.</summary>
internal sealed class FakeState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _channels = new()
    {
        [FakeDiscord.Channel] = FakePayloads.Channel(FakeDiscord.Channel),
        [FakeDiscord.OtherChannel] = FakePayloads.Channel(FakeDiscord.OtherChannel, name: "other"),
    };

    private readonly List<JsonObject> _messages = [];
    private readonly Dictionary<string, string> _byNonce = [];

    public ConcurrentDictionary<string, FakeInteraction> Interactions { get; } = new();

    /// <summary>The registered commands by guild; those for everywhere under an empty name.</summary>
    public ConcurrentDictionary<string, JsonArray> Commands { get; } = new();

    /// <summary>Where files are fetched.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1/");

    /// <summary>The bytes of files, by the last part of their address.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The reactions of the bot, such as <c>123 📌</c>.</summary>
    public ConcurrentDictionary<string, bool> Reactions { get; } = new();

    /// <summary>All messages, oldest first.</summary>
    public IReadOnlyList<JsonObject> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Select(message => message.DeepClone().AsObject())];
            }
        }
    }

    /// <summary>The messages of the bot in a channel, oldest first.</summary>
    public IReadOnlyList<JsonObject> SaidIn(string channel) =>
        [.. Messages.Where(message => (string?)message["channel_id"] == channel && (string?)message["author"]!["id"] == FakeDiscord.Application)];

    public FakeInteraction Add(FakeInteraction interaction) => Interactions[interaction.Token] = interaction;

    public void AddChannel(string id, string? parent = null, string name = "room")
    {
        lock (_gate)
        {
            _channels[id] = FakePayloads.Channel(id, parent, name);
        }
    }

    public void RemoveChannel(string id)
    {
        lock (_gate)
        {
            _channels.Remove(id);
        }
    }

    public JsonObject? FindChannel(string id)
    {
        lock (_gate)
        {
            return _channels.GetValueOrDefault(id)?.DeepClone().AsObject();
        }
    }

    /// <summary>Somebody's message.</summary>
    public JsonObject AddMessage(string channel, string user, string text)
    {
        var now = time.GetUtcNow();
        var message = FakePayloads.Message(FakePayloads.Snowflake(now), channel, user, text, now);
        lock (_gate)
        {
            _messages.Add(message);
        }

        return message;
    }

    /// <summary>A message of the bot's; one with a nonce that is known is the one that is there.</summary>
    public (JsonObject Message, bool IsNew) Post(string channel, JsonObject body, IReadOnlyList<FakeFile> files, JsonObject? over = null)
    {
        lock (_gate)
        {
            var nonce = (bool?)body["enforce_nonce"] == true ? $"{channel} {body["nonce"]}" : null;
            if (nonce is not null && _byNonce.TryGetValue(nonce, out var known) && _messages.Find(message => (string?)message["id"] == known) is { } before)
            {
                return (before.DeepClone().AsObject(), false);
            }

            var message = FakePayloads.Message(FakePayloads.Snowflake(time.GetUtcNow()), channel, FakeDiscord.Application, "", time.GetUtcNow());
            Apply(message, body, files);
            message["nonce"] = body["nonce"]?.DeepClone();
            foreach (var (name, value) in over ?? [])
            {
                message[name] = value?.DeepClone();
            }

            _messages.Add(message);
            if (nonce is not null)
            {
                _byNonce[nonce] = (string)message["id"]!;
            }

            return (message.DeepClone().AsObject(), true);
        }
    }

    /// <summary>Changes a message; null if it is not there.</summary>
    public JsonObject? Change(string channel, string id, Action<JsonObject> change)
    {
        lock (_gate)
        {
            if (Find(channel, id) is not { } message)
            {
                return null;
            }

            change(message);
            return message.DeepClone().AsObject();
        }
    }

    public JsonObject? Change(string channel, string id, JsonObject body, IReadOnlyList<FakeFile> files) => Change(channel, id, message =>
    {
        Apply(message, body, files);
        message["edited_timestamp"] = FakePayloads.Time(time.GetUtcNow());
    });

    public bool Remove(string channel, string id)
    {
        lock (_gate)
        {
            return Find(channel, id) is { } message && _messages.Remove(message);
        }
    }

    private JsonObject? Find(string channel, string id) =>
        _messages.Find(message => (string?)message["id"] == id && (string?)message["channel_id"] == channel);

    private void Apply(JsonObject message, JsonObject body, IReadOnlyList<FakeFile> files)
    {
        foreach (var name in new[] { "content", "embeds", "components", "flags", "message_reference" })
        {
            if (body.ContainsKey(name))
            {
                message[name] = body[name]?.DeepClone();
            }
        }

        if (body["attachments"] is not JsonArray listed)
        {
            return;
        }

        var before = message["attachments"]!.AsArray().Select(file => file!.DeepClone()).ToDictionary(file => (string)file["id"]!);
        message["attachments"] = new JsonArray([.. listed.Select(wanted => before.TryGetValue((string)wanted!["id"]!, out var kept) ? kept : Keep(wanted, files))]);
    }

    private JsonObject Keep(JsonNode wanted, IReadOnlyList<FakeFile> files)
    {
        var file = files.First(file => file.Part == $"files[{wanted["id"]}]");
        var id = FakePayloads.Snowflake(time.GetUtcNow());
        Files[id] = file.Content;
        return new JsonObject
        {
            ["id"] = id,
            ["filename"] = (string?)wanted["filename"] ?? file.Name,
            ["size"] = file.Content.Length,
            ["content_type"] = file.ContentType,
            ["url"] = new Uri(Url, $"/cdn/{id}").AbsoluteUri,
            ["proxy_url"] = new Uri(Url, $"/cdn/{id}").AbsoluteUri,
        };
    }
}
