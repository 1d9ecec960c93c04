using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>The methods of the Web API that the bot uses.</summary>
internal sealed class SlackApi(SlackCalls calls)
{
    /// <summary>How long a call waits for Slack's limits unless it says otherwise: as long as Slack can ask for, and a little more.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(6);

    /// <summary>For what is of no use later.</summary>
    private static readonly TimeSpan Now = TimeSpan.Zero;

    public async Task<SlackAnswer<SlackIdentity>> TestAuthAsync(CancellationToken ct)
    {
        var reply = await calls.CallAsync(SlackMethod.AuthTest, [], Usual, ct);
        var answer = reply.As(SlackMethod.AuthTest.Name, SlackJson.Default.SlackIdentity, identity => identity.UserId.Length > 0);
        return answer.IsOk ? answer.Value with { Scopes = reply.Scopes, ServerTime = reply.ServerTime } : answer;
    }

    /// <summary>The address of a socket. It waits for nothing: who opens sockets has a pace of their own.</summary>
    public Task<SlackAnswer<OpenedConnection>> OpenConnectionAsync(CancellationToken ct) => CallAsync(
        SlackMethod.ConnectionsOpen, [], SlackJson.Default.OpenedConnection, opened => opened.Url.Length > 0, ct, Now);

    /// <summary>Posts a message. After an unknown outcome it is not posted again: see <see cref="SlackPosts"/>.</summary>
    public Task<SlackAnswer<PostedMessage>> PostAsync(SlackPost post, CancellationToken ct, string? id = null) => CallAsync(
        SlackMethod.PostMessage,
        new SlackArguments
        {
            { "channel", post.Channel }, { "text", post.Text }, { "blocks", post.Blocks }, { "thread_ts", post.ThreadTs },
            { "unfurl_links", false }, { "unfurl_media", false },
            { "metadata", id is null ? null : PostMark.For(id) },
        },
        SlackJson.Default.PostedMessage, posted => posted is { Channel.Length: > 0, Ts.Length: > 0 }, ct);

    /// <summary>Shows a message to one person in a channel. Slack does not promise that it is seen.</summary>
    public Task<SlackAnswer<PostedEphemeral>> PostEphemeralAsync(SlackPost post, string user, CancellationToken ct) => CallAsync(
        SlackMethod.PostEphemeral,
        new SlackArguments { { "channel", post.Channel }, { "user", user }, { "text", post.Text }, { "blocks", post.Blocks }, { "thread_ts", post.ThreadTs } },
        SlackJson.Default.PostedEphemeral, posted => posted.MessageTs.Length > 0, ct);

    /// <summary>Puts other content into a message of the bot's.</summary>
    public Task<SlackAnswer<PostedMessage>> UpdateAsync(SlackPost post, string ts, CancellationToken ct) => CallAsync(
        SlackMethod.UpdateMessage,
        new SlackArguments { { "channel", post.Channel }, { "ts", ts }, { "text", post.Text }, { "blocks", post.Blocks } },
        SlackJson.Default.PostedMessage, posted => posted.Ts.Length > 0, ct);

    public Task<SlackAnswer<Done>> DeleteAsync(string channel, string ts, CancellationToken ct) =>
        DoAsync(SlackMethod.DeleteMessage, new SlackArguments { { "channel", channel }, { "ts", ts } }, ct);

    public Task<SlackAnswer<Done>> PinAsync(string channel, string ts, CancellationToken ct) =>
        DoAsync(SlackMethod.AddPin, new SlackArguments { { "channel", channel }, { "timestamp", ts } }, ct);

    public Task<SlackAnswer<Done>> UnpinAsync(string channel, string ts, CancellationToken ct) =>
        DoAsync(SlackMethod.RemovePin, new SlackArguments { { "channel", channel }, { "timestamp", ts } }, ct);

    public Task<SlackAnswer<PinList>> ListPinsAsync(string channel, CancellationToken ct) => CallAsync(
        SlackMethod.ListPins, new SlackArguments { { "channel", channel } }, SlackJson.Default.PinList, _ => true, ct);

    /// <param name="emoji">Its name, without colons.</param>
    public Task<SlackAnswer<Done>> ReactAsync(string channel, string ts, string emoji, CancellationToken ct) =>
        DoAsync(SlackMethod.AddReaction, new SlackArguments { { "channel", channel }, { "timestamp", ts }, { "name", emoji } }, ct);

    public Task<SlackAnswer<Done>> UnreactAsync(string channel, string ts, string emoji, CancellationToken ct) =>
        DoAsync(SlackMethod.RemoveReaction, new SlackArguments { { "channel", channel }, { "timestamp", ts }, { "name", emoji } }, ct);

    public Task<SlackAnswer<MessageReactions>> GetReactionsAsync(string channel, string ts, CancellationToken ct) => CallAsync(
        SlackMethod.GetReactions, new SlackArguments { { "channel", channel }, { "timestamp", ts }, { "full", true } },
        SlackJson.Default.MessageReactions, answer => answer.Message is not null, ct);

    /// <summary>Opens a modal. The trigger lives three seconds, so nothing is waited for.</summary>
    public Task<SlackAnswer<OpenedView>> OpenViewAsync(string triggerId, JsonObject view, CancellationToken ct) => CallAsync(
        SlackMethod.OpenView, new SlackArguments { { "trigger_id", triggerId }, { "view", view } },
        SlackJson.Default.OpenedView, opened => opened.View is not null, ct, Now);

