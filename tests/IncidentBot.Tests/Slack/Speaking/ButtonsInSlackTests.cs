using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class ButtonsInSlackTests
{
    [Fact]
    public async Task Under_the_confirmation_an_entry_is_taken_back_or_corrected()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        var second = await room.Slack.SlashAsync("/note the cach");
        await room.Slack.SlashAsync("/note a later one");

        await room.PressAsync(Said.Button(second.Payload, SlackActions.Amend));
        var modal = room.Modal();
        var wrong = await room.SubmitAsync(modal, (Fields.Time, "25:99"));
        var right = await room.SubmitAsync(modal, (Fields.Text, "the cache"));
        var whisper = await room.WhisperAsync("the cache");
        var undone = await room.AnswerAsync(Said.Button(second.Payload, SlackActions.Undo));
        var entries = (await room.IncidentAsync()).GetProperty("entries").EnumerateArray().ToList();

        Assert.Equal("errors", (string?)wrong.Payload!["response_action"]);
        Assert.NotNull(wrong.Payload["errors"]![Fields.Time]);
        Assert.Null(right.Payload?["errors"]);
        Assert.Equal(FakeWorkspace.Ana, whisper.User);
        Assert.Equal("ephemeral", (string?)undone["response_type"]);
        Assert.Contains("#2", (string?)undone["text"], StringComparison.Ordinal);
        Assert.Equal([false, true, false], entries.Select(entry => entry.GetProperty("withdrawn").GetBoolean()));
    }

    [Fact]
    public async Task Under_the_status_message_it_is_noted_resolved_drafted_and_closed()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        var status = await room.StatusAsync("db down");

        await room.PressAsync(Said.Button(status.Blocks, SlackActions.Note), status);
        await room.SubmitAsync(room.Modal(), (Fields.Text, "by a button"));
        await room.PressAsync(Said.Button(status.Blocks, SlackActions.DeadEnd), status);
        await room.SubmitAsync(room.Modal(), (Fields.Text, "not the cache"));
        await room.PressAsync(Said.Button(status.Blocks, SlackActions.Draft), status);
        var draft = await room.FileAsync(FakeWorkspace.Channel, status.Ts);
        var undone = await room.AnswerAsync(Said.Button(status.Blocks, SlackActions.Undo), status);
        var resolved = await room.AnswerAsync(Said.Button(status.Blocks, SlackActions.Resolve), status);
        status = await room.StatusAsync("Resolved");
        var closed = await room.AnswerAsync(Said.Button(status.Blocks, SlackActions.Close), status);
        var incident = await room.IncidentAsync();

        Assert.Contains("not the cache", System.Text.Encoding.UTF8.GetString(draft.Files[0].Content!), StringComparison.Ordinal);
        Assert.Contains("#3", (string?)undone["text"], StringComparison.Ordinal);
        Assert.Contains("resolved", (string?)resolved["text"], StringComparison.Ordinal);
        Assert.Contains("INC-1 closed", (string?)closed["text"], StringComparison.Ordinal);
        Assert.Equal("closed", incident.GetProperty("state").GetString());
        Assert.Equal(
            ["detected", "note", "dead-end", "resolved"], incident.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData(SlackActions.Undo, "INC-2#1", FakeWorkspace.Channel)]
    [InlineData(SlackActions.Undo, "INC-1#1", FakeWorkspace.OtherChannel)]
    [InlineData(SlackActions.Resolve, "INC-9", FakeWorkspace.Channel)]
    [InlineData(SlackActions.Close, "INC-1", FakeWorkspace.OtherChannel)]
    [InlineData(SlackActions.Amend, "INC-1#77", FakeWorkspace.Channel)]
    [InlineData(SlackActions.Note, "'; DROP TABLE events", FakeWorkspace.Channel)]
    [InlineData(SlackActions.Draft, null, FakeWorkspace.Channel)]
    [InlineData("fix_missing:impact", "INC-1:nonsense", FakeWorkspace.Channel)]
    [InlineData("explode", "INC-1", FakeWorkspace.Channel)]
    public async Task What_is_out_of_date_or_made_up_changes_nothing_and_says_so(string action, string? value, string channel)
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/detected disk full", channel: FakeWorkspace.OtherChannel);
        var (before, other) = (await room.IncidentAsync(), await room.IncidentAsync("INC-2"));

        var answer = await room.AnswerAsync(new JsonObject { ["action_id"] = action, ["value"] = value }, channel: channel);

        Assert.Equal("ephemeral", (string?)answer["response_type"]);
        Assert.Equal(Replies.Stale, (string?)answer["text"]);
        Assert.Empty(room.Slack.CallsOf("views.open"));
        Assert.Equal(before.GetRawText(), (await room.IncidentAsync()).GetRawText());
        Assert.Equal(other.GetRawText(), (await room.IncidentAsync("INC-2")).GetRawText());
    }

    [Fact]
    public async Task Case_26_a_trigger_that_is_used_opens_nothing_and_says_what_to_do()
    {
        await using var room = await SpeakingBot.StartAsync();
        var ack = await room.Slack.SlashAsync("/detected db down");
        var trigger = room.Slack.NewTrigger();
        room.Slack.UseTrigger(trigger);

        var url = await room.PressAsync(Said.Button(ack.Payload, SlackActions.Amend), trigger: trigger);
        await room.Slack.UntilAsync(s => s.Answers(url).Count > 0);

        Assert.Equal(Replies.TookTooLong, (string?)room.Slack.Answers(url)[0]["text"]);
        Assert.Single(room.Slack.CallsOf("views.open"));
        Assert.Single(await room.TextsAsync());
    }

    [Theory]
    [InlineData(true, FakeWorkspace.Channel)]
    [InlineData(false, "D0ANA")]
    public async Task Case_25_where_the_address_is_gone_the_answer_comes_in_the_channel_or_directly(bool isMember, string where)
    {
        await using var room = await SpeakingBot.StartAsync();
        var ack = await room.Slack.SlashAsync("/detected db down");
        await room.StatusAsync("db down");
        await room.SettledAsync();
        room.Look(w => w.Channels[FakeWorkspace.Channel]["is_member"] = isMember);
        var url = room.Slack.NewResponseUrl();
        room.Slack.Expired[new Uri(url).AbsolutePath] = true;

        await room.PressAsync(Said.Button(ack.Payload, SlackActions.Undo), url: url);
        var answer = isMember
            ? (await room.WhisperAsync("#1")).Channel
            : (await room.MessageAsync(m => m.Channel == "D0ANA" && m.Text.Contains("#1", StringComparison.Ordinal))).Channel;

        Assert.Equal(where, answer);
        Assert.Empty(room.Slack.Answers(url));
    }
}
