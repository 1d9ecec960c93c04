using System.Collections.Concurrent;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>The pace of each method, or of each channel where Slack counts by channel.</summary>
internal sealed class Paces(TimeProvider time) : IDisposable
{
    /// <summary>Slack takes short bursts; a few at once is what an incident makes.</summary>
    private const int ChannelBurst = 4;
    private const int MethodBurst = 20;
    private static readonly TimeSpan ChannelInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Method, string? Channel), Pace> _paces = new();

    public Pace Of(SlackMethod method, string? channel) =>
        _paces.GetOrAdd((method.Name, method.IsPerChannel ? channel : null), _ => method switch
        {
            { IsPerChannel: true } => new Pace(ChannelInterval, ChannelBurst, time),
            { PerMinute: > 0 and var calls } => new Pace(TimeSpan.FromMinutes(1) / calls, MethodBurst, time),
            _ => new Pace(TimeSpan.Zero, 1, time),
        });

    public void Dispose()
    {
        foreach (var pace in _paces.Values)
        {
            pace.Dispose();
        }
    }
}
