namespace IncidentBot.Storage;

/// <summary>Why commands cannot be stored now.</summary>
/// <param name="Since">When it was first seen, UTC.</param>
/// <param name="Reason">What storage said last.</param>
internal sealed record StoreTrouble(DateTimeOffset Since, string Reason);
