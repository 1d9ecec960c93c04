using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Speaking;

public sealed class ButtonsInDiscordTests
{
    [Fact]
    public async Task An_answer_is_taken_back_or_corrected_with_a_tap_also_after_a_restart()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var note = room.Discord.Slash("note", [("text", "disk ful")]);
        await note.AnswerAsync();
        await room.SlashAsync("note", "wrong channel");
        await room.RestartAsync();

        var opened = await room.Discord.Press(Said.Button(note.Original!, DiscordActions.Amend), note.Original!).AnswerAsync();
        var amended = await room.Discord.Submit((string)opened["data"]!["custom_id"]!, [(ModalFields.Time, ""), (ModalFields.Text, "disk full")]).AnswerAsync();
        var undone = await room.Discord.Press("undo INC-1#3", note.Original!).AnswerAsync();
        var entries = await room.LaterAsync();

        Assert.Equal(9, (int)opened["type"]!);
        Assert.False(Said.IsForOne(amended), Said.By(amended));
        Assert.False(Said.IsForOne(undone), Said.By(undone));
        Assert.Equal([("disk full", false), ("wrong channel", true)], entries.Select(e => (e.GetProperty("text").GetString()!, e.GetProperty("withdrawn").GetBoolean())));
    }

    [Fact]
    public async Task The_status_message_notes_resolves_closes_and_shows_the_draft()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var status = await room.StatusAsync("checkout is down");

        var opened = await room.Discord.Press(Said.Button(status, DiscordActions.DeadEnd), status).AnswerAsync();
        await room.Discord.Submit((string)opened["data"]!["custom_id"]!, [(ModalFields.Kind, "dead-end"), (ModalFields.Time, ""), (ModalFields.Text, "the cache")]).AnswerAsync();
        await room.Discord.Press(Said.Button(status, DiscordActions.Resolve), status).AnswerAsync();
        var draft = room.Discord.Press(Said.Button(status, DiscordActions.Draft), status);
        await room.Discord.UntilAsync(_ => draft.Original?["attachments"]?.AsArray().Count > 0);
        var closed = await room.Discord.Press("close INC-1", status).AnswerAsync();

        Assert.Equal(["detected", "dead-end", "resolved"], (await room.EntriesAsync()).Select(e => e.GetProperty("kind").GetString()));
        Assert.True(Said.IsForOne(await draft.AnswerAsync()));
        Assert.Contains("INC-1", Said.By(closed), StringComparison.Ordinal);
        Assert.Equal("closed", (await room.Bot.GetJsonAsync("/api/incidents/INC-1")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("undo INC-2#1")]
    [InlineData("resolve INC-7")]
    [InlineData("undo")]
    [InlineData("nothing INC-1")]
    [InlineData("amend INC-1#99")]
    public async Task A_button_of_another_room_or_of_nothing_changes_nothing(string customId)
    {
        await using var room = await DiscordRoom.DetectedAsync();
        await room.SlashAsync("detected", "elsewhere", channel: FakeDiscord.OtherChannel);

        var answer = await room.Discord.Press(customId, room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Application, "old")).AnswerAsync();

        Assert.True(Said.IsForOne(answer));
        Assert.Contains("out of date", Said.By(answer), StringComparison.Ordinal);
        Assert.All(await room.EntriesAsync("INC-2"), entry => Assert.False(entry.GetProperty("withdrawn").GetBoolean()));
    }
}
