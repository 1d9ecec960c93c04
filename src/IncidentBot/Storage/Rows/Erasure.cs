using System.Text;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>
/// Erased text is rubbed out where it stands, with as many bytes as it had, and its row stays. Deleting rows, or
/// changing their length, makes SQLite move neighbouring rows between pages, and secure_delete does not clean the
/// places they are moved from: a neighbour that is redacted later would survive there.
/// </summary>
internal static class Erasure
{
    /// <summary>What is told again where an answer was erased.</summary>
    public const string Reply = "(erased by a redaction)";

    /// <summary>Shorter texts stand in too many answers to tell which of them gave the words back.</summary>
    public const int LeastRepeated = 4;

    private const int Compared = 40;

    /// <summary>Delete, the character that rubs out others; nobody types it, and it takes one byte.</summary>
    private const char RubOut = '\u007f';

    /// <summary>The beginning of a text as answers repeat it: on one line.</summary>
    public static string AsRepeated(string text) => Core.Text.TypedText.Head(text.ReplaceLineEndings(" "), Compared);

    /// <summary>Whether an answer names an incident, and so may repeat any part of it.</summary>
    public static bool Names(string reply, IncidentId incident)
    {
        var name = incident.ToString();
        for (var at = reply.IndexOf(name, StringComparison.Ordinal); at >= 0; at = reply.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at + name.Length == reply.Length || !char.IsAsciiDigit(reply[at + name.Length]))
            {
                return true;
            }
        }

        return false;
    }

    public static string Over(string text) => new(RubOut, Encoding.UTF8.GetByteCount(text));

    public static bool IsErased(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(RubOut) < 0;
}
