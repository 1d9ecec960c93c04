namespace IncidentBot.Core.Times.Grammar;

/// <summary>The words of one language and of English, to be found at a place in a text.</summary>
/// <remarks>
/// Plain arrays, made once at the right length: the first line of a process waits for this, and each kind of collection of
/// our own types would have to be compiled before.
/// </remarks>
internal sealed class Lexicon
{
    /// <summary>Senses whose words may touch the digits after them: <c>10h42</c>, <c>1h30m</c>.</summary>
    private const ulong BeforeDigits = (1UL << (int)Sense.Unit) | (1UL << (int)Sense.SoftMark) | (1UL << (int)Sense.Mark);

    private const string English = "en";

    private static readonly string[] Known = WordTable.Languages();
    private static readonly Lazy<Lexicon>[] Loaded = [.. Known.Select(language => new Lazy<Lexicon>(() => new Lexicon(language)))];
    private static readonly Lazy<Lexicon> OfEnglish = Loaded[Array.IndexOf(Known, English)];

    /// <summary>The first is the beginning of all words; 0 elsewhere says that there is none.</summary>
    private readonly Node[] _nodes;
    private readonly Meaning[] _meanings;
    private int _nodeCount = 1;
    private int _meaningCount = 1;

    private Lexicon(string language)
    {
        var words = WordTable.Read(language);
        if (language != English)
        {
            AddEnglish(words);
        }

        var letters = 1;
        foreach (var word in words)
        {
            letters += 2 * word.Text.Length;
        }

        (_nodes, _meanings) = (new Node[letters], new Meaning[words.Count + 1]);
        foreach (var word in words)
        {
            if (word.Sense is { } sense)
            {
                Add(word, sense);
            }
        }
    }

    /// <summary>The words for a locale: those of its language, and the English ones always.</summary>
    public static Lexicon For(string? locale)
    {
        var end = locale is null ? 0 : locale.AsSpan().IndexOfAny('-', '_') is >= 0 and var cut ? cut : locale.Length;
        var language = locale.AsSpan(0, end);
        for (var i = 0; i < Known.Length; i++)
        {
            if (language.Equals(Known[i], StringComparison.OrdinalIgnoreCase))
            {
                return Loaded[i].Value;
            }
        }

        return OfEnglish.Value;
    }

    /// <summary>All languages there are tables for.</summary>
    public static IEnumerable<string> Languages => Known;

    /// <summary>Whether a phrase can end in a word.</summary>
    public bool CanEndIn(ReadOnlySpan<char> word)
    {
        var node = 0;
        foreach (var c in word)
        {
            node = Child(node, c);
            if (node == 0)
            {
                return false;
            }
        }

        return _nodes[node].EndsPhrase;
    }

    /// <summary>All words that stand at a place, shorter before longer, and the senses among them.</summary>
    public int Look(ReadOnlySpan<char> text, int at, Span<Found> found, out ulong senses)
    {
        var count = 0;
        senses = 0;
        for (var node = Child(0, At(text, at)); node != 0; node = Child(node, At(text, ++at)))
        {
            for (var meaning = _nodes[node].Meaning; meaning != 0 && count < found.Length; meaning = _meanings[meaning].Next)
            {
                ref readonly var entry = ref _meanings[meaning];
                if (!Continues(text[at], At(text, at + 1), entry.Sense))
                {
                    found[count++] = new Found(entry.Sense, entry.Value, entry.Part, (short)(at + 1));
                    senses |= 1UL << (int)entry.Sense;
                }
            }
        }

        return count;
    }

    /// <summary>
    /// A word that means something else in one's own language is not English; but for those that always stand behind a
    /// number or a length: "9 am", and "20m ago" where "20 ago" is a day in August.
    /// </summary>
    private static void AddEnglish(List<Word> words)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            own.Add(word.Text);
        }

        foreach (var word in WordTable.Read(English))
        {
            if (!own.Contains(word.Text) || word.Sense is Sense.Meridiem or Sense.Ago)
            {
                words.Add(word);
            }
        }
    }

    private static char At(ReadOnlySpan<char> text, int at) => at < text.Length ? text[at] : '\0';

    /// <summary>Whether a word goes on after what was found of it, so that another word was typed.</summary>
    private static bool Continues(char last, char next, Sense sense) =>
        Letters.IsWord(last) && (char.IsAsciiDigit(next) ? (BeforeDigits & (1UL << (int)sense)) == 0 : Letters.IsWord(next));

    private int Child(int node, char c)
    {
        var nodes = _nodes;
        for (var child = c == '\0' ? 0 : nodes[node].FirstChild; child != 0; child = nodes[child].Sibling)
        {
            if (nodes[child].Letter == c)
            {
                return child;
            }
        }

        return 0;
    }

    private void Add(Word word, Sense sense)
    {
        ref var node = ref _nodes[Reach(word.Text)];
        ref var meaning = ref _meanings[_meaningCount];
        (meaning.Sense, meaning.Value, meaning.Part, meaning.Next) = (sense, word.Value, word.Part, node.Meaning);
        node.Meaning = _meaningCount++;
        _nodes[Reach(word.Text.AsSpan(word.Text.LastIndexOf(' ') + 1))].EndsPhrase = true;
    }

    /// <summary>Where a word ends, made if it was not there.</summary>
    private int Reach(ReadOnlySpan<char> word)
    {
        var node = 0;
        foreach (var c in word)
        {
            var child = Child(node, c);
            if (child == 0)
            {
                child = _nodeCount++;
                (_nodes[child].Letter, _nodes[child].Sibling) = (c, _nodes[node].FirstChild);
                _nodes[node].FirstChild = child;
            }

            node = child;
        }

        return node;
    }

    private struct Node
    {
        public char Letter;
        public bool EndsPhrase;
        public int FirstChild;
        public int Sibling;
        public int Meaning;
    }

    /// <summary>What a word does, and with what value; then the next meaning of the same word, 0 for none.</summary>
    private struct Meaning
    {
        public Sense Sense;
        public Part Part;
        public short Value;
        public int Next;
    }
}

/// <summary>A word found in a text, and where it ends.</summary>
internal readonly record struct Found(Sense Sense, short Value, Part Part, short End);
