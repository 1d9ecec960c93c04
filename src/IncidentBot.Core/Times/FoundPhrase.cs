namespace IncidentBot.Core.Times;

/// <summary>A phrase that was found, where it stands in the line, and what it means.</summary>
internal sealed record FoundPhrase(int Start, int End, TimeReading Reading);
