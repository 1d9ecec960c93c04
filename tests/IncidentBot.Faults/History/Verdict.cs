namespace IncidentBot.Faults.History;

/// <summary>How what clients were told compares with what is in the file.</summary>
/// <param name="Invocations">How often something was sent.</param>
/// <param name="Confirmed">What somebody was told is recorded.</param>
/// <param name="Present">How much of that is in the file.</param>
/// <param name="Twice">What is in the file more than once.</param>
/// <param name="Findings">One line for everything that should not be, lost and twice included.</param>
internal sealed record Verdict(int Invocations, int Confirmed, int Present, int Twice, IReadOnlyList<string> Findings)
{
    public static readonly Verdict None = new(0, 0, 0, 0, []);

    public int Lost => Confirmed - Present;

    public bool Clean => Lost == 0 && Twice == 0 && Findings.Count == 0;

    public static Verdict operator +(Verdict a, Verdict b) => new(
        a.Invocations + b.Invocations, a.Confirmed + b.Confirmed, a.Present + b.Present, a.Twice + b.Twice, [.. a.Findings, .. b.Findings]);

    public override string ToString() =>
        $"{Confirmed} confirmed, {Present} present, {Lost} lost, {Twice} twice, {Findings.Count} findings\n{string.Join('\n', Findings.Take(20))}";
}
