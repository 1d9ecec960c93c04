using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>The methods of the Web API over a workspace, with the checks of the real one that matter here.</summary>
internal sealed class FakeMethods(FakeSlack slack)
{
    private FakeWorkspace Workspace => slack.Workspace;

    public JsonObject Call(FakeCall call)
    {
        lock (Workspace.Gate)
        {
            try
            {
                return Run(call);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                return Error("invalid_arguments");
            }
        }
    }

    private JsonObject Run(FakeCall call) => call.Method switch
    {
        "auth.test" => Ok(("url", "https://fake.slack.test/"), ("team", "Fake"), ("user", "incidentbot"), ("team_id", FakeWorkspace.Team), ("user_id", FakeWorkspace.Bot), ("bot_id", "B0FAKE")),
        "apps.connections.open" => Ok(("url", slack.NewSocketUrl())),
        "chat.postMessage" => Writable(call) ?? Content(call) ?? Post(call),
        "chat.postEphemeral" => Writable(call) ?? Content(call) ?? Whisper(call),
        "chat.update" => Writable(call) ?? Content(call) ?? Update(call),
        "chat.delete" => Of(call, "ts") is { } message && Workspace.Messages.Remove(message) ? Ok() : Error("message_not_found"),
        "conversations.info" => Workspace.Channels.TryGetValue(call["channel"], out var channel) ? Ok(("channel", channel.DeepClone())) : Error("channel_not_found"),
        "conversations.open" => Workspace.Users.ContainsKey(call["users"]) ? Ok(("channel", new JsonObject { ["id"] = Direct(call["users"]) })) : Error("user_not_found"),
        "conversations.history" => Page(call, Workspace.In(call["channel"]).Where(m => m.ThreadTs is null || m.ThreadTs == m.Ts).Reverse(), Parent),
        "conversations.replies" => Page(call, Workspace.In(call["channel"]).Where(m => m.Ts == call["ts"] || m.ThreadTs == call["ts"])),
        "users.info" => Workspace.Users.TryGetValue(call["user"], out var user) ? Ok(("user", user.DeepClone())) : Error("user_not_found"),
        "views.open" => slack.UseTrigger(call["trigger_id"]) is { } error ? Error(error) : View(Workspace.NextId("V"), call),
        "views.update" => Workspace.Views.ContainsKey(call["view_id"]) ? View(call["view_id"], call) : Error("not_found"),
        "views.publish" => Publish(call),
        "pins.add" => Of(call, "timestamp") is not { } pinned ? Error("message_not_found") : pinned.IsPinned ? Error("already_pinned") : Pin(pinned, true),
        "pins.remove" => Of(call, "timestamp") is not { } unpinned ? Error("message_not_found") : unpinned.IsPinned ? Pin(unpinned, false) : Error("no_pin"),
        "pins.list" => Ok(("items", List(Workspace.In(call["channel"]).Where(m => m.IsPinned).Select(m => new JsonObject { ["type"] = "message", ["channel"] = m.Channel, ["created"] = m.PinnedAt, ["created_by"] = m.PinnedBy, ["message"] = m.AsJson() })))),
        "reactions.add" => React(call),
        "reactions.remove" => Of(call, "timestamp") is { } message && message.Reactions.Remove((call["name"], FakeWorkspace.Bot)) ? Ok() : Error("no_reaction"),
        "reactions.get" => Of(call, "timestamp") is { } message ? Ok(("message", message.AsJson())) : Error("message_not_found"),
        "files.getUploadURLExternal" => Announce(call),
        "files.completeUploadExternal" => Complete(call),
        _ => Error("unknown_method"),
    };

    private JsonObject Post(FakeCall call)
    {
        var message = new FakeMessage(call["channel"], Workspace.NextTs())
        {
            User = FakeWorkspace.Bot,
            Text = call["text"],
            Blocks = call.Node("blocks"),
            Metadata = call.Node("metadata"),
            ThreadTs = call["thread_ts"] is { Length: > 0 } thread ? thread : null,
        };
        Workspace.Messages.Add(message);
        return Ok(("channel", message.Channel), ("ts", message.Ts), ("message", message.AsJson()));
    }

    private JsonObject Whisper(FakeCall call)
    {
        if (!Workspace.Users.ContainsKey(call["user"]))
        {
            return Error("user_not_in_channel");
        }

        Workspace.Ephemerals.Add(new FakeEphemeral(call["channel"], call["user"], call["text"], call.Node("blocks"), call["thread_ts"]));
        return Ok(("message_ts", Workspace.NextTs()));
    }

    private JsonObject Update(FakeCall call)
    {
        if (Of(call, "ts") is not { } message)
        {
            return Error("message_not_found");
        }

        if (message.User != FakeWorkspace.Bot)
        {
            return Error("cant_update_message");
        }

        (message.Text, message.Blocks) = (call["text"], call.Node("blocks"));
        message.Edits++;
        return Ok(("channel", message.Channel), ("ts", message.Ts));
    }

    private JsonObject React(FakeCall call)
    {
        if (Of(call, "timestamp") is not { } message)
        {
            return Error("message_not_found");
        }

        if (message.Reactions.Contains((call["name"], FakeWorkspace.Bot)))
        {
            return Error("already_reacted");
        }

        message.Reactions.Add((call["name"], FakeWorkspace.Bot));
        return Ok();
    }

