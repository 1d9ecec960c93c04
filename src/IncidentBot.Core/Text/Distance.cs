namespace IncidentBot.Core.Text;

/// <summary>How many slips of the finger lie between two words; for "did you mean".</summary>
public static class Distance
{
    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours, letter case aside. Only the first 40 characters
    /// count, so that a long line costs no more than a long word.
    /// </summary>
    public static int Between(string a, string b)
    {
        a = a[..Math.Min(a.Length, 40)].ToLowerInvariant();
        b = b[..Math.Min(b.Length, 40)].ToLowerInvariant();
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(cost, a, b, i, j);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Cheapest(int[,] cost, string a, string b, int i, int j)
    {
        var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
    }
}
