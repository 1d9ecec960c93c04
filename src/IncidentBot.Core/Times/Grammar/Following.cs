namespace IncidentBot.Core.Times.Grammar;

/// <summary>What stands behind a phrase.</summary>
internal readonly ref struct Following
{
    public Following(Cursor cursor, int end)
    {
        cursor.At = end;
        Nothing = Boundary.EndsText(cursor.Text, end);
        var c = cursor.Current;
        Punctuation = Nothing || c is ',' or ':' or ';' or '.' or '|' or '–' or '!' or '?' || (c == ' ' && cursor.Peek(1) is '-' or '–' or '|' or ':');
        Colon = c is ':' or '–' || (c == ' ' && cursor.Peek(1) == ':') || (c == ' ' && cursor.Peek(1) is '-' or '–' && cursor.Peek(2) == ' ' && !Letters.IsDigit(cursor.Peek(3)));
        Glued = !Nothing && c != ' ' && !Punctuation;
        Counted = cursor.SkipBlank() && cursor.TrySee(Sense.Counted, out _);
    }

    /// <summary>The text ends.</summary>
    public bool Nothing { get; }

    public bool Punctuation { get; }

    /// <summary>A colon or a dash: what is before it is a heading for what is behind.</summary>
    public bool Colon { get; }

    /// <summary>A thing that is counted.</summary>
    public bool Counted { get; }

    /// <summary>Text follows without a blank, as East Asian text does.</summary>
    public bool Glued { get; }
}
