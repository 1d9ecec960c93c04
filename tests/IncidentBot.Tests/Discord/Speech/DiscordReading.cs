using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Discord.Speech;

/// <summary>What Discord would make of a text, written down from how it reads and not from how we escape.</summary>
internal static partial class DiscordReading
{
    /// <summary>The marks that mean something: none of what was typed may.</summary>
    public static IReadOnlyList<string> Marks(string sent)
    {
        // What is escaped is itself, and an address between brackets is a link without a preview.
        var live = Address().Replace(Escaped().Replace(sent, "\uFFFC"), "\uFFFC");
        return
        [
            .. new[] { Token(), Crowd(), Emphasis(), Spoiler(), Struck(), Code(), Masked(), LineStart() }
                .SelectMany(rule => rule.Matches(live).Select(match => match.Value)),
        ];
    }

    /// <summary>The text with its code taken out.</summary>
    public static string WithoutCode(string sent) => CodeSpan().Replace(sent, match => match.Value[0] == '\\' ? match.Value : "\uFFFC");

    [GeneratedRegex(@"\\[^0-9A-Za-z\s]")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"<https?://[^ >]+>", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"<(?:@[!&]?|#|a?:\w+:|t:-?|id:|/[^>]*:)\w+[^>]*>")]
    private static partial Regex Token();

    [GeneratedRegex("@(?:everyone|here)", RegexOptions.IgnoreCase)]
    private static partial Regex Crowd();

    [GeneratedRegex(@"[*_]")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\|\|")]
    private static partial Regex Spoiler();

    [GeneratedRegex("~~")]
    private static partial Regex Struck();

    [GeneratedRegex("`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[[^\]]*\]\(")]
    private static partial Regex Masked();

    [GeneratedRegex(@"(?:^|[\n\r\u2028\u2029])[ \t]*(?:#{1,3} |-# |[-*+] |\d+\. |>{1,3} )")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"\\.|`[^`\n]+`", RegexOptions.Singleline)]
    private static partial Regex CodeSpan();
}
