using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Rules;

/// <summary>What the rules know besides the incident: the command as it arrived, and the owner's settings.</summary>
/// <param name="Layouts">The names of the layouts there are.</param>
public sealed record RuleContext(CommandRequest Request, CommandSettings Settings, IReadOnlyList<string> Layouts)
{
    public string Root => Settings.Root;

    /// <summary>The author's zone: the profile's if it names one that exists, else the default.</summary>
    public DateTimeZone AuthorZone => Zones.Find(Request.Zone) ?? Zones.Get(Settings.DefaultZone);

    /// <summary>The zone in which clocks without a zone are read: the incident's if one is set, else the author's.</summary>
    public DateTimeZone ReadingZone(Incident? incident) =>
        incident?.SetZone is { } set ? Zones.Get(set) : AuthorZone;
}
