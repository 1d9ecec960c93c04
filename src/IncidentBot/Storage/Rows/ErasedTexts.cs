namespace IncidentBot.Storage.Rows;

/// <summary>What is to be erased, to be looked for in whatever else may hold it.</summary>
internal sealed class ErasedTexts(IEnumerable<string> texts)
{
    /// <summary>Shorter texts stand in too many others to tell which of them gave the words back.</summary>
    private const int LeastRepeated = 4;

    /// <summary>Answers may cut what comes after.</summary>
    private const int Compared = 40;

    private readonly List<string> _beginnings =
        [.. texts.Select(text => Core.Text.TypedText.Head(OnOneLine(text), Compared)).Where(text => text.Length > 0).Distinct()];

    public bool IsEmpty => _beginnings.Count == 0;

    /// <summary>Whether another text repeats one of them, or its beginning.</summary>
    public bool AreRepeatedIn(string text)
    {
        var line = OnOneLine(text);
        return _beginnings.Exists(b => b.Length >= LeastRepeated && line.Contains(b, StringComparison.Ordinal));
    }

    /// <summary>Whether a command says one of them. A line of an incident's own room that ends in a short one means it.</summary>
    public bool AreTypedIn(string text)
    {
        var line = OnOneLine(text).TrimEnd();
        return AreRepeatedIn(text) || _beginnings.Exists(b => line == b || line.EndsWith(' ' + b, StringComparison.Ordinal));
    }

    private static string OnOneLine(string text) => text.ReplaceLineEndings(" ");
}
