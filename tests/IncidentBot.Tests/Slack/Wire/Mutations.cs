using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Deliveries of each kind, damaged at random.</summary>
internal static class Mutations
{
    /// <summary>How many are tried; <c>INCIDENTBOT_TEST_MUTATIONS</c> sets another number.</summary>
    public static readonly int Tries = int.Parse(Environment.GetEnvironmentVariable("INCIDENTBOT_TEST_MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);

    private static readonly string[] Pieces =
    [
        "null", "[]", "{}", "\"\"", "0", "-1", "1e999", "true", "\"\\ud83d\"", "\"\\u0000\"", "\"envelope_id\":", "\"type\":\"hello\",", "{\"a\":", "]}", "\\",
        "\uFFFF", "é", "%", "&", "=", "payload=", "ssl_check=1", "\"type\":\"disconnect\",", "[[[[[[[[", new string('[', 100), new string('9', 400),
    ];

    private static readonly List<string> Whole = Seeds();

    public static byte[] Next(Random random) => Damage(random, Whole[random.Next(Whole.Count)]);

    private static byte[] Damage(Random random, string seed)
    {
        var text = new StringBuilder(seed);
        for (var cuts = random.Next(1, 5); cuts > 0; cuts--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(30), text.Length - at);
            _ = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(at, text.ToString(at, length)),
            };
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && random.Next(3) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static List<string> Seeds()
    {
        JsonObject[] payloads =
        [
            new() { ["type"] = "block_actions", ["user"] = Ref("U1"), ["team"] = Ref("T1"), ["channel"] = Ref("C1"), ["container"] = new JsonObject { ["type"] = "message" }, ["actions"] = new JsonArray(new JsonObject { ["action_id"] = "undo", ["value"] = "3", ["selected_option"] = new JsonObject { ["value"] = "a" } }) },
            new() { ["type"] = "view_submission", ["user"] = Ref("U1"), ["trigger_id"] = "1.2", ["view"] = new JsonObject { ["id"] = "V1", ["callback_id"] = "declare", ["state"] = new JsonObject { ["values"] = new JsonObject { ["title"] = new JsonObject { ["v"] = new JsonObject { ["value"] = "x" } } } } } },
            new() { ["type"] = "message_action", ["callback_id"] = "add_to_timeline", ["user"] = Ref("U1"), ["channel"] = Ref("C1"), ["message"] = WireRoom.Message("disk \ud83d\ude00 full") },
        ];
        JsonObject[] events =
        [
            new() { ["type"] = "message", ["channel"] = "C1", ["user"] = "U1", ["text"] = "x", ["ts"] = "1.2", ["files"] = new JsonArray(new JsonObject { ["id"] = "F1", ["size"] = 7 }) },
            new() { ["type"] = "message", ["subtype"] = "message_changed", ["channel"] = "C1", ["message"] = WireRoom.Message("b"), ["previous_message"] = WireRoom.Message("a") },
            new() { ["type"] = "reaction_added", ["user"] = "U1", ["reaction"] = "pushpin", ["item"] = new JsonObject { ["type"] = "message", ["channel"] = "C1", ["ts"] = "1.2" } },
            new() { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["oauth"] = new JsonArray("U1") } },
        ];
        var command = new JsonObject { ["team_id"] = "T1", ["channel_id"] = "C1", ["user_id"] = "U1", ["command"] = "/note", ["text"] = "x", ["trigger_id"] = "1.2" };
        return
        [
            FakeSlack.Envelope("slash_commands", command).ToJsonString(),
            .. payloads.Select(payload => FakeSlack.Envelope("interactive", payload).ToJsonString()),
            .. payloads.Select(payload => "payload=" + Uri.EscapeDataString(payload.ToJsonString())),
            .. events.Select(inner => new JsonObject { ["type"] = "event_callback", ["event_id"] = "Ev1", ["event"] = inner })
                .SelectMany(callback => new[] { callback.ToJsonString(), FakeSlack.Envelope("events_api", callback).ToJsonString() }),
            "team_id=T1&channel_id=C1&user_id=U1&command=%2Fnote&text=x+%C3%A9&trigger_id=1.2",
        ];
    }

    private static JsonObject Ref(string id) => new() { ["id"] = id };
}
