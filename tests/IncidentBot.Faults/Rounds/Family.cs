using IncidentBot.Faults.History;

namespace IncidentBot.Faults.Rounds;

/// <summary>One kind of fault, again and again under load, and what comes of it.</summary>
internal abstract class Family
{
    public abstract string Name { get; }

    /// <param name="finished">Told after each round how many are done, and what was confirmed since the last comparison.</param>
    public abstract Task<Verdict> RunAsync(int rounds, int seed, Action<int, int> finished);
}
