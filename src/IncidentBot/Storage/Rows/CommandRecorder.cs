using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Storage.Rows;

/// <summary>
/// From a command and what it is decided on to the rows that record it: the same for each database, and pure, so that a
/// transaction that has to be repeated decides again.
/// </summary>
internal static class CommandRecorder
{
    public static Recording Record(CommandRequest request, Basis basis, Func<ChannelState, Decision> decide)
    {
        var decision = decide(basis.ToState());
        var answer = decision.Answer with
        {
            OccurredAt = decision.Answer.OccurredAt?.AsStored(),
            RecordedAt = decision.Answer.RecordedAt?.AsStored(),
            Reply = TypedText.Storable(decision.Answer.Reply),
        };
        var change = decision.Events.Count > 0 ? Change(request, Target(basis, decision), decision) : null;
        var delivery = request.Delivery is { } key && KeepsAnswer(request, key, decision) ? DeliveryRow.Of(key, answer) : null;
        return new Recording(
            answer, change, delivery, OutboxRow.Of(request, change?.After.Incident, decision.Events, kept: delivery is not null))
        {
            Zone = decision.OwnZone is { } own ? new ZoneRow(request.Actor.Id, own.Name, request.ReceivedAt.ToMicroseconds()) : null,
            Reached = request.Reached?.Invoke(),
        };
    }

    /// <summary>
    /// Nobody can ask again under an id of ours for what recorded nothing. And of the edits in a room most are of
    /// messages that nobody captured: decided on again they come to nothing again.
    /// </summary>
    private static bool KeepsAnswer(CommandRequest request, DeliveryKey delivery, Decision decision) =>
        decision.Events.Count > 0 || decision.OwnZone is not null || !(delivery.IsOwn || request.Change is not (null or MessageChange.Captured));

    private static IncidentChange Change(CommandRequest request, HeldIncident before, Decision decision)
    {
        var (incident, head) = (before.Incident, before.Head);
        List<EventRow> rows = [];
        foreach (var @event in decision.Events)
        {
            var row = EventRow.Of(
                new RecordedEvent(incident.Version + 1, request.Actor, request.SentAt, request.ReceivedAt, @event));
            head = EventChain.Link(head, incident.Id, row);
            rows.Add(row with { Link = head });

            // Applied as it will be read back, and before anything is written: what is shown survives a restart, and
            // what cannot be folded never gets into the stream.
            incident = incident.Apply(row.ToRecordedEvent(incident.Id));
        }

        if (incident.Channels.IsEmpty)
        {
            throw new InvalidOperationException($"{incident.Id}: an incident cannot begin without a channel.");
        }

        return new IncidentChange(
            new HeldIncident(incident, head),
            rows,
            IncidentRow.Of(incident, TitleEvent(before.Incident, decision), head),
            [.. decision.Events.OfType<IncidentEvent.ChannelBound>().Select(bound => new BoundRow(bound.Channel.Value, rows[^1].SentAt))],
            [.. decision.Events.OfType<IncidentEvent.ChannelUnbound>().Select(unbound => unbound.Channel)],
            [.. decision.Events.OfType<IncidentEvent.FileKept>().Select(kept => FileRow(request, kept))],
            Erased(before.Incident, decision));
    }

    private static FileRow FileRow(CommandRequest request, IncidentEvent.FileKept kept) => request.Change is MessageChange.FileFetched file
        ? new FileRow(kept.File, kept.Number, file.Bytes.ToArray())
        : throw new InvalidOperationException("A file cannot be kept without its bytes.");

    private static HeldIncident Target(Basis basis, Decision decision)
    {
        if (basis.Current is { } current && decision.Incident == current.Incident.Id)
        {
            return current;
        }

        return decision.Incident == basis.Named?.Incident.Id && basis.Named is { } named ? named
            : decision.Incident == basis.Next ? new HeldIncident(Incident.Empty(basis.Next), EventChain.Beginning)
            : throw new InvalidOperationException(
                $"A decision on {basis.Current?.Incident.Id.ToString() ?? "no incident"} cannot append to {decision.Incident?.ToString() ?? "none"}.");
    }

    /// <summary>The version of the last of these events that gives the title; null if none does.</summary>
    private static int? TitleEvent(Incident before, Decision decision)
    {
        for (var i = decision.Events.Count - 1; i >= 0; i--)
        {
            if (IncidentRow.GivesTitle(decision.Events[i]))
            {
                return before.Version + 1 + i;
            }
        }

        return null;
    }

    private static ErasedEntry? Erased(Incident before, Decision decision)
    {
        if (decision.Erase is not { } entry)
        {
            return null;
        }

        var index = decision.Events.ToList().FindIndex(e => e is IncidentEvent.EntryRedacted redacted && redacted.Number == entry);
        return index >= 0
            ? new ErasedEntry(entry, before.Version + 1 + index)
            : throw new InvalidOperationException($"{before.Id}: nothing is erased without an event that says so.");
    }
}
