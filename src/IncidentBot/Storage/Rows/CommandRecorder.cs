using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>What a command did within its transaction.</summary>
/// <param name="Answer">What may be told once it is committed.</param>
/// <param name="Writes">Whether there is anything to commit.</param>
/// <param name="Incident">What the incident has become, to be remembered once it is committed; null if it did not change.</param>
/// <param name="Erased">Whether words were rubbed out.</param>
internal sealed record Recording(CommandAnswer Answer, bool Writes, Incident? Incident, bool Erased);

/// <summary>A command within a transaction that somebody else begins, commits or rolls back: the same for each database.</summary>
internal sealed class CommandRecorder(FoldCache folds)
{
    public Recording Record(IncidentRows rows, CommandRequest request, Func<ChannelState, Decision> decide)
    {
        if (request.Delivery is { } known && rows.FindAnswer(known) is { } first)
        {
            return new Recording(first, Writes: false, Incident: null, Erased: false);
        }

        var current = rows.FindCurrent(request.Channel) is { } stored ? Fold(rows, stored) : null;
        var state = new ChannelState(current, rows.NextId());
        var decision = decide(state);
        var answer = decision.Answer with
        {
            OccurredAt = decision.Answer.OccurredAt?.AsStored(),
            RecordedAt = decision.Answer.RecordedAt?.AsStored(),
        };

        var incident = decision.Events.Count > 0 ? Append(rows, request, state, decision) : null;
        if (request.Delivery is { } delivery)
        {
            // After the erasure, so that a redaction leaves its own answer standing.
            rows.SaveAnswer(delivery, answer);
        }

        return new Recording(
            answer, incident is not null || request.Delivery is not null, incident, incident is not null && decision.Erase is not null);
    }

    /// <summary>An incident at its stored version, from memory if it is there.</summary>
    public Incident Fold(IncidentRows rows, StoredVersion stored) =>
        folds.Find(stored.Id, stored.Version) ?? Incident.Replay(stored.Id, rows.ReadEvents(stored.Id));

    private static Incident Append(IncidentRows rows, CommandRequest request, ChannelState state, Decision decision)
    {
        var before = Target(state, decision);
        List<RecordedEvent> events = [];
        var incident = before;
        foreach (var @event in decision.Events)
        {
            var recorded = AsStored(incident, request, @event);
            // Applied before anything is written: what cannot be folded must never get into the stream.
            incident = incident.Apply(recorded);
            events.Add(recorded);
        }

        if (incident.Channels.IsEmpty)
        {
            throw new InvalidOperationException($"{incident.Id}: an incident cannot begin without a channel.");
        }

        rows.Append(incident, events);
        if (decision.Erase is not { } entry)
        {
            return incident;
        }

        var redaction = events.Find(e => e.Event is IncidentEvent.EntryRedacted redacted && redacted.Number == entry)
            ?? throw new InvalidOperationException($"{incident.Id}: nothing is erased without an event that says so.");
        rows.Erase(incident.Id, entry, redaction.Version);
        // Folded from what is left, because the erased words are still in the one we have.
        return Incident.Replay(incident.Id, rows.ReadEvents(incident.Id));
    }

    private static Incident Target(ChannelState state, Decision decision)
    {
        if (decision.Incident == state.Current?.Id && state.Current is not null)
        {
            return state.Current;
        }

        return decision.Incident == state.Next
            ? Incident.Empty(state.Next)
            : throw new InvalidOperationException(
                $"A decision on {state.Current?.Id.ToString() ?? "no incident"} cannot append to {decision.Incident?.ToString() ?? "none"}.");
    }

    /// <summary>The event as it will be read back: nothing is ever shown that a restart would show differently.</summary>
    private static RecordedEvent AsStored(Incident incident, CommandRequest request, IncidentEvent @event) => new(
        incident.Version + 1,
        request.Actor,
        request.SentAt.AsStored(),
        request.ReceivedAt.AsStored(),
        EventCodec.Decode(EventCodec.Encode(@event), incident.Id, incident.Version + 1));
}
