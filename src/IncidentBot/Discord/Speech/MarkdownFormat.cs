using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Discord.Speech;

/// <summary>Collects the parts of an interpolated string and escapes its holes.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkdownFormat
{
    private readonly StringBuilder _text;

    public MarkdownFormat(int literalLength, int holes) => _text = new StringBuilder(literalLength + (16 * holes));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Markdown text) => _text.Append(text.ToString());

    public void AppendFormatted(string? text) => _text.Append(Markdown.Typed(text).ToString());

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(IncidentId id) => _text.Append(id.ToString());

    internal string Take() => _text.ToString();
}
