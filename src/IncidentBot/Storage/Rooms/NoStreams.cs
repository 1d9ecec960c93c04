using IncidentBot.Core.Commands;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>For a store that keeps incidents only: each start begins anew.</summary>
internal sealed class NoStreams : IStreamStore
{
    public Task<StreamPosition?> ReadAsync(string platform, int shard, CancellationToken ct) => Task.FromResult<StreamPosition?>(null);

    public Task SaveAsync(StreamPosition position, Instant now) => Task.CompletedTask;

    public Task ForgetAsync(string platform, int shard) => Task.CompletedTask;

    public Task<StreamAllowance?> ReadAllowanceAsync(string platform, CancellationToken ct) => Task.FromResult<StreamAllowance?>(null);

    public Task SaveAllowanceAsync(string platform, StreamAllowance allowance) => Task.CompletedTask;
}
