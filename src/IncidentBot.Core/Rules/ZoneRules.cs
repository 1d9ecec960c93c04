using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Core.Rules;

/// <summary><c>/incident zone</c>: the zone of a person, who types in many rooms and on several incidents.</summary>
internal static class ZoneRules
{
    private static readonly string[] NoneOfMine = ["auto", "profile", "reset"];

    public static Decision Set(ChannelState state, Command.SetOwnZone command, RuleContext context)
    {
        if (NoneOfMine.Contains(command.Name, StringComparer.OrdinalIgnoreCase))
        {
            var without = context with { OwnZone = null };
            return Chosen(null, $"✓ You have no time zone of your own any more. {Read(state, without)}", context);
        }

        return Zones.Find(command.Name) is { } zone
            ? Chosen(
                zone.Id,
                $"✓ Your time zone is {zone.Id}, in every room; it is {Now(zone, context)} there.{Wins(state)} "
                + $"To go back to your profile's: `/{context.Root} zone auto`.",
                context)
            : Decisions.Answer(Says.NoZone(command.Name, Verbs.Zone.Sample(context.Root)), state.Current);
    }

    public static Decision Show(ChannelState state, RuleContext context) => Decisions.Answer(
        $"{Read(state, context)} To set yours: `{Verbs.Zone.Sample(context.Root)}`.", state.Current);

    private static Decision Chosen(string? name, string reply, RuleContext context) =>
        Decision.Only(new CommandAnswer(true, null, null, Verbs.Zone.Name, null, context.Request.ReceivedAt, reply)) with { OwnZone = new OwnZone(name) };

    private static string Read(ChannelState state, RuleContext context) =>
        $"Clocks that you type are read in {context.AuthorZone.Id} (now {Now(context.AuthorZone, context)}): {Why(context)}.{Wins(state)}";

    private static string Why(RuleContext context) =>
        Zones.Find(context.OwnZone) is not null ? $"you chose it with `/{context.Root} zone`"
        : context.KnownZone is not null ? "your profile says so"
        : "your profile names no time zone, and this is the default";

    /// <summary>Whoever asks wants to know what will happen to the next line in this room.</summary>
    private static string Wins(ChannelState state) => state.Current is { Closed: false, SetZone: { } set } open
        ? $" On {open.Id} they are read in {set}, which is set on it."
        : "";

    private static string Now(DateTimeZone zone, RuleContext context) => TimeWords.Clock(context.Request.SentAt, zone);
}
