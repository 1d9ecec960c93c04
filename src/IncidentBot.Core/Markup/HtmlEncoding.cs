using System.Text;

namespace IncidentBot.Core.Markup;

/// <summary>Text to markup. What would act on the reader unseen (control and direction marks) is shown instead.</summary>
internal static class HtmlEncoding
{
    public static void Append(StringBuilder markup, string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                markup.Append(c).Append(text[++i]);
                continue;
            }

            switch (c)
            {
                case '&': markup.Append("&amp;"); break;
                case '<': markup.Append("&lt;"); break;
                case '>': markup.Append("&gt;"); break;
                case '"': markup.Append("&quot;"); break;
                case '\'': markup.Append("&#39;"); break;
                case '`': markup.Append("&#96;"); break;
                default:
                    if (Visible(c) is { } mark)
                    {
                        markup.Append(mark);
                    }
                    else
                    {
                        markup.Append(char.IsSurrogate(c) ? '\uFFFD' : c);
                    }

                    break;
            }
        }
    }

    /// <summary>The visible stand-in of a character that acts unseen; null for all others.</summary>
    internal static string? Visible(char c) => c switch
    {
        '\n' or '\t' => null,
        < ' ' => ((char)(0x2400 + c)).ToString(),
        '\u007F' => "\u2421",
        >= '\u0080' and <= '\u009F' => "\uFFFD",
        '\u202A' => "[LRE]",
        '\u202B' => "[RLE]",
        '\u202C' => "[PDF]",
        '\u202D' => "[LRO]",
        '\u202E' => "[RLO]",
        '\u2066' => "[LRI]",
        '\u2067' => "[RLI]",
        '\u2068' => "[FSI]",
        '\u2069' => "[PDI]",
        _ => null,
    };
}
