namespace IncidentBot.Core.Incidents;

/// <summary>Storage could not confirm a command.</summary>
/// <param name="outcomeUnknown">
/// True if the command may have been saved (the commit itself failed or its answer was lost); false if it was not.
/// </param>
public sealed class StorageException(bool outcomeUnknown, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>Whether the command may have been saved all the same. Sending it again is safe either way.</summary>
    public bool OutcomeUnknown { get; } = outcomeUnknown;
}
