using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace IncidentBot.Web.Api;

/// <summary>The HTTP API and its description.</summary>
internal static class BotApi
{
    public static IServiceCollection AddBotApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            // Never inside HTML, so text may stay as it was typed.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

            // A number is a number; the description says so too.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        return services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer<ApiDescription>());
    }

    public static void MapBotApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new HttpMethodMetadata(Problems.Reading));
        var api = routes.MapGroup("/api").WithTags("Incidents");
        api.MapCommands();
        api.MapIncidents();
        api.MapDraft();
        api.MapFiles();
        api.MapSearch();
    }
}
