using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>What is said of an incident in more than one place.</summary>
internal static class IncidentFacts
{
    /// <summary>The title as that of an embed; a title of blanks would be refused.</summary>
    public static string Title(Incident incident)
    {
        var title = Markdown.Excerpt(incident.Title, Limits.EmbedTitle);
        return title.IsEmpty ? incident.Id.ToString() : title.ToString();
    }

    /// <summary>The state at a glance: red while it goes on, yellow when service is back, green when it is closed.</summary>
    public static int Colour(Incident incident) => incident.State switch
    {
        IncidentState.Open => 0xC0392B,
        IncidentState.Resolved => 0xD4AC0D,
        _ => 0x1E8449,
    };

    /// <summary>The state; while it goes on, for how long, which every client counts on by itself.</summary>
    public static Markdown State(Incident incident, Instant now) => incident.State == IncidentState.Open && Timeline.Start(incident) is { } start
        ? Markdown.Format($"**Open**, since {Markdown.Time(start, 'f')}, {Markdown.Time(start, 'R')}")
        : Markdown.Format($"**{IncidentWords.State(incident, now)}**");

    /// <summary>Whose clock is shown how.</summary>
    public static string Clocks(Incident incident, Instant now)
    {
        var zone = Zones.Get(incident.Zone);
        return $"times in {IncidentWords.Zone(incident, now)}, yours in brackets · as of {TimeWords.Clock(now, zone)}";
    }

    /// <summary>Where all of it is to be found.</summary>
    public static Markdown Whole(IncidentId id, CommandSettings settings) => IncidentWords.Page(id, settings) is { } page
        ? Markdown.Format($"All of it: {Markdown.Link(page, id.ToString())}")
        : Markdown.Format($"All of it: `{Verbs.Draft.Typed(settings.Root)}`");
}
