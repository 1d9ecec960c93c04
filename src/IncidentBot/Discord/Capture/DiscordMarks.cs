using System.Collections.Concurrent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// Messages that become entries by a reaction, until the last of that kind is taken away. Their words can only be read
/// with the intent for message content; without it whoever reacts is told of the menu command, once in a channel.
/// </summary>
internal sealed class DiscordMarks(
    DiscordApi api, DiscordPosts posts, DiscordMessages messages, DiscordPlaces places, DiscordSelf self, DiscordNames names, DiscordTicks ticks, GatewayIntents intents, DiscordOptions options)
{
    private const string Reaction = "reaction:";

    /// <summary>The tones of skin, and the mark that asks for a picture.</summary>
    private static readonly string[] Variants = ["\U0001F3FB", "\U0001F3FC", "\U0001F3FD", "\U0001F3FE", "\U0001F3FF", "\uFE0F"];

    private readonly ConcurrentDictionary<string, bool> _told = new();
    private readonly Dictionary<string, string> _verbs = options.Reactions.GroupBy(pair => Plain(pair.Key)).ToDictionary(same => same.Key, same => same.Last().Value);

    /// <summary>How a message comes by an emoji; null if that means nothing.</summary>
    public (string How, EntryKind Kind)? Meaning(DiscordEmoji emoji)
    {
        var name = Plain(emoji.Name ?? "");
        var verb = _verbs.GetValueOrDefault(emoji.Text) ?? _verbs.GetValueOrDefault(name);
        return verb is not null && Verbs.Find(verb)?.Kind is { } kind ? (Reaction + name, kind) : null;
    }

    /// <summary>Whether a message came by a reaction that still means something.</summary>
    public bool IsReaction(string how) =>
        how.StartsWith(Reaction, StringComparison.Ordinal) && Meaning(new DiscordEmoji { Name = how[Reaction.Length..] }) is not null;

    /// <summary>Whether a reaction stands on a message.</summary>
    public bool Stands(DiscordMessage message, string how) =>
        message.Reactions.Any(reaction => reaction.Count > 0 && Meaning(reaction.Emoji)?.How == how);

    public async Task TakeAsync(DiscordDelivery delivery, DiscordPayload.Reaction reaction, CancellationToken ct)
    {
        var bot = await self.UserId.WaitAsync(ct);
        if (reaction.Value is not { GuildId: not null } made || made.UserId == bot || Meaning(made.Emoji) is not { } mark)
        {
            return;
        }

        if (reaction.IsAdded)
        {
            await CaptureAsync(delivery, made, bot, mark, ct);
        }
        else
        {
            await ReleaseAsync(delivery, made, mark.How, _ => WhoAsync(made, ct), ct);
        }
    }

    public async Task TakeAsync(DiscordDelivery delivery, DiscordPayload.ReactionsCleared cleared, CancellationToken ct)
    {
        var made = cleared.Value;
        var how = cleared.IsAll ? (await messages.FindEntryAsync(Room(made), made.MessageId, ct))?.Message?.Ref.How : Meaning(made.Emoji)?.How;
        if (how is not null && IsReaction(how))
        {
            await ReleaseAsync(delivery, made, how, entry => Task.FromResult(entry.RecordedBy), ct);
        }
    }

    /// <summary>
    /// A mark that was found on a message. What it brought before stays as it is: also what somebody took back by hand, while
    /// what went with its mark comes back with it.
    /// </summary>
    /// <param name="emoji">The reaction that it is; null for another mark.</param>
    /// <param name="recovered">Whether it was missed when it was made.</param>
    public async Task FindAsync(
        Incident incident, ChannelId room, DiscordMessage message, (string How, EntryKind Kind) mark, DiscordEmoji? emoji, bool recovered, CancellationToken ct)
    {
        var bot = await self.UserId.WaitAsync(ct);
        var before = incident.Entries.Where(entry => entry.Message?.Ref is { } from && from.Id == message.Id && from.Channel == room).ToList();
        if (message.Author.Id == bot || before.Any(entry => !entry.Withdrawn || (entry.Message!.Ref.How == mark.How && !WentWithItsMark(entry)))
            || DiscordIds.At(message.Id) is not { } sentAt || !IsReadable(message))
        {
            return;
        }

        var who = emoji is null ? null : await WhoAsync(message, emoji, bot, ct);
        var request = messages.Request(
            DiscordIds.Delivery($"found:{message.ChannelId}/{message.Id}/{mark.How}/{before.Count}"), who ?? Somebody, room, sentAt);
        await RecordAsync(request with { Recovered = recovered }, message, sentAt, mark, ct);
    }

    private static readonly Person Somebody = new(DiscordIds.Person("0"), "someone");

    private async Task CaptureAsync(DiscordDelivery delivery, DiscordReaction made, string bot, (string How, EntryKind Kind) mark, CancellationToken ct)
    {
        // Most reactions have nothing to do with an incident, and nobody is bothered about those.
        if (made.MessageAuthorId == bot || DiscordIds.At(made.MessageId) is not { } sentAt
            || (await messages.FindIncidentAsync(Room(made), ct) is not { Closed: false } && mark.Kind != EntryKind.Detected))
        {
            return;
        }

        var found = await api.MessageAsync(made.ChannelId, made.MessageId, ct);
        if (found.Trouble is { Outcome: not DiscordOutcome.Refused } trouble)
        {
            // Not dealt with, it is delivered again.
            throw new IOException(trouble.Text);
        }

        if (found.Value is not { } message || message.Author.Id == bot)
        {
            return;
        }

        if (!IsReadable(message))
        {
            await TellAsync(message, ct);
            return;
        }

        await RecordAsync(Request(delivery, made, PersonOf(made)), message, sentAt, mark, ct);
    }

    private async Task RecordAsync(CommandRequest request, DiscordMessage message, Instant sentAt, (string How, EntryKind Kind) mark, CancellationToken ct)
    {
        var guild = DiscordIds.Guild(request.Channel);
        var answer = await messages.DoAsync(
            request with { Text = await names.ReadAsync(message, guild, ct) },
            new MessageChange.Captured(new MessageRef(request.Channel, message.Id, mark.How), mark.Kind, DiscordLines.Author(message), sentAt)
            {
                Link = DiscordIds.Link(guild, message.ChannelId, message.Id),
                HasFiles = message.Attachments.Count > 0,
            });
        if (answer.Entry is not null)
        {
            ticks.Put(message.ChannelId, message.Id);
        }
    }

    private async Task ReleaseAsync(DiscordDelivery delivery, DiscordReaction made, string how, Func<Entry, Task<Person>> by, CancellationToken ct)
    {
        if (await messages.FindEntryAsync(Room(made), made.MessageId, ct) is not { Message: { } captured } entry || captured.Ref.How != how
            || (await api.MessageAsync(made.ChannelId, made.MessageId, ct) is { Value: { } message } && Stands(message, how)))
        {
            return;
        }

        var answer = await messages.DoAsync(
            Request(delivery, made, await by(entry)), new MessageChange.Released(new MessageRef(Room(made), made.MessageId, how)));
        if (answer.Recorded)
        {
            ticks.Take(made.ChannelId, made.MessageId);
        }
    }

    private CommandRequest Request(DiscordDelivery delivery, DiscordReaction made, Person actor) =>
        messages.Request(DiscordIds.Delivery(delivery.Id), actor, Room(made), delivery.ReceivedAt.ToInstant()) with { Reached = DiscordSessions.Reached(delivery.Place) };

    private static ChannelId Room(DiscordReaction made) => DiscordIds.Room(made.GuildId, made.ChannelId);

    private static Person PersonOf(DiscordReaction made) => made.Member is { } member
        ? new(DiscordIds.Person(made.UserId), member.Nick is { Length: > 0 } nick ? nick : member.User?.DisplayName ?? Somebody.Name)
        : new(DiscordIds.Person(made.UserId), Somebody.Name);

    /// <summary>The first of those who reacted; null where that cannot be asked.</summary>
    private async Task<Person?> WhoAsync(DiscordMessage message, DiscordEmoji emoji, string bot, CancellationToken ct) =>
        (await api.ReactedAsync(message.ChannelId, message.Id, emoji, ct)).Value?.FirstOrDefault(user => user.Id != bot) is { } first
            ? new Person(DiscordIds.Person(first.Id), first.DisplayName)
            : null;

    /// <summary>Whoever takes a reaction back, Discord tells by the id only.</summary>
    private async Task<Person> WhoAsync(DiscordReaction made, CancellationToken ct) => PersonOf(made with
    {
        Member = made.Member ?? (await api.MemberAsync(made.GuildId!, made.UserId, ct)).Value,
    });

    private static bool IsReadable(DiscordMessage message) => message.Content is { Length: > 0 } || message.Attachments.Count > 0;

    private async Task TellAsync(DiscordMessage message, CancellationToken ct)
    {
        if (!intents.HasContent && places.WhyGone(message.ChannelId) is null && _told.TryAdd(message.ChannelId, true))
        {
            var hint = Replies.Hint(
                "I cannot read that message, so it is not recorded. Use Apps, \"Add to timeline\" in its menu instead; reactions need the switch "
                + "\"Message Content Intent\" of the bot and the setting Discord:MessageContent.");
            await posts.PostOnceAsync(message.ChannelId, hint with { Flags = null, MessageReference = new(message.Id) }, $"unreadable/{message.Id}", null, ct);
        }
    }

    private static string Plain(string emoji) => Variants.Aggregate(emoji.Trim(':', ' '), (name, variant) => name.Replace(variant, "", StringComparison.Ordinal));

    private static bool WentWithItsMark(Entry entry) =>
        entry.History.LastOrDefault(change => change.Change == "withdrawn")?.Reason == Cause.Describe(Cause.Removed(entry.Message!.Ref.How));
}
