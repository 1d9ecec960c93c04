using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Discord.Fakes;

/// <param name="Name">Such as <c>POST /channels/:id/messages</c>.</param>
/// <param name="IsOpen">Whether it takes no bot token.</param>
/// <param name="IsUnlimited">Whether it counts towards no limit.</param>
internal sealed record FakeRoute(string Name, Func<FakeRequest, FakeAnswer> Do, bool IsOpen = false, bool IsUnlimited = false)
{
    public Regex Pattern { get; } = new($"^{Name.Replace(":id", "([^/]+)", StringComparison.Ordinal)}$");
}

/// <summary>What each call does.</summary>
internal sealed class FakeRoutes
{
    private readonly FakeDiscord _discord;
    private readonly TimeProvider _time;
    private readonly List<FakeRoute> _routes;

    public FakeRoutes(FakeDiscord discord, TimeProvider time)
    {
        (_discord, _time) = (discord, time);
        _routes =
        [
            new("GET /gateway/bot", _ => Gateway()),
            new("GET /users/@me", _ => new FakeAnswer(200, FakePayloads.Bot())),
            new("GET /applications/@me", _ => new FakeAnswer(200, new JsonObject { ["id"] = FakeDiscord.Application, ["name"] = "incident-bot", ["flags"] = discord.ApplicationFlags, ["verify_key"] = new string('0', 64) })),
            new("GET /guilds/:id/members/:id", request => new FakeAnswer(200, FakePayloads.Member(Part(request, 4)))),
            new("POST /users/@me/channels", OpenDirect),
            new("GET /applications/:id/commands", request => Commands("")),
            new("PUT /applications/:id/commands", request => Overwrite("", request)),
            new("GET /applications/:id/guilds/:id/commands", request => Commands(Part(request, 4))),
            new("PUT /applications/:id/guilds/:id/commands", request => Overwrite(Part(request, 4), request)),
            new("POST /interactions/:id/:id/callback", Callback, IsOpen: true, IsUnlimited: true),
            new("POST /webhooks/:id/:id", request => OnHook(request, i => FollowUp(i, request)), IsOpen: true),
            new("GET /webhooks/:id/:id/messages/:id", request => OnHook(request, i => Original(i)), IsOpen: true),
            new("PATCH /webhooks/:id/:id/messages/:id", request => OnHook(request, i => EditOriginal(i, request)), IsOpen: true),
            new("DELETE /webhooks/:id/:id/messages/:id", request => OnHook(request, DeleteOriginal), IsOpen: true),
            new("GET /channels/:id", request => InChannel(request, channel => new FakeAnswer(200, channel))),
            new("GET /channels/:id/messages", request => InChannel(request, _ => History(request))),
            new("POST /channels/:id/messages", request => InChannel(request, _ => Post(request))),
            new("GET /channels/:id/messages/pins", request => InChannel(request, _ => Pins(request))),
            new("PUT /channels/:id/messages/pins/:id", request => InChannel(request, _ => Change(request, 5, message => message["pinned"] = true))),
            new("DELETE /channels/:id/messages/pins/:id", request => InChannel(request, _ => Change(request, 5, message => message["pinned"] = false))),
            new("GET /channels/:id/messages/:id", request => InChannel(request, _ => Message(request))),
            new("PATCH /channels/:id/messages/:id", request => InChannel(request, _ => Edit(request))),
            new("DELETE /channels/:id/messages/:id", request => InChannel(request, _ => discord.State.Remove(Part(request, 2), Part(request, 4)) ? new FakeAnswer(204) : NoMessage)),
            new("GET /channels/:id/messages/:id/reactions/:id", request => InChannel(request, _ => new FakeAnswer(200, new JsonArray(FakePayloads.Bot(), FakePayloads.User(FakeDiscord.Ana))))),
            new("PUT /channels/:id/messages/:id/reactions/:id/@me", request => InChannel(request, _ => React(request, isAdded: true))),
            new("DELETE /channels/:id/messages/:id/reactions/:id/@me", request => InChannel(request, _ => React(request, isAdded: false))),
            new("POST /channels/:id/messages/:id/threads", request => InChannel(request, _ => StartThread(request))),
        ];
    }

    private static FakeAnswer NoMessage => FakeAnswer.Error(404, 10008, "Unknown Message");

    public FakeRoute? Find(FakeRequest request) => _routes.Find(route => route.Pattern.IsMatch(request.Line));

    private static string Part(FakeRequest request, int number) => Uri.UnescapeDataString(request.Path.Split('/')[number]);

    private FakeAnswer Gateway() => new(200, new JsonObject
    {
        ["url"] = _discord.GatewayUrl,
        ["shards"] = _discord.Shards,
        ["session_start_limit"] = new JsonObject
        {
            ["total"] = 1000,
            ["remaining"] = Math.Max(0, _discord.SessionsLeft),
            ["reset_after"] = (long)_discord.SessionsResetAfter.TotalMilliseconds,
            ["max_concurrency"] = 1,
        },
    });

