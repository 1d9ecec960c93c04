namespace IncidentBot.Core.Drafts.Content;

/// <summary>Texts that were typed one by one, on one line: what does not end its sentence is parted from the next by a semicolon.</summary>
internal static class Sentences
{
    public static string Join(IEnumerable<string> texts)
    {
        List<string> parts = [.. texts];
        return string.Join(' ', parts.Select((text, i) => i < parts.Count - 1 && IsOpen(text) ? text + ";" : text));
    }

    /// <summary>Behind an address the semicolon would belong to it, and behind <c>&amp;lt</c> it would make another character.</summary>
    private static bool IsOpen(string text)
    {
        var word = text.AsSpan(text.LastIndexOfAny([' ', '\n']) + 1);
        return word is [.., var last] && (char.IsLetterOrDigit(last) || last is ')' or ']' or '%' or '"' or '\'' or '\u2019' or '\u201D')
            && !word.ContainsAny('&', '/') && !word.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
    }
}
