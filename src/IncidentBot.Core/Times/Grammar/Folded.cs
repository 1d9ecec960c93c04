namespace IncidentBot.Core.Times.Grammar;

/// <summary>
/// A stretch of a line made comparable: small letters without accents, narrow forms, one blank for many, one dash and one
/// quote for their kinds, Slack's escapes decoded. A map leads back to the places in the line as typed.
/// </summary>
internal readonly ref struct Folded
{
    /// <summary>Longer than any phrase; what lies between the two ends of a line is never looked at.</summary>
    public const int Longest = 200;

    /// <summary>Letters from À to ÿ without their accents; what is no letter stands for itself.</summary>
    private const string Latin = "aaaaaaaceeeeiiiidnooooo×ouuuuyþßaaaaaaaceeeeiiiidnooooo÷ouuuuyþy";

    private static readonly (string Escape, char Meaning)[] Escapes = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&')];

    private readonly ReadOnlySpan<int> _places;

    private Folded(ReadOnlySpan<char> text, ReadOnlySpan<int> places)
    {
        Text = text;
        _places = places;
    }

    public ReadOnlySpan<char> Text { get; }

    /// <summary>Where in the line a folded character begins; for the length of the text, where it ends.</summary>
    public int Place(int at) => _places[at];

    /// <summary>Folds from a place on, up to the end of the line's paragraph or as much as a phrase can be.</summary>
    public static Folded From(string line, int start, Span<char> text, Span<int> places)
    {
        var length = 0;
        var at = start;
        while (at < line.Length && length < Longest && line[at] != '\n')
        {
            places[length] = at;
            at = Step(line, at, out var c);
            if (c == '\0' || (c == ' ' && length > 0 && text[length - 1] == ' '))
            {
                continue;
            }

            text[length++] = c;
        }

        places[length] = at;
        return new Folded(text[..length], places[..(length + 1)]);
    }

    /// <summary>The folded character at a place, nul for one that only changes the look of another, and the next place.</summary>
    private static int Step(string line, int at, out char folded)
    {
        var c = line[at];
        if (c < 0x80)
        {
            folded = char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c is '\t' or '\r' or '\v' or '\f' ? ' ' : c;
            return c == '&' ? SkipEscape(line, at, ref folded) : at + 1;
        }

        folded = c switch
        {
            >= '\u00C0' and <= '\u00FF' => Latin[c - 0xC0],
            >= '\uFF21' and <= '\uFF3A' => (char)(c - 0xFEE0 + 0x20),
            >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
            '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
            '\u00AD' or (>= '\u0300' and <= '\u036F') or (>= '\u200B' and <= '\u200F') or '\u2060' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF' => '\0',
            '\u2010' or '\u2011' or '\u2212' => '-',
            '\u2012' or '\u2014' or '\u2015' => '–',
            '\u2018' or '\u2019' or '\u02BC' or '\u201B' => '\'',
            '\u301C' => '~',
            '\u3001' => ',',
            '\u3002' => '.',
            '\u0153' or '\u0152' => 'o',
            _ => c,
        };
        return at + 1;
    }

    private static int SkipEscape(string line, int at, ref char folded)
    {
        foreach (var (escape, meaning) in Escapes)
        {
            if (line.AsSpan(at).StartsWith(escape, StringComparison.Ordinal))
            {
                folded = meaning;
                return at + escape.Length;
            }
        }

        return at + 1;
    }
}
