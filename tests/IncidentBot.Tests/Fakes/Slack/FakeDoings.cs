using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Fakes.Slack;

/// <summary>What people do in Slack besides commands: it stands in the workspace, and is delivered.</summary>
internal static class FakeDoings
{
    /// <summary>Somebody writes to the bot.</summary>
    public static async Task<FakeMessage> MentionAsync(
        this FakeSlack slack, string text, string user = FakeWorkspace.Ana, string channel = FakeWorkspace.Channel, string? threadTs = null)
    {
        var message = slack.Workspace.Write(user, $"<@{FakeWorkspace.Bot}> {text}", channel, threadTs);
        await slack.EventAsync(Event("app_mention", message));
        await slack.EventAsync(Event("message", message));
        return message;
    }

    public static Task<FakeAck> ReactAsync(this FakeSlack slack, FakeMessage message, string emoji, string user = FakeWorkspace.Ana)
    {
        Put(slack, message, emoji, user);
        return slack.EventAsync(Reaction(slack, "reaction_added", message, emoji, user));
    }

    public static Task<FakeAck> UnreactAsync(this FakeSlack slack, FakeMessage message, string emoji, string user = FakeWorkspace.Ana)
    {
        Away(slack, message, emoji, user);
        return slack.EventAsync(Reaction(slack, "reaction_removed", message, emoji, user));
    }

    public static Task<FakeAck> PinAsync(this FakeSlack slack, FakeMessage message, string user = FakeWorkspace.Ana)
    {
        Pin(slack, message, user);
        return slack.EventAsync(Pinned(slack, "pin_added", message, user));
    }

    public static Task<FakeAck> UnpinAsync(this FakeSlack slack, FakeMessage message, string user = FakeWorkspace.Ana)
    {
        Pin(slack, message, null);
        return slack.EventAsync(Pinned(slack, "pin_removed", message, user));
    }

    public static Task<FakeAck> EditAsync(this FakeSlack slack, FakeMessage message, string text)
    {
        var before = message.AsJson();
        Edit(slack, message, text);
        return slack.EventAsync(new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["channel"] = message.Channel,
            ["message"] = message.AsJson(),
            ["previous_message"] = before,
            ["ts"] = slack.Workspace.NextTs(),
            ["event_ts"] = slack.Workspace.NextTs(),
        });
    }

    public static Task<FakeAck> DeleteAsync(this FakeSlack slack, FakeMessage message)
    {
        Delete(slack, message);
        var ts = slack.Workspace.NextTs();
        return slack.EventAsync(new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_deleted",
            ["channel"] = message.Channel,
            ["deleted_ts"] = message.Ts,
            ["previous_message"] = message.AsJson(),
            ["ts"] = ts,
            ["event_ts"] = ts,
        });
    }

    /// <summary>A reaction that nobody is told of.</summary>
    public static void Put(this FakeSlack slack, FakeMessage message, string emoji, string user = FakeWorkspace.Ana) =>
        Do(slack, () => message.Reactions.Add((emoji, user)));

    public static void Away(this FakeSlack slack, FakeMessage message, string emoji, string user = FakeWorkspace.Ana) =>
        Do(slack, () => message.Reactions.Remove((emoji, user)));

    public static void Pin(this FakeSlack slack, FakeMessage message, string? user = FakeWorkspace.Ana, long? at = null) =>
        Do(slack, () => (message.IsPinned, message.PinnedBy, message.PinnedAt) = (user is not null, user, at ?? long.Parse(slack.Workspace.NextTs().Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)));

    public static void Edit(this FakeSlack slack, FakeMessage message, string text)
    {
        // Slack tells it in whole seconds.
        var at = $"{slack.Workspace.NextTs().Split('.')[0]}.000000";
        Do(slack, () => (message.Text, message.EditedTs) = (text, at));
    }

    public static void Delete(this FakeSlack slack, FakeMessage message) => Do(slack, () => slack.Workspace.Messages.Remove(message));

    public static JsonObject Reaction(this FakeSlack slack, string type, FakeMessage message, string emoji, string user) => new()
    {
        ["type"] = type,
        ["user"] = user,
        ["reaction"] = emoji,
        ["item_user"] = message.User,
        ["event_ts"] = slack.Workspace.NextTs(),
        ["item"] = new JsonObject { ["type"] = "message", ["channel"] = message.Channel, ["ts"] = message.Ts },
    };

    private static JsonObject Event(string type, FakeMessage message)
    {
        var json = message.AsJson();
        (json["type"], json["event_ts"]) = (type, message.Ts);
        return json;
    }

    private static JsonObject Pinned(FakeSlack slack, string type, FakeMessage message, string user) => new()
    {
        ["type"] = type,
        ["user"] = user,
        ["channel_id"] = message.Channel,
        ["event_ts"] = slack.Workspace.NextTs(),
        ["item"] = new JsonObject { ["type"] = "message", ["channel"] = message.Channel, ["created_by"] = user, ["message"] = message.AsJson() },
    };

    private static void Do(FakeSlack slack, Action change)
    {
        lock (slack.Workspace.Gate)
        {
            change();
        }
    }
}
