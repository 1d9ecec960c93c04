using IncidentBot.Core.Commands;

namespace IncidentBot.Web.Pages;

/// <summary>Which lines only ask: they record nothing, and are done with once they are answered.</summary>
internal static class Asking
{
    public static bool Is(Verb verb) =>
        verb == Verbs.Status || verb == Verbs.List || verb == Verbs.Search || verb == Verbs.Draft || verb == Verbs.Export || verb == Verbs.Help;

    /// <summary>Whether a line was refused, so that its author will want it back.</summary>
    public static bool IsRefused(CommandAnswer answer, string typed, string root) =>
        !answer.Recorded && !CommandParser.Parse(typed, root).IsQuestion;
}
