using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>The calls of the API that the bot makes. Those for interactions wait behind no others.</summary>
internal sealed class DiscordApi(DiscordCalls calls)
{
    /// <summary>After Discord has taken the first answer, for a quarter of an hour.</summary>
    private static readonly TimeSpan InteractionPatience = TimeSpan.FromSeconds(30);

    /// <summary>Gives the first answer to an interaction. Given twice it was given once.</summary>
    /// <param name="patience">What is left of the three seconds.</param>
    public async Task<DiscordAnswer<Done>> AnswerAsync(InteractionAddress to, DiscordResponse response, TimeSpan patience, CancellationToken ct)
    {
        var call = new DiscordCall(HttpMethod.Post, "answering an interaction", $"interactions/{Id(to.Id)}/{Id(to.Token)}/callback")
        {
            Content = Bodies.Of(response.ToJson(), response.Files),
            IsInteraction = true,
            IsSafe = true,
            Patience = patience,
            Timeout = patience,
        };
        return await DoAsync(call, ct);
    }

    /// <summary>Puts other content into the first answer; after a deferral it is what is shown at all.</summary>
    public Task<DiscordAnswer<DiscordMessage>> EditAnswerAsync(InteractionAddress to, MessageBody body, CancellationToken ct) =>
        MessageAsync(Webhook(to, HttpMethod.Patch, "editing an answer", "/messages/@original", Bodies.Of(body)), ct);

    public Task<DiscordAnswer<DiscordMessage>> GetAnswerAsync(InteractionAddress to, CancellationToken ct) =>
        MessageAsync(Webhook(to, HttpMethod.Get, "reading an answer", "/messages/@original", null), ct);

    public Task<DiscordAnswer<Done>> DeleteAnswerAsync(InteractionAddress to, CancellationToken ct) =>
        DoAsync(Webhook(to, HttpMethod.Delete, "deleting an answer", "/messages/@original", null), ct);

    /// <summary>Says more after the first answer. Not repeated after an unknown outcome.</summary>
    public Task<DiscordAnswer<DiscordMessage>> FollowUpAsync(InteractionAddress to, MessageBody body, CancellationToken ct) =>
        MessageAsync(Webhook(to, HttpMethod.Post, "following up", "?wait=true", Bodies.Of(body)), ct);

    /// <summary>Posts a message. With the same nonce within a few minutes it is posted once; later see <see cref="DiscordPosts"/>.</summary>
    /// <param name="nonce">At most 25 characters, of this message and no other.</param>
    public Task<DiscordAnswer<DiscordMessage>> PostAsync(string channel, MessageBody body, string nonce, CancellationToken ct) =>
        MessageAsync(OfChannel(HttpMethod.Post, "posting a message", channel, "/messages") with { Content = Bodies.Of(body, nonce), IsSafe = true }, ct);

    public Task<DiscordAnswer<DiscordMessage>> EditAsync(string channel, string message, MessageBody body, CancellationToken ct) =>
        MessageAsync(OfChannel(HttpMethod.Patch, "editing a message", channel, $"/messages/{Id(message)}") with { Content = Bodies.Of(body) }, ct);

    /// <summary>A message that is gone already counts as deleted.</summary>
    public async Task<DiscordAnswer<Done>> DeleteAsync(string channel, string message, CancellationToken ct)
    {
        var answer = await DoAsync(OfChannel(HttpMethod.Delete, "deleting a message", channel, $"/messages/{Id(message)}"), ct);
        return answer.Trouble?.Code == DiscordCodes.UnknownMessage ? new Done() : answer;
    }

    public Task<DiscordAnswer<DiscordMessage>> MessageAsync(string channel, string message, CancellationToken ct) =>
        MessageAsync(OfChannel(HttpMethod.Get, "reading a message", channel, $"/messages/{Id(message)}"), ct);

