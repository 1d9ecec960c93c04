using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Slack.Speech;

/// <summary>Reads what Slack sends as the plain text that was typed: names instead of ids, addresses instead of tokens.</summary>
/// <remarks>One pass, linear in the length. What only looks like a token stays as it is.</remarks>
internal static partial class MrkdwnReader
{
    private static readonly (string Escape, char Meant)[] Escapes = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];

    /// <summary>Reads a text.</summary>
    /// <param name="nameOf">The name of a person, channel or group by its id; null if it is not known. An id never stays.</param>
    public static string Read(string text, Func<string, string?> nameOf)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (TokenEnd(text, i) is var end and > 0 && Said(text[(i + 1)..end], nameOf) is { } said)
            {
                plain.Append(said);
                i = end + 1;
            }
            else
            {
                i += AppendMeant(plain, text, i);
            }
        }

        return plain.ToString();
    }

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

    /// <summary>Where a token that begins here ends; Slack escapes both brackets within it.</summary>
    private static int TokenEnd(string text, int at)
    {
        var end = text[at] == '<' ? text.AsSpan(at + 1).IndexOfAny('<', '>') : -1;
        return end > 0 && text[at + 1 + end] == '>' ? at + 1 + end : -1;
    }

    private static string? Said(string token, Func<string, string?> nameOf)
    {
        var bar = token.IndexOf('|', StringComparison.Ordinal);
        var (target, label) = bar < 0 ? (token, "") : (token[..bar], Unescape(token[(bar + 1)..]));
        return target switch
        {
            ['@', .. var id] when Id().IsMatch(id) => Named('@', nameOf(id), label, "someone"),
            ['#', .. var id] when Id().IsMatch(id) => Named('#', nameOf(id), label, "private-channel"),
            ['!', .. var what] => Special(what, label, nameOf),
            _ => Address().IsMatch(target) ? Linked(Unescape(target), label) : null,
        };
    }

    private static string? Special(string what, string label, Func<string, string?> nameOf) => what.Split('^') switch
    {
        ["subteam", var id, ..] => Named('@', nameOf(id), label, "a-group"),
        ["date", var seconds, ..] => label.Length > 0 ? label : Date(seconds),
        ["here" or "channel" or "everyone"] => $"@{what}",
        _ => label.Length > 0 ? label : null,
    };

    private static string Named(char mark, string? name, string label, string unknown)
    {
        var said = !string.IsNullOrWhiteSpace(name) ? name : label.Length > 0 ? label : unknown;
        return said[0] == mark ? said : mark + said;
    }

    private static string? Date(string seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
        && at >= Instant.MinValue.ToUnixTimeSeconds() && at <= Instant.MaxValue.ToUnixTimeSeconds()
            ? InstantPattern.General.Format(Instant.FromUnixTimeSeconds(at))
            : null;

    /// <summary>Slack links <c>example.org</c> as typed, and puts the scheme it assumed before it.</summary>
    private static string Linked(string address, string label)
    {
        var typed = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart('/');
        return label.Length == 0 || label == address ? address
            : label.TrimEnd('/') == typed.TrimEnd('/') || Digits(label) == Digits(typed) && address.StartsWith("tel:", StringComparison.Ordinal) ? label
            : $"{label} ({address})";
    }

    private static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            i += AppendMeant(plain, text, i);
        }

        return plain.ToString();
    }

    /// <summary>Appends what stands at a place, an escape once undone, and says how long it is.</summary>
    private static int AppendMeant(StringBuilder plain, string text, int at)
    {
        foreach (var (escape, meant) in Escapes)
        {
            if (text[at] == '&' && string.CompareOrdinal(text, at, escape, 0, escape.Length) == 0)
            {
                plain.Append(meant);
                return escape.Length;
            }
        }

        plain.Append(text[at]);
        return 1;
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]+$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)\S+$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
