using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Rules;

/// <summary><c>/incident set</c>: a value is checked against what there is, and the nearest is offered.</summary>
internal static class SettingRules
{
    public static Decision Set(ChannelState state, Command.Set command, RuleContext context)
    {
        if (state.Current is not { } incident)
        {
            return Decisions.Answer(Says.NoIncident(context));
        }

        return command.Setting switch
        {
            Setting.Title => Changed(incident, command.Setting, command.Value.ReplaceLineEndings(" "), context),
            Setting.Zone => SetZone(incident, command.Value, context),
            Setting.Layout => SetOneOf(incident, command, context.Layouts, context),
            Setting.Severity => SetOneOf(incident, command, context.Settings.Severities, context),
            _ => SetDuration(incident, command, context),
        };
    }

    private static Decision SetZone(Incident incident, string value, RuleContext context) => Zones.Find(value) is { } zone
        ? Changed(incident, Setting.Zone, zone.Id, context)
        : Decisions.Answer(Says.NoZone(value, $"/{context.Root} set zone Europe/Madrid"), incident);

    private static Decision SetOneOf(Incident incident, Command.Set command, IReadOnlyList<string> allowed, RuleContext context)
    {
        var found = allowed.FirstOrDefault(name => name.Equals(command.Value, StringComparison.OrdinalIgnoreCase));
        var name = SettingNames.Of(command.Setting);
        return found is not null
            ? Changed(incident, command.Setting, found, context)
            : Decisions.Answer(
                $"There is no {name} {TypedText.Cut(command.Value, 60)}. There are {string.Join(", ", allowed)}. "
                + $"Example: `/{context.Root} set {name} {allowed.MinBy(n => Distance.Between(n, command.Value))}`", incident);
    }

    private static Decision SetDuration(Incident incident, Command.Set command, RuleContext context)
    {
        var reading = TimeReader.Read(
            command.Value, context.Request.SentAt, context.ReadingZone(incident), context.Request.Locale);
        if (reading.Kind == TimeKind.Reject)
        {
            return Decisions.Answer($"Not set: {reading.Problem} You typed: `{Says.Offer(command, context)}`", incident);
        }

        if (reading is not { Kind: TimeKind.Range, Rest: "" })
        {
            return Decisions.Answer(
                "A duration is two times with a dash between them. "
                + $"Example: `/{context.Root} set duration 2026-02-10 15:00 - 2026-02-11 04:30`", incident);
        }

        var (start, end) = (reading.Start!.Value, reading.End!.Value);
        var set = new IncidentEvent.DurationSet(start, end, reading.Zone.Id) { Words = new Words(command.Value) };
        return Decisions.OnIncident(
            incident, Verbs.Set, context, [set],
            after => $"✓ {after.Id} duration: {Span(start, end, after, context)}. It wins over the times of the entries.");
    }

    private static string Span(Instant start, Instant end, Incident incident, RuleContext context) =>
        TimeWords.Describe(
            new Moment(start, end, Precision.Minute, incident.Zone), Zones.Get(incident.Zone), context.Request.SentAt)
        + $", {TimeWords.Length(end - start)} long";

    private static Decision Changed(Incident incident, Setting setting, string value, RuleContext context) =>
        Decisions.OnIncident(
            incident, Verbs.Set, context, [new IncidentEvent.SettingChanged(setting) { Words = new Words(value) }],
            after => $"✓ {after.Id} {SettingNames.Of(setting)}: {TypedText.Cut(value, 200)}");
}