    /// <summary>What was said after a message, oldest first.</summary>
    /// <param name="after">Any snowflake: see <see cref="Snowflake.At"/>.</param>
    /// <param name="limit">At most 100.</param>
    public async Task<DiscordAnswer<DiscordMessage[]>> MessagesAfterAsync(string channel, string after, int limit, CancellationToken ct)
    {
        var reply = await calls.CallAsync(OfChannel(HttpMethod.Get, "reading messages", channel, $"/messages?after={Id(after)}&limit={limit}"), ct);
        var answer = reply.As("reading messages", DiscordJson.Default.DiscordMessageArray, _ => true);

        // Discord gives the newest first.
        return answer.IsOk ? Lists.Whole(answer.Value).OrderBy(message => message.Id.Length).ThenBy(message => message.Id, StringComparer.Ordinal).ToArray() : answer;
    }

    public Task<DiscordAnswer<Done>> PinAsync(string channel, string message, CancellationToken ct) =>
        DoAsync(OfChannel(HttpMethod.Put, "pinning a message", channel, $"/messages/pins/{Id(message)}"), ct);

    public Task<DiscordAnswer<Done>> UnpinAsync(string channel, string message, CancellationToken ct) =>
        DoAsync(OfChannel(HttpMethod.Delete, "unpinning a message", channel, $"/messages/pins/{Id(message)}"), ct);

    /// <summary>The newest pinned messages, at most 50.</summary>
    public async Task<DiscordAnswer<PinPage>> PinsAsync(string channel, CancellationToken ct) =>
        (await calls.CallAsync(OfChannel(HttpMethod.Get, "reading pins", channel, "/messages/pins?limit=50"), ct))
            .As("reading pins", DiscordJson.Default.PinPage, _ => true);

    public Task<DiscordAnswer<Done>> ReactAsync(string channel, string message, DiscordEmoji emoji, CancellationToken ct) =>
        DoAsync(OfChannel(HttpMethod.Put, "reacting", channel, $"/messages/{Id(message)}/reactions/{Uri.EscapeDataString(emoji.Text)}/@me"), ct);

    public Task<DiscordAnswer<Done>> UnreactAsync(string channel, string message, DiscordEmoji emoji, CancellationToken ct) =>
        DoAsync(OfChannel(HttpMethod.Delete, "taking a reaction back", channel, $"/messages/{Id(message)}/reactions/{Uri.EscapeDataString(emoji.Text)}/@me"), ct);

    /// <summary>Those who reacted to a message with an emoji: the first of them.</summary>
    public async Task<DiscordAnswer<DiscordUser[]>> ReactedAsync(string channel, string message, DiscordEmoji emoji, CancellationToken ct) =>
        (await calls.CallAsync(OfChannel(HttpMethod.Get, "reading reactions", channel, $"/messages/{Id(message)}/reactions/{Uri.EscapeDataString(emoji.Text)}?limit=5"), ct))
            .As("reading reactions", DiscordJson.Default.DiscordUserArray, _ => true);

    public Task<DiscordAnswer<DiscordChannel>> ChannelAsync(string channel, CancellationToken ct) =>
        ChannelAsync(OfChannel(HttpMethod.Get, "reading a channel", channel, ""), ct);

    public async Task<DiscordAnswer<DiscordMember>> MemberAsync(string guild, string user, CancellationToken ct) =>
        (await calls.CallAsync(new DiscordCall(HttpMethod.Get, "reading a member", $"guilds/{Id(guild)}/members/{Id(user)}") { Resource = guild }, ct))
            .As("reading a member", DiscordJson.Default.DiscordMember, _ => true);

    /// <summary>The channel for messages to one person alone.</summary>
    public Task<DiscordAnswer<DiscordChannel>> OpenDirectAsync(string user, CancellationToken ct) => ChannelAsync(
        new DiscordCall(HttpMethod.Post, "opening direct messages", "users/@me/channels")
        {
            Content = Bodies.Of(new JsonObject { ["recipient_id"] = user }),
            IsSafe = true,
        },
        ct);

    /// <summary>Begins a thread at a message; there is one at most, and its id is the message's.</summary>
    /// <param name="name">1 to 100 characters.</param>
    public Task<DiscordAnswer<DiscordChannel>> StartThreadAsync(string channel, string message, string name, CancellationToken ct) => ChannelAsync(
        OfChannel(HttpMethod.Post, "starting a thread", channel, $"/messages/{Id(message)}/threads") with
        {
            Content = Bodies.Of(new JsonObject { ["name"] = name, ["auto_archive_duration"] = 10080 }),
            IsSafe = true,
        },
        ct);

