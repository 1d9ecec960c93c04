namespace IncidentBot.Core.Drafts;

/// <summary>A layout is unknown or cannot be rendered; the message is for people and says what to do.</summary>
public sealed class LayoutException(string message) : Exception(message);
