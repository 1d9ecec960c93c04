namespace IncidentBot.Storage.Search;

/// <summary>The index is of no use as it is. Nothing is lost with it: it is removed and made anew.</summary>
internal sealed class SearchIndexException(string message, Exception? cause = null) : Exception(message, cause);
