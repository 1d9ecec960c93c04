namespace IncidentBot.Core.Drafts.Content;

/// <summary>Texts that were typed one by one, on one line: what does not end its sentence is parted from the next.</summary>
internal static class Sentences
{
    public static string Join(IEnumerable<string> texts)
    {
        List<string> parts = [.. texts];
        return string.Join(' ', parts.Select((text, i) => i == parts.Count - 1 || !IsOpen(text) ? text : text + (char.IsUpper(parts[i + 1].FirstOrDefault()) ? '.' : ';')));
    }

    /// <summary>
    /// A length in brackets belongs to the sentence in front of it. Behind an address a mark would belong to that, and a
    /// semicolon behind <c>&amp;lt</c> would make another character.
    /// </summary>
    private static bool IsOpen(string text)
    {
        if (text.EndsWith(')') && text.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var bracket)
        {
            text = text[..bracket];
        }

        var word = text.AsSpan(text.LastIndexOfAny([' ', '\n']) + 1);
        return word is [.., var last] && (char.IsLetterOrDigit(last) || last is ')' or ']' or '%' or '"' or '\'' or '\u2019' or '\u201D')
            && !word.ContainsAny('&', '/') && !word.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
    }
}
