namespace IncidentBot.Core.Drafts.Content;

/// <summary>What stands where a required part has nothing recorded, so that the gap is seen.</summary>
internal static class Missing
{
    public const string Text = "(not recorded yet)";
}
