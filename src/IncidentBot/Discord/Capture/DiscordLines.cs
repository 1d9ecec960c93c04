using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake;
using NodaTime;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>Lines that people type: as slash commands, and by mentioning the bot.</summary>
internal sealed class DiscordLines(
    DiscordReplies replies, DiscordDrafts drafts, DiscordTimes times, DiscordNames names, DiscordSelf self, RoomTurns turns, CommandSettings settings)
{
    /// <summary>A slash command. Lines are recorded in the order in which they came, though some have times that are looked at first.</summary>
    public async Task TakeAsync(DiscordDelivery delivery, DiscordInteraction used, CancellationToken ct)
    {
        Task answered;
        using (var turn = turns.Take(DiscordIds.Room(used.GuildId, used.ChannelId!)))
        {
            var request = Request(delivery, used, "");
            var nameOf = await names.OfAsync(string.Join('\n', Texts(used.Data.Options)), used.GuildId, Along(used.Data.Resolved), ct);
            var given = GivenOptions.Read(used.Data, nameOf);
            var basis = given.Values.Keys.All(option => option == OptionNames.Text) ? times.Plain(request) : await times.TryReadAsync(request, ct) ?? times.Plain(request);
            var line = DiscordOptionLine.Write(given, basis.Times, settings);
            await turn.ComeAsync();
            answered = line.IsGood ? AnswerAsync(delivery, used, request with { Text = line.Line }, ct) : replies.HintAsync(delivery, used, line.Problem);
        }

        await answered;
    }

    /// <summary>A draft of which an answer would show only a part comes as a file, as from its button.</summary>
    private async Task AnswerAsync(DiscordDelivery delivery, DiscordInteraction used, CommandRequest request, CancellationToken ct)
    {
        await (CommandParser.Parse(request.Text, settings.Root) is Command.ShowDraft asked && (await times.TryReadAsync(request, ct))?.Current is { } incident
            && DiscordDrafts.IsLong(incident)
            ? drafts.ShowAsync(delivery, used, incident, asked, ct)
            : replies.AnswerAsync(delivery, used, request));
    }

    /// <summary>A line that is made of a button or a form.</summary>
    public Task TakeAsync(DiscordDelivery delivery, DiscordInteraction used, string line) => replies.AnswerAsync(delivery, used, Request(delivery, used, line));

    /// <summary>Several lines of one form, with one answer.</summary>
    public Task TakeAllAsync(DiscordDelivery delivery, DiscordInteraction used, IReadOnlyList<string> lines) => lines is [var only]
        ? TakeAsync(delivery, used, only)
        : replies.AnswerAllAsync(
            delivery, used,
            [
                .. lines.Select((line, i) => Request(delivery, used, line) with
                {
                    Delivery = DiscordIds.Delivery($"{delivery.Id}/{i}"),

                    // Only with the last of them is the delivery stored.
                    Reached = i == lines.Count - 1 ? DiscordSessions.Reached(delivery.Place) : null,
                }),
            ]);

    public static CommandRequest Request(DiscordDelivery delivery, DiscordInteraction used, string line)
    {
        var receivedAt = delivery.ReceivedAt.ToInstant();
        return new CommandRequest
        {
            Delivery = DiscordIds.Delivery(delivery.Id),
            Channel = DiscordIds.Room(used.GuildId, used.ChannelId ?? ""),
            Actor = new Person(DiscordIds.Person(used.Actor.Id), used.ActorName),
            Locale = used.Locale,
            Text = line,
            Reached = DiscordSessions.Reached(delivery.Place),
            SentAt = SentAt(used.Id, receivedAt),
            ReceivedAt = receivedAt,
        };
    }

    /// <summary>A message that begins with the bot's name. Others that only speak of it are left alone.</summary>
    /// <param name="place">Where it came; null if it was missed when it was sent, and found later.</param>
    /// <returns>False if it is no line for the bot.</returns>
    public async Task<bool> TakeAsync(DiscordMessage said, string? guild, DateTimeOffset received, GatewayPlace? place, CancellationToken ct)
    {
        var bot = await self.UserId.WaitAsync(ct);
        if (!said.IsSaid || said.Author.Bot || said.WebhookId is not null || guild is null || AfterName(said.Content ?? "", bot) is not { } rest
            || DiscordIds.At(said.Id) is not { } sentAt)
        {
            return false;
        }

        var (author, room) = (Author(said), DiscordIds.Room(guild, said.ChannelId));
        var receivedAt = received.ToInstant();
        Task taken;
        using (var turn = turns.Take(room))
        {
            var nameOf = await names.OfAsync(rest, guild, DiscordNames.Along(said), ct);
            await turn.ComeAsync();
            taken = replies.TakeAsync(
                new CommandRequest
                {
                    Delivery = DiscordIds.Delivery(said.ChannelId, said.Id),
                    Channel = room,
                    Actor = author,
                    Text = $"@bot {MarkdownReader.Read(rest, nameOf).Trim()}".TrimEnd(),
                    TypedIn = new CapturedMessage(
                        new MessageRef(room, said.Id, MessageRef.Typed), author, sentAt, DiscordIds.Link(guild, said.ChannelId, said.Id), null),
                    HasFiles = said.Attachments.Count > 0,
                    Recovered = place is null,
                    Reached = DiscordSessions.Reached(place),
                    SentAt = Instant.Min(sentAt, receivedAt),
                    ReceivedAt = receivedAt,
                },
                DiscordAddress.Of(said));
        }

        await taken;
        return true;
    }

    public static Person Author(DiscordMessage message) => new(DiscordIds.Person(message.Author.Id), message.AuthorName);

    private static IEnumerable<string> Texts(IReadOnlyList<InteractionOption> options) => options.SelectMany(option => Texts(option.Options).Append(option.Value ?? ""));

    /// <summary>What the ids in an interaction are called: of people, roles and channels.</summary>
    private static Func<string, string?> Along(ResolvedData resolved) =>
        id => resolved.NameOf(id) ?? resolved.Roles.GetValueOrDefault(id)?.Name ?? resolved.Channels.GetValueOrDefault(id)?.Name;

    /// <summary>By Discord's clock, but never later than it came.</summary>
    private static Instant SentAt(string id, Instant receivedAt) => Instant.Min(DiscordIds.At(id) ?? receivedAt, receivedAt);

    private static string? AfterName(string content, string bot)
    {
        var text = content.TrimStart();
        return new[] { $"<@{bot}>", $"<@!{bot}>" }.FirstOrDefault(name => text.StartsWith(name, StringComparison.Ordinal)) is { } mention
            ? text[mention.Length..]
            : null;
    }
}
