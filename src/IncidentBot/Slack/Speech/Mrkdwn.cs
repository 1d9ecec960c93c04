using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IncidentBot.Core.Text;
using NodaTime;

namespace IncidentBot.Slack.Speech;

/// <summary>
/// Text in Slack's own markup that is safe to send: it can only be made by escaping, so nobody is pinged by what somebody
/// typed. In <c>Mrkdwn.Format($"*{text}*")</c> the literal is trusted and the hole is escaped, once.
/// </summary>
/// <remarks>
/// Marks such as <c>*</c> stay what Slack makes of them where they are typed: a captured message looks as it did. They
/// end with their text object, which therefore never holds the words of two people.
/// </remarks>
[JsonConverter(typeof(MrkdwnJson))]
internal readonly partial record struct Mrkdwn
{
    /// <summary>A longer address is shown, but not linked: a link cannot be cut.</summary>
    private const int LongestLink = 2000;

    private readonly string? _text;

    private Mrkdwn(string text) => _text = text;

    public static Mrkdwn Empty => default;

    public bool IsEmpty => string.IsNullOrWhiteSpace(_text);

    public int Length => _text?.Length ?? 0;

    /// <summary>The literal parts as they are; every hole escaped, unless it is <see cref="Mrkdwn"/> itself.</summary>
    public static Mrkdwn Format(ref MrkdwnFormat format) => new(format.Take());

    /// <summary>Markup written in our own source.</summary>
    public static Mrkdwn Literal([ConstantExpected] string text) => new(text);

    /// <summary>One after the other, with something between them; empty ones are left out.</summary>
    public static Mrkdwn Join([ConstantExpected] string separator, IEnumerable<Mrkdwn> parts) =>
        new(string.Join(separator, parts.Where(part => !part.IsEmpty).Select(part => part._text)));

    /// <summary>What somebody typed, escaped; web addresses in it are linked, as Slack does with what is typed there.</summary>
    public static Mrkdwn Typed(string? text)
    {
        var (typed, escaped, done) = (TypedText.Storable(text ?? ""), new StringBuilder(), 0);
        foreach (var match in WebAddresses().EnumerateMatches(typed))
        {
            var address = Escape(typed[match.Index..(match.Index + match.Length)]);
            escaped.Append(Escape(typed[done..match.Index])).Append(address.Length <= LongestLink ? $"<{address}>" : address);
            done = match.Index + match.Length;
        }

        return new Mrkdwn(escaped.Append(Escape(typed[done..])).ToString());
    }

    /// <summary>The beginning of what somebody typed, on one line.</summary>
    public static Mrkdwn Excerpt(string text, int length)
    {
        // What is shown depends on no more than this, however much is recorded.
        var line = TypedText.Head(text, length + LongestLink + 2).ReplaceLineEndings(" ");
        var cut = Typed(line).Cut(length);
        return cut.Length > 1 || line.Length == 0 ? cut : new Mrkdwn(Escape(TypedText.Storable(line))).Cut(length);
    }

    /// <summary>Text to be copied, in as many blocks of code as it takes.</summary>
    /// <param name="longest">How long each may be, fences included.</param>
    public static IEnumerable<Mrkdwn> Code(string text, int longest)
    {
        const string Fence = "```";

        // A fence inside would end the block: a zero-width space keeps its backticks apart.
        var escaped = Escape(TypedText.Storable(text)).Replace(Fence, "``\u200B`", StringComparison.Ordinal);
        return new Mrkdwn(escaped)
            .Pieces(longest - (2 * Fence.Length) - 2)
            .Select(piece => new Mrkdwn($"{Fence}\n{piece.ToString().TrimEnd('\n')}\n{Fence}"));
    }

    /// <summary>An instant in the zone and the language of whoever reads it.</summary>
    /// <param name="tokens">Slack's own, e.g. <c>{date_short_pretty} {time}</c>.</param>
    /// <param name="fallback">For clients that know no such tokens.</param>
    public static Mrkdwn Date(Instant at, [ConstantExpected] string tokens, string fallback) =>
        new(string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^{tokens}|{Label(fallback)}>"));

    /// <param name="address">One of ours.</param>
    public static Mrkdwn Link(string address, string label) => new($"<{Label(address)}|{Label(label)}>");

    /// <summary>A link to a room of Slack, which shows its name.</summary>
    /// <param name="channel">Slack's own id; anything else is not linked.</param>
    public static Mrkdwn Channel(string channel) => Channels().IsMatch(channel) ? new($"<#{channel}>") : Typed(channel);

    /// <summary>The three characters that mean something to Slack, and nothing else.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The same if it is short enough, else its beginning and an ellipsis.</summary>
    public Mrkdwn Cut(int length) => Length <= length ? this : new(_text![..Cutting.End(_text!, 0, length - 1)].TrimEnd() + "…");

    /// <summary>All of it in pieces of at most so many characters, each of them whole markup.</summary>
    public IEnumerable<Mrkdwn> Pieces(int length) => Cutting.Pieces(_text ?? "", length).Select(piece => new Mrkdwn(piece));

    public override string ToString() => _text ?? "";

    /// <summary>Inside the angle brackets of a token a bar would begin its label.</summary>
    private static string Label(string text) => Escape(text.Replace('|', '¦'));

    [GeneratedRegex(@"https?://[^\s<>|""`]*[^\s<>|""`.,;:!?'()\[\]{}*_~]", RegexOptions.IgnoreCase)]
    private static partial Regex WebAddresses();

    [GeneratedRegex("^[CDG][A-Z0-9]{2,30}$")]
    private static partial Regex Channels();
}
