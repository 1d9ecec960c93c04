using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;
using NodaTime;

namespace IncidentBot.Tests;

/// <summary>A channel with people who type, over a store in memory: the whole path but for disk and wire.</summary>
internal sealed class Room
{
    private readonly CommandHandler _handler;
    private readonly ChannelId _channel;

    public Room(CommandSettings? settings = null, MemoryStore? store = null, string channel = "C1")
    {
        Store = store ?? new MemoryStore();
        _channel = new ChannelId(channel);
        _handler = new CommandHandler(Store, new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System), settings ?? new CommandSettings());
    }

    public MemoryStore Store { get; }

    /// <summary>Makes other events of those that were decided on, to see that a test notices.</summary>
    public Func<IncidentEvent, IncidentEvent> Mutate
    {
        init => Store.Mutate = value;
    }

    /// <summary>When the next line is typed; a line moves it on by one second.</summary>
    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 5, 9, 0);

    /// <summary>How long a line takes to reach us.</summary>
    public Duration Delay { get; set; }

    public string? Zone { get; set; }

    public string? Locale { get; set; }

    public Incident Incident => Store.FindAsync(_channel, CancellationToken.None).Result!;

    public IReadOnlyList<RecordedEvent> Events => Store.ReadEventsAsync(new IncidentId(1), CancellationToken.None).Result;

    /// <summary>Types a line as somebody, now or at a time of today in UTC (<c>09:15</c>).</summary>
    public CommandAnswer Type(string line, string user = "ana", string? at = null, string? delivery = null)
    {
        Now = at is null ? Now + Duration.FromSeconds(1) : At(at);
        return _handler.HandleAsync(
            new CommandRequest
            {
                Delivery = delivery is null ? null : new DeliveryKey("test", delivery),
                Channel = _channel,
                Actor = new Person(user, char.ToUpperInvariant(user[0]) + user[1..]),
                Zone = Zone,
                Locale = Locale,
                Text = line,
                SentAt = Now,
                ReceivedAt = Now + Delay,
            },
            CancellationToken.None).Result;
    }

    /// <summary>Something happens to a message, told by the platform now.</summary>
    public CommandAnswer Follow(
        MessageChange change, string text = "", string user = "ben", string? delivery = null, bool recovered = false, Instant? sentAt = null)
    {
        Now += Duration.FromSeconds(1);
        return Handle(
            new CommandRequest
            {
                Delivery = delivery is null ? null : new DeliveryKey("test", delivery),
                Channel = _channel,
                Actor = new Person(user, char.ToUpperInvariant(user[0]) + user[1..]),
                Zone = Zone,
                Text = text,
                Change = change,
                Recovered = recovered,
                SentAt = sentAt ?? Now,
                ReceivedAt = Now + Delay,
            });
    }

    public CommandAnswer Handle(CommandRequest request) => _handler.HandleAsync(request, CancellationToken.None).Result;

    /// <summary>Ben marks a message of Ana.</summary>
    public CommandAnswer Capture(
        string message, string text, EntryKind kind = EntryKind.Note, string how = "reaction:pushpin", string at = "09:30", string? delivery = null) =>
        Follow(Captured(message, kind, how, at), text, delivery: delivery);

    public MessageChange.Captured Captured(string message, EntryKind kind = EntryKind.Note, string how = "reaction:pushpin", string at = "09:30") =>
        new(Ref(message, how), kind, Some.Ana, At(at)) { Link = "https://chat.example/" + message };

    public CommandAnswer Release(string message, string how = "reaction:pushpin", string user = "ben") =>
        Follow(new MessageChange.Released(Ref(message, how)), user: user);

    public MessageRef Ref(string message, string how = "reaction:pushpin") => new(_channel, message, how);

    /// <summary>A time of the day on which the test plays, in UTC.</summary>
    public static Instant At(string clock) =>
        NodaTime.Text.InstantPattern.ExtendedIso.Parse($"2026-03-05T{clock}:00Z").Value;
}
