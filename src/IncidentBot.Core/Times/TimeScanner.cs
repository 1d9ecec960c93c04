namespace IncidentBot.Core.Times;

/// <summary>A place in a line, moved forward by what is recognised there. A failed read leaves it where it was.</summary>
internal ref struct TimeScanner(ReadOnlySpan<char> text, int at = 0)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int At { get; set; } = at;

    public readonly bool AtEnd => At >= _text.Length;

    private readonly char Current => AtEnd ? '\0' : _text[At];

    /// <summary>A phrase ends here: the line does, or a blank follows, or a separator and then a blank or the end.</summary>
    public readonly bool AtBoundary()
    {
        var separators = At < _text.Length && ",:;-–—|".Contains(_text[At]) ? 1 : 0;
        var after = At + separators;
        return after >= _text.Length || char.IsWhiteSpace(_text[after]);
    }

    public bool TryDigits(int fewest, int most, out int value)
    {
        value = 0;
        var end = At;
        while (end < _text.Length && end - At < most && char.IsAsciiDigit(_text[end]))
        {
            value = (value * 10) + (_text[end++] - '0');
        }

        var more = end < _text.Length && char.IsAsciiDigit(_text[end]);
        if (end - At < fewest || more)
        {
            return false;
        }

        At = end;
        return true;
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

    /// <summary>A word in any letter case that is not the start of a longer one.</summary>
    public bool TryWord(string word)
    {
        var end = At + word.Length;
        if (end > _text.Length || !_text[At..end].Equals(word, StringComparison.OrdinalIgnoreCase)
            || (end < _text.Length && char.IsLetter(_text[end])))
        {
            return false;
        }

        At = end;
        return true;
    }

    public bool SkipBlanks()
    {
        var start = At;
        while (!AtEnd && char.IsWhiteSpace(Current) && Current != '\n')
        {
            At++;
        }

        return At > start;
    }

    /// <summary>The characters up to the next blank, without what closes a phrase.</summary>
    public readonly ReadOnlySpan<char> Token()
    {
        var end = At;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]))
        {
            end++;
        }

        return _text[At..end].TrimEnd(",:;");
    }
}
