using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>What Discord refuses.</summary>
internal static class FakeRules
{
    private static readonly Dictionary<int, int[]> AnswersTo = new() { [2] = [4, 5, 9], [3] = [4, 5, 6, 7, 9], [4] = [8], [5] = [4, 5, 6, 7] };

    public static FakeAnswer? ProblemOfMessage(JsonObject body, IReadOnlyList<FakeFile> files, bool isEdit = false)
    {
        if (((string?)body["content"])?.Length > 2000)
        {
            return FakeAnswer.Form("content", "Must be 2000 or fewer in length.");
        }

        var embeds = body["embeds"] as JsonArray ?? [];
        if (embeds.Count > 10 || embeds.Sum(Length) > 6000)
        {
            return FakeAnswer.Form("embeds", "Embed size exceeds maximum size of 6000");
        }

        if (embeds.Select((embed, i) => (Problem: ProblemOfEmbed(embed!), Place: i)).FirstOrDefault(found => found.Problem is not null) is { Problem: { } problem, Place: var at })
        {
            return FakeAnswer.Form($"embeds.{at}.{problem}", "Must be fewer in length.");
        }

        var isEmpty = string.IsNullOrWhiteSpace((string?)body["content"]) && embeds.Count == 0 && files.Count == 0 && (body["components"] as JsonArray ?? []).Count == 0;
        return isEmpty && !isEdit ? FakeAnswer.Error(400, 50006, "Cannot send an empty message") : null;
    }

    public static string? ProblemOfAnswer(int interaction, JsonObject answer, IReadOnlyList<FakeFile> files)
    {
        var type = (int?)answer["type"] ?? 0;
        if (!AnswersTo[interaction].Contains(type))
        {
            return "Invalid response type for this interaction";
        }

        var data = answer["data"] as JsonObject ?? [];
        return type switch
        {
            4 when ProblemOfMessage(data, files) is { } problem => problem.Body!.ToJsonString(),
            8 when data["choices"] is not JsonArray { Count: <= 25 } => "Must be 25 or fewer in length.",
            9 when data["components"] is not JsonArray { Count: >= 1 and <= 5 } || (string?)data["title"] is not { Length: >= 1 and <= 45 } => "Must be between 1 and 5 in length.",
            _ => null,
        };
    }

    public static string? ProblemOfCommands(JsonArray commands)
    {
        var names = commands.Select(command => $"{(int?)command!["type"] ?? 1} {command["name"]}").ToList();
        return names.Count != names.Distinct().Count() ? "Application command names must be unique"
            : commands.Any(command => (string?)command!["name"] is not { Length: >= 1 and <= 32 }) ? "Command name is invalid"
            : commands.Any(command => (command!["options"] as JsonArray)?.Count > 25) ? "Must be 25 or fewer in length."
            : null;
    }

    private static string? ProblemOfEmbed(JsonNode embed) =>
        ((string?)embed["title"])?.Length > 256 ? "title"
        : ((string?)embed["description"])?.Length > 4096 ? "description"
        : embed["fields"] is JsonArray fields && (fields.Count > 25 || fields.Any(field => ((string?)field!["name"])?.Length > 256 || ((string?)field["value"])?.Length > 1024)) ? "fields"
        : null;

    private static int Length(JsonNode? embed)
    {
        var fields = embed!["fields"] as JsonArray ?? [];
        IEnumerable<JsonNode?> texts = [embed["title"], embed["description"], embed["footer"]?["text"], embed["author"]?["name"], .. fields.SelectMany(field => new[] { field!["name"], field["value"] })];
        return texts.Sum(text => ((string?)text)?.Trim().Length ?? 0);
    }
}
