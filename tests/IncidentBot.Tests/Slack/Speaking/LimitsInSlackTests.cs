using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Slack.Speech;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class LimitsInSlackTests
{
    private const string Nasty = "&lt;!channel&gt; <!here> <!everyone> <!subteam^S1> <@U0BEN> &amp;lt;!here&amp;gt; *b* _i_ ~s~ `c` <https://evil.example|click>";

    [Fact]
    public async Task Case_31_what_is_longer_than_Slack_takes_is_cut_or_split_before_it_is_sent()
    {
        await using var room = await SpeakingBot.StartAsync();
        var huge = new string('x', 40_001);
        var first = await room.Slack.SlashAsync($"/detected {huge}");
        for (var i = 0; i < 12; i++)
        {
            await room.Slack.SlashAsync($"/dead-end {i} {new string('&', 3001).Replace("&", "&amp;", StringComparison.Ordinal)}");
        }

        var status = await room.StatusAsync("11 &amp;");
        var command = room.Slack.SlashPayload("/incident draft");
        var draft = await room.Slack.DeliverAsync(FakeSlack.Envelope("slash_commands", command));
        await room.Slack.UntilAsync(s => s.Answers((string)command["response_url"]!).Count > 0);
        var home = await room.HomeAsync();

        Assert.Equal(huge, (await room.TextsAsync())[0]);
        Assert.All(room.Slack.Acks, ack => Assert.InRange(ack.Bytes, 1, 20_479));
        Assert.Empty(SlackLimits.OfMessage(new JsonObject { ["text"] = status.Text, ["blocks"] = status.Blocks!.DeepClone() }));
        Assert.Empty(SlackLimits.OfView(home));
        Assert.All([first.Payload!, draft.Payload, .. room.Slack.Answers((string)command["response_url"]!)], message => Assert.True(message is null || SlackLimits.OfMessage(message).Count == 0));
    }

    [Fact]
    public async Task Case_31_where_Slack_refuses_the_blocks_the_words_come_alone()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("chat.postMessage", FakeFault.Error("invalid_blocks"));

        await room.Slack.SlashAsync("/detected db down");
        var status = await room.StatusAsync("db down");

        Assert.Null(status.Blocks);
    }

    [Fact]
    public async Task Case_33_nobody_is_pinged_by_what_people_type_and_it_reads_as_it_was_typed()
    {
        await using var room = await SpeakingBot.StartAsync();
        var ack = await room.Slack.SlashAsync($"/detected {Nasty}");
        await room.Slack.SlashAsync($"/dead-end {Nasty}");
        await room.Slack.SlashAsync($"/incident set title {Nasty}");
        var status = await room.StatusAsync("dead-end");
        await room.PressAsync(Said.Button(ack.Payload, SlackActions.Amend));
        await room.SubmitAsync(room.Modal(), (Fields.Text, "<!channel> again & <b>"));
        await room.WhisperAsync("again");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();
        var file = await room.FileAsync(FakeWorkspace.Channel, closing.Ts);
        await room.HomeAsync();
        room.Look(w => w.Channels[FakeWorkspace.Channel]["is_member"] = false);
        await room.Slack.SlashAsync($"/impact {Nasty}");
        await room.MessageAsync(m => m.Channel == "D0ANA");

        Assert.Equal("<!channel> again & <b>", (await room.TextsAsync())[0]);
        Assert.Contains("<!channel> again & <b>", Encoding.UTF8.GetString(file.Files[0].Content!), StringComparison.Ordinal);
        Assert.NotEmpty(Said.Marked(status.Blocks));
        Assert.All(Sent(room.Slack), text => Assert.DoesNotMatch("<!(?!date)|<@", text));
    }

    /// <summary>Everything in which Slack would look for people to ping.</summary>
    private static IEnumerable<string> Sent(FakeSlack slack) =>
    [
        .. slack.Acks.Where(ack => ack.Payload is not null).SelectMany(ack => Texts(ack.Payload!)),
        .. slack.Responses.Values.SelectMany(answers => answers).SelectMany(Texts),
        .. slack.Calls.SelectMany(call => (string[])[call["text"], call["initial_comment"], .. Marked(call, "blocks"), .. Marked(call, "view")]),
    ];

    private static IEnumerable<string> Texts(JsonObject message) => [(string?)message["text"] ?? "", .. Said.Marked(message)];

    private static IEnumerable<string> Marked(FakeCall call, string argument) => call.Arguments.ContainsKey(argument) ? Said.Marked(call.Node(argument)) : [];
}
