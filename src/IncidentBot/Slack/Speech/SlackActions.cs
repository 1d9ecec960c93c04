namespace IncidentBot.Slack.Speech;

/// <summary>The names by which Slack tells us what was pressed and what was filled in.</summary>
internal static class SlackActions
{
    /// <summary>Takes an entry back: the one in the value, else the latest of whoever pressed it.</summary>
    public const string Undo = "undo";

    /// <summary>Opens the view in which an entry is corrected.</summary>
    public const string Amend = "amend";

    /// <summary>Records that it works again, now.</summary>
    public const string Resolve = "resolve";

    /// <summary>Closes the incident.</summary>
    public const string Close = "close";

    /// <summary>Sends the draft as a file.</summary>
    public const string Draft = "draft";

    /// <summary>Opens the view of the timeline for a note.</summary>
    public const string Note = "note";

    /// <summary>The same for a dead end.</summary>
    public const string DeadEnd = "dead-end";

    /// <summary>Opens the view for the kind in the value.</summary>
    public const string FixMissing = "fix_missing";

    /// <summary>Opens the view in which an incident is declared.</summary>
    public const string Declare = "declare";

    /// <summary>A link. It leads there by itself and only has to be acknowledged.</summary>
    public const string Open = "open";

    /// <summary>The view, and the message shortcut that opens it.</summary>
    public const string AddToTimeline = "add_to_timeline";

    /// <summary>The view, and the global shortcut that opens it.</summary>
    public const string DeclareIncident = "declare_incident";

    public const string AmendEntry = "amend_entry";

    public const string MissingField = "missing_field";

    public const string Home = "home";

    /// <summary>The name of an action. Slack wants several of one kind in a block to be told apart: <c>fix_missing:impact</c>.</summary>
    public static string NameOf(string actionId) => actionId.Split(':')[0];

    /// <summary>The action id of one of several.</summary>
    public static string OneOf(string name, string which) => $"{name}:{which}";
}
