using NodaTime;

namespace IncidentBot.Core.Times;

/// <summary>Instants to the minute, as drafts show them.</summary>
public static class Minutes
{
    /// <summary>The start of the minute an instant lies in.</summary>
    public static Instant ToMinute(this Instant instant)
    {
        var seconds = instant.ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(seconds - (((seconds % 60) + 60) % 60));
    }
}
