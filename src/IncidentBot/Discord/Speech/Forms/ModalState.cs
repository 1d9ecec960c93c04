using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>
/// What a modal is about, kept in its custom id until it is sent in, so that it is understood after a restart. It went
/// through the hands of a client: whoever reads it checks that the incident may be touched from that room.
/// </summary>
/// <param name="Form">One of the names below.</param>
internal sealed record ModalState(string Form)
{
    /// <summary>Add to timeline.</summary>
    public const string Timeline = "timeline";

    public const string Amend = "amend";
    public const string Missing = "missing";

    public IncidentId? Incident { get; init; }

    /// <summary>The captured message, by its id; it stands in the channel of the interaction.</summary>
    public string? Message { get; init; }

    public int? Entry { get; init; }

    /// <summary>The kind of the entry.</summary>
    public EntryKind? Kind { get; init; }

    /// <summary>A mark of the time as it was filled in beforehand, to tell whether it was changed.</summary>
    public string? Time { get; init; }

    /// <summary>The same of the text.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the text is too long for the field: left empty, it stays as it is.</summary>
    public bool KeepsText { get; init; }

    /// <summary>A mark that another text does not have.</summary>
    public static string MarkOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())))[..12];

    /// <summary>At most 100 characters, as Discord takes them.</summary>
    public string Write()
    {
        string?[] parts =
        [
            Form,
            Incident is { } incident ? $"i={incident.Number.ToString(CultureInfo.InvariantCulture)}" : null,
            Message is { } message ? $"m={message}" : null,
            Entry is { } entry ? $"e={entry.ToString(CultureInfo.InvariantCulture)}" : null,
            Kind is { } kind ? $"k={kind.Verb()}" : null,
            Time is { } time ? $"t={time}" : null,
            Text is { } text ? $"x={text}" : null,
            KeepsText ? "w=1" : null,
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    /// <summary>Reads what a modal brought back; null if it is none of ours.</summary>
    public static ModalState? Read(string? customId)
    {
        if (customId?.Split(' ') is not [Timeline or Amend or Missing, ..] words)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words.Skip(1))
        {
            if (word is not [var key, '=', .. { Length: > 0 } value] || !values.TryAdd(key.ToString(), value))
            {
                return null;
            }
        }

        return new ModalState(words[0])
        {
            Incident = IncidentId.TryParse(values.GetValueOrDefault("i"), out var id) ? id : null,
            Message = values.GetValueOrDefault("m"),
            Entry = EntryNumber.TryRead(values.GetValueOrDefault("e", ""), out var entry) ? entry : null,
            Kind = Verbs.Find(values.GetValueOrDefault("k", ""))?.Kind,
            Time = values.GetValueOrDefault("t"),
            Text = values.GetValueOrDefault("x"),
            KeepsText = values.ContainsKey("w"),
        };
    }
}
