using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Rules;

/// <summary>Makes decisions: applies the events to see where they lead, and answers from there.</summary>
internal static class Decisions
{
    /// <summary>A refusal or an answer; nothing is recorded.</summary>
    public static Decision Answer(string reply, Incident? incident = null) =>
        Decision.Only(CommandAnswer.Only(reply, incident?.Id));

    /// <summary>Events that record or change an entry.</summary>
    /// <param name="reply">Makes the answer from the incident and the entry as they will stand.</param>
    public static Decision OnEntry(
        Incident incident, int number, string kind, RuleContext context, IReadOnlyList<IncidentEvent> events,
        Func<Incident, Entry, string> reply, int? erase = null)
    {
        var after = Fold(incident, context, events);
        var entry = after.Find(number)!;
        var answer = new CommandAnswer(
            true, incident.Id, number, kind, entry.When?.OccurredAt, context.Request.ReceivedAt, reply(after, entry));
        return new Decision(incident.Id, events, erase, answer);
    }

    /// <summary>Events about the incident itself.</summary>
    public static Decision OnIncident(
        Incident incident, Verb verb, RuleContext context, IReadOnlyList<IncidentEvent> events, Func<Incident, string> reply)
    {
        var after = Fold(incident, context, events);
        var answer = new CommandAnswer(true, incident.Id, null, verb.Name, null, context.Request.ReceivedAt, reply(after));
        return new Decision(incident.Id, events, null, answer);
    }

    private static Incident Fold(Incident incident, RuleContext context, IReadOnlyList<IncidentEvent> events) =>
        events.Aggregate(incident, (i, e) => i.Apply(
            new RecordedEvent(i.Version + 1, context.Request.Actor, context.Request.SentAt, context.Request.ReceivedAt, e)));
}
