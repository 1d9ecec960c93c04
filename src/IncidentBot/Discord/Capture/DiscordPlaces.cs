using System.Collections.Concurrent;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>What is known of a channel or thread from what happened there.</summary>
/// <param name="Rights">What the bot may do there; null until somebody used a command there.</param>
/// <param name="LargestFile">In bytes.</param>
/// <param name="Latest">Who used a command there last, and how they can be told something that only they see.</param>
internal sealed record DiscordPlace(
    string? Guild, bool IsThread = false, DiscordPermissions? Rights = null, long LargestFile = Limits.File, DiscordAddress? Latest = null);

/// <summary>
/// Where the bot is, as far as it was told since it started: enough to name a missing permission, to leave a guild alone
/// from which it was removed, and to keep what belongs to one guild from another.
/// </summary>
internal sealed class DiscordPlaces
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, DiscordPlace> _known = new();
    private readonly ConcurrentDictionary<string, bool> _left = new();
    private readonly ConcurrentDictionary<string, bool> _gone = new();

    /// <summary>What is known of a channel; null if nothing is.</summary>
    public DiscordPlace? Find(string channel) => _known.GetValueOrDefault(channel);

    /// <summary>The room that a delivery is about. Most name their guild; of others it is known where something happened there before.</summary>
    public ChannelId Room(string? guild, string channel) => DiscordIds.Room(guild ?? Find(channel)?.Guild, channel);

    public void Note(DiscordDelivery delivery)
    {
        switch (delivery.Payload)
        {
            case DiscordPayload.Interaction { Value: { ChannelId: { Length: > 0 } channel } used }:
                Note(channel, used);
                break;
            case DiscordPayload.MessageCreated { Message: { GuildId: not null } said }:
                Put(said.ChannelId, place => place with { Guild = said.GuildId });
                break;
            case DiscordPayload.ThreadChanged { Thread: { GuildId: not null } thread }:
                _gone.TryRemove(thread.Id, out _);
                Put(thread.Id, place => place with { Guild = thread.GuildId, IsThread = true });
                break;
            case DiscordPayload.ChannelDeleted { Channel: var channel }:
                _gone[channel.Id] = true;
                _known.TryRemove(channel.Id, out _);
                break;
            case DiscordPayload.GuildCreated { Guild: var guild }:
                _left.TryRemove(guild.Id, out _);
                break;
            case DiscordPayload.GuildDeleted { Guild: { Unavailable: false } guild }:
                _left[guild.Id] = true;
                break;
        }
    }

    /// <summary>Why nothing can be said in a channel any more; null if nothing is known against it.</summary>
    public string? WhyGone(string channel) =>
        _gone.ContainsKey(channel) ? "the channel was deleted"
        : Find(channel)?.Guild is { } guild && _left.ContainsKey(guild) ? "the bot was removed from the server"
        : null;

    /// <summary>The channel answered that it is not there.</summary>
    public void Forget(string channel)
    {
        _gone[channel] = true;
        _known.TryRemove(channel, out _);
    }

    private void Note(string channel, DiscordInteraction used)
    {
        // Whoever uses a command there shows that it is there.
        _gone.TryRemove(channel, out _);
        if (used.GuildId is { } guild)
        {
            _left.TryRemove(guild, out _);
        }

        Put(channel, place => place with
        {
            Guild = used.GuildId,
            IsThread = used.Channel?.IsThread ?? place.IsThread,
            Rights = Permissions.Read(used.AppPermissions) ?? place.Rights,
            LargestFile = used.AttachmentSizeLimit > 0 ? used.AttachmentSizeLimit : place.LargestFile,
            Latest = DiscordAddress.Of(used),
        });
    }

    private void Put(string channel, Func<DiscordPlace, DiscordPlace> change)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known.AddOrUpdate(channel, _ => change(new DiscordPlace(null)), (_, place) => change(place));
    }
}
