using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>One shape and one colour for each kind of moment, the same in pictures and tables.</summary>
public static class Marks
{
    /// <summary>The shape around the origin, about 12 units wide; the class gives the colour.</summary>
    public static Html Shape(EntryKind kind) => kind switch
    {
        EntryKind.Detected => Html.Literal("<path class=\"ib-k-detected\" d=\"M0-7 7 6H-7Z\"/>"),
        EntryKind.Note => Html.Literal("<circle class=\"ib-k-note\" r=\"4.5\"/>"),
        EntryKind.DeadEnd => Html.Literal("<path class=\"ib-k-dead-end\" d=\"M-5-5 5 5M5-5-5 5\"/>"),
        EntryKind.Escalate => Html.Literal("<path class=\"ib-k-escalate\" d=\"M-5 5 0-6 5 5M-5 7H5\"/>"),
        EntryKind.Identified => Html.Literal("<path class=\"ib-k-identified\" d=\"M0-7 7 0 0 7-7 0Z\"/>"),
        EntryKind.Fix => Html.Literal("<path class=\"ib-k-fix\" d=\"M-5.5-5.5H5.5V5.5H-5.5Z\"/>"),
        _ => Html.Literal("<path class=\"ib-k-resolved\" d=\"M-7 0A7 7 0 1 1 7 0 7 7 0 1 1-7 0ZM-3.4.2-1 2.7 3.6-2.4\"/>"),
    };

    /// <summary>The shape as a picture of its own, for a line of text.</summary>
    public static Html Icon(EntryKind kind) => Html.Format(
        $"<svg class=\"ib-icon\" viewBox=\"-9 -9 18 18\" width=\"14\" height=\"14\" aria-hidden=\"true\">{Shape(kind)}</svg>");
}
