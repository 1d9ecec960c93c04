using System.Text.Encodings.Web;

namespace IncidentBot.Web.Api;

/// <summary>The HTTP API and its description.</summary>
internal static class BotApi
{
    public static IServiceCollection AddBotApi(this IServiceCollection services)
    {
        // Never inside HTML, so text may stay as it was typed.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "IncidentBot";
            document.Info.Description = "Records what responders type during an incident, and compiles a postmortem draft from it.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
    }

    public static void MapBotApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new HttpMethodMetadata(Problems.Reading));
        var api = routes.MapGroup("/api").WithTags("Incidents");
        api.MapCommands();
        api.MapIncidents();
        api.MapDraft();
    }
}
