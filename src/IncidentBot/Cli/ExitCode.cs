namespace IncidentBot.Cli;

/// <summary>What a command ends with; scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>What was asked for failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;
}
