using System.Text;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Web;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class ClosingInSlackTests
{
    [Fact]
    public async Task The_close_says_what_is_missing_with_a_button_for_each_and_brings_the_draft_and_the_link()
    {
        await using var room = await SpeakingBot.StartAsync(("Web:PublicUrl", "https://incidents.example.org"), ("Web:AccessKey", RunningBot.Key));
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();
        var file = await room.FileAsync(FakeWorkspace.Channel, closing.Ts);

        await room.PressAsync(Said.Button(closing.Blocks, "fix_missing:impact"), closing);
        var wrong = await room.SubmitAsync(room.Modal(), (Fields.Text, " "));
        await room.SubmitAsync(room.Modal(), (Fields.Text, "30% of checkouts"));
        await room.WhisperAsync("30% of checkouts");
        var status = await room.StatusAsync("Closed");

        Assert.NotNull(wrong.Payload?["errors"]?[Fields.Text]);
        Assert.All(["impact", "root-cause", "resolution", "improve", "task", "conclusion"], verb => Assert.True(Said.Has(closing.Blocks, $"fix_missing:{verb}"), verb));
        Assert.False(Said.Has(closing.Blocks, "fix_missing:resolved"));
        Assert.Contains("End: `/incident reopen`, then `/resolved`", Said.By(closing.Blocks), StringComparison.Ordinal);
        Assert.Contains("<https://incidents.example.org/incidents/INC-1|", Said.By(closing.Blocks), StringComparison.Ordinal);
        Assert.Contains("db down", Encoding.UTF8.GetString(file.Files[0].Content!), StringComparison.Ordinal);
        Assert.True(Said.Has(status.Blocks, SlackActions.Open));
    }

    [Fact]
    public async Task Closed_again_after_a_reopening_it_is_said_again()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/incident close");
        var first = await room.ClosingAsync();
        await room.FileAsync(FakeWorkspace.Channel, first.Ts);
        await room.SettledAsync();

        await room.Slack.SlashAsync("/incident reopen");
        await room.Slack.SlashAsync("/resolved");
        await room.Slack.SlashAsync("/incident close");
        var second = await room.ClosingAsync(first);
        await room.FileAsync(FakeWorkspace.Channel, second.Ts);
        await room.SettledAsync();

        Assert.Equal(3, room.Posts().Count);
        Assert.Equal(2, room.Look(w => w.Messages.Count(m => m.Files.Count > 0)));
    }

    [Fact]
    public async Task After_a_stop_between_post_and_draft_the_draft_follows_and_nothing_comes_twice()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("files.getUploadURLExternal", new FakeFault { Hangs = true });
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();
        await room.Slack.UntilAsync(s => s.CallsOf("files.getUploadURLExternal").Count > 0);

        await room.RestartAsync();
        await room.FileAsync(FakeWorkspace.Channel, closing.Ts);
        await room.SettledAsync();

        Assert.Equal(2, room.Posts().Count);
        Assert.Single(room.Look(w => w.Messages.Where(m => m.Files.Count > 0).ToList()));
    }

    [Fact]
    public async Task A_draft_whose_outcome_is_unknown_is_looked_for_first()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("files.completeUploadExternal", new FakeFault { Resets = true, DoesWork = true });
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();
        await room.FileAsync(FakeWorkspace.Channel, closing.Ts);
        await room.SettledAsync();

        Assert.Single(room.Slack.CallsOf("files.completeUploadExternal"));
        Assert.Equal(2, room.Posts().Count);
    }

    [Fact]
    public async Task Without_the_right_to_upload_the_thread_says_how_to_see_the_draft()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Slack.Fault("files.getUploadURLExternal", FakeFault.Error("missing_scope", needed: "files:write"));
        await room.Slack.SlashAsync("/detected db down");
        await room.Slack.SlashAsync("/incident close");
        var closing = await room.ClosingAsync();

        var instead = await room.MessageAsync(m => m.ThreadTs == closing.Ts);

        Assert.Contains("files:write", instead.Text, StringComparison.Ordinal);
        Assert.Contains("/incident draft", instead.Text, StringComparison.Ordinal);
    }
}
