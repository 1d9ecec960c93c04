using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Tests.Discord.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>Whatever comes from outside is read, or known not to be readable; it never throws.</summary>
public sealed class MutatedInputTests
{
    /// <summary>How many are tried; <c>INCIDENTBOT_TEST_MUTATIONS</c> sets another number.</summary>
    private static readonly int Tries = int.Parse(Environment.GetEnvironmentVariable("INCIDENTBOT_TEST_MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);

    private static readonly string[] Pieces =
    [
        "null", "[]", "{}", "\"\"", "0", "-1", "1e999", "true", "\"\\ud83d\"", "\"\\u0000\"", "\"op\":0,", "\"s\":\"7\",", "{\"a\":", "]}", "\\",
        "\uFFFF", "é", "\"type\":", "\"id\":", new string('[', 100), new string('9', 400),
    ];

    [Fact]
    public void Damaged_frames_are_read_or_passed_over()
    {
        var random = new Random(10);
        var whole = Frames();
        var delivered = 0;
        for (var i = 0; i < Tries; i++)
        {
            var bytes = Damage(random, whole[i % whole.Length]);
            if (GatewayFrame.Read(bytes) is GatewayFrame.Dispatch dispatch && PayloadReader.ReadEvent(dispatch.Name, dispatch.Data) is var payload and not DiscordPayload.Unknown)
            {
                delivered++;
                Assert.NotEmpty(payload.Kind);
                Assert.NotEmpty(DeliveryIds.Of(payload, "wire"));
                Touch(payload);
            }

            _ = DiscordError.Read(DiscordJson.Parse(bytes));
        }

        Assert.InRange(delivered, Tries / 20, Tries);
    }

    [Fact]
    public void Frames_as_they_should_be_are_read() => Assert.All(
        Frames(), frame => Assert.IsNotType<DiscordPayload.Unknown>(
            GatewayFrame.Read(Encoding.UTF8.GetBytes(frame)) is GatewayFrame.Dispatch dispatch ? PayloadReader.ReadEvent(dispatch.Name, dispatch.Data) : null));

    /// <summary>Looks at all that is reckoned from what came.</summary>
    private static void Touch(DiscordPayload payload)
    {
        switch (payload)
        {
            case DiscordPayload.Interaction { Value: var interaction }:
                _ = (interaction.ActorName, interaction.Address, interaction.Data.Fields.Count, interaction.Data.Resolved.NameOf("1"), interaction.ToString());
                break;
            case DiscordPayload.MessageCreated { Message: var message }:
                _ = (message.AuthorName, message.WrittenAt, message.EditedAt, message.IsSaid, message.Embeds.Count);
                break;
            case DiscordPayload.Reaction { Value: var reaction }:
                _ = reaction.Emoji.Text;
                break;
        }
    }

    private static string[] Frames()
    {
        var at = new DateTimeOffset(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);
        var message = FakePayloads.Message("77", FakeDiscord.Channel, FakeDiscord.Ana, "disk \ud83d\ude00 full", at);
        (string Name, JsonObject Data)[] events =
        [
            ("INTERACTION_CREATE", With(FakePayloads.Interaction("1", "t", 2, FakeDiscord.Ana, FakeDiscord.Channel), FakeCommands.Data("incident note", [("text", "x"), ("urgent", true)]))),
            ("INTERACTION_CREATE", With(FakePayloads.Interaction("2", "t", 5, FakeDiscord.Ana, FakeDiscord.Channel), GatewayRoom.Frame("""{"custom_id":"m","components":[{"type":18,"component":{"type":4,"custom_id":"a","value":"x"}},{"type":1,"components":[{"type":3,"custom_id":"b","values":["y"]}]}]}"""))),
            ("MESSAGE_CREATE", message.DeepClone().AsObject()),
            ("MESSAGE_DELETE_BULK", GatewayRoom.Frame("""{"ids":["1","2"],"channel_id":"3","guild_id":"4"}""")),
            ("MESSAGE_REACTION_ADD", GatewayRoom.Frame("""{"user_id":"1","channel_id":"2","message_id":"3","emoji":{"id":null,"name":"📌"}}""")),
            ("THREAD_CREATE", FakePayloads.Channel("5", "3")),
            ("GUILD_DELETE", GatewayRoom.Frame("""{"id":"4","unavailable":true}""")),
            ("READY", FakePayloads.Ready(new FakeSession("s", 1, 0, 1), "wss://gateway.example/")),
        ];
        return [.. events.Select((e, i) => new JsonObject { ["op"] = 0, ["s"] = i + 1, ["t"] = e.Name, ["d"] = e.Data }.ToJsonString())];
    }

    private static JsonObject With(JsonObject interaction, JsonObject data)
    {
        interaction["data"] = data;
        return interaction;
    }

    private static byte[] Damage(Random random, string seed)
    {
        var text = new StringBuilder(seed);
        for (var cuts = random.Next(1, 4); cuts > 0; cuts--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(20), text.Length - at);
            _ = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => Value(text, at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(at, text.ToString(at, length)),
            };
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && random.Next(4) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>Another value in place of the next: what is well-formed and of the wrong shape.</summary>
    private static StringBuilder Value(StringBuilder text, int at, string piece)
    {
        var all = text.ToString();
        var colon = all.IndexOf(':', Math.Min(at, all.Length - 1));
        var end = colon < 0 ? -1 : all.IndexOfAny([',', '}'], colon);
        return end < 0 ? text : text.Remove(colon + 1, end - colon - 1).Insert(colon + 1, piece);
    }
}
