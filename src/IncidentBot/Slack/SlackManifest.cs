using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;

namespace IncidentBot.Slack;

/// <summary>The description of the app from which Slack makes it.</summary>
internal static class SlackManifest
{
    /// <summary>The shortcut in a message's menu.</summary>
    public const string AddToTimeline = "add_to_timeline";

    /// <summary>The shortcut in the menu of the composer.</summary>
    public const string DeclareIncident = "declare_incident";

    private const string Name = "IncidentBot";

    /// <param name="root">The name under which all verbs are found.</param>
    /// <param name="url">Where Slack reaches the bot; null for Socket Mode, which needs no address.</param>
    public static JsonObject Write(string root, Uri? url) => new()
    {
        ["_metadata"] = new JsonObject { ["major_version"] = 2, ["minor_version"] = 1 },
        ["display_information"] = new JsonObject
        {
            ["name"] = Name,
            ["description"] = "Captures incidents as they happen and compiles the postmortem",
            ["background_color"] = "#7A1F1F",
        },
        ["features"] = Features(root, url),
        ["oauth_config"] = new JsonObject { ["scopes"] = new JsonObject { ["bot"] = Words(SlackScopes.Uses.Keys) } },
        ["settings"] = Settings(url),
    };

    private static JsonObject Features(string root, Uri? url) => new()
    {
        ["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = true },
        ["bot_user"] = new JsonObject { ["display_name"] = Name.ToLowerInvariant(), ["always_online"] = true },
        ["shortcuts"] = new JsonArray(
            Shortcut("Add to timeline", "message", AddToTimeline, "Puts this message on the incident's timeline"),
            Shortcut("Declare incident", "global", DeclareIncident, "Opens an incident")),
        ["slash_commands"] = new JsonArray(
        [
            Command(root, "handles the incident: status, close, draft, undo and more", "verb text", url),
            .. Verbs.All.Where(verb => verb.IsTopLevel).Select(verb => Command(verb.Name, verb.Does, verb.Arguments, url)),
        ]),
    };

    private static JsonObject Shortcut(string name, string type, string callbackId, string description) =>
        new() { ["name"] = name, ["type"] = type, ["callback_id"] = callbackId, ["description"] = description };

    private static JsonObject Command(string name, string does, string arguments, Uri? url)
    {
        var command = new JsonObject { ["command"] = $"/{name}", ["description"] = does, ["usage_hint"] = arguments, ["should_escape"] = true };
        if (url is not null)
        {
            command["url"] = Address(url, "commands");
        }

        return command;
    }

    private static JsonObject Settings(Uri? url)
    {
        var events = new JsonObject { ["bot_events"] = Words(SlackScopes.Events) };
        var interactivity = new JsonObject { ["is_enabled"] = true };
        if (url is not null)
        {
            events["request_url"] = Address(url, "events");
            interactivity["request_url"] = Address(url, "interactions");
        }

        return new JsonObject
        {
            ["event_subscriptions"] = events,
            ["interactivity"] = interactivity,
            ["org_deploy_enabled"] = false,
            ["socket_mode_enabled"] = url is null,
            ["token_rotation_enabled"] = false,
        };
    }

    private static string Address(Uri url, string path) => new Uri(url, $"/slack/{path}").AbsoluteUri;

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
