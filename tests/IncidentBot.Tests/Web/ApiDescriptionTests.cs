using System.Text.Json;

namespace IncidentBot.Tests.Web;

public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task The_description_of_the_api_names_every_path_and_its_answers()
    {
        await using var bot = await RunningBot.StartAsync();

        var api = await bot.GetJsonAsync("/openapi/v1.json");

        var paths = api.GetProperty("paths");
        Assert.Equal(
            ["/api/commands", "/api/incidents", "/api/incidents/{id}", "/api/incidents/{id}/draft",
                "/api/incidents/{id}/files/{number}/{name}", "/api/search", "/healthz", "/readyz"],
            paths.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        var post = paths.GetProperty("/api/commands").GetProperty("post");
        Assert.Equal(
            ["200", "400", "403", "413", "415", "422", "503"],
            post.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.True(post.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        var body = api.GetProperty("components").GetProperty("schemas").GetProperty("CommandBody");
        Assert.Equal(["channel", "text", "user"], body.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_description_of_an_incident_is_what_is_written()
    {
        await using var bot = await RunningBot.StartAsync();
        await bot.TypeAsync("/detected slow");
        await bot.TypeAsync("/incident amend 1 very slow");
        await FileApiTests.KeepAsync(bot, "a.png", "image/png", channel: "C1");

        var api = await bot.GetJsonAsync("/openapi/v1.json");

        AssertDescribed(api, Schema(api, "IncidentDescription"), await bot.GetJsonAsync("/api/incidents/1"), "incident");
        AssertDescribed(api, Schema(api, "IncidentPage"), await bot.GetJsonAsync("/api/incidents"), "page");
        AssertDescribed(api, Schema(api, "SearchPage"), await bot.GetJsonAsync("/api/search?q=slow"), "search");
        AssertDescribed(api, Schema(api, "AnswerBody"), await bot.TypeAsync("/note x"), "answer");
        AssertDescribed(api, Schema(api, "ReadyBody"), await bot.GetJsonAsync("/readyz"), "ready");
    }

    [Fact]
    public async Task Words_and_numbers_are_described_exactly()
    {
        await using var bot = await RunningBot.StartAsync();

        var api = await bot.GetJsonAsync("/openapi/v1.json");

        Assert.Equal(["open", "resolved", "closed"], Words(Schema(api, "IncidentLine").GetProperty("properties").GetProperty("state")));
        Assert.Contains("dead-end", Words(Schema(api, "EntryDescription").GetProperty("properties").GetProperty("kind")));
        Assert.Contains(null, Words(Schema(api, "AnswerBody").GetProperty("properties").GetProperty("kind")));
        Assert.Contains("errors", api.GetProperty("paths").GetProperty("/api/commands").GetProperty("post").GetProperty("responses")
            .GetProperty("422").GetProperty("content").GetProperty("application/problem+json").GetProperty("schema") is var schema
            ? Resolved(api, schema).GetProperty("properties").EnumerateObject().Select(p => p.Name) : []);
        var draft = api.GetProperty("paths").GetProperty("/api/incidents/{id}/draft").GetProperty("get").GetProperty("parameters").EnumerateArray();
        Assert.Equal(["md", "txt", "html", "json", "csv"], Words(draft.Single(p => p.GetProperty("name").GetString() == "format").GetProperty("schema")));
        Assert.DoesNotMatch("\"integer\",\\s*\"string\"", api.ToString());
        Assert.DoesNotContain("\"head\"", api.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_confirmed_is_described_with_its_outcomes_and_when_to_ask_again()
    {
        await using var bot = await RunningBot.StartAsync();

        var api = await bot.GetJsonAsync("/openapi/v1.json");

        var unconfirmed = api.GetProperty("paths").GetProperty("/api/commands").GetProperty("post").GetProperty("responses").GetProperty("503");
        var schema = Resolved(api, unconfirmed.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema"));
        Assert.Equal(["late", "spooled", "notRecorded", "unknown"], Words(schema.GetProperty("properties").GetProperty("outcome")));
        Assert.Contains("outcome", schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.Contains("detail", schema.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.Equal("integer", unconfirmed.GetProperty("headers").GetProperty("Retry-After").GetProperty("schema").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Where_a_key_is_demanded_the_description_says_so()
    {
        await using var free = await RunningBot.StartAsync();
        await using var guarded = await RunningBot.StartAsync(("Web:Url", "http://0.0.0.0:0"), ("Web:AccessKey", RunningBot.Key));
        guarded.Client.DefaultRequestHeaders.Authorization = new("Bearer", RunningBot.Key);

        var api = await guarded.GetJsonAsync("/openapi/v1.json");

        Assert.False((await free.GetJsonAsync("/openapi/v1.json")).GetProperty("components").TryGetProperty("securitySchemes", out _));
        Assert.Equal("bearer", api.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        var list = api.GetProperty("paths").GetProperty("/api/incidents").GetProperty("get");
        Assert.True(list.GetProperty("responses").TryGetProperty("401", out _));
        Assert.True(list.GetProperty("security")[0].TryGetProperty("bearer", out _));
        Assert.False(api.GetProperty("paths").GetProperty("/healthz").GetProperty("get").TryGetProperty("security", out _));
    }

    /// <summary>Every described name is there, every name there is described, and so on inwards.</summary>
    private static void AssertDescribed(JsonElement api, JsonElement schema, JsonElement value, string path)
    {
        schema = Resolved(api, schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            schema = Resolved(api, choices.EnumerateArray().Single(choice =>
                (value.ValueKind == JsonValueKind.Null) == choice.TryGetProperty("type", out _)));
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            Assert.All(value.EnumerateArray(), item => AssertDescribed(api, schema.GetProperty("items"), item, path + "[]"));
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            Assert.Equal(
                value.EnumerateObject().Select(p => $"{path}.{p.Name}").Order(StringComparer.Ordinal),
                properties.EnumerateObject().Select(p => $"{path}.{p.Name}").Order(StringComparer.Ordinal));
            Assert.All(value.EnumerateObject(), p => AssertDescribed(api, properties.GetProperty(p.Name), p.Value, $"{path}.{p.Name}"));
        }
        else
        {
            Assert.Contains(Type(value), Types(schema));
        }
    }

    private static string Type(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "number",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string?> Types(JsonElement schema)
    {
        var type = schema.GetProperty("type");
        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];
        return types.Select(t => t == "integer" ? "number" : t);
    }

    private static IEnumerable<string?> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(w => w.GetString());

    private static JsonElement Schema(JsonElement api, string name) => api.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static JsonElement Resolved(JsonElement api, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var to) ? Schema(api, to.GetString()!.Split('/')[^1]) : schema;
}
