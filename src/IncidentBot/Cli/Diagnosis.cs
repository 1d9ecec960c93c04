namespace IncidentBot.Cli;

/// <summary>What <c>doctor</c> found out about one thing.</summary>
internal readonly record struct Diagnosis(string Mark, string Finding)
{
    private const string Bad = "BAD ";

    public bool Passes => Mark != Bad;

    public static Diagnosis Good(string finding) => new("ok  ", finding);

    /// <summary>It works, and should be mended.</summary>
    public static Diagnosis Warning(string finding) => new("warn", finding);

    public static Diagnosis Wrong(string finding) => new(Bad, finding);
}
