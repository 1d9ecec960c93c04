using IncidentBot.Core.Commands;
using NodaTime;

namespace IncidentBot.Storage.Rooms;

/// <summary>
/// How far the streams of the platforms were dealt with. A command that came in one moves it on in its own transaction
/// (<see cref="CommandRequest.Reached"/>); here it is begun, moved on by what nothing is stored of, and forgotten.
/// </summary>
internal interface IStreamStore
{
    /// <summary>Null if nothing is known of the stream.</summary>
    Task<StreamPosition?> ReadAsync(string platform, int shard, CancellationToken ct);

    /// <summary>Takes the place of another session. Within one it never goes back.</summary>
    Task SaveAsync(StreamPosition position, Instant now);

    /// <summary>The session is of no use any more.</summary>
    Task ForgetAsync(string platform, int shard);

    /// <summary>How many new sessions the platform may still be asked for; null if that was never counted.</summary>
    Task<StreamAllowance?> ReadAllowanceAsync(string platform, CancellationToken ct);

    Task SaveAllowanceAsync(string platform, StreamAllowance allowance);
}

/// <summary>How many new sessions may still be begun, as of a time; kept to the thousandth, rounded down.</summary>
internal sealed record StreamAllowance(double Left, Instant At);
