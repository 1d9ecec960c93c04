namespace IncidentBot.Discord.Speech;

/// <summary>Finds code in a text: from a run of backticks to the next run of as many.</summary>
internal sealed class CodeSpans
{
    private readonly string _text;

    /// <summary>Where the last run of each length begins, so that nobody looks for the end of what has none.</summary>
    private readonly Dictionary<int, int> _last = [];

    public CodeSpans(string text)
    {
        _text = text;
        for (var i = text.IndexOf('`'); i >= 0; i = text.IndexOf('`', i))
        {
            var run = RunAt(i);
            _last[run] = i;
            i += run;
        }
    }

    /// <summary>How long the code is that begins at a backtick; if none does, how long the run of backticks is.</summary>
    public int LengthAt(int at)
    {
        var run = RunAt(at);
        if (!_last.TryGetValue(run, out var last) || last < at + run)
        {
            return run;
        }

        for (var i = _text.IndexOf('`', at + run); ; i = _text.IndexOf('`', i))
        {
            var found = RunAt(i);
            i += found;
            if (found == run)
            {
                return i - at;
            }
        }
    }

    private int RunAt(int at)
    {
        var end = at;
        while (end < _text.Length && _text[end] == '`')
        {
            end++;
        }

        return end - at;
    }
}
