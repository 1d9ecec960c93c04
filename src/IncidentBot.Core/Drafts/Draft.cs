namespace IncidentBot.Core.Drafts;

/// <summary>A compiled draft, ready to be sent or saved.</summary>
/// <param name="FileName">Made by us, never from a title: <c>inc-1.md</c>.</param>
/// <param name="ContentType">The media type with its charset.</param>
/// <param name="Content">The text: LF line ends, one at the end.</param>
public sealed record Draft(string FileName, string ContentType, string Content);
