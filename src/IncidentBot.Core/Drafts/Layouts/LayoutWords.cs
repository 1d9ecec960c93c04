using System.Buffers;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>The words of a tag; a quoted text is one word and keeps its quotes.</summary>
internal static class LayoutWords
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\n\"'()|");

    public static bool IsQuoted(string word) => word[0] is '"' or '\'';

    /// <summary>Null if a quote stays open or a sign occurs that only larger templates need.</summary>
    public static IReadOnlyList<string>? Split(string content)
    {
        var words = new List<string>();
        for (var at = 0; at < content.Length;)
        {
            if (content[at] is ' ' or '\t' or '\n')
            {
                at++;
                continue;
            }

            var end = IsQuoted(content[at..]) ? content.IndexOf(content[at], at + 1) + 1 : EndOfWord(content, at);
            if (end == 0 || content.AsSpan(at, 1).IndexOfAny('(', ')', '|') == 0)
            {
                return null;
            }

            words.Add(content[at..end]);
            at = end;
        }

        return words;
    }

    private static int EndOfWord(string content, int at)
    {
        var length = content.AsSpan(at).IndexOfAny(Ends);
        return length < 0 ? content.Length : Math.Max(at + length, at + 1);
    }
}
