using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Tests.Storage;

/// <summary>Commands and what they come to, without the rules of the product: enough to drive a store.</summary>
internal static class Typed
{
    public static readonly Person Ana = new("U1", "Ana");
    public static readonly Instant Nine = Instant.FromUtc(2026, 3, 4, 9, 0);

    public static CommandRequest Command(
        string text, string? delivery = null, string source = "api", string channel = "C1", int minute = 0) => new()
        {
            Delivery = delivery is null ? null : new DeliveryKey(source, delivery),
            Channel = new ChannelId(channel),
            Actor = Ana,
            Text = text,
            SentAt = Nine.Plus(Duration.FromMinutes(minute)).PlusNanoseconds(123_456_789),
            ReceivedAt = Nine.Plus(Duration.FromMinutes(minute)).PlusNanoseconds(987_654_321),
        };

    /// <summary>Records the text as a note, in a new incident if none is open.</summary>
    public static Func<ChannelState, Decision> Note(CommandRequest request) => state =>
    {
        List<IncidentEvent> events = [];
        var current = state.Current is { Closed: false } open ? open : null;
        if (current is null)
        {
            events.Add(new IncidentEvent.Opened("Europe/Madrid", 1) { Words = new Words(request.Text) });
            events.Add(new IncidentEvent.ChannelBound(request.Channel));
        }

        var number = current?.NextEntry ?? 1;
        events.Add(new IncidentEvent.EntryRecorded(
            number, EntryKind.Note, new Moment(request.ReceivedAt, null, Precision.Second, "Europe/Madrid"), false)
        {
            Words = new Words(request.Text),
        });
        return Recorded(current?.Id ?? state.Next, events, request, number, "note");
    };

    public static Func<ChannelState, Decision> Append(CommandRequest request, params IncidentEvent[] events) => state =>
        Recorded(state.Current!.Id, events, request, events[^1].Entry, "set");

    public static Func<ChannelState, Decision> Close(CommandRequest request) => Append(request, new IncidentEvent.Closed());

    public static Func<ChannelState, Decision> Redact(CommandRequest request, int number, string? reason = null) => state =>
        Recorded(
            state.Current!.Id,
            [new IncidentEvent.EntryRedacted(number) { Words = reason is null ? null : new Words(reason) }],
            request,
            number,
            "redact") with
        { Erase = number };

    /// <summary>Chooses a zone; null for none.</summary>
    public static Func<ChannelState, Decision> Zone(CommandRequest request, string? name) => state =>
        Decision.Only(new CommandAnswer(true, null, null, "zone", null, request.ReceivedAt, $"{state.OwnZone ?? "none"} before")) with { OwnZone = new OwnZone(name) };

    public static Func<ChannelState, Decision> Ask(string reply) => state =>
        Decision.Only(CommandAnswer.Only(reply, state.Current?.Id));

    public static Task<CommandAnswer> NoteAsync(this IIncidentStore store, CommandRequest request) =>
        store.RecordAsync(request, Note(request), CancellationToken.None);

    public static Task<CommandAnswer> ChooseZoneAsync(this IIncidentStore store, string? name, CommandRequest? request = null)
    {
        request ??= Command("zone");
        return store.RecordAsync(request, Zone(request, name), CancellationToken.None);
    }

    /// <summary>The zone that the rules would see.</summary>
    public static async Task<string?> ZoneAsync(this IIncidentStore store, Person? person = null, string channel = "C1")
    {
        string? seen = null;
        await store.RecordAsync(
            Command("?", channel: channel) with { Actor = person ?? Ana },
            state =>
            {
                seen = state.OwnZone;
                return Decision.Only(CommandAnswer.Only("seen"));
            },
            CancellationToken.None);
        return seen;
    }

    public static Task<Incident?> ReadAsync(this IIncidentStore store, int number) =>
        store.ReadAsync(new IncidentId(number), CancellationToken.None);

    private static Decision Recorded(
        IncidentId id, IReadOnlyList<IncidentEvent> events, CommandRequest request, int? entry, string kind) =>
        new(id, events, null, new CommandAnswer(
            true, id, entry, kind, entry is null ? null : request.ReceivedAt, request.ReceivedAt, $"#{entry}: {request.Text}"));
}