    /// <param name="hash">The hash of the view that is replaced; null to replace whatever is there.</param>
    public Task<SlackAnswer<OpenedView>> UpdateViewAsync(string viewId, JsonObject view, string? hash, CancellationToken ct) => CallAsync(
        SlackMethod.UpdateView, new SlackArguments { { "view_id", viewId }, { "view", view }, { "hash", hash } },
        SlackJson.Default.OpenedView, opened => opened.View is not null, ct);

    /// <summary>Shows the App Home to a person.</summary>
    public Task<SlackAnswer<OpenedView>> PublishViewAsync(string user, JsonObject view, CancellationToken ct) => CallAsync(
        SlackMethod.PublishView, new SlackArguments { { "user_id", user }, { "view", view } },
        SlackJson.Default.OpenedView, opened => opened.View is not null, ct);

    public async Task<SlackAnswer<SlackProfile>> UserAsync(string user, CancellationToken ct, TimeSpan? patience = null)
    {
        var answer = await CallAsync(
            SlackMethod.UserInfo, new SlackArguments { { "user", user }, { "include_locale", true } },
            SlackJson.Default.UserAnswer, answer => answer.User is { Id.Length: > 0 }, ct, patience);
        return answer.IsOk ? answer.Value.User! : answer.Trouble;
    }

    public async Task<SlackAnswer<SlackChannel>> ChannelAsync(string channel, CancellationToken ct)
    {
        var answer = await CallAsync(
            SlackMethod.ChannelInfo, new SlackArguments { { "channel", channel } },
            SlackJson.Default.ChannelAnswer, answer => answer.Channel is { Id.Length: > 0 }, ct);
        return answer.IsOk ? answer.Value.Channel! : answer.Trouble;
    }

    /// <summary>The messages of a channel, newest first; those in threads are left out.</summary>
    /// <param name="cursor">From the page before; null for the first.</param>
    public Task<SlackAnswer<MessagePage>> HistoryAsync(SlackRange range, CancellationToken ct, string? cursor = null) => PageAsync(
        SlackMethod.ChannelHistory, new SlackArguments { { "channel", range.Channel } }, range, cursor, ct);

    /// <summary>The messages of a thread, oldest first, beginning with the one it hangs on.</summary>
    public Task<SlackAnswer<MessagePage>> RepliesAsync(SlackRange range, string threadTs, CancellationToken ct, string? cursor = null) => PageAsync(
        SlackMethod.ThreadReplies, new SlackArguments { { "channel", range.Channel }, { "ts", threadTs } }, range, cursor, ct);

    /// <summary>The conversation with one person.</summary>
    public async Task<SlackAnswer<SlackReference>> OpenDirectAsync(string user, CancellationToken ct)
    {
        var answer = await CallAsync(
            SlackMethod.OpenChannel, new SlackArguments { { "users", user } },
            SlackJson.Default.OpenedChannel, answer => answer.Channel is { Id.Length: > 0 }, ct);
        return answer.IsOk ? answer.Value.Channel! : answer.Trouble;
    }

    public Task<SlackAnswer<UploadAddress>> UploadAddressAsync(string filename, int length, CancellationToken ct) => CallAsync(
        SlackMethod.UploadAddress, new SlackArguments { { "filename", filename }, { "length", length } },
        SlackJson.Default.UploadAddress, address => address is { UploadUrl.Length: > 0, FileId.Length: > 0 }, ct);

    public Task<SlackAnswer<Done>> CompleteUploadAsync(string fileId, SlackUpload upload, CancellationToken ct) => DoAsync(
        SlackMethod.CompleteUpload,
        new SlackArguments
        {
            { "files", new JsonArray(new JsonObject { ["id"] = fileId, ["title"] = upload.Title }) },
            { "channel_id", upload.Channel }, { "thread_ts", upload.ThreadTs }, { "initial_comment", upload.Comment },
        },
        ct);

    private Task<SlackAnswer<MessagePage>> PageAsync(
        SlackMethod method, SlackArguments arguments, SlackRange range, string? cursor, CancellationToken ct)
    {
        arguments.Add("oldest", range.Oldest);
        arguments.Add("latest", range.Latest);
        arguments.Add("inclusive", range.IsInclusive);
        arguments.Add("limit", range.Limit);
        arguments.Add("include_all_metadata", true);
        arguments.Add("cursor", cursor);
        return CallAsync(method, arguments, SlackJson.Default.MessagePage, _ => true, ct);
    }

    private Task<SlackAnswer<Done>> DoAsync(SlackMethod method, SlackArguments arguments, CancellationToken ct) =>
        CallAsync(method, arguments, SlackJson.Default.Done, _ => true, ct);

    private async Task<SlackAnswer<T>> CallAsync<T>(
        SlackMethod method, SlackArguments arguments, JsonTypeInfo<T> type, Func<T, bool> isWhole, CancellationToken ct, TimeSpan? patience = null)
        where T : class =>
        (await calls.CallAsync(method, arguments, patience ?? Usual, ct)).As(method.Name, type, isWhole);
}
