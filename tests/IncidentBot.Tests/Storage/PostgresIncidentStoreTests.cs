using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Postgres;

namespace IncidentBot.Tests.Storage;

public sealed class PostgresIncidentStoreTests : IncidentStoreTests, IAsyncLifetime
{
    private string? _address;

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await (await Postgres.ClusterAsync()).DropDatabaseAsync(_address!);
    }

    private protected override async Task<IIncidentStore> OpenStoreAsync() =>
        await Postgres.OpenAsync(_address ??= await (await Postgres.ClusterAsync()).CreateDatabaseAsync());

    private protected override async Task CloseAsync(IIncidentStore store) => await ((PostgresIncidentStore)store).DisposeAsync();
}
