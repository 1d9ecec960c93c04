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

    /// <summary>The answers that must go with words: all about the entry or its incident, and any other that gave the words back.</summary>
    /// <param name="incident">The incident the words are from.</param>
    /// <param name="candidates">From <see cref="Statements.FindReplies"/>.</param>
    /// <param name="words">The words that go, as they stand in their rows.</param>
    public static IReadOnlyList<DeliveryRow> Replies(IncidentId incident, IEnumerable<DeliveryRow> candidates, IEnumerable<string> words)
    {
        var repeated = words.Where(w => !IsErased(w)).Select(w => AsRepeated(EventCodec.DecodeWords(w)!.Text))
            .Where(text => text.Length >= LeastRepeated).ToList();
        return
        [
            .. candidates
                .Where(r => r.Incident is not null || Names(r.Reply, incident) || repeated.Any(text => r.Reply.Contains(text, StringComparison.Ordinal)))
                .Where(r => !IsErased(r.Reply))
                .Select(r => r with { Reply = Over(r.Reply) }),
        ];
    }

    public static bool IsErased(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(RubOut) < 0;
}

/// <summary>A row of <c>event_words</c> after its words went.</summary>
internal sealed record ErasedWords(int Incident, int Version, byte[] Salt, string Words)
{
    public static ErasedWords Of(Core.Incidents.IncidentId incident, int version, string words) =>
        new(incident.Number, version, new byte[EventRow.SaltBytes], Erasure.Over(words));
}
