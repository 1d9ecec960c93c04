namespace IncidentBot.Slack.Wire.Payloads;

internal static class Lists
{
    /// <summary>The elements there are: JSON has room for a null wherever something should stand.</summary>
    public static IReadOnlyList<T> Whole<T>(IReadOnlyList<T>? list)
        where T : class => list is null ? [] : [.. list.Where(element => element is not null)];
}
