using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Discord.OpenApi;

/// <summary>As much of JSON Schema 2020-12 as the official description of Discord's API uses.</summary>
/// <param name="document">In which references are looked up.</param>
internal sealed class Schema(JsonNode document)
{
    private const int Deepest = 40;

    private readonly Dictionary<string, JsonObject> _targets = [];

    /// <summary>What the schema forbids of a value, each with its place.</summary>
    public IReadOnlyList<string> Problems(JsonObject schema, JsonNode? value) => [.. Check(schema, value, "$", 0)];

    private IEnumerable<string> Check(JsonObject schema, JsonNode? value, string place, int depth)
    {
        if (depth > Deepest)
        {
            return [$"{place} goes too deep to be looked at"];
        }

        if (!IsOfType(schema["type"], value))
        {
            return [$"{place} is no {schema["type"]!.ToJsonString()}"];
        }

        return
        [
            .. (string?)schema["$ref"] is { } reference ? Check(Target(reference), value, place, depth + 1) : [],
            .. CheckValue(schema, value, place),
            .. CheckParts(schema, value, place, depth),
            .. CheckText(schema, value, place),
            .. CheckNumber(schema, value, place),
            .. CheckChoices(schema, value, place, depth),
        ];
    }

    private JsonObject Target(string reference) => _targets.TryGetValue(reference, out var target)
        ? target
        : _targets[reference] = reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => node[name]!).AsObject();

    private static IEnumerable<string> CheckValue(JsonObject schema, JsonNode? value, string place)
    {
        if (schema.ContainsKey("const") && !JsonNode.DeepEquals(schema["const"], value))
        {
            yield return $"{place} is not {schema["const"]?.ToJsonString()}";
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            yield return $"{place} is none of {allowed.ToJsonString()}";
        }
    }

    private IEnumerable<string> CheckParts(JsonObject schema, JsonNode? value, string place, int depth) => value switch
    {
        JsonObject o => CheckObject(schema, o, place, depth),
        JsonArray a => CheckArray(schema, a, place, depth),
        _ => [],
    };

    private IEnumerable<string> CheckObject(JsonObject schema, JsonObject value, string place, int depth)
    {
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(needed => (string)needed!).Where(needed => !value.ContainsKey(needed)))
        {
            yield return $"{place} lacks {name}";
        }

        if (value.Count > ((int?)schema["maxProperties"] ?? int.MaxValue) || value.Count < ((int?)schema["minProperties"] ?? 0))
        {
            yield return $"{place} has {value.Count} properties";
        }

        foreach (var (name, part) in value)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is not { } rule)
            {
                continue;
            }

            if (rule.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{place} must not have {name}";
            }

            foreach (var problem in rule is JsonObject known ? Check(known, part, $"{place}.{name}", depth + 1) : [])
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<string> CheckArray(JsonObject schema, JsonArray value, string place, int depth)
    {
        if (value.Count > ((int?)schema["maxItems"] ?? int.MaxValue) || value.Count < ((int?)schema["minItems"] ?? 0))
        {
            yield return $"{place} has {value.Count} items";
        }

        if ((bool?)schema["uniqueItems"] == true && value.Select(item => item?.ToJsonString()).Distinct().Count() < value.Count)
        {
            yield return $"{place} repeats itself";
        }

        foreach (var problem in schema["items"] is JsonObject items ? value.SelectMany((item, i) => Check(items, item, $"{place}[{i}]", depth + 1)) : [])
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckText(JsonObject schema, JsonNode? value, string place)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            yield break;
        }

        var text = (string)value!;
        var length = new StringInfo(text).LengthInTextElements == text.Length ? text.Length : text.EnumerateRunes().Count();
        if (length > ((int?)schema["maxLength"] ?? int.MaxValue) || length < ((int?)schema["minLength"] ?? 0))
        {
            yield return $"{place} has {length} characters";
        }

        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern))
        {
            yield return $"{place} is not like {pattern}";
        }

        if (!HasFormat((string?)schema["format"], text))
        {
            yield return $"{place} is no {schema["format"]}";
        }
    }

    private static bool HasFormat(string? format, string text) => format switch
    {
        "snowflake" => text.Length is > 0 and <= 20 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0'),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => true,
    };

    private static IEnumerable<string> CheckNumber(JsonObject schema, JsonNode? value, string place)
    {
        if (value?.GetValueKind() == JsonValueKind.Number && Number(value) is var number
            && (number < Number(schema["minimum"]) || number > Number(schema["maximum"])))
        {
            yield return $"{place} is {number}";
        }
    }

    private static double? Number(JsonNode? node) => node is null ? null : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private IEnumerable<string> CheckChoices(JsonObject schema, JsonNode? value, string place, int depth)
    {
        foreach (var problem in (schema["allOf"] as JsonArray ?? []).SelectMany(all => Check(all!.AsObject(), value, place, depth + 1)))
        {
            yield return problem;
        }

        foreach (var (word, most) in new[] { ("oneOf", 1), ("anyOf", int.MaxValue) })
        {
            if (schema[word] is JsonArray choices)
            {
                var found = choices.Select(choice => Check(choice!.AsObject(), value, place, depth + 1).ToList()).ToList();
                var good = found.Count(problems => problems.Count == 0);
                if (good == 0)
                {
                    // The one that comes nearest tells what is wrong: its problem lies deepest.
                    yield return $"{place} is nothing of {word}: {found.OrderByDescending(problems => problems.Max(Depth)).ThenBy(problems => problems.Count).First()[0]}";
                }
                else if (good > most)
                {
                    yield return $"{place} is {good} of {word}";
                }
            }
        }

        static int Depth(string problem) => problem.Split(' ')[0].Count(c => c is '.' or '[');
    }

    private static bool IsOfType(JsonNode? type, JsonNode? value) => type switch
    {
        null => true,
        JsonArray types => types.Any(one => IsOfType(one, value)),
        _ => (string)type! switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "null" => value is null || value.GetValueKind() == JsonValueKind.Null,
            "string" => value?.GetValueKind() == JsonValueKind.String,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "integer" => value?.GetValueKind() == JsonValueKind.Number && Number(value) is { } number && number == Math.Floor(number),
            "number" => value?.GetValueKind() == JsonValueKind.Number,
            _ => false,
        },
    };
}
