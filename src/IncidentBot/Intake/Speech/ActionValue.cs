using System.Diagnostics.CodeAnalysis;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Intake.Speech;

/// <summary>What a button is about. It comes back from outside: whoever reads it checks that the incident may be touched from there.</summary>
/// <param name="Kind">What is missing.</param>
internal readonly record struct ActionValue(IncidentId Incident, int? Entry = null, EntryKind? Kind = null)
{
    /// <summary>Reads <c>INC-1</c>, <c>INC-1#3</c> or <c>INC-1:impact</c>.</summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out ActionValue value)
    {
        value = default;
        var (id, rest) = (text ?? "").IndexOfAny(['#', ':']) is var at and >= 0 ? (text![..at], text[at..]) : (text, "");
        if (!IncidentId.TryParse(id, out var incident))
        {
            return false;
        }

        var isEntry = EntryNumber.TryRead(rest, out var entry) && rest.StartsWith('#');
        var kind = rest.StartsWith(':') && Verbs.Find(rest[1..])?.Kind is { } found ? found : (EntryKind?)null;
        value = new ActionValue(incident, isEntry ? entry : null, kind);
        return rest.Length == 0 || isEntry || kind is not null;
    }

    public override string ToString() =>
        Entry is { } entry ? $"{Incident}#{entry}" : Kind is { } kind ? $"{Incident}:{kind.Verb()}" : Incident.ToString();
}
