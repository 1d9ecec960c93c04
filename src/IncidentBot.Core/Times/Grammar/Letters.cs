namespace IncidentBot.Core.Times.Grammar;

/// <summary>Kinds of characters, as far as they decide where a word ends.</summary>
internal static class Letters
{
    /// <summary>A letter of a script whose words stand without blanks between them.</summary>
    public static bool IsEastAsian(char c) => c is >= '\u3005' and <= '\u30FF' or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    /// <summary>A letter or digit that a word of letters cannot end before.</summary>
    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || (c >= '\u0080' && !IsEastAsian(c) && char.IsLetterOrDigit(c));

    /// <summary>A digit of the ten that clocks are written with.</summary>
    public static bool IsDigit(char c) => char.IsAsciiDigit(c);
}
