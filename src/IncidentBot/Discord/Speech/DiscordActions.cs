using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Speech;

/// <summary>The names by which Discord tells us which button was pressed.</summary>
internal static class DiscordActions
{
    /// <summary>Takes an entry back: the one in the value, else the latest of whoever pressed it.</summary>
    public const string Undo = "undo";

    /// <summary>Opens the modal in which an entry is corrected.</summary>
    public const string Amend = "amend";

    /// <summary>Records that it works again, now.</summary>
    public const string Resolve = "resolve";

    /// <summary>Closes the incident.</summary>
    public const string Close = "close";

    /// <summary>Shows the draft as a file.</summary>
    public const string Draft = "draft";

    /// <summary>Opens the modal of the timeline for a note.</summary>
    public const string Note = "note";

    /// <summary>The same for a dead end.</summary>
    public const string DeadEnd = "dead-end";

    /// <summary>Opens the modal for the kind in the value; without one, for all that is missing.</summary>
    public const string Missing = "missing";
}

/// <summary>
/// What a button does, and to what. It comes back from outside: whoever reads it checks that the incident may be touched
/// from there.
/// </summary>
internal readonly record struct ButtonId(string Action, ActionValue Value)
{
    /// <summary>Reads <c>undo INC-1#3</c>.</summary>
    public static bool TryRead(string? customId, out ButtonId id)
    {
        id = default;
        if (customId?.Split(' ') is not [var action, var text] || !ActionValue.TryRead(text, out var value))
        {
            return false;
        }

        id = new ButtonId(action, value);
        return true;
    }

    public override string ToString() => $"{Action} {Value}";
}