    private JsonObject View(string id, FakeCall call)
    {
        var view = call.Node("view")!.AsObject();
        if (view["blocks"] is JsonArray { Count: > 100 })
        {
            return Error("invalid_arguments");
        }

        view["id"] = id;
        view["hash"] = Workspace.NextId("hash.");
        Workspace.Views[id] = view;
        return Ok(("view", view.DeepClone()));
    }

    private JsonObject Publish(FakeCall call)
    {
        var answer = View(Workspace.NextId("V"), call);
        Workspace.Homes[call["user_id"]] = call.Node("view")!.AsObject();
        return answer;
    }

    private JsonObject Announce(FakeCall call)
    {
        if (call["filename"].Length == 0 || !int.TryParse(call["length"], CultureInfo.InvariantCulture, out var length) || length < 1)
        {
            return Error("missing_argument");
        }

        var id = Workspace.NextId("F");
        Workspace.Files[id] = new FakeFile(id, call["filename"], length, new Uri(slack.Url, $"/files/{id}"));
        return Ok(("upload_url", new Uri(slack.Url, $"/upload/v1/{id}").AbsoluteUri), ("file_id", id));
    }

    private JsonObject Complete(FakeCall call)
    {
        var ids = call.Node("files")!.AsArray().Select(file => (string)file!["id"]!).ToList();
        if (ids.Exists(id => Workspace.Files.GetValueOrDefault(id)?.Content is null))
        {
            return Error("file_not_found");
        }

        ids.ForEach(id => Workspace.Files[id].Channel = call["channel_id"]);
        Workspace.Messages.Add(new FakeMessage(call["channel_id"], Workspace.NextTs())
        {
            User = FakeWorkspace.Bot,
            Text = call["initial_comment"],
            Files = [.. ids.Select(id => Workspace.Files[id])],
            ThreadTs = call["thread_ts"] is { Length: > 0 } thread ? thread : null,
        });
        return Ok(("files", List(ids.Select(id => new JsonObject { ["id"] = id }))));
    }

    private JsonObject? Writable(FakeCall call) =>
        call["channel"].StartsWith('D') ? null
        : !Workspace.Channels.TryGetValue(call["channel"], out var channel) ? Error("channel_not_found")
        : (bool)channel["is_archived"]! ? Error("is_archived")
        : !(bool)channel["is_member"]! ? Error("not_in_channel")
        : null;

    /// <summary>The limits that Slack enforces.</summary>
    private static JsonObject? Content(FakeCall call)
    {
        var blocks = call.Node("blocks") as JsonArray;
        return call["text"].Length == 0 && blocks is null ? Error("no_text")
            : call["text"].Length > 40_000 ? Error("msg_too_long")
            : blocks is { Count: > 50 } ? Error("invalid_blocks")
            : blocks?.Any(block => (string?)block!["type"] == "section" && ((string?)block["text"]?["text"] ?? "").Length > 3000) == true ? Error("invalid_blocks")
            : blocks?.ToJsonString().Length > 40_000 ? Error("msg_blocks_too_long")
            : null;
    }

    /// <summary>The history says of a message how its thread went on.</summary>
    private JsonObject Parent(FakeMessage message)
    {
        var replies = Workspace.In(message.Channel).Where(reply => reply.ThreadTs == message.Ts && reply.Ts != message.Ts).ToList();
        var json = message.AsJson();
        if (replies.Count > 0)
        {
            (json["reply_count"], json["latest_reply"]) = (replies.Count, replies[^1].Ts);
        }

        return json;
    }

    private static JsonObject Page(FakeCall call, IEnumerable<FakeMessage> all, Func<FakeMessage, JsonObject>? tell = null)
    {
        var from = int.TryParse(call["cursor"], CultureInfo.InvariantCulture, out var cursor) ? cursor : 0;
        var limit = int.TryParse(call["limit"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 100;
        var inclusive = call["inclusive"] == "true";
        var range = all.Where(m => IsAfter(m.Ts, call["oldest"], inclusive) && (call["latest"].Length == 0 || IsAfter(call["latest"], m.Ts, inclusive))).ToList();
        var more = from + limit < range.Count;
        return Ok(
            ("messages", List(range.Skip(from).Take(limit).Select(tell ?? (m => m.AsJson())))),
            ("has_more", more),
            ("response_metadata", new JsonObject { ["next_cursor"] = more ? (from + limit).ToString(CultureInfo.InvariantCulture) : "" }));
    }

    private static bool IsAfter(string ts, string bound, bool inclusive)
    {
        if (bound.Length == 0)
        {
            return true;
        }

        var (left, right) = (decimal.Parse(ts, CultureInfo.InvariantCulture), decimal.Parse(bound, CultureInfo.InvariantCulture));
        return left > right || (inclusive && left == right);
    }

    private FakeMessage? Of(FakeCall call, string ts) => Workspace.Messages.Find(m => m.Channel == call["channel"] && m.Ts == call[ts]);

    private static JsonObject Pin(FakeMessage message, bool isPinned)
    {
        message.IsPinned = isPinned;
        return Ok();
    }

    private static string Direct(string user) => $"D{user[1..]}";

    private static JsonArray List(IEnumerable<JsonObject> items) => new([.. items]);

    private static JsonObject Ok(params (string Name, JsonNode? Value)[] fields)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in fields)
        {
            answer[name] = value;
        }

        return answer;
    }

    private static JsonObject Error(string error) => new() { ["ok"] = false, ["error"] = error };
}
