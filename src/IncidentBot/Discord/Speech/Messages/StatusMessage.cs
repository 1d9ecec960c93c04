using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>
/// The one live message of an incident, pinned and edited in place. On a phone at night the first two lines must do:
/// what it is, whether it goes on, for how long.
/// </summary>
internal static class StatusMessage
{
    private const int LastShown = 5;
    private const int DeadEndsShown = 3;
    private const int Longest = 200;
    private const int LongestDeadEnd = 100;

    public static MessageBody Of(Incident incident, CommandSettings settings, Instant now) => Fitting.Fit(new MessageBody
    {
        Embeds =
        [
            new Embed
            {
                Title = IncidentFacts.Title(incident),
                Url = IncidentWords.Page(incident.Id, settings),
                Color = IncidentFacts.Colour(incident),
                Description = Description(incident, now).ToString(),
                Fields = incident.Closed ? [] : [.. DeadEnds(incident, now)],
                Footer = new EmbedFooter(Foot(incident, now)),
            },
        ],
        Components = Rows(incident, settings),
    });

    /// <summary>In a room that feeds it no more: what stood there would grow old.</summary>
    public static MessageBody Left(Incident incident, CommandSettings settings) => Fitting.Fit(new MessageBody
    {
        Embeds =
        [
            new Embed
            {
                Title = IncidentFacts.Title(incident),
                Url = IncidentWords.Page(incident.Id, settings),
                Description = Markdown.Format($"{incident.Id} is not fed from here any more. `/{settings.Root} link {incident.Id}` brings it back.").ToString(),
                Fields = [],
            },
        ],
        Components = [],
    });

    private static Markdown Description(Incident incident, Instant now)
    {
        var text = new EntryText(incident, now);
        return Markdown.Join("\n",
        [
            IncidentFacts.State(incident, now),
            Timeline.Start(incident) is null && !incident.Closed ? Markdown.Literal("The clock starts with `/detected`.") : Markdown.Empty,
            .. incident.Closed ? [] : Shown(incident).Select(entry => text.Line(entry, Longest)),
            Markdown.Format($"-# {IncidentWords.Missing(incident)}"),
        ]);
    }

    private static IEnumerable<Entry> Shown(Incident incident) => Timeline.Of(incident).TakeLast(LastShown);

    private static IEnumerable<EmbedField> DeadEnds(Incident incident, Instant now)
    {
        var text = new EntryText(incident, now);
        var others = Timeline.Of(incident).Where(entry => entry.Kind == EntryKind.DeadEnd).Except(Shown(incident)).TakeLast(DeadEndsShown).ToList();
        if (others.Count > 0)
        {
            yield return new EmbedField(
                $"Ruled out earlier · {IncidentWords.DeadEnds(Figures.Of(incident))} in all",
                Markdown.Join("\n", others.Select(entry => text.Brief(entry, LongestDeadEnd))).ToString());
        }
    }

    private static string Foot(Incident incident, Instant now)
    {
        var moments = Timeline.Of(incident).Count;
        string?[] parts =
        [
            incident.Id.ToString(),
            incident.Severity,
            incident.Channels.Count > 1 ? $"fed from {incident.Channels.Count} rooms" : null,
            incident.Closed ? IncidentWords.Count(incident)
                : moments > LastShown ? $"the last {LastShown} of {moments}, {IncidentFacts.Clocks(incident, now)}"
                : IncidentFacts.Clocks(incident, now),
        ];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    private static IReadOnlyList<Component> Rows(Incident incident, CommandSettings settings) => incident.State switch
    {
        IncidentState.Open => Buttons.Rows(
            Buttons.Note(incident.Id), Buttons.DeadEnd(incident.Id), Buttons.Resolve(incident.Id), Buttons.UndoLatest(incident.Id), Buttons.Draft(incident.Id)),
        IncidentState.Resolved => Buttons.Rows(
            Buttons.Note(incident.Id), Buttons.Close(incident.Id), Buttons.UndoLatest(incident.Id), Buttons.Draft(incident.Id)),
        _ => Buttons.Rows(Buttons.Draft(incident.Id), Buttons.Open(incident.Id, settings)),
    };
}
