using System.Text;
using IncidentBot.Core.Commands;
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

    /// <summary>Delete, the character that rubs out others; nobody types it, and it takes one byte.</summary>
    private const char RubOut = '\u007f';

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

    /// <summary>What the rows of words say that are to be rubbed out.</summary>
    public static ErasedTexts Texts(IEnumerable<string> words) =>
        new(words.Where(w => !IsErased(w)).Select(w => EventCodec.DecodeWords(w)!.Text));

    /// <summary>
    /// The answers that must go with words: all about the entry or its incident, those to commands in quarantine that go
    /// as well, and any other that gave the words back.
    /// </summary>
    /// <param name="incident">The incident the words are from.</param>
    /// <param name="candidates">From <see cref="Statements.FindReplies"/>.</param>
    public static IReadOnlyList<DeliveryRow> Replies(
        IncidentId incident, IEnumerable<DeliveryRow> candidates, ErasedTexts texts, IEnumerable<QuarantinedWords> quarantined)
    {
        var kept = quarantined.Select(q => new DeliveryKey(q.Source, q.DeliveryId)).ToHashSet();
        return
        [
            .. candidates
                .Where(r => r.Incident is not null || Names(r.Reply, incident) || kept.Contains(new DeliveryKey(r.Source, r.DeliveryId))
                    || texts.AreRepeatedIn(r.Reply))
                .Where(r => !IsErased(r.Reply))
                .Select(r => r with { Reply = Over(r.Reply) }),
        ];
    }

    /// <summary>The commands in quarantine that say the words, with these rubbed out. So is the reason, which may quote them.</summary>
    /// <param name="candidates">From <see cref="Statements.FindQuarantined"/>.</param>
    public static IReadOnlyList<QuarantinedWords> Quarantined(IEnumerable<QuarantinedWords> candidates, ErasedTexts texts) =>
    [
        .. candidates.Where(q => texts.AreTypedIn(q.Text) || texts.AreRepeatedIn(q.Reason))
            .Select(q => q with { Text = Over(q.Text), Reason = Over(q.Reason) }),
    ];

    public static bool IsErased(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(RubOut) < 0;
}

/// <summary>The words of a row of <c>quarantine</c>, and the delivery it came in.</summary>
internal sealed record QuarantinedWords(long Id, string Source, string DeliveryId, string Text, string Reason);

/// <summary>A row of <c>event_words</c> after its words went.</summary>
internal sealed record ErasedWords(int Incident, int Version, byte[] Salt, string Words)
{
    public static ErasedWords Of(Core.Incidents.IncidentId incident, int version, string words) =>
        new(incident.Number, version, new byte[EventRow.SaltBytes], Erasure.Over(words));
}
