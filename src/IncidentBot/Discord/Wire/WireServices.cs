using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Http;
using IncidentBot.Intake;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Discord.Wire;

internal static class WireServices
{
    /// <summary>Adds the client of Discord. Who takes deliveries and where sessions are kept is registered beside it.</summary>
    public static IServiceCollection AddDiscordWire(this IServiceCollection services, DiscordOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<IGatewaySessions, ForgetfulSessions>();
        services.AddSingleton<DiscordHealth>();
        services.AddSingleton<DiscordHttp>();
        services.AddSingleton<DiscordCalls>();
        services.AddSingleton<DiscordApi>();
        services.AddSingleton<DiscordPosts>();
        services.AddSingleton<DiscordFiles>();
        services.AddSingleton<LateAnswers>();
        services.AddSingleton(new RecentIds<string>());
        services.AddSingleton<DiscordReception>();
        services.AddSingleton(GatewayTiming.Standard);
        services.AddSingleton<GatewayDelays>();
        services.AddSingleton<GatewayIntents>();
        services.AddSingleton<IdentifyGate>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GatewayParts>(provider, provider.GetRequiredService<ILogger<GatewayService>>()));
        services.AddHostedService<GatewayService>();
        if (options.PublicKey is { } key)
        {
            services.AddSingleton(new InteractionSignature(key));
            services.AddSingleton<DiscordRequests>();
        }

        return services;
    }

    /// <summary>Takes Discord's requests where a public key is set. It comes before everything that asks for keys and names.</summary>
    public static void MapDiscord(this WebApplication app)
    {
        if (app.Services.GetService<DiscordRequests>() is { } requests)
        {
            app.MapWhen(DiscordRequests.IsFor, discord => discord.Run(requests.InvokeAsync));
        }
    }
}
