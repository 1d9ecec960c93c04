using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Speech;

/// <summary>What Discord refuses or we must not send, and its description does not say.</summary>
internal static class DiscordLimits
{
    /// <summary>What is wrong with a message as it is sent.</summary>
    public static IReadOnlyList<string> OfMessage(JsonNode message) => [.. Message(message.AsObject())];

    /// <summary>What is wrong with a modal.</summary>
    public static IReadOnlyList<string> OfModal(JsonNode modal) => [.. Modal(modal.AsObject())];

    private static IEnumerable<string> Message(JsonObject message)
    {
        var content = (string?)message["content"] ?? "";
        var embeds = message["embeds"]?.AsArray() ?? [];
        if (content.Length > 2000)
        {
            yield return $"the content has {content.Length} characters";
        }

        if (content.Trim().Length == 0 && embeds.Count == 0 && message["attachments"] is null)
        {
            yield return "the message is empty";
        }

        if (message["allowed_mentions"]?["parse"]?.AsArray() is not { Count: 0 } || message["allowed_mentions"]!.AsObject().Count > 1)
        {
            yield return "the message may ping somebody";
        }

        var all = embeds.Sum(embed => Texts(embed!.AsObject()).Sum(text => text.Text.Trim().Length));
        if (all > 6000 || embeds.Count > 10)
        {
            yield return $"{embeds.Count} embeds have {all} characters";
        }

        foreach (var (name, text, most) in embeds.SelectMany(embed => Texts(embed!.AsObject())))
        {
            if (text.Length > most || text.Trim().Length == 0)
            {
                yield return $"{name} has {text.Length} characters";
            }
        }

        foreach (var problem in Rows(message["components"]?.AsArray() ?? []))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Rows(JsonArray rows)
    {
        if (rows.Count > 5)
        {
            yield return $"there are {rows.Count} rows";
        }

        var ids = rows.SelectMany(row => row!["components"]!.AsArray()).Select(part => (string?)part!["custom_id"]).OfType<string>().ToList();
        if (ids.Distinct().Count() < ids.Count || ids.Any(id => id.Length is 0 or > 100))
        {
            yield return $"custom ids: {string.Join(", ", ids)}";
        }

        foreach (var row in rows)
        {
            if ((int?)row!["type"] != 1 || row["components"]!.AsArray().Count is 0 or > 5)
            {
                yield return $"a row is {row.ToJsonString()}";
            }

            foreach (var button in row["components"]!.AsArray().Where(part => (int?)part!["type"] == 2))
            {
                if ((((string?)button!["label"] ?? "").Length is 0 or > 80) || ((int?)button["style"] == 5) != (button["url"] is not null) || (button["custom_id"] is null) != (button["url"] is not null))
                {
                    yield return $"a button is {button.ToJsonString()}";
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Text, int Most)> Texts(JsonObject embed)
    {
        (string Name, JsonNode? Text, int Most)[] texts =
        [
            ("title", embed["title"], 256), ("description", embed["description"], 4096), ("footer", embed["footer"]?["text"], 2048), ("author", embed["author"]?["name"], 256),
            .. (embed["fields"]?.AsArray() ?? []).SelectMany(field => new[] { ("field", field!["name"], 256), ("field", field["value"], 1024) }),
        ];
        return texts.Where(text => text.Text is not null).Select(text => (text.Name, (string)text.Text!, text.Most));
    }

    private static IEnumerable<string> Modal(JsonObject modal)
    {
        var parts = modal["components"]!.AsArray();
        if (((string)modal["custom_id"]!).Length is 0 or > 100 || ((string)modal["title"]!).Trim().Length is 0 or > 45 || parts.Count is 0 or > 5)
        {
            yield return $"the modal is {modal["custom_id"]}, {modal["title"]}, {parts.Count} parts";
        }

        foreach (var part in parts)
        {
            var input = part!["component"]!;
            if ((int?)part["type"] != 18 || ((string)part["label"]!).Length is 0 or > 45 || ((string?)part["description"] ?? "x").Length is 0 or > 100
                || ((string?)input["value"] ?? "").Length > ((int?)input["max_length"] ?? 4000))
            {
                yield return $"a field is {part.ToJsonString()}";
            }
        }
    }
}
