using System.Diagnostics.CodeAnalysis;
using IncidentBot.Core.Times.Grammar;
using IncidentBot.Core.Times.Resolving;

namespace IncidentBot.Core.Times;

/// <summary>Looks for a phrase at the head of a line, and at its end.</summary>
internal static class Phrases
{
    /// <summary>How many words a phrase at the end can have in front of its last one.</summary>
    private const int MostWords = 16;

    public static bool TryHead(string line, Lexicon lexicon, ReadContext context, [NotNullWhen(true)] out FoundPhrase? found)
    {
        Span<char> text = stackalloc char[Folded.Longest];
        Span<int> places = stackalloc int[Folded.Longest + 1];
        var folded = Folded.From(line, Bullets.Length(line), text, places);
        var cursor = new Cursor(line, folded, lexicon);
        if (!CanBegin(ref cursor))
        {
            found = null;
            return false;
        }

        return TryRead(cursor, folded, context, Place.Head, out found);
    }

    public static bool TryTail(string line, Lexicon lexicon, ReadContext context, [NotNullWhen(true)] out FoundPhrase? found)
    {
        found = null;
        var start = TailStart(line);
        Span<char> text = stackalloc char[Folded.Longest];
        Span<int> places = stackalloc int[Folded.Longest + 1];
        var folded = Folded.From(line, start, text, places);
        var cursor = new Cursor(line, folded, lexicon);
        if (folded.Place(folded.Text.Length) != line.Length || !Tails.CanEnd(cursor))
        {
            return false;
        }

        for (var at = Tails.FirstWord(folded.Text, MostWords); at < folded.Text.Length; at = Tails.NextWord(folded.Text, at))
        {
            cursor.At = at;
            if ((start == 0 && at == 0) || !CanBegin(ref cursor))
            {
                continue;
            }

            var owned = Tails.IsOwned(cursor, out var recurs);
            if (recurs)
            {
                return false;
            }

            if (!owned && TryRead(cursor, folded, context, Tails.IsApart(folded.Text, at) ? Place.Apart : Place.AfterText, out found))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryRead(Cursor cursor, Folded folded, ReadContext context, Place place, [NotNullWhen(true)] out FoundPhrase? found)
    {
        var grammar = new PhraseGrammar(cursor, context, place);
        if (!grammar.TryRead(out var phrase))
        {
            found = null;
            return false;
        }

        var reading = Resolver.Resolve(phrase, context, Word(cursor, phrase.First), Word(cursor, phrase.Last));
        found = new FoundPhrase(folded.Place(cursor.At), folded.Place(phrase.End), reading);
        return true;
    }

    private static string? Word(Cursor cursor, in Side side) =>
        side.ZoneWord.End > 0 ? cursor.Typed(side.ZoneWord.Start, side.ZoneWord.End).ToString() : null;

    /// <summary>A figure, a sign, a bracket, or a word of time or in front of one: most lines have none of them here.</summary>
    private static bool CanBegin(ref Cursor cursor) =>
        Letters.IsDigit(cursor.Current) || cursor.Current is '+' or '-' or '–' or '<' or '~' or '@' || Brackets.Closer(cursor.Current) != '\0'
        || (cursor.Current == 't' && cursor.Peek(1) is '+' or '-') || cursor.LongestEnd() > cursor.At;

    /// <summary>Where the last paragraph begins, or where a phrase at its end could begin at the earliest.</summary>
    private static int TailStart(string line)
    {
        var start = Math.Max(0, line.Length - Folded.Longest + 1);
        var newLine = line.LastIndexOf('\n', line.Length - 1, line.Length - start);
        return newLine < 0 ? start : newLine + 1;
    }
}
