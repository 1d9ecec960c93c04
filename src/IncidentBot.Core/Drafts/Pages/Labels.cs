using System.Globalization;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>Shortens texts for pictures.</summary>
internal static class Labels
{
    /// <summary>At most so many characters as people count them, the last one an ellipsis if something was cut.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var elements = StringInfo.GetTextElementEnumerator(text);
        var end = 0;
        for (var count = 0; elements.MoveNext(); count++)
        {
            if (count == most - 1)
            {
                end = elements.ElementIndex;
            }
            else if (count == most)
            {
                return text[..end].TrimEnd() + "…";
            }
        }

        return text;
    }
}
