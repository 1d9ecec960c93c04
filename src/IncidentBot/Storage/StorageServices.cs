using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

internal static class StorageServices
{
    /// <summary>Adds the store named in the section <c>Storage</c>. A file is opened when it is first asked for.</summary>
    public static IServiceCollection AddIncidentStore(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions, StorageOptionsValidator>()
            .BindConfiguration(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreHealth>();
        services.AddSingleton(provider => InstanceLock.Take(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(Open);
        services.AddSingleton(provider => provider.GetRequiredService<IIncidentStore>() switch
        {
            SqliteIncidentStore store => store.Streams,
            PostgresIncidentStore store => store.Streams,
            _ => new NoStreams(),
        });
        return services.AddSingleton(provider => provider.GetRequiredService<IIncidentStore>() switch
        {
            SqliteIncidentStore store => store.Rooms,
            PostgresIncidentStore store => store.Rooms,
            _ => new NoRooms(),
        });
    }

    /// <summary>Makes the store ready before anything uses it.</summary>
    /// <returns>The lock on the file; null for PostgreSQL, where several instances work at once.</returns>
    /// <exception cref="UnusableStoreException">It cannot be used; the message says why.</exception>
    public static async Task<InstanceLock?> OpenIncidentStoreAsync(this IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<StorageOptions>>().Value.IsPostgres)
        {
            if (services.GetRequiredService<IIncidentStore>() is PostgresIncidentStore store)
            {
                await store.PrepareAsync(CancellationToken.None);
            }

            return null;
        }

        // The lock comes before the store, and so goes after it.
        var held = services.GetRequiredService<InstanceLock>();
        _ = services.GetRequiredService<IIncidentStore>();
        return held;
    }

    /// <summary>Adds those who look after the store while the bot runs.</summary>
    public static IServiceCollection AddStoreWatch(this IServiceCollection services) =>
        services.AddHostedService<StoreWatch>().AddHostedService<StartCheck>().AddHostedService<ReadAhead>();

    /// <summary>Adds what sends to the rooms of platforms, and remembers how far they were read.</summary>
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddHostedService<OutboxSender>()
        .AddSingleton<RoomCursors>()
        .AddHostedService(provider => provider.GetRequiredService<RoomCursors>());

    private static IIncidentStore Open(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        if (options.IsPostgres)
        {
            return new PostgresIncidentStore(
                options.ReadPostgres(), time, provider.GetRequiredService<ILogger<PostgresIncidentStore>>(), Random.Shared);
        }

        SqliteLibrary.Use(options.SqliteLibrary);
        var store = SqliteIncidentStore.Open(options.Path, time, provider.GetRequiredService<ILogger<SqliteIncidentStore>>());
        store.FollowWithSearch();
        return store;
    }
}
