using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class HomeInSlackTests
{
    [Fact]
    public async Task It_begins_empty_and_its_buttons_work_from_there()
    {
        await using var room = await SpeakingBot.StartAsync();

        var empty = await room.HomeAsync();
        await room.PressAtHomeAsync(Said.Button(empty["blocks"], SlackActions.Declare));
        await room.SubmitAsync(room.Modal(), (Fields.Title, "Checkout is down"), (Fields.Channel, FakeWorkspace.Channel));
        var open = await room.HomeAsync();
        await room.PressAtHomeAsync(Said.Button(open["blocks"], SlackActions.Note));
        await room.SubmitAsync(room.Modal(), (Fields.Text, "noted at home"));
        await room.Slack.SlashAsync("/incident close");
        var closed = await room.HomeAsync();
        await room.PressAtHomeAsync(Said.Button(closed["blocks"], SlackActions.Draft));
        var draft = await room.FileAsync("D0ANA", null);
        var bens = await room.HomeAsync(FakeWorkspace.Ben);

        Assert.Contains("No incident is open", Said.By(empty), StringComparison.Ordinal);
        Assert.Contains("Checkout is down", Said.By(open), StringComparison.Ordinal);
        Assert.Equal(["noted at home"], await room.TextsAsync());
        Assert.Contains("Yours", Said.By(closed), StringComparison.Ordinal);
        Assert.Contains("noted at home", System.Text.Encoding.UTF8.GetString(draft.Files[0].Content!), StringComparison.Ordinal);
        Assert.Contains("Recent drafts", Said.By(bens), StringComparison.Ordinal);
        Assert.DoesNotContain("Yours", Said.By(bens), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_in_a_private_channel_is_shown_to_those_only_who_wrote_there()
    {
        await using var room = await SpeakingBot.StartAsync();
        room.Look(w => w.Channels[FakeWorkspace.Channel]["is_private"] = true);
        await room.Slack.SlashAsync("/detected a secret matter");

        var anas = await room.HomeAsync();
        var bens = await room.HomeAsync(FakeWorkspace.Ben);
        await room.PressAtHomeAsync(Said.Button(anas["blocks"], SlackActions.Note), FakeWorkspace.Ben);

        Assert.Contains("a secret matter", Said.By(anas), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Said.By(bens), StringComparison.Ordinal);
        Assert.Empty(room.Slack.CallsOf("views.open"));
        Assert.Contains("out of date", (await room.MessageAsync(m => m.Channel == "D0BEN")).Text, StringComparison.Ordinal);
    }
}
