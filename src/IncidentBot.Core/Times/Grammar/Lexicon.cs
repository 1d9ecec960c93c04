namespace IncidentBot.Core.Times.Grammar;

/// <summary>The words of one language and of English, to be found at a place in a text.</summary>
internal sealed class Lexicon
{
    /// <summary>Senses whose words may touch the digits after them: <c>10h42</c>, <c>1h30m</c>.</summary>
    private const ulong BeforeDigits = (1UL << (int)Sense.Unit) | (1UL << (int)Sense.SoftMark) | (1UL << (int)Sense.Mark);

    private const string English = "en";

    private static readonly Dictionary<string, Lazy<Lexicon>> ByLanguage = ReadLanguages();

    private readonly List<Node> _nodes = [default];
    private readonly List<Meaning> _meanings = [];
    private readonly HashSet<string> _lastWords = new(StringComparer.Ordinal);

    private Lexicon(string language)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (word, meaning) in WordTable.Read(language))
        {
            own.Add(word);
            if (meaning.Sense != Sense.Plain)
            {
                Add(word, meaning);
            }
        }

        foreach (var (word, meaning) in language == English ? [] : WordTable.Read(English))
        {
            // A word that means something else in one's own language is not English; but for those that always stand behind
            // a number or a length: "9 am", and "20m ago" where "20 ago" is a day in August.
            if (!own.Contains(word) || meaning.Sense is Sense.Meridiem or Sense.Ago)
            {
                Add(word, meaning);
            }
        }
    }

    /// <summary>The words for a locale: those of its language, and the English ones always.</summary>
    public static Lexicon For(string? locale)
    {
        var end = locale is null ? 0 : locale.AsSpan().IndexOfAny('-', '_') is >= 0 and var cut ? cut : locale.Length;
        var language = locale.AsSpan(0, end);
        return ByLanguage.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(language, out var found) ? found.Value : ByLanguage[English].Value;
    }

    /// <summary>All languages there are tables for.</summary>
    public static IEnumerable<string> Languages => ByLanguage.Keys;

    /// <summary>Whether a phrase can end in a word.</summary>
    public bool CanEndIn(ReadOnlySpan<char> word) => _lastWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static Dictionary<string, Lazy<Lexicon>> ReadLanguages()
    {
        var found = new Dictionary<string, Lazy<Lexicon>>(StringComparer.OrdinalIgnoreCase);
        foreach (var language in WordTable.Languages)
        {
            found[language] = new Lazy<Lexicon>(() => new Lexicon(language));
        }

        return found;
    }

    /// <summary>All words that stand at a place, shorter before longer, and the senses among them.</summary>
    public int Look(ReadOnlySpan<char> text, int at, Span<Found> found, out ulong senses)
    {
        var count = 0;
        senses = 0;
        for (var node = Child(0, At(text, at)); node != 0; node = Child(node, At(text, ++at)))
        {
            for (var meaning = _nodes[node].Meaning; meaning != 0 && count < found.Length; meaning = _meanings[meaning - 1].Next)
            {
                var (entry, next) = (_meanings[meaning - 1], At(text, at + 1));
                if (!Continues(text[at], next, entry.Sense))
                {
                    found[count++] = new Found(entry.Sense, entry.Value, entry.Part, (short)(at + 1));
                    senses |= 1UL << (int)entry.Sense;
                }
            }
        }

        return count;
    }

    private static char At(ReadOnlySpan<char> text, int at) => at < text.Length ? text[at] : '\0';

    /// <summary>Whether a word goes on after what was found of it, so that another word was typed.</summary>
    private static bool Continues(char last, char next, Sense sense) =>
        Letters.IsWord(last) && (char.IsAsciiDigit(next) ? (BeforeDigits & (1UL << (int)sense)) == 0 : Letters.IsWord(next));

    private int Child(int node, char c)
    {
        for (var child = c == '\0' ? 0 : _nodes[node].FirstChild; child != 0; child = _nodes[child].Sibling)
        {
            if (_nodes[child].Letter == c)
            {
                return child;
            }
        }

        return 0;
    }

    private void Add(string word, Meaning meaning)
    {
        var node = 0;
        foreach (var c in word)
        {
            var child = Child(node, c);
            if (child == 0)
            {
                child = _nodes.Count;
                _nodes.Add(new Node(c, 0, _nodes[node].FirstChild, 0));
                _nodes[node] = _nodes[node] with { FirstChild = child };
            }

            node = child;
        }

        _lastWords.Add(word[(word.LastIndexOf(' ') + 1)..]);
        _meanings.Add(meaning with { Next = _nodes[node].Meaning });
        _nodes[node] = _nodes[node] with { Meaning = _meanings.Count };
    }

    private readonly record struct Node(char Letter, int FirstChild, int Sibling, int Meaning);
}

/// <summary>What a word does, and with what value.</summary>
/// <param name="Next">One more than the place of the next meaning of the same word; 0 for none.</param>
internal readonly record struct Meaning(Sense Sense, short Value, Part Part, int Next = 0);

/// <summary>A word found in a text, and where it ends.</summary>
internal readonly record struct Found(Sense Sense, short Value, Part Part, short End);
