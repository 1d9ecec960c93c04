using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord;

/// <summary>What people write: to the bot, and what they mark for the timeline.</summary>
public sealed class DiscordMentionTests
{
    private const string Bot = $"<@{FakeDiscord.Application}>";

    [Fact]
    public async Task A_line_that_begins_with_the_bots_name_is_recorded_without_any_intent_and_answered_in_its_channel()
    {
        await using var room = await DiscordRoom.DetectedAsync();

        var said = room.Discord.Say($"{Bot} note asked **<@{FakeDiscord.Ben}>** \\<3", change: m => m["mentions"]!.AsArray().Add(FakePayloads.User(FakeDiscord.Ben)));
        room.Discord.Say($"I like {Bot}");
        var answer = await room.MessageAsync(message => Said.By(message).Contains("INC-1 #2 note", StringComparison.Ordinal));
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal("asked **@ben** <3", entry.GetProperty("text").GetString());
        Assert.Equal("Ana", entry.GetProperty("author").GetString());
        Assert.Equal((string?)said["id"], (string?)answer["message_reference"]!["message_id"]);
        Assert.All(room.Discord.RequestsOf("POST /channels/"), request => Assert.Equal("""{"parse":[]}""", request.Body!["allowed_mentions"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_reaction_notes_a_message_until_the_last_of_its_kind_is_gone()
    {
        await using var room = await DiscordRoom.ReadingAsync(("Discord:Reactions:🛠", "fix"));
        var message = room.Discord.Say("disk full", FakeDiscord.Ben);
        var fix = room.Discord.Say("rolled back", FakeDiscord.Ben);

        Put(room, message, "📌", 2);
        room.Discord.React(message, "📌");
        await room.LaterAsync(1);
        room.Discord.React(message, "📌", FakeDiscord.Ben);
        room.Discord.React(fix, "🛠️");
        room.Discord.React(fix, "👀");
        await room.LaterAsync(2);
        Put(room, message, "📌", 1);
        room.Discord.React(message, "📌", isAdded: false);
        await room.SlashAsync("note", "between");
        var still = await room.LaterAsync();
        Put(room, message, "📌", 0);
        room.Discord.React(message, "📌", FakeDiscord.Ben, isAdded: false);
        await UntilAsync(room, entries => entries[0].GetProperty("withdrawn").GetBoolean());
        var entries = await room.LaterAsync();

        Assert.Equal([("note", "disk full"), ("fix", "rolled back"), ("note", "between")], still.Select(e => (Of(e, "kind"), Of(e, "text"))));
        Assert.False(still[0].GetProperty("withdrawn").GetBoolean());
        Assert.Equal(("ben", "Ana"), (Of(entries[0], "author"), Of(entries[0], "recordedBy")));
        Assert.Equal("reaction:📌 removed", Of(entries[0].GetProperty("history")[0], "reason"));
        await room.Discord.UntilAsync(d => d.State.Reactions.ContainsKey($"{fix["id"]} ✅") && !d.State.Reactions.ContainsKey($"{message["id"]} ✅"));
    }

    [Fact]
    public async Task When_all_reactions_are_removed_at_once_or_all_of_an_emoji_the_entry_goes_with_its_own()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        JsonObject[] messages = [.. new[] { "all", "of its emoji", "of another", "never marked" }.Select(text => room.Discord.Say(text, FakeDiscord.Ben))];
        foreach (var (message, i) in messages.Take(3).Select((message, i) => (message, i)))
        {
            Put(room, message, "📌", 1);
            room.Discord.React(message, "📌");
            await room.LaterAsync(i + 1);
        }

        Put(room, messages[0], "📌", 0);
        Put(room, messages[1], "📌", 0);
        room.Discord.Clear(messages[3]);
        room.Discord.Clear(messages[2], "👀");
        room.Discord.Clear(messages[0]);
        room.Discord.Clear(messages[1], "📌");
        await UntilAsync(room, entries => entries.Count(e => e.GetProperty("withdrawn").GetBoolean()) == 2);
        var entries = await room.LaterAsync();

        Assert.Equal([true, true, false], entries.Select(e => e.GetProperty("withdrawn").GetBoolean()));
        Assert.All(entries.Take(2), e => Assert.Equal("reaction:📌 removed", Of(e.GetProperty("history")[0], "reason")));
    }

    [Fact]
    public async Task Channels_that_a_captured_message_names_are_called_by_their_names_also_after_an_edit()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        var message = room.Discord.Say($"see <#{FakeDiscord.Channel}> and <#9000000000000000009>", FakeDiscord.Ben);

        room.Discord.React(message, "📌");
        var captured = (await room.LaterAsync(1))[0];
        room.Discord.Edit(message, $"rather <#{FakeDiscord.OtherChannel}>");
        await UntilAsync(room, entries => Of(entries[0], "text") == "rather #other");

        Assert.Equal("see #incidents and #a-channel", Of(captured, "text"));
    }

    [Fact]
    public async Task Without_the_intent_for_it_who_reacts_is_told_of_the_menu_once_and_nothing_is_made_up()
    {
        await using var room = await DiscordRoom.DetectedAsync();
        var first = room.Discord.Say("disk full", FakeDiscord.Ben);
        var second = room.Discord.Say("still full", FakeDiscord.Ben);
        Hide(room, first);
        Hide(room, second);

        room.Discord.React(first, "📌");
        var told = await room.MessageAsync(message => Said.By(message).Contains("Add to timeline", StringComparison.Ordinal));
        room.Discord.React(second, "📌");
        await room.Discord.UntilAsync(d => d.RequestsOf($"GET /channels/{FakeDiscord.Channel}/messages/{second["id"]}").Count > 0);
        await room.SlashAsync("note", "typed");

        Assert.Equal((string?)first["id"], (string?)told["message_reference"]!["message_id"]);
        Assert.Equal(["checkout is down", "typed"], await room.TextsAsync());
        Assert.Single(room.Posts(), message => Said.By(message).Contains("Add to timeline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edits_and_the_deletion_of_a_captured_message_are_history_those_of_others_nothing()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        var captured = room.Discord.Say("db is slwo", FakeDiscord.Ben);
        var other = room.Discord.Say("lunch?", FakeDiscord.Ben);
        room.Discord.React(captured, "📌");
        await room.LaterAsync(1);

        room.Discord.Edit(other, "dinner?");
        room.Discord.Delete(other);
        room.Discord.Edit(captured, "db is slow");
        await UntilAsync(room, entries => Of(entries[0], "text") == "db is slow");
        room.Discord.Delete(captured);
        await UntilAsync(room, entries => entries[0].GetProperty("history").GetArrayLength() == 2);
        var entry = Assert.Single(await room.LaterAsync());

        Assert.Equal(
            [("amended", "edited there", "db is slwo"), ("amended", "deleted there", "db is slow")],
            entry.GetProperty("history").EnumerateArray().Select(c => (Of(c, "change"), Of(c, "reason"), Of(c.GetProperty("before"), "text"))));
        Assert.False(entry.GetProperty("withdrawn").GetBoolean());
    }

    [Fact]
    public async Task A_message_is_noted_by_pinning_it_until_it_is_unpinned_and_again_when_it_is_back()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        await room.StatusAsync("checkout is down");
        var message = room.Discord.Say("the runbook", FakeDiscord.Ben);

        Pin(room, message, true);
        await UntilAsync(room, entries => entries.Count == 1);
        Pin(room, message, false);
        await UntilAsync(room, entries => entries[0].GetProperty("withdrawn").GetBoolean());
        Pin(room, message, true);
        await UntilAsync(room, entries => entries.Count == 2);
        var entries = await room.LaterAsync();

        Assert.Equal([("the runbook", true), ("the runbook", false)], entries.Select(e => (Of(e, "text")!, e.GetProperty("withdrawn").GetBoolean())));
        Assert.All(entries, e => Assert.Equal(("note", "ben", "pin", false), (Of(e, "kind"), Of(e, "author"), Of(e.GetProperty("message"), "how"), e.GetProperty("recovered").GetBoolean())));
    }

    [Fact]
    public async Task Files_on_a_message_that_is_reacted_to_are_kept_until_it_is_redacted()
    {
        await using var room = await DiscordRoom.ReadingAsync();
        room.Discord.State.Files["81"] = "boom"u8.ToArray();
        var message = room.Discord.Say("see log", FakeDiscord.Ben, change: m => m["attachments"] = new JsonArray(
            new JsonObject { ["id"] = "81", ["filename"] = "error.log", ["size"] = 4, ["content_type"] = "text/plain", ["url"] = new Uri(room.Discord.Url, "/cdn/81").AbsoluteUri }));
        room.Discord.React(message, "📌");
        await UntilAsync(room, entries => entries.Count > 0 && entries[0].GetProperty("files").GetArrayLength() > 0);

        var url = (await room.LaterAsync())[0].GetProperty("files")[0].GetProperty("url").GetString()!;
        var kept = await room.Bot.GetAsync(url);
        await room.SlashAsync("incident redact", "2 secrets");
        var erased = await room.Bot.GetAsync(url);

        Assert.Equal("boom", await kept.Content.ReadAsStringAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, erased.StatusCode);
    }

    [Fact]
    public async Task Who_writes_to_the_bot_alone_is_told_where_to_type_it()
    {
        await using var room = await DiscordRoom.OpenAsync();
        room.Discord.State.AddChannel("7000000000000000001", name: "direct");
        var message = room.Discord.State.AddMessage("7000000000000000001", FakeDiscord.Ana, "note disk full");

        room.Discord.Dispatch("MESSAGE_CREATE", message);
        var told = await room.MessageAsync(answer => Said.By(answer).Contains("channel of a server", StringComparison.Ordinal), "7000000000000000001");

        Assert.Equal((string?)message["id"], (string?)told["message_reference"]!["message_id"]);
        Assert.Equal("[]", (await room.Bot.GetJsonAsync("/api/incidents")).GetProperty("items").GetRawText());
    }

    /// <summary>Reads until the entries after the first are so: a file that was kept is told to nobody.</summary>
    private static async Task UntilAsync(DiscordRoom room, Func<IReadOnlyList<JsonElement>, bool> isTrue)
    {
        using var ceiling = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isTrue(await room.LaterAsync()))
        {
            ceiling.Token.ThrowIfCancellationRequested();
        }
    }

    private static void Put(DiscordRoom room, JsonObject message, string emoji, int count) => room.Discord.State.Change(
        FakeDiscord.Channel, (string)message["id"]!,
        m => m["reactions"] = new JsonArray(new JsonObject { ["count"] = count, ["me"] = false, ["emoji"] = new JsonObject { ["id"] = null, ["name"] = emoji } }));

    private static void Pin(DiscordRoom room, JsonObject message, bool isPinned)
    {
        room.Discord.State.Change(FakeDiscord.Channel, (string)message["id"]!, m => m["pinned"] = isPinned);
        room.Discord.Dispatch("CHANNEL_PINS_UPDATE", new JsonObject { ["guild_id"] = FakeDiscord.Guild, ["channel_id"] = FakeDiscord.Channel, ["last_pin_timestamp"] = null });
    }

    private static void Hide(DiscordRoom room, JsonObject message) => room.Discord.State.Change(FakeDiscord.Channel, (string)message["id"]!, m => m["content"] = "");

    private static string? Of(JsonElement element, string name) => element.GetProperty(name).GetString();
}
