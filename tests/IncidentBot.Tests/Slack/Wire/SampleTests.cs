using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Http;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Slack.Wire.Sockets;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Payloads that nobody here wrote are read as what they are.</summary>
public sealed class SampleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    /// <summary>Each sample, and what it is read as.</summary>
    public static TheoryData<string, string> Samples => new()
    {
        { "socket-hello-a", "Hello" },
        { "socket-disconnect-warning", "Disconnect warning" },
        { "socket-slash_commands-a", "slash command" },
        { "socket-interactive-block_actions-a", "block actions" },
        { "socket-events_api-app_mention-a", "app_mention" },
        { "socket-events_api-message-a", "message" },
        { "allfields-SlashCommandPayload", "unknown slash command" },
        { "allfields-MessageShortcutPayload", "message shortcut" },
        { "allfields-event-AppMentionPayload", "app_mention" },
        { "allfields-event-MessagePayload", "message" },
        { "allfields-event-ReactionAddedPayload", "reaction_added" },
        { "app_rate_limited-a", "unknown app_rate_limited" },
        { "block_actions-a", "block actions" },
        { "block_actions-c", "block actions" },
        { "event-app_home_opened-a", "app_home_opened" },
        { "event-inner-pin_added-a", "pin_added" },
        { "event-member_joined_channel-a", "unknown event member_joined_channel" },
        { "event-message-a", "message" },
        { "event-message-file_share-a", "message" },
        { "event-message_changed-a", "message_changed" },
        { "event-reaction_added-a", "reaction_added" },
        { "message_action-a", "message shortcut" },
        { "shortcut-global-a", "global shortcut" },
        { "view_closed-a", "view closed" },
        { "view_submission-a", "view submission" },
        { "url_verification-a", "Challenge" },
        { "http-slash-body-a", "slash command" },
    };

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_read_as_what_it_is(string sample, string kind) => Assert.Equal(kind, Kind(sample, Load(sample)));

    [SkippableFact]
    public void Every_sample_is_read()
    {
        string[] other = ["manifest-", "web-", "signature-", "view_home", "view_modal", "allfields-apps", "allfields-bookmarks", "allfields-canvases", "allfields-conversations", "allfields-files", "allfields-users"];
        var named = Samples.Select(row => (string)row[0]).ToHashSet();

        var unread = Directory.GetFiles(Needs.Shared("slack/samples"), "*.json").Select(Path.GetFileNameWithoutExtension)
            .Where(name => !named.Contains(name!) && !Array.Exists(other, prefix => name!.StartsWith(prefix, StringComparison.Ordinal)));

        Assert.Empty(unread);
    }

    [SkippableFact]
    public void What_matters_in_them_is_there()
    {
        var command = (SlackPayload.SlashCommand)Delivery("socket-slash_commands-a").Payload;
        var file = ((SlackEvent.Message)Callback("event-message-file_share-a").Event).Said.Files[0];
        var changed = (SlackEvent.MessageChanged)Callback("event-message_changed-a").Event;
        var reaction = (SlackEvent.ReactionAdded)Callback("event-reaction_added-a").Event;
        var submission = (SlackPayload.ViewSubmission)PayloadReader.ReadInteraction(Load("view_submission-a"));
        var shortcut = (SlackPayload.MessageAction)PayloadReader.ReadInteraction(Load("message_action-a"));
        var message = Callback("socket-events_api-message-a", inEnvelope: true);

        Assert.Equal(("/hi-socket-mode", "C111", "U111", "111.222.xxx"), (command.Command, command.ChannelId, command.UserId, command.TriggerId));
        Assert.Equal(("F111", "image/png", 42706L), (file.Id, file.Mimetype, file.Size));
        Assert.NotEqual("", changed.Now.Text);
        Assert.NotEqual(changed.Now.Text, changed.Before!.Text);
        Assert.Equal("message", reaction.Item.Type);
        Assert.All([reaction.User, reaction.Reaction, reaction.Item.Channel, reaction.Item.Ts], text => Assert.False(string.IsNullOrEmpty(text)));
        Assert.NotNull(submission.View.Entered("rating", "single_action"));
        Assert.Null(submission.View.Entered("rating", "none"));
        Assert.All([shortcut.CallbackId, shortcut.Channel.Id, shortcut.User.Id, shortcut.Message.Text, shortcut.Message.Ts], text => Assert.NotEqual("", text));
        Assert.Equal(("Ev111", "U333"), (message.EventId, message.BotUserId));
    }

    [SkippableFact]
    public void Answers_of_the_Web_API_are_read()
    {
        var identity = Answer("web-auth.test").As("auth.test", SlackJson.Default.SlackIdentity, i => i.UserId.Length > 0);
        var posted = Answer("web-chat.postMessage").As("chat.postMessage", SlackJson.Default.PostedMessage, p => p.Ts.Length > 0);
        var page = Answer("web-conversations.history").As("conversations.history", SlackJson.Default.MessagePage, _ => true);
        var user = Answer("web-users.info").As("users.info", SlackJson.Default.UserAnswer, u => u.User is not null);
        var blank = Answer("allfields-users.info").As("users.info", SlackJson.Default.UserAnswer, u => u.User is not null);
        var view = Answer("web-views.open").As("views.open", SlackJson.Default.OpenedView, v => v.View is not null);

        Assert.Equal(("W12345678", "T12345678"), (identity.Value!.UserId, identity.Value.TeamId));
        Assert.Equal(("C1H9RESGL", "1503435956.000247"), (posted.Value!.Channel, posted.Value.Ts));
        Assert.Equal((2, "bmV4dF90czoxNTEyMDg1ODYxMDAwNTQz"), (page.Value!.Messages.Count, page.Value.Next));
        Assert.Equal(("spengler", "America/Los_Angeles"), (user.Value!.User!.DisplayName, user.Value.User.Tz));
        Assert.NotNull(blank.Value!.User);
        Assert.Equal("VMHU10V25", view.Value!.View!.Id);
    }

    [Fact]
    public void Wrong_types_are_read_as_nothing()
    {
        var mention = (SlackPayload.EventCallback)PayloadReader.ReadEvent(SlackJson.Parse(
            """{"type":"event_callback","team_id":{},"event_id":7,"event_time":"12","event":{"type":"app_mention","text":[1],"ts":1234.5,"user":null,"files":null,"thread_ts":true}}""")!.Value);
        var said = ((SlackEvent.AppMention)mention.Event).Said;

        Assert.Equal(("", "7", 12L), (mention.TeamId, mention.EventId, mention.EventTime));
        Assert.Equal(("", "1234.5", null, "true"), (said.Text, said.Ts, said.User, said.ThreadTs));
        Assert.Empty(said.Files);
    }

    private static SlackReply Answer(string sample) => new(null, Load(sample));

    private static SlackDelivery Delivery(string sample) =>
        ((SocketFrame.Envelope)SocketFrame.Read(JsonSerializer.SerializeToUtf8Bytes(Load(sample)), Now)).Delivery;

    private static SlackPayload.EventCallback Callback(string sample, bool inEnvelope = false) =>
        (SlackPayload.EventCallback)(inEnvelope ? Delivery(sample).Payload : PayloadReader.ReadEvent(Load(sample)));

    private static string Kind(string sample, JsonElement json)
    {
        if (sample.StartsWith("socket-", StringComparison.Ordinal))
        {
            return SocketFrame.Read(JsonSerializer.SerializeToUtf8Bytes(json), Now) switch
            {
                SocketFrame.Envelope envelope => envelope.Delivery.Kind,
                SocketFrame.Disconnect disconnect => $"Disconnect {disconnect.Reason}",
                var frame => frame.GetType().Name,
            };
        }

        var (type, body) = sample switch
        {
            "http-slash-body-a" => (json.GetProperty("content_type").GetString(), json.GetProperty("body").GetString()!),
            "allfields-SlashCommandPayload" => ("form", string.Join('&', json.EnumerateObject().Select(f => $"{f.Name}={f.Value}"))),
            "event-inner-pin_added-a" => ("json", new JsonObject { ["type"] = "event_callback", ["event"] = JsonNode.Parse(json.GetRawText()) }.ToJsonString()),
            _ when IsInteraction(json) => ("form", "payload=" + Uri.EscapeDataString(json.GetRawText())),
            _ => ("json", json.GetRawText()),
        };
        return RequestBody.Read(type, System.Text.Encoding.UTF8.GetBytes(body)) switch
        {
            RequestBody.Payload { Value: var payload } => payload.Kind,
            var read => read?.GetType().Name ?? "malformed",
        };
    }

    private static bool IsInteraction(JsonElement json) =>
        PayloadReader.Type(json) is "block_actions" or "view_submission" or "view_closed" or "message_action" or "shortcut";

    private static JsonElement Load(string sample) => SlackJson.Parse(File.ReadAllText(Needs.Shared($"slack/samples/{sample}.json")))!.Value;
}
