using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Discord.Commands;

/// <summary>What the options of a command come to: a line, or what is wrong with them.</summary>
internal sealed record OptionLine
{
    private OptionLine()
    {
    }

    /// <summary>As it would be typed.</summary>
    public string? Line { get; private init; }

    /// <summary>For who gave them, with their words to send again.</summary>
    public string? Problem { get; private init; }

    [MemberNotNullWhen(true, nameof(Line))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Line is not null;

    public static OptionLine Good(string line) => new() { Line = line };

    /// <param name="words">What was given, as a line.</param>
    public static OptionLine Wrong(string problem, string words) => new() { Problem = $"Not recorded: {problem} You typed: `{words.Replace('`', '\'').ReplaceLineEndings(" ")}`" };
}
