using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IncidentBot.Core.Markup;

/// <summary>Collects the parts of an interpolated string and encodes its holes for element content and quoted attributes.</summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlFormat
{
    private readonly StringBuilder _markup;

    public HtmlFormat(int literalLength, int holes) => _markup = new StringBuilder(literalLength + (16 * holes));

    /// <param name="condition">Whether anything is collected at all.</param>
    /// <param name="isWanted">Tells the compiler whether to evaluate the holes.</param>
    public HtmlFormat(int literalLength, int holes, bool condition, out bool isWanted)
        : this(condition ? literalLength : 0, condition ? holes : 0) => isWanted = condition;

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html html) => _markup.Append(html.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            _markup.Append(part.ToString());
        }
    }

    public void AppendFormatted(string? text) => HtmlEncoding.Append(_markup, text);

    public void AppendFormatted(int number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate: two decimals at most.</summary>
    public void AppendFormatted(double number) => _markup.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    internal string Take() => _markup.ToString();
}
