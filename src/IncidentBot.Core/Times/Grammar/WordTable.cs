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

    private static readonly Assembly Here = typeof(WordTable).Assembly;

    public static IEnumerable<string> Languages => Here.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length]);

    public static IEnumerable<(string Word, Meaning Meaning)> Read(string language)
    {
        using var stream = Here.GetManifestResourceStream($"{Prefix}{language}{Suffix}")!;
        using var reader = new StreamReader(stream);
        var read = new List<(string, Meaning)>(1200);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                ReadLine(line, read);
            }
        }

        return read;
    }

    private static void ReadLine(string line, List<(string Word, Meaning Meaning)> read)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var meaning = ReadMeaning(line[..colon].Split(' '));
        Span<char> text = stackalloc char[Folded.Longest];
        Span<int> places = stackalloc int[Folded.Longest + 1];
        foreach (var word in line[(colon + 2)..].Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            read.Add((Folded.From(word, 0, text, places).Text.ToString(), meaning));
        }
    }

    private static Meaning ReadMeaning(string[] head)
    {
        var meaning = new Meaning(Parse<Sense>(head[0]), 0, Part.None);
        for (var i = 1; i < head.Length; i++)
        {
            meaning = short.TryParse(head[i], out var number) ? meaning with { Value = number }
                : meaning.Sense == Sense.Unit ? meaning with { Value = (short)Parse<Unit>(head[i]) }
                : meaning with { Part = Parse<Part>(head[i]) };
        }

        return meaning;
    }

    private static T Parse<T>(string kebab)
        where T : struct, Enum => Enum.Parse<T>(kebab.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
