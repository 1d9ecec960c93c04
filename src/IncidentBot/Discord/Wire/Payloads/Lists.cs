namespace IncidentBot.Discord.Wire.Payloads;

internal static class Lists
{
    /// <summary>The elements there are: JSON has room for a null wherever something should stand.</summary>
    public static IReadOnlyList<T> Whole<T>(IReadOnlyList<T>? list)
        where T : class => list is null ? [] : [.. list.Where(element => element is not null)];

    /// <summary>The values there are, by their keys.</summary>
    public static IReadOnlyDictionary<string, T> Whole<T>(IReadOnlyDictionary<string, T>? map)
        where T : class => map?.Where(pair => pair.Value is not null).ToDictionary(StringComparer.Ordinal) ?? [];
}
