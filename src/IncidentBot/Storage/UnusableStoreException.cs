namespace IncidentBot.Storage;

/// <summary>The store cannot be used at all. The message is one line for the owner: it names the file and says what to do.</summary>
internal sealed class UnusableStoreException(string message, Exception? cause = null) : Exception(message, cause);