    private FakeAnswer OpenDirect(FakeRequest request)
    {
        var id = $"7{((string)request.Body!["recipient_id"]!)[1..]}";
        _discord.State.AddChannel(id, name: "direct");
        return new FakeAnswer(200, new JsonObject { ["id"] = id, ["type"] = 1 });
    }

    private FakeAnswer Commands(string scope) => new(200, _discord.State.Commands.TryGetValue(scope, out var commands) ? commands.DeepClone() : new JsonArray());

    private FakeAnswer Overwrite(string scope, FakeRequest request)
    {
        if (request.Body is not JsonArray list || FakeRules.ProblemOfCommands(list) is { } problem)
        {
            return FakeAnswer.Form("0.name", request.Body is JsonArray array ? FakeRules.ProblemOfCommands(array)! : "no list");
        }

        var registered = new JsonArray([.. list.Select(command =>
        {
            var kept = command!.DeepClone().AsObject();
            (kept["id"], kept["application_id"], kept["version"]) = (FakePayloads.Snowflake(_time.GetUtcNow()), FakeDiscord.Application, FakePayloads.Snowflake(_time.GetUtcNow()));
            kept["type"] ??= 1;
            return kept;
        })]);
        _discord.State.Commands[scope] = registered;
        return new FakeAnswer(200, registered.DeepClone());
    }

    private FakeAnswer Callback(FakeRequest request)
    {
        if (!_discord.State.Interactions.TryGetValue(Part(request, 3), out var interaction) || interaction.Id != Part(request, 2))
        {
            return FakeAnswer.Error(404, 10062, "Unknown interaction");
        }

        lock (interaction)
        {
            interaction.Tries++;
            if (interaction.IsAnswered)
            {
                return FakeAnswer.Error(400, 40060, "Interaction has already been acknowledged.");
            }

            if (_time.GetElapsedTime(interaction.BegunAt) > _discord.Deadline)
            {
                return FakeAnswer.Error(404, 10062, "Unknown interaction");
            }

            var answer = request.Body!.AsObject();
            if (FakeRules.ProblemOfAnswer(interaction.Type, answer, request.Files) is { } problem)
            {
                return FakeAnswer.Form("data", problem);
            }

            var type = (int)answer["type"]!;
            if (type is 4 or 5)
            {
                var body = answer["data"] as JsonObject ?? [];
                var (message, _) = _discord.State.Post(interaction.Channel, body, request.Files, Hook(type == 5 ? 128 | Flags(body) : Flags(body)));
                interaction.Original = message;
            }
            else if (type == 7 && interaction.Payload["message"] is JsonObject before)
            {
                interaction.Original = _discord.State.Change(interaction.Channel, (string)before["id"]!, answer["data"]!.AsObject(), request.Files) ?? before;
            }
            else if (type == 6)
            {
                interaction.Original = interaction.Payload["message"] as JsonObject;
            }

            interaction.Answer(answer.DeepClone().AsObject());
            return new FakeAnswer(204);
        }
    }

    private FakeAnswer OnHook(FakeRequest request, Func<FakeInteraction, FakeAnswer> work)
    {
        if (!_discord.State.Interactions.TryGetValue(Part(request, 3), out var interaction))
        {
            return FakeAnswer.Error(404, 10015, "Unknown Webhook");
        }

        return _time.GetElapsedTime(interaction.BegunAt) > _discord.TokenLife ? FakeAnswer.Error(401, 50027, "Invalid Webhook Token")
            : !interaction.IsAnswered ? FakeAnswer.Error(404, 10015, "Unknown Webhook")
            : work(interaction);
    }

    private FakeAnswer FollowUp(FakeInteraction interaction, FakeRequest request)
    {
        var body = request.Body!.AsObject();
        if (FakeRules.ProblemOfMessage(body, request.Files) is { } problem)
        {
            return problem;
        }

        var (message, _) = _discord.State.Post(interaction.Channel, body, request.Files, Hook(Flags(body)));
        interaction.FollowUps.Add(message);
        return new FakeAnswer(200, message);
    }

    private static FakeAnswer Original(FakeInteraction interaction) => interaction.Original is { } original ? new FakeAnswer(200, original.DeepClone()) : NoMessage;

    private FakeAnswer EditOriginal(FakeInteraction interaction, FakeRequest request)
    {
        var (which, body) = (Part(request, 5), request.Body!.AsObject());
        var id = which == "@original" ? (string?)interaction.Original?["id"] : which;
        if (FakeRules.ProblemOfMessage(body, request.Files, isEdit: true) is { } problem)
        {
            return problem;
        }

        var changed = id is null ? null : _discord.State.Change(interaction.Channel, id, body, request.Files);
        if (changed is not null && which == "@original")
        {
            // No more thinking.
            changed = _discord.State.Change(interaction.Channel, id!, message => message["flags"] = (int)message["flags"]! & ~128);
            interaction.Original = changed;
        }

        return changed is null ? NoMessage : new FakeAnswer(200, changed.DeepClone());
    }

