using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Core.Times;

namespace IncidentBot.Web.Pages;

/// <summary>What was said in a channel, from what is stored: so it is there after a reload, and in every other tab.</summary>
internal static class Conversation
{
    private const int Remembered = 30;

    /// <param name="except">An entry that is shown otherwise.</param>
    public static IEnumerable<Html> Of(Incident? incident, string? except = null) => incident is null ? [] : incident.Entries
        .Skip(incident.Entries.Count - Remembered)
        .Where(entry => Key(incident.Id, entry.Number) != except)
        .Select(entry => Said(incident, entry));

    /// <summary>The new entry of an answer; null if it recorded none.</summary>
    public static string? Recorded(CommandAnswer answer) =>
        answer is { Kind: { } kind, Incident: { } id, Entry: { } number } && Verbs.Find(kind)?.Kind is not null ? Key(id, number) : null;

    public static Html Mark(string key) => Html.Format($"data-entry=\"{key}\"");

    private static Html Said(Incident incident, Entry entry)
    {
        var mark = Html.Format($"{Mark(Key(incident.Id, entry.Number))}{Html.When(entry.Redacted, $" data-redacted")}");
        return Html.Format(
            $"""
            <li class="me" {mark}><b>{Html.User(entry.Author.Name)}</b><p dir="auto">/{entry.Kind.Verb()} {Html.User(Line(entry))}</p></li>
            <li class="bot" {mark}><p dir="auto">✓ {incident.Id.ToString()} #{entry.Number} {entry.Kind.Verb()} · {When(incident, entry)}{Tail(entry)}{Html.When(entry.Withdrawn, $", taken back since")}</p></li>
            """);
    }

    /// <summary>The same as the page's script makes from an answer, so that a line is shown once.</summary>
    private static string Key(IncidentId id, int number) => $"{id}#{number}";

    private static string Line(Entry entry) => Joined(entry.Words.TypedTime, Words(entry));

    private static Html Tail(Entry entry) => Words(entry) is { Length: > 0 } words ? Html.Format($" · {Html.User(words)}") : Html.Empty;

    private static string Words(Entry entry) =>
        Joined(entry.Words.Label is { } label ? $"[{label}]" : null, entry.Words.Url, entry.Text);

    private static string When(Incident incident, Entry entry)
    {
        var zone = Zones.Get(incident.Zone);
        return entry.When is not { } when ? "recorded"
            : entry.Words.TypedTime is null ? $"recorded now ({TimeWords.Clock(when.OccurredAt, zone)})"
            : TimeWords.Describe(when, zone, entry.SentAt);
    }

    private static string Joined(params string?[] parts) => string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));
}
