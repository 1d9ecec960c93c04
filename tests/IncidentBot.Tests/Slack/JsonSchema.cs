using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Slack;

/// <summary>As much of JSON Schema as Slack's schema of manifests uses where ours has something.</summary>
internal static class JsonSchema
{
    /// <summary>What the schema forbids, each with its place.</summary>
    public static IReadOnlyList<string> Problems(JsonNode schema, JsonNode? value) => [.. Check(schema, schema.AsObject(), value, "$")];

    private static IEnumerable<string> Check(JsonNode root, JsonObject schema, JsonNode? value, string place)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            var target = reference.TrimStart('#', '/').Split('/').Aggregate(root, (node, name) => node[name]!);
            return Check(root, target.AsObject(), value, place);
        }

        if (!IsOfType(schema["type"], value))
        {
            return [$"{place} is no {schema["type"]}"];
        }

        return value switch
        {
            JsonObject o => CheckObject(root, schema, o, place),
            JsonArray a => CheckArray(root, schema, a, place),
            not null when value.GetValueKind() == JsonValueKind.String => CheckText(schema, (string)value!, place),
            _ => [],
        };
    }

    private static IEnumerable<string> CheckObject(JsonNode root, JsonObject schema, JsonObject value, string place)
    {
        foreach (var name in schema["required"]?.AsArray().Select(name => (string)name!) ?? [])
        {
            if (!value.ContainsKey(name))
            {
                yield return $"{place} lacks {name}";
            }
        }

        foreach (var (name, item) in value)
        {
            if (schema["properties"]?[name] is JsonObject known)
            {
                foreach (var problem in Check(root, known, item, $"{place}.{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{place} must not have {name}";
            }
        }
    }

    private static IEnumerable<string> CheckArray(JsonNode root, JsonObject schema, JsonArray value, string place)
    {
        if (value.Count > ((int?)schema["maxItems"] ?? int.MaxValue) || value.Count < ((int?)schema["minItems"] ?? 0))
        {
            yield return $"{place} has {value.Count} items";
        }

        if ((bool?)schema["uniqueItems"] == true && value.Select(item => item?.ToJsonString()).Distinct().Count() < value.Count)
        {
            yield return $"{place} repeats itself";
        }

        foreach (var problem in schema["items"] is JsonObject items ? value.SelectMany((item, i) => Check(root, items, item, $"{place}[{i}]")) : [])
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckText(JsonObject schema, string value, string place)
    {
        if (value.Length > ((int?)schema["maxLength"] ?? int.MaxValue) || value.Length < ((int?)schema["minLength"] ?? 0))
        {
            yield return $"{place} has {value.Length} characters";
        }

        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(value, pattern))
        {
            yield return $"{place} is not like {pattern}";
        }

        if (schema["enum"] is JsonArray choices && !choices.Any(choice => (string?)choice == value))
        {
            yield return $"{place} is none of {choices.ToJsonString()}";
        }
    }

    private static bool IsOfType(JsonNode? type, JsonNode? value) => type switch
    {
        null => true,
        JsonArray types => types.Any(one => IsOfType(one, value)),
        _ => (string)type! switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value?.GetValueKind() == JsonValueKind.String,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "integer" or "number" => value?.GetValueKind() == JsonValueKind.Number,
            _ => false,
        },
    };
}
