using System.Globalization;

namespace IncidentBot.Core.Incidents;

/// <summary>The number of an incident, written <c>INC-1</c>; given once and never reused.</summary>
public readonly record struct IncidentId(int Number)
{
    private const string Prefix = "INC-";

    /// <summary>Reads <c>INC-1</c>, <c>inc-1</c> or <c>1</c>; anything else is no id.</summary>
    public static bool TryParse(string? text, out IncidentId id)
    {
        var digits = text is not null && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? text[Prefix.Length..]
            : text;
        var read = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        id = new IncidentId(read ? number : 0);
        return read;
    }

    /// <summary>The id as people write it.</summary>
    public override string ToString() => Prefix + Number.ToString(CultureInfo.InvariantCulture);
}
