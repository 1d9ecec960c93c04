using System.Reflection;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>
/// Reads the tables in <c>Languages</c>, one file for a language. A line is <c>sense value: word, word</c>; a new language
/// is a new file.
/// </summary>
internal static class WordTable
{
    private const string Prefix = "IncidentBot.Core.Times.Languages.";
    private const string Suffix = ".txt";

    /// <summary>Ordinary words of the language, whatever they are in English.</summary>
    private const string Plain = "plain";

    /// <summary>How letters are written where a keyboard lacks them.</summary>
    private const string Also = "also: ";

    /// <summary>Parts of the day that are written in one word with the weekday.</summary>
    private const string WeekdayAnd = "weekday-and";

    private static readonly Assembly Here = typeof(WordTable).Assembly;

    public static string[] Languages() =>
    [
        .. Here.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]),
    ];

    public static List<Word> Read(string language)
    {
        using var stream = Here.GetManifestResourceStream($"{Prefix}{language}{Suffix}")!;
        using var reader = new StreamReader(stream);
        var read = new List<Word>(2400);
        string[] also = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Also, StringComparison.Ordinal))
            {
                also = line[Also.Length..].Split(", ");
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                ReadLine(line, also, read);
            }
        }

        return read;
    }

    private static void ReadLine(string line, string[] also, List<Word> read)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var head = line[..colon].Split(' ');
        var sense = head[0] == Plain ? (Sense?)null : head[0] == WeekdayAnd ? Sense.Weekday : (Sense)Parse(typeof(Sense), head[0]);
        var (value, part) = ((short)0, Part.None);
        for (var i = 1; i < head.Length; i++)
        {
            if (short.TryParse(head[i], out var number))
            {
                value = number;
            }
            else if (sense == Sense.Unit)
            {
                value = (short)(Unit)Parse(typeof(Unit), head[i]);
            }
            else
            {
                part = (Part)Parse(typeof(Part), head[i]);
            }
        }

        foreach (var word in line[(colon + 2)..].Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var folded = Fold(word);
            if (head[0] == WeekdayAnd)
            {
                AddToWeekdays(folded, part, read);
                continue;
            }

            read.Add(new Word(folded, sense, value, part));
            if (Spell(word, also) is { } spelled)
            {
                read.Add(new Word(Fold(spelled), sense, value, part));
            }
        }
    }

    private static string Fold(string word)
    {
        Span<char> text = stackalloc char[Folded.Longest];
        Span<int> places = stackalloc int[Folded.Longest + 1];
        return Folded.From(word, 0, text, places).Text.ToString();
    }

    /// <summary>A word as it is written without the letters that a keyboard may lack; null if it has none.</summary>
    private static string? Spell(string word, string[] also)
    {
        var spelled = word;
        foreach (var pair in also)
        {
            spelled = spelled.Replace(pair[..1], pair[2..], StringComparison.Ordinal);
        }

        return ReferenceEquals(spelled, word) ? null : spelled;
    }

    private static void AddToWeekdays(string folded, Part part, List<Word> read)
    {
        for (int i = 0, count = read.Count; i < count; i++)
        {
            if (read[i] is { Sense: Sense.Weekday, Part: Part.None } weekday)
            {
                read.Add(new Word(weekday.Text + folded, Sense.Weekday, weekday.Value, part));
            }
        }
    }

    private static object Parse(Type type, string kebab) => Enum.Parse(type, kebab.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}

/// <summary>A word of a table, and what it does; without a sense, nothing.</summary>
internal sealed class Word(string text, Sense? sense, short value, Part part)
{
    public string Text { get; } = text;

    public Sense? Sense { get; } = sense;

    public short Value { get; } = value;

    public Part Part { get; } = part;
}
