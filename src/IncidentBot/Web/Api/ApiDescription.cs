using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Web.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IncidentBot.Web.Api;

/// <summary>Completes the OpenAPI document with what the types of the code do not say.</summary>
internal sealed class ApiDescription(AccessKey? key = null) : IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";
    private const string Search = "/api/search";

    private static readonly string[] States = [.. Enum.GetNames<IncidentState>().Select(s => s.ToLowerInvariant())];
    private static readonly string[] Precisions = [.. Enum.GetNames<Precision>().Select(p => p.ToLowerInvariant())];
    private static readonly string[] Kinds = [.. EntryKinds.All.Select(k => k.Verb())];

    private static readonly (string Schema, string Property, IEnumerable<string> Words)[] Enumerations =
    [
        (nameof(AnswerBody), "kind", Verbs.All.Select(v => v.Name)),
        (nameof(IncidentLine), "state", States),
        (nameof(IncidentDescription), "state", States),
        (nameof(EntryDescription), "kind", Kinds),
        (nameof(SearchMatch), "kind", Kinds),
        (nameof(EntryDescription), "precision", Precisions),
        (nameof(WordsDescription), "precision", Precisions),
        (nameof(ChangeDescription), "change", ["amended", "withdrawn", "redacted"]),
        (nameof(ReadyBody), "status", ["ready", "degraded", "unavailable"]),
        (nameof(UnconfirmedProblem), "outcome", CommandEndpoint.Outcomes),
    ];

    private static readonly OpenApiHeader RetryAfter = new()
    {
        Description = "Seconds after which storage may be asked again.",
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "IncidentBot";
        document.Info.Description = "Records what responders type during an incident, and compiles a postmortem draft from it.";
        document.Servers?.Clear();
        foreach (var path in document.Paths.Values)
        {
            // The same as GET, and an operation's id may stand only once.
            path.Operations?.Remove(HttpMethod.Head);
        }

        NameWords(document);
        DescribeParameters(document);
        DescribeRefusals(document);
        return Task.CompletedTask;
    }

    private static void NameWords(OpenApiDocument document)
    {
        foreach (var (name, property, words) in Enumerations)
        {
            var schema = Own(document.Components!.Schemas![name].Properties![property]);
            schema.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word)!)];
            if (schema.Type?.HasFlag(JsonSchemaType.Null) is true)
            {
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
    }

    private static void DescribeParameters(OpenApiDocument document)
    {
        foreach (var path in (string[])["/api/incidents", Search])
        {
            var limit = Parameter(document, path, "limit");
            (limit.Type, limit.Minimum, limit.Maximum, limit.Default) = (
                JsonSchemaType.Integer, "1", $"{IncidentEndpoints.LargestPage}", JsonValue.Create(IncidentEndpoints.Page));
        }

        Given(document, Search, "q").Required = true;
        Parameter(document, Search, "q").MaxLength = SearchQuery.LongestText;
        const string Draft = "/api/incidents/{id}/draft";
        Parameter(document, Draft, "format").Enum = [.. DraftFormats.Names.Select(name => (JsonNode)JsonValue.Create(name)!)];
        Parameter(document, Draft, "route").Type = JsonSchemaType.Boolean;
        Parameter(document, Draft, "download").Type = JsonSchemaType.Boolean;
        var forms = document.Paths[Draft].Operations![HttpMethod.Get].Responses!["200"].Content!;
        forms["application/json"].Schema = new OpenApiSchemaReference(nameof(IncidentDescription), document);
    }

    /// <summary>What stands before every endpoint: the key, where one is demanded, and the guard against other sites.</summary>
    private void DescribeRefusals(OpenApiDocument document)
    {
        if (key is not null)
        {
            document.AddComponent(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "Web:AccessKey" });
        }

        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations!)
            {
                if (method == HttpMethod.Post)
                {
                    operation.Responses!["403"] = Refusal(document, "A browser sent it from another site.");
                }

                if (path != "/readyz" && operation.Responses!.GetValueOrDefault("503") is OpenApiResponse unavailable)
                {
                    unavailable.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter };
                }

                if (key is not null && path != "/healthz")
                {
                    operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
                    operation.Responses!["401"] = Refusal(document, "Without the access key.");
                }
            }
        }
    }

    private static OpenApiResponse Refusal(OpenApiDocument document, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) },
        },
    };

    private static OpenApiSchema Parameter(OpenApiDocument document, string path, string name) => Own(Given(document, path, name).Schema!);

    private static OpenApiParameter Given(OpenApiDocument document, string path, string name) =>
        (OpenApiParameter)document.Paths[path].Operations![HttpMethod.Get].Parameters!.Single(p => p.Name == name);

    /// <summary>A schema that stands where it is used, and so may be changed.</summary>
    private static OpenApiSchema Own(IOpenApiSchema schema) => (OpenApiSchema)schema;
}
