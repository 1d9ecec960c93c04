namespace IncidentBot.Cli;

/// <summary>What people typed, on its way to a terminal, which would obey some of it.</summary>
internal static class Terminal
{
    /// <summary>Control characters as the pictures Unicode has for them; line ends and tabs stay.</summary>
    public static string Show(string text) => string.Create(text.Length, text, static (shown, typed) =>
    {
        for (var i = 0; i < typed.Length; i++)
        {
            var c = typed[i];
            shown[i] = c is < ' ' and not ('\n' or '\t') ? (char)('\u2400' + c) : c is >= '\u007f' and <= '\u009f' ? '\u2421' : c;
        }
    });
}
