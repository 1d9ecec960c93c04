using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>From a delivery to its answer, in time or too late.</summary>
public sealed class ReceptionTests
{
    [Fact]
    public async Task What_fails_is_said_to_be_unsure()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Bot.Take = _ => throw new InvalidOperationException("broken");
        await room.Bot.ConnectAsync();

        var answer = await room.Discord.Slash("note").AnswerAsync();

        Assert.StartsWith("❓", (string?)answer["data"]!["content"], StringComparison.Ordinal);
        Assert.Equal(64, (int)answer["data"]!["flags"]!);
    }

    [Fact]
    public async Task What_takes_long_is_put_off_in_time_and_answered_in_its_place()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var work = new TaskCompletionSource<DiscordResponse?>();
        room.Bot.Take = delivery => delivery.Payload is DiscordPayload.Interaction ? work.Task : Task.FromResult<DiscordResponse?>(null);
        await room.Bot.ConnectAsync();

        var asked = room.Discord.Slash("note");
        await room.PassAsync(GatewayRoom.Seconds(2.2));
        Assert.Equal("""{"type":5,"data":{"flags":64}}""", (await asked.AnswerAsync()).ToJsonString());
        work.SetResult(new DiscordResponse.Message(MessageBody.Text("done").AsEphemeral()));
        await room.Discord.UntilAsync(_ => (string?)asked.Original?["content"] == "done");

        Assert.Equal(1, asked.Tries);
    }

    [Fact]
    public async Task A_button_whose_work_takes_long_leaves_its_message_and_says_the_rest_behind_it()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var work = new TaskCompletionSource<DiscordResponse?>();
        room.Bot.Take = delivery => delivery.Payload is DiscordPayload.Interaction ? work.Task : Task.FromResult<DiscordResponse?>(null);
        await room.Bot.ConnectAsync();
        var message = room.Discord.State.AddMessage(FakeDiscord.Channel, FakeDiscord.Application, "status");

        var pressed = room.Discord.Press("undo", message);
        await room.PassAsync(GatewayRoom.Seconds(2.2));
        Assert.Equal("""{"type":6}""", (await pressed.AnswerAsync()).ToJsonString());
        work.SetResult(new DiscordResponse.Message(MessageBody.Text("undone")));
        await room.Discord.UntilAsync(_ => pressed.FollowUps.Count == 1);

        Assert.Equal("undone", (string?)pressed.FollowUps[0]["content"]);
    }

    [Theory]
    [InlineData(false, FakeDiscord.Channel)]
    [InlineData(true, "7000000000000000001")]
    public async Task Case_25_what_came_too_late_is_not_tried_again_but_said_in_the_channel_or_to_the_person(bool isPrivate, string where)
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Bot.Take = delivery =>
        {
            if (delivery.Payload is not DiscordPayload.Interaction)
            {
                return Task.FromResult<DiscordResponse?>(null);
            }

            room.Discord.Deadline = TimeSpan.Zero;
            room.Time.Advance(GatewayRoom.Seconds(0.1));
            var body = MessageBody.Text("recorded");
            return Task.FromResult<DiscordResponse?>(new DiscordResponse.Message(isPrivate ? body.AsEphemeral() : body));
        };
        await room.Bot.ConnectAsync();

        var asked = room.Discord.Slash("note");
        await room.Discord.UntilAsync(discord => discord.State.SaidIn(where).Count == 1);

        Assert.Equal(1, asked.Tries);
        Assert.Equal(1, room.Bot.Late.Missed);
        Assert.False(asked.IsAnswered);
    }

    [Fact]
    public async Task Choices_that_come_too_late_are_forgotten_in_silence()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Bot.Take = delivery => Task.FromResult<DiscordResponse?>(delivery.Payload is DiscordPayload.Interaction ? new DiscordResponse.Choices([new OptionChoice("A", "a")]) : null);
        await room.Bot.ConnectAsync();

        Assert.Equal("""{"type":8,"data":{"choices":[{"name":"A","value":"a"}]}}""", (await room.Discord.Type("note", "text", "a").AnswerAsync()).ToJsonString());
        room.Discord.Fault("POST /interactions/", FakeFault.Error(404, 10062));
        room.Discord.Type("note", "text", "ab");
        await room.Discord.UntilAsync(discord => discord.RequestsOf("POST /interactions/").Count(request => request.Status == 404) == 1);
        await room.Discord.Type("note", "text", "abc").AnswerAsync();

        Assert.Empty(room.Discord.State.Messages);
        Assert.Equal(0, room.Bot.Late.Missed);
    }

    [Fact]
    public async Task Modals_are_opened_and_what_was_filled_in_is_read_in_both_shapes()
    {
        await using var room = await GatewayRoom.OpenAsync();
        room.Bot.Take = delivery => Task.FromResult<DiscordResponse?>(delivery.Payload is not DiscordPayload.Interaction { Value: var interaction } ? null
            : interaction.Type == InteractionTypes.Modal ? new DiscordResponse.Message(MessageBody.Text($"{interaction.Data.Fields["a"].Value} {interaction.Data.Fields["b"].Value}"))
            : new DiscordResponse.OpenModal(new ModalBody("m", "Title", [new Label("Text", new TextInput("a", TextInputStyle.Paragraph) { Required = true })])));
        await room.Bot.ConnectAsync();

        var opened = await room.Discord.Slash("note").AnswerAsync();
        var sent = await room.Discord.Interact(5, GatewayRoom.Frame("""
            {"custom_id":"m","components":[{"type":18,"component":{"type":4,"custom_id":"a","value":"x"}},{"type":1,"components":[{"type":4,"custom_id":"b","value":"y"}]}]}
            """)).AnswerAsync();

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"type":9,"data":{"custom_id":"m","title":"Title","components":[{"type":18,"label":"Text","component":{"type":4,"custom_id":"a","style":2,"required":true}}]}}
            """), opened), opened.ToJsonString());
        Assert.Equal("x y", (string?)sent["data"]!["content"]);
    }
}
