namespace IncidentBot.Benchmarks;

/// <summary>How long each of many calls took, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly List<double> _sorted;
    private readonly TimeSpan _span;

    public Latencies(List<double> unsorted, TimeSpan span)
    {
        _sorted = [.. unsorted.Order()];
        _span = span;
    }

    public double PerSecond => _sorted.Count / _span.TotalSeconds;

    public override string ToString() => $"{PerSecond,8:N0}/s   p50 {At(0.5),7:0.00} ms   p99 {At(0.99),7:0.00} ms   p99.9 {At(0.999),7:0.00} ms";

    public double At(double share) => _sorted.Count == 0 ? double.NaN : _sorted[(int)(share * (_sorted.Count - 1))];
}

internal static class LatenciesExtensions
{
    /// <summary>Of several rounds the one in the middle by speed.</summary>
    public static Latencies Median(this IEnumerable<Latencies> rounds)
    {
        var sorted = rounds.OrderBy(r => r.PerSecond).ToList();
        return sorted[sorted.Count / 2];
    }
}
