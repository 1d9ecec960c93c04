namespace IncidentBot.Core.Drafts.Content;

/// <summary>What a template sees: names with texts, flags, lists and further names, and nothing else of .NET.</summary>
internal sealed class Fields : Dictionary<string, object?>
{
    public Fields()
        : base(StringComparer.Ordinal)
    {
    }
}