    private FakeAnswer DeleteOriginal(FakeInteraction interaction)
    {
        if (interaction.Original is { } original)
        {
            _discord.State.Remove(interaction.Channel, (string)original["id"]!);
            interaction.Original = null;
        }

        return new FakeAnswer(204);
    }

    private FakeAnswer InChannel(FakeRequest request, Func<JsonObject, FakeAnswer> work)
    {
        var id = Part(request, 2);
        return _discord.State.FindChannel(id) is { } channel ? work(channel)
            : id.StartsWith('9') ? FakeAnswer.Error(403, 50001, "Missing Access")
            : FakeAnswer.Error(404, 10003, "Unknown Channel");
    }

    /// <summary>Newest first, as Discord gives it.</summary>
    private FakeAnswer History(FakeRequest request)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Query);
        var after = ulong.Parse(query.TryGetValue("after", out var given) ? given.ToString() : "0", CultureInfo.InvariantCulture);
        var limit = int.Parse(query.TryGetValue("limit", out var most) ? most.ToString() : "50", CultureInfo.InvariantCulture);
        var found = _discord.State.Messages
            .Where(message => (string?)message["channel_id"] == Part(request, 2) && ulong.Parse((string)message["id"]!, CultureInfo.InvariantCulture) > after)
            .Take(limit).Reverse();
        return new FakeAnswer(200, new JsonArray([.. found]));
    }

    private FakeAnswer Post(FakeRequest request)
    {
        var (channel, body) = (Part(request, 2), request.Body!.AsObject());
        if (FakeRules.ProblemOfMessage(body, request.Files) is { } problem)
        {
            return problem;
        }

        var (message, isNew) = _discord.State.Post(channel, body, request.Files);
        if (isNew)
        {
            var delivered = message.DeepClone().AsObject();
            delivered["guild_id"] = FakeDiscord.Guild;
            _discord.Dispatch("MESSAGE_CREATE", delivered);
        }

        return new FakeAnswer(200, message);
    }

    private FakeAnswer Pins(FakeRequest request) => new(200, new JsonObject
    {
        ["items"] = new JsonArray([.. _discord.State.Messages.Where(message => (bool)message["pinned"]! && (string?)message["channel_id"] == Part(request, 2))
            .Select(message => new JsonObject { ["pinned_at"] = (string?)message["timestamp"], ["message"] = message })]),
        ["has_more"] = false,
    });

    private FakeAnswer Message(FakeRequest request) =>
        _discord.State.Change(Part(request, 2), Part(request, 4), _ => { }) is { } message ? new FakeAnswer(200, message) : NoMessage;

    private FakeAnswer Edit(FakeRequest request)
    {
        var body = request.Body!.AsObject();
        return FakeRules.ProblemOfMessage(body, request.Files, isEdit: true)
            ?? (_discord.State.Change(Part(request, 2), Part(request, 4), body, request.Files) is { } message ? new FakeAnswer(200, message) : NoMessage);
    }

    private FakeAnswer Change(FakeRequest request, int part, Action<JsonObject> change) =>
        _discord.State.Change(Part(request, 2), Part(request, part), change) is null ? NoMessage : new FakeAnswer(204);

    private FakeAnswer React(FakeRequest request, bool isAdded)
    {
        var (message, emoji) = (Part(request, 4), Part(request, 6));
        if (_discord.State.Change(Part(request, 2), message, _ => { }) is null)
        {
            return NoMessage;
        }

        _ = isAdded ? _discord.State.Reactions.TryAdd($"{message} {emoji}", true) : _discord.State.Reactions.TryRemove($"{message} {emoji}", out _);
        return new FakeAnswer(204);
    }

    private FakeAnswer StartThread(FakeRequest request)
    {
        var message = Part(request, 4);
        if (_discord.State.FindChannel(message) is not null)
        {
            return FakeAnswer.Error(400, 160004, "A thread has already been created for this message");
        }

        _discord.State.AddChannel(message, Part(request, 2), (string?)request.Body!["name"] ?? "");
        return new FakeAnswer(201, _discord.State.FindChannel(message));
    }

    private static int Flags(JsonObject body) => (int?)body["flags"] ?? 0;

    private static JsonObject Hook(int flags) => new()
    {
        ["type"] = 20,
        ["application_id"] = FakeDiscord.Application,
        ["webhook_id"] = FakeDiscord.Application,
        ["flags"] = flags,
    };
}
