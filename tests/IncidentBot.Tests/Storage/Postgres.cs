using IncidentBot.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

/// <summary>One server for all tests that do not stop theirs, with a database for each test.</summary>
internal static class Postgres
{
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(() => PostgresCluster.StartAsync(Needs.Postgres()));

    /// <summary>Skips the test if there is none to be had.</summary>
    public static Task<PostgresCluster> ClusterAsync()
    {
        Needs.Postgres();
        return Shared.Value;
    }

    public static async Task<PostgresIncidentStore> OpenAsync(string address, bool locks = true)
    {
        var store = Create(address, locks);
        await store.PrepareAsync(CancellationToken.None);
        return store;
    }

    public static PostgresIncidentStore Create(string address, bool locks = true, TimeProvider? time = null) =>
        new(PostgresSettings.Read(address)!, time ?? TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, new Random(1)) { Locks = locks };
}
