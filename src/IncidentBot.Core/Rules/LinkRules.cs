using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Rules;

/// <summary>One incident, fed from several rooms, also of several platforms.</summary>
internal static class LinkRules
{
    public static Decision Link(ChannelState state, Command.Link command, RuleContext context)
    {
        if (state.Current is { Closed: false } open)
        {
            return Decisions.Answer(
                open.Id == command.Incident ? $"{open.Id} is fed from here already: {open.Title}."
                : IsGuest(open, context) ? $"{open.Id} is fed from here: {open.Title}. `/{context.Root} unlink` it first."
                : $"{open.Id} is open here: {open.Title}. A room feeds one incident at a time: `/{context.Root} close` it first, or link its room to it from the other side.",
                open);
        }

        return state.Named switch
        {
            // What is out of reach is answered like what is not there, so that nobody learns what others are busy with.
            null => Decisions.Answer(NotThere(command, context), state.Current),
            var named when context.Reach is { } community && !named.IsFedFrom(community) => Decisions.Answer(NotThere(command, context), state.Current),
            { Closed: true } closed => Decisions.Answer(
                $"{closed.Id} is closed: {closed.Title}. To go on with it, type `/{context.Root} reopen` "
                + (state.Current?.Id == closed.Id ? "here." : "in its own room, then link it."),
                state.Current),
            var joined => Decisions.OnIncident(
                joined, Verbs.Link, context, [new IncidentEvent.ChannelBound(context.Request.Channel)],
                after => $"✓ {after.Id} is fed from here, too: {after.Title}. What is typed here goes into it, and its status and draft are shown here. "
                    + $"`/{context.Root} unlink` ends that."),
        };
    }

    public static Decision Unlink(ChannelState state, RuleContext context) => state.Current switch
    {
        null => Decisions.Answer(Says.NoIncident(context)),
        var incident when IsGuest(incident, context) => Decisions.OnIncident(
            incident, Verbs.Unlink, context, [new IncidentEvent.ChannelUnbound(context.Request.Channel)],
            after => $"✓ {after.Id} is fed from here no more; what came from here stays in it. `/{context.Root} link {after.Id}` brings it back."),
        var own => Decisions.Answer(
            $"{own.Id} was opened here, so this room stays. A room that joined it leaves with `/{context.Root} unlink`; `/{context.Root} close` ends the incident.", own),
    };

    private static string NotThere(Command.Link command, RuleContext context) => context.Reach is null
        ? $"There is no {command.Incident}. `/{context.Root} list` shows all."
        : $"There is no {command.Incident} here. `/{context.Root} list` shows those that can be linked; those of other communities only where "
            + "whoever runs the bot has set Commands:AcrossCommunities.";

    /// <summary>Whether this room joined an incident that was opened elsewhere.</summary>
    private static bool IsGuest(Incident incident, RuleContext context) => incident.Channels[0] != context.Request.Channel;
}
