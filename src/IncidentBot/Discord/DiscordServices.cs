using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Storage.Rooms;
using IncidentBot.Web.Api;

namespace IncidentBot.Discord;

internal static class DiscordServices
{
    /// <summary>Adds what is needed to work in Discord; nothing without a token.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services, DiscordOptions options)
    {
        if (!options.IsOn)
        {
            return services;
        }

        services.AddSingleton<IGatewaySessions, DiscordSessions>();
        services.AddDiscordWire(options);
        services.AddSingleton(provider => provider.GetRequiredService<DiscordHealth>().State);
        services.AddSingleton<DiscordSelf>();
        services.AddHostedService(provider => provider.GetRequiredService<DiscordSelf>());
        services.AddSingleton<DiscordPlaces>();
        services.AddSingleton<DiscordTargets>();
        services.AddSingleton<DiscordVoice>();
        services.AddSingleton<DiscordReplies>();
        services.AddSingleton<DiscordDrafts>();
        services.AddSingleton<DiscordAttachments>();
        services.AddSingleton<DiscordUnheard>();
        services.AddSingleton<IRoomPost, DiscordRooms>();
        services.AddSingleton<DiscordTimes>();
        services.AddSingleton<DiscordNames>();
        services.AddSingleton<DiscordLines>();
        services.AddSingleton<DiscordMessages>();
        services.AddSingleton<DiscordTicks>();
        services.AddSingleton<DiscordMarks>();
        services.AddSingleton<DiscordPins>();
        services.AddSingleton<DiscordEdits>();
        services.AddSingleton<DiscordViews>();
        services.AddSingleton<DiscordForms>();
        services.AddSingleton<DiscordButtons>();
        services.AddSingleton<DiscordOffers>();
        services.AddSingleton<DiscordDeliveries>();
        services.AddSingleton<DiscordCatchUp>();
        services.AddHostedService(provider => provider.GetRequiredService<DiscordCatchUp>());
        services.AddSingleton<TakeDelivery>(provider => provider.GetRequiredService<DiscordDeliveries>().TakeAsync);
        services.AddHealthChecks().AddCheck<DiscordCheck>("discord", tags: [HealthEndpoints.PlatformTag]);
        return services;
    }
}
