using IncidentBot.Storage;
using IncidentBot.Storage.Spool;
using Microsoft.Extensions.Options;

namespace IncidentBot.Intake;

internal static class IntakeServices
{
    /// <summary>Adds the way in, the emergency file and what empties it.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton(provider => EmergencySpool.Open(
            SpoolLocation.PathFor(provider.GetRequiredService<IOptions<StorageOptions>>().Value),
            provider.GetRequiredService<ILogger<EmergencySpool>>()));
        services.AddSingleton<SpoolReplay>();
        services.AddHostedService(provider => provider.GetRequiredService<SpoolReplay>());
        services.AddSingleton<RoomTurns>();
        return services.AddSingleton<CommandIntake>();
    }
}
