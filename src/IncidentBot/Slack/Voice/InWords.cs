using IncidentBot.Slack.Wire.Api;

namespace IncidentBot.Slack.Voice;

/// <summary>Where Slack does not like the blocks of a message, its words alone have to do.</summary>
internal static class InWords
{
    public static async Task<SlackAnswer<T>> IfNeededAsync<T>(SlackPost post, Func<SlackPost, Task<SlackAnswer<T>>> send)
        where T : class
    {
        var answer = await send(post);
        return post.Blocks is not null && answer.Trouble?.Error is "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long"
            ? await send(post with { Blocks = null })
            : answer;
    }
}
