namespace IncidentBot.Core.Times.Grammar;

/// <summary>Brackets, and the marks that chat programs put around words.</summary>
internal static class Brackets
{
    public const string Openers = "[({*_`【";

    /// <summary>What closes an opener; nul for any other character.</summary>
    public static char Closer(char opener) => opener switch
    {
        '[' => ']',
        '(' => ')',
        '{' => '}',
        '【' => '】',
        '*' or '_' or '`' => opener,
        _ => '\0',
    };
}
