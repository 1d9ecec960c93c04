using IncidentBot.Discord.Wire.Api;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>Whether a session may be begun.</summary>
internal abstract record IdentifyTurn
{
    private IdentifyTurn()
    {
    }

    /// <summary>Now, at this address.</summary>
    public sealed record Granted(GatewayAddress Address) : IdentifyTurn;

    /// <summary>Not now; for so long there is nothing to ask.</summary>
    public sealed record Later(string Text, TimeSpan Wait) : IdentifyTurn;

    /// <summary>Never, before a person has changed something.</summary>
    public sealed record Hopeless(string Text) : IdentifyTurn;
}

/// <summary>
/// Lets sessions be begun one after the other and no more often than is safe: Discord resets the token of a bot that begins
/// a thousand a day. Its own count is asked each time, and ours outlives the process, for one that starts again and again.
/// </summary>
internal sealed class IdentifyGate(DiscordApi api, IGatewaySessions sessions, GatewayTiming timing, TimeProvider time) : IDisposable
{
    /// <summary>At once, after a while without.</summary>
    internal const double Allowance = 50;

    /// <summary>Left to who starts the bot by hand, of Discord's count.</summary>
    internal const int Reserve = 20;

    /// <summary>Four hundred a day, and fifty more.</summary>
    private static readonly TimeSpan OneMore = TimeSpan.FromDays(1) / 400;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<int, long> _lastByBucket = [];

    /// <summary>Asks for a turn, and waits for those before it. Who is granted one has used it.</summary>
    public async Task<IdentifyTurn> TakeAsync(int shard, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var asked = await api.GatewayAsync(ct);
            if (!asked.IsOk)
            {
                return asked.Trouble is { Outcome: DiscordOutcome.Refused, Status: 401 }
                    ? new IdentifyTurn.Hopeless(CloseCodes.Remedy(CloseCodes.AuthenticationFailed))
                    : new IdentifyTurn.Later(asked.Trouble.Text, asked.Trouble.Outcome == DiscordOutcome.RateLimited ? asked.Trouble.RetryAfter : TimeSpan.Zero);
            }

            var limit = asked.Value.SessionStartLimit;
            if (limit.Remaining <= Math.Min(Reserve, limit.Total / 2))
            {
                return Later(TimeSpan.FromMilliseconds(Math.Max(1000, limit.ResetAfter)), $"Discord lets the bot begin {limit.Remaining} more sessions today");
            }

            if (await SpendAsync(ct) is { } wait)
            {
                return Later(wait, "the bot has begun too many sessions of late, as one does that is started again and again");
            }

            await SpaceAsync((int)(shard % Math.Max(1, limit.MaxConcurrency)), ct);
            return new IdentifyTurn.Granted(asked.Value);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether Discord answers at all.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken ct) => (await api.GatewayAsync(ct)).IsOk;

    public void Dispose() => _turn.Dispose();

    private IdentifyTurn.Later Later(TimeSpan wait, string why) =>
        new($"{why}; the next is begun at {time.GetUtcNow() + wait:yyyy-MM-dd HH:mm} UTC, since Discord takes the token away from who begins too many", wait);

    /// <summary>Takes one of our own allowance, and saves that before it is used; else how long there is none.</summary>
    private async Task<TimeSpan?> SpendAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var left = Allowance;
        if (await sessions.ReadAllowanceAsync(ct) is { } known)
        {
            // A clock that was set back gives nothing, and takes nothing.
            var passed = now > known.At ? now - known.At : TimeSpan.Zero;
            left = Math.Min(Allowance, known.Left + (passed / OneMore));
        }

        if (left < 1)
        {
            return OneMore * (1 - left);
        }

        await sessions.SaveAllowanceAsync(new IdentifyAllowance(left - 1, now), ct);
        return null;
    }

    private async Task SpaceAsync(int bucket, CancellationToken ct)
    {
        if (_lastByBucket.TryGetValue(bucket, out var last) && timing.Identify - time.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, ct);
        }

        _lastByBucket[bucket] = time.GetTimestamp();
    }
}
