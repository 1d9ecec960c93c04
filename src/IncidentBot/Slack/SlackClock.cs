namespace IncidentBot.Slack;

/// <summary>Our clock beside Slack's: signed requests are refused where they are five minutes apart.</summary>
internal static class SlackClock
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with the clock of this machine; null if nothing is, or Slack does not say what time it is.</summary>
    public static string? Problem(DateTimeOffset? theirs, DateTimeOffset ours)
    {
        if (theirs is not { } server || (ours - server).Duration() <= Tolerable)
        {
            return null;
        }

        var seconds = (ours - server).Duration().TotalSeconds;
        return $"this machine's clock is {seconds:0} s {(ours > server ? "ahead of" : "behind")} Slack's; set it (beyond 300 s signed requests are refused)";
    }
}
