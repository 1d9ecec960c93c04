using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.OpenApi;

/// <summary>The official description of Discord's API, against which requests are held: made here, or recorded by a fake.</summary>
internal sealed class DiscordDescription
{
    private static readonly Lazy<DiscordDescription> Read = new(() => new DiscordDescription());

    private readonly Schema _schema;
    private readonly List<Operation> _operations = [];

    private DiscordDescription()
    {
        Document = JsonNode.Parse(File.ReadAllText(Needs.Shared("discord/samples/openapi.v10.json")))!.AsObject();
        _schema = new Schema(Document);
        foreach (var (path, item) in Document["paths"]!.AsObject())
        {
            foreach (var method in new[] { "get", "post", "put", "patch", "delete" }.Where(item!.AsObject().ContainsKey))
            {
                _operations.Add(new Operation(method.ToUpperInvariant(), path.Split('/'), item[method]!.AsObject()));
            }
        }
    }

    /// <summary>Whether the description lies beside the repository.</summary>
    public static bool IsHere { get; } = File.Exists(Path.Combine(Needs.Repository, "..", "shared", "discord", "samples", "openapi.v10.json"));

    /// <summary>Skips the test where the description is not here.</summary>
    public static DiscordDescription Get()
    {
        Needs.Shared("discord/samples/openapi.v10.json");
        return Read.Value;
    }

    public JsonObject Document { get; }

    /// <summary>What is wrong with a request.</summary>
    /// <param name="path">With or without <c>/api/v10</c> and a query.</param>
    /// <param name="body">Its JSON, for several parts that of <c>payload_json</c>; null if it has none.</param>
    public IReadOnlyList<string> Problems(string method, string path, JsonNode? body)
    {
        var segments = Uri.UnescapeDataString(Relative(path)).Split('/');
        var operation = _operations.Where(o => o.Method == method && o.Fits(segments)).MaxBy(o => o.Literals);
        if (operation is null)
        {
            return [$"there is no {method} {string.Join('/', segments)}"];
        }

        var content = operation.Body["requestBody"]?["content"];
        var schema = (content?["application/json"] ?? content?["multipart/form-data"])?["schema"]?.AsObject();
        if (body is null)
        {
            return (bool?)operation.Body["requestBody"]?["required"] is true ? ["the body is missing"] : [];
        }

        return schema is null ? [$"{method} {string.Join('/', segments)} takes no body"] : _schema.Problems(schema, body);
    }

    /// <summary>The path below the version.</summary>
    private static string Relative(string path)
    {
        var bare = path.Split('?')[0];
        var version = bare.IndexOf("/v10/", StringComparison.Ordinal);
        return version < 0 ? bare : bare[(version + "/v10".Length)..];
    }

    private sealed record Operation(string Method, string[] Path, JsonObject Body)
    {
        public int Literals => Path.Count(segment => segment is not ['{', ..]);

        public bool Fits(string[] segments) =>
            segments.Length == Path.Length && Path.Zip(segments).All(pair => pair.First is ['{', ..] ? pair.Second.Length > 0 : pair.First == pair.Second);
    }
}
