using System.Text.Json.Nodes;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Speaking;

public sealed class ModalsInDiscordTests
{
    [Fact]
    public async Task A_message_is_added_to_the_timeline_by_its_menu_without_any_intent_and_then_known()
    {
        await using var room = await DiscordRoom.OpenAsync();
        await room.SlashAsync("detected", "09:00 yesterday db down");
        var message = room.Discord.Say($"replica lag > 90 s, ask <@{FakeDiscord.Ana}>", FakeDiscord.Ben, change: m => m["mentions"] = new JsonArray(FakePayloads.User(FakeDiscord.Ana)));

        var opened = await room.Discord.Menu(DiscordCommands.AddToTimeline, message).AnswerAsync();
        var id = (string)opened["data"]!["custom_id"]!;
        var wrong = await room.Discord.Submit(id, Fields("dead-end", "half past never", "replica lag")).AnswerAsync();
        var right = await room.Discord.Submit(id, Fields("dead-end", "", "replica lag")).AnswerAsync();
        var again = await room.Discord.Menu(DiscordCommands.AddToTimeline, message).AnswerAsync();
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(9, (int)opened["type"]!);
        Assert.Contains("replica lag > 90 s, ask @Ana", Said.By(opened), StringComparison.Ordinal);
        Assert.True(Said.IsForOne(wrong));
        Assert.Contains("replica lag", Said.By(wrong), StringComparison.Ordinal);
        Assert.False(Said.IsForOne(right), Said.By(right));
        Assert.Contains("already, as #2", Said.By(again), StringComparison.Ordinal);
        Assert.Equal(("dead-end", "ben", "Ana"), (Of(entry, "kind"), Of(entry, "author"), Of(entry, "recordedBy")));
        Assert.Equal($"https://discord.com/channels/{FakeDiscord.Guild}/{FakeDiscord.Channel}/{message["id"]}", Of(entry.GetProperty("message"), "link"));
    }

    [Fact]
    public async Task A_modal_is_understood_after_a_restart()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var message = room.Discord.Say("disk full", FakeDiscord.Ben);
        var opened = await room.Discord.Menu(DiscordCommands.AddToTimeline, message).AnswerAsync();

        await room.RestartAsync();
        await room.Discord.Submit((string)opened["data"]!["custom_id"]!, Fields("note", "", "disk full")).AnswerAsync();
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(("disk full", "ben"), (Of(entry, "text"), Of(entry, "author")));
    }

    [Fact]
    public async Task A_form_of_an_incident_that_was_closed_meanwhile_gives_back_what_was_typed_and_goes_nowhere_else()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var status = await room.StatusAsync("checkout is down");
        var opened = await room.Discord.Press(Said.Button(status, "note"), status).AnswerAsync();
        var id = (string)opened["data"]!["custom_id"]!;
        await room.SlashAsync("incident close");

        var closed = await room.Discord.Submit(id, Fields("note", "", "typed for long")).AnswerAsync();
        await room.SlashAsync("detected", "another one");
        var other = await room.Discord.Submit(id, Fields("note", "", "typed for long")).AnswerAsync();

        Assert.All([closed, other], answer => Assert.True(Said.IsForOne(answer)));
        Assert.All([closed, other], answer => Assert.Contains("typed for long", Said.By(answer), StringComparison.Ordinal));
        Assert.Equal(["checkout is down"], await room.TextsAsync());
        Assert.Equal(["another one"], await room.TextsAsync("INC-2"));
    }

    [Fact]
    public async Task Files_on_a_message_that_is_added_by_its_menu_are_kept()
    {
        await using var room = await DiscordRoom.DetectedAsync(("Attachments:MaxBytes", "10"));
        var message = room.Discord.Say("see log", FakeDiscord.Ben, change: m => m["attachments"] = new JsonArray(
            Attach(room, "81", "error.log", "boom"u8.ToArray()), Attach(room, "82", "large.log", new byte[11])));

        var opened = await room.Discord.Menu(DiscordCommands.AddToTimeline, message).AnswerAsync();
        var sent = room.Discord.Submit((string)opened["data"]!["custom_id"]!, Fields("note", "", "see log"));
        await room.Discord.UntilAsync(_ => sent.FollowUps.Count > 0);
        var file = Assert.Single((await room.EntriesAsync())[1].GetProperty("files").EnumerateArray());
        var kept = await room.Bot.GetAsync(file.GetProperty("url").GetString()!);

        Assert.Equal(("error.log", "boom"), (Of(file, "name"), await kept.Content.ReadAsStringAsync()));
        Assert.Contains("large.log: it has 11 bytes, and 10 are the most", Said.By(sent.FollowUps[0]), StringComparison.Ordinal);
    }

    private static (string Field, string Value)[] Fields(string kind, string time, string text) =>
        [(ModalFields.Kind, kind), (ModalFields.Time, time), (ModalFields.Text, text)];

    private static JsonObject Attach(DiscordRoom room, string id, string name, byte[] content)
    {
        room.Discord.State.Files[id] = content;
        return new JsonObject { ["id"] = id, ["filename"] = name, ["size"] = content.Length, ["content_type"] = "text/plain", ["url"] = new Uri(room.Discord.Url, $"/cdn/{id}").AbsoluteUri };
    }

    private static string? Of(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetString();
}
