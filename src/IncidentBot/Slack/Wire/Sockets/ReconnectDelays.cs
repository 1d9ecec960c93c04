namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>How long to wait before the next try: twice as long each time, and anything up to that, so that bots do not all come at once.</summary>
internal sealed class ReconnectDelays(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Where a person has to switch something on again.</summary>
    private static readonly TimeSpan SwitchedOff = TimeSpan.FromSeconds(60);

    /// <param name="failures">How many there were in a row.</param>
    public TimeSpan After(int failures) => Ceiling(failures) * random.NextDouble();

    public TimeSpan AfterLinkDisabled() => SwitchedOff + (SwitchedOff * random.NextDouble());

    internal static TimeSpan Ceiling(int failures)
    {
        const int Doublings = 6;
        var ceiling = First * Math.Pow(2, Math.Min(failures, Doublings));
        return ceiling < Longest ? ceiling : Longest;
    }
}
