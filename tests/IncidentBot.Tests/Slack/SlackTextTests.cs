using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Web;

namespace IncidentBot.Tests.Slack;

/// <summary>Texts and crowds that would upset a careless bot, through the wire to the file and back.</summary>
public sealed class SlackTextTests
{
    private const int Megabyte = 1024 * 1024;
    private const int LongestFrame = 20_480;

    [Fact]
    public async Task Case_30_a_text_of_a_megabyte_is_recorded_whole_and_confirmed_cut()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var text = $"beginning 🔥 مرحبا {new string('x', Megabyte)} end";

        var ack = await room.Slack.SlashAsync($"/note {text}");
        var strange = await room.Slack.SlashAsync("/note nul \0 and \ud800 half a letter");
        var entries = await room.LaterAsync();

        Assert.StartsWith("✓ INC-1 #2 note", ack.Text, StringComparison.Ordinal);
        Assert.Contains("beginning 🔥 مرحبا xxx", ack.Text, StringComparison.Ordinal);
        Assert.Contains("…", ack.Text, StringComparison.Ordinal);
        Assert.InRange(ack.Bytes, 1, LongestFrame - 1);
        Assert.Equal(text, entries[0].GetProperty("text").GetString());
        Assert.StartsWith("✓ INC-1 #3 note", strange.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_33_markup_that_people_type_pings_nobody_and_comes_back_as_typed()
    {
        await using var room = await SlackRoom.DetectedAsync();

        var ack = await room.Slack.SlashAsync("/note &lt;!channel&gt; <!here> <@U0BEN> &amp;lt; &lt;@U0BEN&gt; <https://example.org/?a=1&amp;b=2|docs>");
        await room.Slack.MentionAsync("note &lt;!channel&gt; <!everyone>");
        await room.ToldAsync("INC-1 #3 note");
        await room.Slack.UntilAsync(slack => slack.CallsOf("chat.update").Any(call => call["text"].Length > 0));
        var entries = await room.LaterAsync();

        Assert.Equal("<!channel> @here @Ben Dev &lt; <@U0BEN> docs (https://example.org/?a=1&b=2)", entries[0].GetProperty("text").GetString());
        Assert.Contains("&lt;!channel&gt; @here @Ben Dev &amp;lt; &lt;@U0BEN&gt; docs (", ack.Text, StringComparison.Ordinal);
        var said = room.Slack.Calls.Select(call => $"{call["text"]} {call["blocks"]}").Append(ack.Payload!.ToJsonString()).ToList();
        Assert.All(said, words => Assert.DoesNotMatch(@"<!(?!date)|<@U|\\u003C!(?!date)|\\u003C@", words));
    }

    [Fact]
    public async Task Case_34_fifty_commands_at_once_are_all_confirmed_in_their_order_and_another_channel_does_not_wait()
    {
        var store = new ScriptedStore { OnlyWith = "slow" };
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected slow to begin with");
        await slack.SlashAsync("/detected elsewhere", channel: FakeWorkspace.OtherChannel);
        string[] lines = [.. Enumerable.Range(1, 50).Select(i => $"step {i} {(i % 3 == 0 ? $"with <@U0NEW{i}>" : "alone")}")];

        store.Fault = Fault.Hangs;
        var stuck = slack.SlashAsync("/note slow", channel: FakeWorkspace.OtherChannel);
        await store.Hung.Task.WaitAsync(TimeSpan.FromSeconds(20));
        store.Fault = Fault.None;
        var acks = await Task.WhenAll(lines.Select(line => slack.SlashAsync($"/note {line}")));
        store.Hanging.SetResult();
        await stuck;

        Assert.All(acks, ack => Assert.StartsWith("✓ INC-1 #", ack.Text, StringComparison.Ordinal));
        Assert.Equal(
            lines.Select(line => line.Split("<@")[0]),
            (await store.TextsAsync()).Skip(1).Select(text => text!.Split('@')[0]));
    }
}
