using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

public sealed class SqliteIncidentStoreTests : IncidentStoreTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<IIncidentStore> OpenStoreAsync() => Task.FromResult<IIncidentStore>(
        SqliteIncidentStore.Open(_folder.File(), TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance));

    private protected override async Task CloseAsync(IIncidentStore store) => await ((SqliteIncidentStore)store).DisposeAsync();
}
