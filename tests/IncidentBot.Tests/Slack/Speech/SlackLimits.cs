using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Core.Text;

namespace IncidentBot.Tests.Slack.Speech;

/// <summary>Slack's limits as published, checked on the JSON itself; knows nothing of the code that makes it.</summary>
internal static partial class SlackLimits
{
    /// <summary>What is wrong with a message; nothing if Slack takes it.</summary>
    public static IReadOnlyList<string> OfMessage(JsonObject message)
    {
        var found = new List<string>();
        var text = (string?)message["text"] ?? "";
        Most(found, "text", text.Length, 40_000);
        Escaped(found, "text", text);
        var blocks = message["blocks"]!.AsArray();
        Most(found, "blocks", blocks.Count, 50);
        Most(found, "all blocks", blocks.ToJsonString(Relaxed).Length, 13_200);
        Blocks(found, blocks);
        return found;
    }

    /// <summary>What is wrong with a view.</summary>
    public static IReadOnlyList<string> OfView(JsonObject view)
    {
        var found = new List<string>();
        var blocks = view["blocks"]!.AsArray();
        Most(found, "blocks", blocks.Count, 100);
        Most(found, "private_metadata", ((string?)view["private_metadata"])?.Length ?? 0, 3000);
        Most(found, "callback_id", ((string)view["callback_id"]!).Length, 255);
        foreach (var name in new[] { "title", "submit", "close" })
        {
            Text(found, name, view[name], 24, "plain_text");
        }

        if ((string?)view["type"] == "modal" && view["title"] is null)
        {
            found.Add("a modal has a title");
        }

        if (blocks.Any(b => (string?)b!["type"] == "input") && view["submit"] is null)
        {
            found.Add("a view with fields has a submit button");
        }

        Blocks(found, blocks);
        return found;
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Blocks(List<string> found, JsonArray blocks)
    {
        foreach (var block in blocks)
        {
            Block(found, block!.AsObject());
        }

        var ids = blocks.Select(b => (string?)b!["block_id"]).Where(id => id is not null).ToList();
        if (ids.Distinct().Count() != ids.Count)
        {
            found.Add("two blocks of one id");
        }
    }

    private static void Block(List<string> found, JsonObject block)
    {
        var type = (string)block["type"]!;
        Most(found, "block_id", ((string?)block["block_id"])?.Length ?? 0, 255);
        switch (type)
        {
            case "header":
                Text(found, type, block["text"]!, 150, "plain_text");
                break;
            case "section":
                Text(found, type, block["text"]!, 3000);
                Element(found, block["accessory"]);
                break;
            case "context":
                Few(found, type, block["elements"]!.AsArray(), 10);
                foreach (var text in block["elements"]!.AsArray())
                {
                    Text(found, type, text!, 3000);
                }

                break;
            case "actions":
                var elements = block["elements"]!.AsArray();
                Few(found, type, elements, 25);
                if (elements.Select(e => (string)e!["action_id"]!).Distinct().Count() != elements.Count)
                {
                    found.Add("two buttons of one action id in a block");
                }

                foreach (var element in elements)
                {
                    Element(found, element);
                }

                break;
            case "input":
                Text(found, "label", block["label"]!, 2000, "plain_text");
                Text(found, "hint", block["hint"], 2000, "plain_text");
                Element(found, block["element"]!);
                break;
            case "divider":
                break;
            default:
                found.Add($"a block of type {type}");
                break;
        }
    }

    private static void Element(List<string> found, JsonNode? element)
    {
        if (element is null)
        {
            return;
        }

        Most(found, "action_id", ((string)element["action_id"]!).Length, 255);
        Text(found, "placeholder", element["placeholder"], 150, "plain_text");
        switch ((string)element["type"]!)
        {
            case "button":
                Text(found, "button", element["text"]!, 75, "plain_text");
                Most(found, "value", ((string?)element["value"])?.Length ?? 0, 2000);
                Most(found, "url", ((string?)element["url"])?.Length ?? 0, 3000);
                break;
            case "plain_text_input":
                Most(found, "initial_value", ((string?)element["initial_value"])?.Length ?? 0, 3000);
                Most(found, "max_length", (int?)element["max_length"] ?? 0, 3000);
                break;
            case "static_select":
                Few(found, "options", element["options"]!.AsArray(), 100);
                foreach (var option in element["options"]!.AsArray())
                {
                    Text(found, "option", option!["text"]!, 75, "plain_text");
                    Most(found, "option value", ((string)option["value"]!).Length, 150);
                }

                if (element["initial_option"] is { } initial && !element["options"]!.AsArray().Any(option => JsonNode.DeepEquals(option, initial)))
                {
                    found.Add("an initial option that is none of the options");
                }

                break;
            case "conversations_select":
                break;
            default:
                found.Add($"an element of type {element["type"]}");
                break;
        }
    }

    private static void Text(List<string> found, string where, JsonNode? text, int most, string? type = null)
    {
        if (text is null)
        {
            return;
        }

        var said = (string)text["text"]!;
        Most(found, where, said.Length, most);
        Escaped(found, where, said);
        if (said.Length == 0)
        {
            found.Add($"{where}: empty");
        }

        if (type is not null && (string)text["type"]! != type)
        {
            found.Add($"{where}: {text["type"]} instead of {type}");
        }
    }

    /// <summary>Every special character is an escape, or part of a token that pings nobody; nothing was cut through.</summary>
    private static void Escaped(List<string> found, string where, string text)
    {
        var rest = Harmless().Replace(text, "");
        if (rest.AsSpan().ContainsAny('<', '>', '&'))
        {
            found.Add($"{where}: not escaped once: {rest[Math.Max(0, rest.AsSpan().IndexOfAny('<', '>', '&') - 10)..]}");
        }

        if (TypedText.HasLoneSurrogate(text))
        {
            found.Add($"{where}: half a surrogate pair");
        }
    }

    private static void Few(List<string> found, string where, JsonArray elements, int most)
    {
        Most(found, where, elements.Count, most);
        if (elements.Count == 0)
        {
            found.Add($"{where}: none");
        }
    }

    private static void Most(List<string> found, string where, int count, int most)
    {
        if (count > most)
        {
            found.Add($"{where}: {count} where {most} are the most");
        }
    }

    /// <summary>Escapes, dates, links to pages and to rooms.</summary>
    [GeneratedRegex(@"&(?:amp|lt|gt);|<!date\^-?\d+\^[^<>|]+\|[^<>|]+>|<https?://(?:[^<>|&]|&amp;)+(?:\|(?:[^<>|&]|&(?:amp|lt|gt);)+)?>|<#[CDG][A-Z0-9]+>", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
