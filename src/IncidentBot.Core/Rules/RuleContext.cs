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

    /// <summary>The community whose incidents the author may know of; null if it is all incidents.</summary>
    public string? Reach => Settings.AcrossCommunities ? null : Request.Channel.Community;

    /// <summary>Where the author can open the web pages; null if nowhere.</summary>
    public string? WebUrl => Request.Channel.Platform is null ? Settings.WebUrl : Settings.SharedUrl;

    /// <summary>The zone that the author chose; null if none.</summary>
    public string? OwnZone { get; init; }

    /// <summary>The author's zone: the one chosen, else the profile's if that names one that exists, else the default.</summary>
    public DateTimeZone AuthorZone => KnownZone ?? Zones.Get(Settings.DefaultZone);

    /// <summary>The author's zone as far as anybody said it; null if nobody did.</summary>
    public DateTimeZone? KnownZone => Zones.Find(OwnZone) ?? Zones.Find(Request.Zone);

    /// <summary>The zone in which clocks without a zone are read: the incident's if one is set, else the author's.</summary>
    public DateTimeZone ReadingZone(Incident? incident) =>
        incident?.SetZone is { } set ? Zones.Get(set) : AuthorZone;
}
