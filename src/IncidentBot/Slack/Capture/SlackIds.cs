using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Slack.Capture;

/// <summary>Between Slack's ids and ours. Ours say whose they are, so that two platforms never meet.</summary>
internal static class SlackIds
{
    public const string Platform = "slack";

    private const string Prefix = Platform + ":";
    /// <summary>The token is of one workspace, so all rooms are.</summary>
    public const string Community = Prefix;

    private const int TicksInMicrosecond = 10;

    public static ChannelId Room(string channel) => new(Prefix + channel);

    /// <summary>Slack's id of a room; null for a room of another platform.</summary>
    public static string? Channel(ChannelId room) => room.Platform == Platform ? room.Value[Prefix.Length..] : null;

    /// <summary>Slack's id of somebody who came from there.</summary>
    public static string User(Core.Incidents.Person person) => person.Id.StartsWith(Prefix, StringComparison.Ordinal) ? person.Id[Prefix.Length..] : person.Id;

    public static string Person(string user) => Prefix + user;

    /// <summary>Slack's id of a person; null for one of another platform, and for nobody.</summary>
    public static string? User(string? person) =>
        person?.StartsWith(Prefix, StringComparison.Ordinal) == true && person.Length > Prefix.Length ? person[Prefix.Length..] : null;

    public static DeliveryKey Delivery(string id) => new(Platform, id);

    /// <summary>One message has one delivery, whether it came as an event or was found by reading the room again.</summary>
    public static DeliveryKey Delivery(string channel, string ts) => Delivery($"message:{channel}/{ts}");

    public static MessageRef Message(string channel, string ts, string how) => new(Room(channel), ts, how);

    /// <summary>When a message was sent: its id says so, in seconds and microseconds. Null if it is no such id.</summary>
    public static Instant? At(string? ts) =>
        decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000
            ? Instant.FromUnixTimeTicks((long)(seconds * 1_000_000) * TicksInMicrosecond)
            : null;

    /// <summary>The id a message sent at that moment would have.</summary>
    public static string Ts(Instant at) => string.Create(
        CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.{at.ToUnixTimeTicks() / TicksInMicrosecond % 1_000_000:000000}");
}
