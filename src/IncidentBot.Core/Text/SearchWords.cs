using System.Globalization;
using System.Text;

namespace IncidentBot.Core.Text;

/// <summary>A word as it is looked up, with its place in the text it came from.</summary>
/// <param name="Token">Letters and digits only, folded.</param>
public readonly record struct SearchWord(string Token, int Start, int End);

/// <summary>
/// Takes a text apart into the words under which it is found: the same for what is stored and for what is asked, and
/// for every database, which sees only these.
/// </summary>
/// <remarks>
/// Words joined by one mark (<c>db-prod-3</c>, <c>10.0.0.1</c>) also give their neighbours in pairs, so that the whole
/// can be found as it is written. Scripts without blanks between words give each two neighbouring characters, so that
/// any part is found.
/// </remarks>
public static class SearchWords
{
    /// <summary>The form of the words; an index made with another one is made anew.</summary>
    public const int Form = 1;

    /// <summary>How much of a text is taken apart: a pasted log is found by its beginning.</summary>
    public const int LongestText = 100_000;

    private const int LongestToken = 40;

    /// <summary>Marks that join two words when nothing else stands between them.</summary>
    private const string Joints = "-_.:/@'’,+\\\u2011";

    /// <summary>The different words of a text, with blanks between them.</summary>
    public static string Join(string text) => string.Join(' ', Of(text).Select(word => word.Token).Distinct());

    public static IEnumerable<SearchWord> Of(string text)
    {
        SearchWord? before = null;
        foreach (var piece in Pieces(text))
        {
            var joined = before is { } b && IsJoined(text, b, piece, out var bare) ? bare : null;
            if (joined is not null)
            {
                yield return new SearchWord(Cut(joined), before!.Value.Start, piece.Word.End);
            }

            // What begins nothing longer stands alone; in a script without blanks only the last character does.
            if (!piece.Spaceless)
            {
                yield return piece.Word with { Token = Cut(piece.Word.Token) };
            }
            else if (!piece.Continued)
            {
                yield return piece.Word;
            }

            before = piece.Word;
        }
    }

    /// <summary>What is looked for: each word as the beginning of one, joined ones as they are.</summary>
    internal static IEnumerable<(string Token, bool IsBeginning)> Asked(string text)
    {
        var pieces = Pieces(text).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            var follows = i > 0 && IsJoined(text, pieces[i - 1].Word, pieces[i], out _);
            var goesOn = i + 1 < pieces.Count && IsJoined(text, pieces[i].Word, pieces[i + 1], out _);
            if (follows)
            {
                yield return (Cut(pieces[i - 1].Word.Token + pieces[i].Word.Token), !goesOn);
            }
            else if (!goesOn)
            {
                yield return (Cut(pieces[i].Word.Token), true);
            }
        }
    }

    private readonly record struct Piece(SearchWord Word, bool Spaceless, bool Continued);

    private static bool IsJoined(string text, SearchWord before, Piece piece, out string? token)
    {
        var between = text.AsSpan(before.End, piece.Word.Start - before.End);
        var joined = piece.Spaceless
            ? between.IsEmpty && IsSpaceless(Rune.GetRuneAt(text, before.Start).Value)
            : between.Length == 1 && Joints.Contains(between[0], StringComparison.Ordinal);
        token = joined ? before.Token + piece.Word.Token : null;
        return joined;
    }

    /// <summary>Runs of letters and digits; single characters where a script has no blanks.</summary>
    private static IEnumerable<Piece> Pieces(string text)
    {
        var length = Math.Min(text.Length, LongestText);
        var token = new StringBuilder();
        for (var i = 0; i < length;)
        {
            var start = i;
            token.Clear();
            var rune = RuneAt(text, i);
            var spaceless = IsSpaceless(rune.Value);
            while (i < length && (rune = RuneAt(text, i)) is var next && IsPart(next, token.Length > 0)
                && (Folding.IsDropped(next) || (spaceless ? token.Length == 0 : !IsSpaceless(next.Value))))
            {
                i += next.Utf16SequenceLength;
                if (!Folding.IsDropped(next))
                {
                    Folding.Append(token, next);
                }
            }

            if (token.Length > 0)
            {
                var continued = spaceless && i < length && RuneAt(text, i) is var after && IsSpaceless(after.Value) && IsPart(after, inside: false);
                yield return new Piece(new SearchWord(token.ToString(), start, i), spaceless, continued);
            }
            else
            {
                i += rune.Utf16SequenceLength;
            }
        }
    }

    private static Rune RuneAt(string text, int i) => Rune.TryGetRuneAt(text, i, out var rune) ? rune : Rune.ReplacementChar;

    private static bool IsPart(Rune rune, bool inside) => rune.Value < 0x80
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Folding.IsDropped(rune) ? inside : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
                inside || IsSpaceless(rune.Value),
            UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
            _ => Rune.IsLetterOrDigit(rune),
        };

    /// <summary>Han, Kana, Hangul, and the scripts of South-East Asia that put no blanks between words.</summary>
    private static bool IsSpaceless(int c) => c
        is (>= 0x0E01 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3005 and <= 0x3007)
        or (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9F) or (>= 0x20000 and <= 0x3FFFF);

    private static string Cut(string token) => TypedText.Head(token, LongestToken);
}
