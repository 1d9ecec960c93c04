using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Wire.Payloads;

/// <summary>
/// Takes one delivery, and comes back when it is stored or cannot be. What it gives back is the first answer to an
/// interaction: null where there is none to give, or where it was given already (see <see cref="Api.DiscordApi.AnswerAsync"/>).
/// </summary>
internal delegate Task<DiscordResponse?> TakeDelivery(DiscordDelivery delivery, CancellationToken ct);

/// <summary>One delivery by Discord, through the gateway or as a request.</summary>
/// <param name="Id">Tells a repeat: the same thing sent again has the same id, whatever way it comes.</param>
/// <param name="ReceivedAt">By the wall clock, for timelines.</param>
/// <param name="ReceivedTimestamp">By the monotonic clock, for deadlines.</param>
internal sealed record DiscordDelivery(string Id, DiscordPayload Payload, DateTimeOffset ReceivedAt, long ReceivedTimestamp)
{
    /// <summary>How long Discord waits for the first answer to an interaction.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Where it stands in the session of the gateway; null if it came as a request.</summary>
    public GatewayPlace? Place { get; init; }

    /// <summary>What it is called in logs.</summary>
    public string Kind => Payload.Kind;

    /// <summary>Whether who takes it gives the first answer by themselves, in time and whatever becomes of it.</summary>
    public bool IsAnsweredByTaker { get; private set; }

    /// <summary>To be said before anything is waited for.</summary>
    public void AnswerByTaker() => IsAnsweredByTaker = true;

    /// <summary>What is left of the time for the first answer, by the monotonic clock; never less than zero.</summary>
    public TimeSpan Left(TimeProvider time)
    {
        var left = Patience - time.GetElapsedTime(ReceivedTimestamp);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
