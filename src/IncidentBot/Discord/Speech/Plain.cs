using IncidentBot.Core.Text;

namespace IncidentBot.Discord.Speech;

/// <summary>Text for places in which Discord reads no markup: footers, buttons, labels, fields.</summary>
internal static class Plain
{
    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string text, int length)
    {
        var line = TypedText.Storable(text).ReplaceLineEndings(" ").Trim();
        return line.Length <= length ? line : line[..Cutting.End(line, 0, length - 1, isMarkup: false)].TrimEnd() + "…";
    }
}
