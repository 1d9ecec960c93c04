namespace IncidentBot.Storage.Spool;

/// <summary>The emergency file did not take a command.</summary>
/// <param name="outcomeUnknown">True if the file may hold it all the same.</param>
internal sealed class SpoolException(bool outcomeUnknown, string message, Exception? cause = null) : IOException(message, cause)
{
    public bool OutcomeUnknown { get; } = outcomeUnknown;
}
