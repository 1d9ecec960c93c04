using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

internal static class StorageServices
{
    /// <summary>Adds the store named in the section <c>Storage</c>. It is opened when it is first asked for.</summary>
    public static IServiceCollection AddIncidentStore(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions, StorageOptionsValidator>()
            .BindConfiguration(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreHealth>();
        return services.AddSingleton<IIncidentStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            SqliteLibrary.Use(options.SqliteLibrary);
            var store = SqliteIncidentStore.Open(
                options.Path, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteIncidentStore>>());
            store.FollowWithSearch();
            return store;
        });
    }

    /// <summary>Adds those who look after the store while the bot runs.</summary>
    public static IServiceCollection AddStoreWatch(this IServiceCollection services) =>
        services.AddHostedService<StoreWatch>().AddHostedService<StartCheck>();
}
