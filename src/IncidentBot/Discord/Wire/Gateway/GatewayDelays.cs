namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>How long to wait before the next try: twice as long each time, and anything up to that, so that bots do not all come at once.</summary>
internal sealed class GatewayDelays(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>After we were too fast.</summary>
    private static readonly TimeSpan TooFast = TimeSpan.FromSeconds(10);

    /// <param name="failures">How many there were in a row.</param>
    public TimeSpan After(int failures) => Ceiling(failures) * random.NextDouble();

    /// <summary>After a session was refused: from one second to five, or longer where that happens again and again.</summary>
    public TimeSpan AfterRefusedSession(int failures)
    {
        var staggered = First + (TimeSpan.FromSeconds(4) * random.NextDouble());
        var usual = After(failures);
        return staggered > usual ? staggered : usual;
    }

    public TimeSpan AfterTooFast(int failures) => TooFast + After(failures);

    /// <summary>The first of the heartbeats, which are not to come all at once either.</summary>
    public TimeSpan FirstBeat(TimeSpan interval) => interval * random.NextDouble();

    internal static TimeSpan Ceiling(int failures)
    {
        const int Doublings = 6;
        var ceiling = First * Math.Pow(2, Math.Min(failures, Doublings));
        return ceiling < Longest ? ceiling : Longest;
    }
}
