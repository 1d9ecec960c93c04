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

    private static readonly Dictionary<string, Sense> Senses = Enum.GetValues<Sense>().ToDictionary(s => Kebab(s.ToString()));
    private static readonly Dictionary<string, Part> Parts = Enum.GetValues<Part>().ToDictionary(p => Kebab(p.ToString()));
    private static readonly Dictionary<string, Unit> Units = Enum.GetValues<Unit>().ToDictionary(u => Kebab(u.ToString()));

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
        var meaning = new Meaning(Senses[head[0]], 0, Part.None);
        foreach (var value in head.AsSpan(1))
        {
            meaning = short.TryParse(value, out var number) ? meaning with { Value = number }
                : Units.TryGetValue(value, out var unit) && meaning.Sense == Sense.Unit ? meaning with { Value = (short)unit }
                : meaning with { Part = Parts[value] };
        }

        return meaning;
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
