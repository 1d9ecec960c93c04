namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>Finds what somebody meant by a name that is not known.</summary>
internal static class Nearest
{
    /// <summary>The known name with the fewest changed letters; null if none is near.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var best = known.Select(k => (Name: k, Distance: Distance(Key(name), Key(k))))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name.Length).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 2) ? best.Name : null;
    }

    /// <summary>A missing <c>../</c> is a smaller mistake than a wrong name.</summary>
    private static string Key(string name) => name.Replace("../", ".", StringComparison.Ordinal).ToUpperInvariant();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
