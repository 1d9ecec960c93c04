using IncidentBot.Core.Text;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>Finds what somebody meant by a name that is not known.</summary>
internal static class Nearest
{
    /// <summary>The known name with the fewest changed letters; null if none is near.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var best = known.Select(k => (Name: k, Slips: Distance.Between(Key(name), Key(k))))
            .OrderBy(k => k.Slips).ThenBy(k => k.Name.Length).FirstOrDefault();
        return best.Name is not null && best.Slips <= Math.Max(2, name.Length / 2) ? best.Name : null;
    }

    /// <summary>A missing <c>../</c> is a smaller mistake than a wrong name.</summary>
    private static string Key(string name) => name.Replace("../", ".", StringComparison.Ordinal);
}
