using System.Globalization;

namespace IncidentBot.Core.Commands;

/// <summary>The number of an entry as people type it.</summary>
public static class EntryNumber
{
    /// <summary>Reads <c>3</c> or <c>#3</c>.</summary>
    public static bool TryRead(string text, out int number) =>
        int.TryParse(text.StartsWith('#') ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
