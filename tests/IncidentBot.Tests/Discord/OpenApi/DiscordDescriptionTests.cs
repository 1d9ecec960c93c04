using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.OpenApi;

public sealed class DiscordDescriptionTests
{
    private static readonly string[] Checked =
    [
        "$ref", "type", "required", "properties", "additionalProperties", "items", "enum", "const", "oneOf", "anyOf", "allOf",
        "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "minimum", "maximum", "pattern", "format",
    ];

    private static readonly string[] Remarks = ["title", "description", "default", "deprecated", "example", "examples", "contentEncoding", "contentMediaType", "readOnly", "writeOnly", "discriminator"];

    [SkippableTheory]
    [InlineData("command.create.blep.json")]
    [InlineData("command.create.localized.json")]
    [InlineData("command.create.message_command.json")]
    public void Samples_of_commands_pass(string name) => Assert.Empty(Problems("PUT", "/applications/1/commands", new JsonArray(Sample(name))));

    [SkippableFact]
    public void Samples_of_a_modal_and_a_message_pass()
    {
        Assert.Empty(Problems("POST", "/api/v10/interactions/1/token/callback", Sample("response.modal.docs.json")));
        Assert.Empty(Problems("POST", "/channels/1/messages", Sample("message.create.request.json")));
    }

    [SkippableTheory]
    [InlineData("PUT", "/applications/1/commands", """[{"name":""}]""", "$[0].name has 0 characters")]
    [InlineData("PUT", "/applications/1/commands", """[{"name":"a","options":[{"type":3,"name":"x"}]}]""", "$[0].options[0] is nothing of oneOf: $[0].options[0] lacks description")]
    [InlineData("PUT", "/applications/1/commands", """{"name":"a"}""", "$ is no [\"array\",\"null\"]")]
    [InlineData("PUT", "/applications/1/commands", """[{"name":"a","contexts":[0,0]}]""", "$[0].contexts repeats itself")]
    [InlineData("PUT", "/applications/1/commands", """[{"name":"a","description_localizations":{"de":""}}]""", "$[0].description_localizations.de has 0 characters")]
    [InlineData("POST", "/channels/1/messages", """{"message_reference":{"message_id":"x"}}""", "$.message_reference is nothing of oneOf: $.message_reference.message_id is not like ^(0|[1-9][0-9]*)$")]
    [InlineData("POST", "/channels/1/messages", """{"embeds":[{"color":16777216}]}""", "$.embeds[0].color is 16777216")]
    [InlineData("POST", "/nowhere", "{}", "there is no POST /nowhere")]
    [InlineData("GET", "/gateway/bot", "{}", "GET /gateway/bot takes no body")]
    public void What_it_forbids_is_noticed(string method, string path, string body, string problem) =>
        Assert.Equal([problem], Problems(method, path, JsonNode.Parse(body)));

    [SkippableFact]
    public void A_missing_body_is_noticed() => Assert.Equal(["the body is missing"], Problems("POST", "/channels/1/messages", null));

    [SkippableFact]
    public void Nothing_in_the_schemas_is_overlooked()
    {
        var words = new HashSet<string>();
        foreach (var (_, schema) in DiscordDescription.Get().Document["components"]!["schemas"]!.AsObject())
        {
            Gather(schema!.AsObject(), words);
        }

        Assert.Empty(words.Where(word => !word.StartsWith("x-", StringComparison.Ordinal)).Except(Checked).Except(Remarks));
    }

    private static void Gather(JsonObject schema, HashSet<string> words)
    {
        foreach (var (word, value) in schema)
        {
            words.Add(word);
            IEnumerable<JsonNode?> parts = word switch
            {
                "properties" => value!.AsObject().Select(property => property.Value),
                "oneOf" or "anyOf" or "allOf" => value!.AsArray(),
                "items" or "additionalProperties" => [value],
                _ => [],
            };
            foreach (var part in parts.OfType<JsonObject>())
            {
                Gather(part, words);
            }
        }
    }

    private static IReadOnlyList<string> Problems(string method, string path, JsonNode? body) => DiscordDescription.Get().Problems(method, path, body);

    private static JsonNode Sample(string name) => JsonNode.Parse(File.ReadAllText(Needs.Shared($"discord/samples/{name}")))!;
}
