using IncidentBot.Storage.Postgres;

namespace IncidentBot.Tests.Storage;

/// <summary>Stops PostgreSQL at once, again and again, while several instances are under load.</summary>
internal static class PostgresStops
{
    private const int Instances = 3;
    private const int Clients = 24;
    private const int Channels = 12;

    /// <param name="rounds">How many times the server is stopped.</param>
    /// <param name="confirmed">So many commands are confirmed before each stop, at least.</param>
    /// <param name="progress">Told of each round and of how many commands are confirmed by then.</param>
    public static async Task<Tally> RunAsync(PostgresCluster cluster, int rounds, int confirmed, Action<int, int> progress)
    {
        var address = await cluster.CreateDatabaseAsync();
        List<PostgresIncidentStore> stores = [];
        for (var i = 0; i < Instances; i++)
        {
            stores.Add(await Postgres.OpenAsync(address));
        }

        try
        {
            var load = new PostgresLoad(stores, Channels);
            using var stop = new CancellationTokenSource();
            var running = load.RunAsync(Clients, stop.Token);
            for (var round = 1; round <= rounds; round++)
            {
                await load.ConfirmedAsync(load.Confirmed + confirmed);
                await cluster.StopImmediatelyAsync();
                await cluster.StartAsync();
                progress(round, load.Confirmed);
            }

            await load.ConfirmedAsync(load.Confirmed + confirmed);
            await stop.CancelAsync();
            await running;
            return await load.CountAsync(stores[0]);
        }
        finally
        {
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }
}
