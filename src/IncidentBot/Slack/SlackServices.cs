using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Voice;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Http;
using IncidentBot.Slack.Wire.Sockets;
using IncidentBot.Storage.Rooms;
using IncidentBot.Web.Api;

namespace IncidentBot.Slack;

internal static class SlackServices
{
    /// <summary>Adds what is needed to work in Slack; nothing without a token.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, SlackOptions options)
    {
        if (!options.IsOn)
        {
            return services;
        }

        services.AddSingleton(options);
        services.AddSingleton<SlackHealth>();
        services.AddSingleton(provider => provider.GetRequiredService<SlackHealth>().State);
        services.AddSingleton<SlackHttp>();
        services.AddSingleton(Random.Shared);
        services.AddSingleton<SlackCalls>();
        services.AddSingleton<SlackApi>();
        services.AddSingleton<SlackPosts>();
        services.AddSingleton<SlackFiles>();
        services.AddSingleton<ResponseUrls>();
        services.AddSingleton<LateAnswers>();
        services.AddSingleton<SlackPeople>();
        services.AddSingleton<SlackVoice>();
        services.AddSingleton<SlackReplies>();
        services.AddSingleton<SlackDrafts>();
        services.AddSingleton<SlackHome>();
        services.AddSingleton<SlackAttachments>();
        services.AddSingleton<SlackUnheard>();
        services.AddSingleton<SlackSight>();
        services.AddSingleton<IRoomPost, SlackRooms>();
        services.AddSingleton<SlackLines>();
        services.AddSingleton<SlackMessages>();
        services.AddSingleton<SlackTicks>();
        services.AddSingleton<SlackMarks>();
        services.AddSingleton<SlackEdits>();
        services.AddSingleton<SlackViews>();
        services.AddSingleton<SlackButtons>();
        services.AddSingleton<SlackForms>();
        services.AddSingleton<SlackDeliveries>();
        services.AddSingleton<SlackCatchUp>();
        services.AddHostedService(provider => provider.GetRequiredService<SlackCatchUp>());
        services.AddSingleton<SlackSelf>();
        services.AddHostedService(provider => provider.GetRequiredService<SlackSelf>());
        services.AddSingleton<TakeDelivery>(provider => provider.GetRequiredService<SlackDeliveries>().TakeAsync);
        services.AddSingleton<SlackReception>();
        services.AddHealthChecks().AddCheck<SlackCheck>("slack", tags: [HealthEndpoints.PlatformTag]);
        if (options.UsesRequests)
        {
            services.AddSingleton(new SlackSignature(options.SigningSecret, options.PreviousSigningSecret));
            services.AddSingleton<SlackRequests>();
        }

        if (options.UsesSockets)
        {
            services.AddSingleton(SocketTiming.Standard);
            services.AddSingleton<PlainAcks>();
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SocketParts>(provider, provider.GetRequiredService<ILogger<SocketModeService>>()));
            services.AddHostedService<SocketModeService>();
        }

        return services;
    }

    /// <summary>Takes Slack's requests where a signing secret is set. It comes before everything that asks for keys and names.</summary>
    public static void MapSlack(this WebApplication app)
    {
        if (app.Services.GetService<SlackRequests>() is { } requests)
        {
            app.MapWhen(SlackRequests.IsFor, slack => slack.Run(requests.InvokeAsync));
        }
    }
}
