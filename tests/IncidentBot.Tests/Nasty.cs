using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;

namespace IncidentBot.Tests;

/// <summary>Text as nobody should type it, made to break readers and renderers.</summary>
internal static class Nasty
{
    private static readonly string[] Pieces =
    [
        " ", "\n", "\t", "\r\n", "[", "]", "[Label] ", "brief:", "#3", "3 ", "1 ", "--", "-", "10:30", "9:05 AM ", "10:00-10:45 ", "20m ago ",
        "24:00", "99:99", "2026-02-30 10:00 ", "2026-03-05 08:00 - 2026-03-05 08:30", "0001-01-01 00:00 ", "9999-12-31 23:59 ", "UTC+14 ", "+14:00",
        "route", "title ", "zone ", "duration ", "severity ", "layout ", "https://example.org/x ", "<https://example.org|x>", "@kim", "by 2026-12-01",
        "\0", "\uD83D", "\uDE00", "\uFEFF", "\u202E", "\u2028", "é", "漢字", "😀", "👨‍👩‍👧", "/", "\\", "`", "```", "*", "_", "#", ">", "|", "~~~", "===",
        "{{title}}", "{{#each x}}", "<script>", "</b>", "<!--", "&amp;", "\"", "'", "=1+1", "text", new string('a', 300),
    ];

    private static readonly string[] Prefixes = ["/", "/incident ", "@bot ", "", " /", "//", "@bot /incident "];

    /// <summary>Any text.</summary>
    public static Gen<string> Text { get; } =
        Gen.OneOf(Gen.Elements(Pieces), ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()))
            .ListOf().Select(string.Concat);

    /// <summary>A line: mostly a real verb with any text after it.</summary>
    public static Gen<string> Line { get; } =
        from prefix in Gen.Elements(Prefixes)
        from verb in Gen.Elements(Verbs.All.SelectMany(v => v.Aliases.Prepend(v.Name)).Concat(["", "nonsense", "incident"]).ToArray())
        from text in Text
        select $"{prefix}{verb} {text}";
}
