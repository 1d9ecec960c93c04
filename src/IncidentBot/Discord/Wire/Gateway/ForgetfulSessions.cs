namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Remembers sessions as long as the process lives: where there is no store for them.</summary>
internal sealed class ForgetfulSessions : IGatewaySessions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, GatewayPosition> _positions = [];
    private IdentifyAllowance? _allowance;

    public Task<GatewayPosition?> ReadAsync(int shard, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult(_positions.GetValueOrDefault(shard));
        }
    }

    public Task SaveAsync(GatewayPosition position, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!_positions.TryGetValue(position.Shard, out var before) || before.SessionId != position.SessionId || before.Sequence < position.Sequence)
            {
                _positions[position.Shard] = position;
            }
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(int shard, CancellationToken ct)
    {
        lock (_gate)
        {
            _positions.Remove(shard);
        }

        return Task.CompletedTask;
    }

    public Task<IdentifyAllowance?> ReadAllowanceAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult(_allowance);
        }
    }

    public Task SaveAllowanceAsync(IdentifyAllowance allowance, CancellationToken ct)
    {
        lock (_gate)
        {
            _allowance = allowance;
        }

        return Task.CompletedTask;
    }
}
