using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Discord.Capture;

/// <summary>Between Discord's ids and ours. Ours say whose they are, so that two platforms never meet.</summary>
internal static class DiscordIds
{
    public const string Platform = "discord";

    private const string Prefix = Platform + ":";

    /// <summary>An id holds its time in milliseconds since the year 2015 above this many bits.</summary>
    private const int BitsBelowTime = 22;
    private const long FirstMillisecond = 1_420_070_400_000;

    private const char Between = '/';

    /// <summary>
    /// A channel or a thread: to Discord they are one kind of thing, and each feeds its own incident. It says to which guild it
    /// belongs, because guilds know nothing of each other; a direct channel belongs to itself.
    /// </summary>
    public static ChannelId Room(string? guild, string channel) => new($"{Prefix}{guild ?? channel}{Between}{channel}");

    /// <summary>Discord's id of a room; null for a room of another platform.</summary>
    public static string? Channel(ChannelId room) => room.Platform == Platform ? room.Value[(Math.Max(room.Value.LastIndexOf(Between), Prefix.Length - 1) + 1)..] : null;

    /// <summary>Discord's id of the guild that a room belongs to; null for a room of another platform.</summary>
    public static string? Guild(ChannelId room) =>
        room.Platform == Platform && room.Value.LastIndexOf(Between) is > 0 and var end ? room.Value[Prefix.Length..end] : null;

    public static string Person(string user) => Prefix + user;

    public static DeliveryKey Delivery(string id) => new(Platform, id);

    /// <summary>One message has one delivery, whether it came as an event or was found by reading the room again.</summary>
    public static DeliveryKey Delivery(string channel, string message) => Delivery($"message:{channel}/{message}");

    /// <summary>When something with that id was made; null if it is no such id.</summary>
    public static Instant? At(string? id) =>
        ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Instant.FromUnixTimeMilliseconds((long)(number >> BitsBelowTime) + FirstMillisecond)
            : null;

    /// <summary>The lowest id of that moment: everything made from then on has a higher one.</summary>
    public static string From(Instant at) =>
        Math.Max(0, (at.ToUnixTimeMilliseconds() - FirstMillisecond) << BitsBelowTime).ToString(CultureInfo.InvariantCulture);

    /// <summary>Where a message is to be read.</summary>
    public static string? Link(string? guild, string channel, string message) =>
        guild is null ? null : $"https://discord.com/channels/{guild}/{channel}/{message}";
}
