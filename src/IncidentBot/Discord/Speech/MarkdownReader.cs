using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Discord.Speech;

/// <summary>
/// Reads what Discord sends as the plain text that was meant: names instead of ids, addresses instead of tokens, characters
/// instead of escapes. Marks such as <c>**</c> stay, and in code everything stays.
/// </summary>
/// <remarks>One pass, linear in the length. What only looks like a token stays as it is.</remarks>
internal static partial class MarkdownReader
{
    /// <summary>Reads a message.</summary>
    /// <param name="nameOf">The name of a person, role or channel by its id; null if it is not known. An id never stays.</param>
    public static string Read(string text, Func<string, string?> nameOf) => Read(text, nameOf, unescapes: true);

    /// <summary>Reads what was typed into an option or a field: Discord puts tokens into it, but no escapes.</summary>
    public static string ReadTyped(string text, Func<string, string?> nameOf) => Read(text, nameOf, unescapes: false);

    /// <summary>The ids a text names, so that their names can be looked up before it is read.</summary>
    public static IReadOnlyList<string> Ids(string text)
    {
        var ids = new List<string>();
        Read(text, id =>
        {
            ids.Add(id);
            return null;
        });
        return [.. ids.Distinct()];
    }

    private static string Read(string text, Func<string, string?> nameOf, bool unescapes)
    {
        var (plain, code) = (new StringBuilder(text.Length), new CodeSpans(text));
        for (var i = 0; i < text.Length;)
        {
            i += text[i] switch
            {
                '\\' when unescapes && i + 1 < text.Length && IsEscapable(text[i + 1]) => AppendMeant(plain, text[i + 1]),
                '`' => Append(plain, text, i, code.LengthAt(i)),
                '<' => AppendToken(plain, text, i, nameOf),
                '[' => AppendLink(plain, text, i),
                _ => Append(plain, text, i, 1),
            };
        }

        return plain.ToString();
    }

    /// <summary>Discord lets everything be escaped but letters, digits and blanks; we escape ASCII only.</summary>
    private static bool IsEscapable(char c) => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c > ' ' && c < '\u007F';

    private static int AppendMeant(StringBuilder plain, char meant)
    {
        plain.Append(meant);
        return 2;
    }

    private static int Append(StringBuilder plain, string text, int at, int length)
    {
        plain.Append(text, at, length);
        return length;
    }

    private static int AppendToken(StringBuilder plain, string text, int at, Func<string, string?> nameOf)
    {
        var end = text.AsSpan(at + 1).IndexOfAny('<', '>', '\n');
        if (end < 0 || text[at + 1 + end] != '>' || Said(text.Substring(at + 1, end), nameOf) is not { } said)
        {
            return Append(plain, text, at, 1);
        }

        plain.Append(said);
        return end + 2;
    }

    private static int AppendLink(StringBuilder plain, string text, int at)
    {
        if (MaskedLink().Match(text, at) is not { Success: true } link)
        {
            return Append(plain, text, at, 1);
        }

        plain.Append(link.Groups["label"].ValueSpan).Append(" (").Append(link.Groups["url"].ValueSpan).Append(')');
        return link.Length;
    }

    private static string? Said(string token, Func<string, string?> nameOf) =>
        Mention().Match(token) is { Success: true } mention ? Named(mention.Groups["kind"].Value, nameOf(mention.Groups["id"].Value))
        : Emoji().Match(token) is { Success: true } emoji ? $":{emoji.Groups["name"].Value}:"
        : Time().Match(token) is { Success: true } time ? At(time.Groups["seconds"].Value)
        : Command().Match(token) is { Success: true } command ? command.Groups["name"].Value
        : Address().IsMatch(token) ? token
        : null;

    private static string Named(string kind, string? name)
    {
        var (mark, unknown) = kind switch
        {
            "#" => ('#', "a-channel"),
            "@&" => ('@', "a-role"),
            _ => ('@', "someone"),
        };
        return string.IsNullOrWhiteSpace(name) ? mark + unknown : name[0] == mark ? name : mark + name;
    }

    private static string? At(string seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
        && at >= Instant.MinValue.ToUnixTimeSeconds() && at <= Instant.MaxValue.ToUnixTimeSeconds()
            ? InstantPattern.General.Format(Instant.FromUnixTimeSeconds(at))
            : null;

    [GeneratedRegex("^(?<kind>@!?|@&|#)(?<id>[0-9]{1,20})$")]
    private static partial Regex Mention();

    [GeneratedRegex("^a?:(?<name>[A-Za-z0-9_~]{1,64}):[0-9]{1,20}$")]
    private static partial Regex Emoji();

    [GeneratedRegex("^t:(?<seconds>-?[0-9]{1,15})(?::[A-Za-z])?$")]
    private static partial Regex Time();

    [GeneratedRegex("^(?<name>/[^:]{1,100}):[0-9]{1,20}$")]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)\S+$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"\G\[(?<label>[^\[\]\n\\]{1,500})\]\(<?(?<url>https?://[^\s<>()]{1,2000})>?(?: ""[^""\n]{0,500}"")?\)")]
    private static partial Regex MaskedLink();
}
