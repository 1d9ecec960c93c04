namespace IncidentBot.Core.Drafts;

/// <summary>What a draft is written as.</summary>
public enum DraftFormat
{
    /// <summary>The layout's own form, Markdown or plain text; <c>md</c> and <c>txt</c> both mean it.</summary>
    Text,
    Html,
    Json,
    Csv,
}