    /// <summary>Registers the commands; others of the bot's are gone with it.</summary>
    /// <param name="guild">Null for everywhere.</param>
    public Task<DiscordAnswer<RegisteredCommand[]>> OverwriteCommandsAsync(string application, string? guild, JsonArray commands, CancellationToken ct) =>
        CommandsAsync(Commands(HttpMethod.Put, "registering commands", application, guild) with { Content = Bodies.Of(commands) }, ct);

    public Task<DiscordAnswer<RegisteredCommand[]>> CommandsAsync(string application, string? guild, CancellationToken ct) =>
        CommandsAsync(Commands(HttpMethod.Get, "reading commands", application, guild), ct);

    /// <summary>The app that the token belongs to.</summary>
    public async Task<DiscordAnswer<DiscordApplication>> ApplicationAsync(CancellationToken ct) =>
        (await calls.CallAsync(new DiscordCall(HttpMethod.Get, "reading the application", "applications/@me"), ct))
            .As("reading the application", DiscordJson.Default.DiscordApplication, application => application.Id.Length > 0);

    /// <summary>Who the bot is.</summary>
    public async Task<DiscordAnswer<DiscordUser>> SelfAsync(CancellationToken ct) =>
        (await calls.CallAsync(new DiscordCall(HttpMethod.Get, "reading the bot's user", "users/@me"), ct))
            .As("reading the bot's user", DiscordJson.Default.DiscordUser, user => user.Id.Length > 0);

    /// <summary>Where the gateway is. It is tried once: who connects has a pace of their own.</summary>
    public async Task<DiscordAnswer<GatewayAddress>> GatewayAsync(CancellationToken ct) =>
        (await calls.CallAsync(new DiscordCall(HttpMethod.Get, "asking for the gateway", "gateway/bot") { Patience = DiscordCall.Now }, ct))
            .As("asking for the gateway", DiscordJson.Default.GatewayAddress, address => address.Url.Length > 0);

    private static DiscordCall OfChannel(HttpMethod method, string name, string channel, string path) =>
        new(method, name, $"channels/{Id(channel)}{path}") { Resource = channel };

    private static DiscordCall Commands(HttpMethod method, string name, string application, string? guild) =>
        new(method, name, $"applications/{Id(application)}{(guild is null ? "" : $"/guilds/{Id(guild)}")}/commands") { Resource = guild ?? "" };

    private static DiscordCall Webhook(InteractionAddress to, HttpMethod method, string name, string path, Func<HttpContent>? content) =>
        new(method, name, $"webhooks/{Id(to.ApplicationId)}/{Id(to.Token)}{path}")
        {
            Content = content,
            IsInteraction = true,
            Patience = InteractionPatience,
        };

    private async Task<DiscordAnswer<Done>> DoAsync(DiscordCall call, CancellationToken ct) =>
        (await calls.CallAsync(call, ct)).Trouble is { } trouble ? trouble : new Done();

    private async Task<DiscordAnswer<DiscordMessage>> MessageAsync(DiscordCall call, CancellationToken ct) =>
        (await calls.CallAsync(call, ct)).As(call.Name, DiscordJson.Default.DiscordMessage, message => message.Id.Length > 0);

    private async Task<DiscordAnswer<DiscordChannel>> ChannelAsync(DiscordCall call, CancellationToken ct) =>
        (await calls.CallAsync(call, ct)).As(call.Name, DiscordJson.Default.DiscordChannel, channel => channel.Id.Length > 0);

    private async Task<DiscordAnswer<RegisteredCommand[]>> CommandsAsync(DiscordCall call, CancellationToken ct) =>
        (await calls.CallAsync(call, ct)).As(call.Name, DiscordJson.Default.RegisteredCommandArray, _ => true);

    /// <summary>An id as a part of a path. Ids are numbers; whatever else came from outside stays one part.</summary>
    private static string Id(string id) => Uri.EscapeDataString(id);
}
