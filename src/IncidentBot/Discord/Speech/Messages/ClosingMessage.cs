using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>The post at the close: what it came to, what is still missing, each with the button that adds it; the draft hangs on it as a file.</summary>
internal static class ClosingMessage
{
    /// <param name="draft">The draft; null where it cannot be attached.</param>
    public static MessageBody Of(Incident incident, CommandSettings settings, Instant now, OutgoingFile? draft = null)
    {
        var gaps = Gap.Of(incident);
        List<Button> fixes = [.. gaps.Where(gap => IncidentWords.IsFillable(gap, out _)).Select(gap => Buttons.Fix(incident.Id, gap.What, gap.Verb!.Value))];
        return Fitting.Fit(new MessageBody
        {
            Embeds =
            [
                new Embed
                {
                    Title = IncidentFacts.Title(incident),
                    Url = IncidentWords.Page(incident.Id, settings),
                    Color = IncidentFacts.Colour(incident),
                    Description = Markdown.Join("\n",
                    [
                        IncidentFacts.State(incident, now),
                        Markdown.Format($"{IncidentWords.Count(incident)}{By(incident)}"),
                        Missing(gaps, fixes.Count, settings),
                        Draft(incident, settings, draft is not null),
                    ]).ToString(),
                    Footer = new EmbedFooter(incident.Id.ToString()),
                },
            ],
            Components = Buttons.Rows([.. fixes.Count > 1 ? [Buttons.FixAll(incident.Id)] : Array.Empty<Button>(), .. fixes, Buttons.Draft(incident.Id), Buttons.Open(incident.Id, settings)]),
            Files = draft is null ? [] : [draft],
        });
    }

    private static Markdown By(Incident incident) =>
        incident.ClosedBy is { } person ? Markdown.Format($" · closed by {Markdown.Excerpt(person.Name, 100)}") : Markdown.Empty;

    /// <summary>A moment belongs to an incident that goes on, so that one cannot be added with a tap any more.</summary>
    private static Markdown Missing(IReadOnlyList<Gap> gaps, int fixes, CommandSettings settings) => gaps.Count == 0
        ? Markdown.Literal("\nNothing is missing.")
        : Markdown.Join("\n",
        [
            fixes > 0 ? Markdown.Literal("\n**Still missing**, one tap each:") : Markdown.Literal("\n**To be put right:**"),
            .. gaps.Select(gap => gap.Verb is not { } verb || !verb.IsMoment() ? Markdown.Format($"- {gap.What}")
                : Markdown.Format($"- {gap.What}: `{Verbs.Reopen.Typed(settings.Root)}`, then `/{verb.Verb()}`")),
        ]);

    private static Markdown Draft(Incident incident, CommandSettings settings, bool isAttached) =>
        (isAttached, IncidentWords.Page(incident.Id, settings)) switch
        {
            (true, { } page) => Markdown.Format($"\nThe draft is the file below, and {Markdown.Link(page, "in the browser")}."),
            (true, null) => Markdown.Format($"\nThe draft is the file below; again with `{Verbs.Draft.Typed(settings.Root)}`."),
            (false, { } page) => Markdown.Format($"\nThe draft is {Markdown.Link(page, "in the browser")}."),
            _ => Markdown.Format($"\nThe draft: `{Verbs.Draft.Typed(settings.Root)}`."),
        };
}
