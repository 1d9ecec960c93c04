namespace IncidentBot.Core.Incidents;

/// <summary>Who typed a command: the platform's id, which tells people apart, and the name people read.</summary>
public sealed record Person(string Id, string Name);
