using System.Runtime.CompilerServices;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>A place in a folded text, moved forward by what is recognised there. A failed read leaves it where it was.</summary>
internal ref struct Cursor(string line, Folded folded, Lexicon lexicon)
{
    private readonly Folded _folded = folded;
    private readonly ReadOnlySpan<char> _text = folded.Text;
    private FoundWords _found;
    private int _count;
    private ulong _senses;
    private int _lookedAt = -1;

    public int At { get; set; }

    public readonly Lexicon Lexicon => lexicon;

    public readonly ReadOnlySpan<char> Text => _text;

    /// <summary>What was typed between two places, letter case and all.</summary>
    public readonly ReadOnlySpan<char> Typed(int start, int end) => line.AsSpan(_folded.Place(start).._folded.Place(end));

    public readonly bool AtEnd => At >= _text.Length;

    public readonly char Current => Peek(0);

    public readonly char Peek(int ahead) => At + ahead is >= 0 and var place && place < _text.Length ? _text[place] : '\0';

    /// <summary>Takes the longest word here that has a sense.</summary>
    public bool TryTake(Sense sense, out Found word)
    {
        if (!TrySee(sense, out word))
        {
            return false;
        }

        At = word.End;
        return true;
    }

    public bool TryTake(Sense sense) => TryTake(sense, out _);

    /// <summary>The longest word here that has a sense.</summary>
    public bool TrySee(Sense sense, out Found word)
    {
        Look();
        if ((_senses & (1UL << (int)sense)) != 0)
        {
            for (var i = _count - 1; i >= 0; i--)
            {
                if (_found[i].Sense == sense)
                {
                    word = _found[i];
                    return true;
                }
            }
        }

        word = default;
        return false;
    }

    /// <summary>The end of the longest word here, whatever it does; this place if there is none.</summary>
    public int LongestEnd()
    {
        Look();
        return _count == 0 ? At : _found[_count - 1].End;
    }

    /// <summary>The same, but for one sense.</summary>
    public int LongestEnd(Sense except)
    {
        Look();
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_found[i].Sense != except)
            {
                return _found[i].End;
            }
        }

        return At;
    }

    /// <summary>Whether any of some senses stands here.</summary>
    public bool SeesAny(ulong senses)
    {
        Look();
        return (_senses & senses) != 0;
    }

    public bool TryChar(char c)
    {
        if (Current != c || AtEnd)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Between so many and so many digits, and no further one.</summary>
    public bool TryDigits(int fewest, int most, out int value)
    {
        value = 0;
        var end = At;
        while (end < _text.Length && end - At < most && Letters.IsDigit(_text[end]))
        {
            value = (value * 10) + (_text[end++] - '0');
        }

        if (end - At < fewest || (end < _text.Length && Letters.IsDigit(_text[end])))
        {
            return false;
        }

        At = end;
        return true;
    }

    public bool SkipBlank() => TryChar(' ');

    /// <summary>Passes from one item to the next: over a blank, or where East Asian letters or a bracket make it plain.</summary>
    public bool TryGap() => SkipBlank() || AtSeam;

    /// <summary>Whether what was read last and what comes next stand apart without a blank.</summary>
    public readonly bool AtSeam =>
        At == 0 || AtEnd || Letters.IsEastAsian(_text[At]) || Letters.IsEastAsian(_text[At - 1]) || _text[At - 1] is ' ' or '\'' or '~' or '@' or '(' or ')' or '[';

    private void Look()
    {
        if (_lookedAt != At)
        {
            _count = lexicon.Look(_text, At, _found, out _senses);
            _lookedAt = At;
        }
    }

    [InlineArray(Size)]
    private struct FoundWords
    {
        private const int Size = 16;

        private Found _first;
    }
}
