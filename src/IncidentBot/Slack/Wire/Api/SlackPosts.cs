using System.Globalization;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>
/// Posts a message once, although an answer of Slack's may be lost: each carries its own id, and after an unknown outcome
/// the bot looks for it before it posts again.
/// </summary>
internal sealed class SlackPosts(SlackApi api, TimeProvider time)
{
    private const int Tries = 3;
    private const int Pages = 10;

    /// <summary>What was just stored may not be in the history yet.</summary>
    private static readonly TimeSpan BeforeLooking = TimeSpan.FromSeconds(2);

    /// <summary>Between Slack's clock and ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <param name="id">Of this message and no other.</param>
    /// <param name="triedAt">When it was first tried, if it was and nobody knows how that ended, as before a restart.</param>
    /// <returns>The message; <see cref="SlackOutcome.Unknown"/> if it is still not known whether it stands there.</returns>
    public async Task<SlackAnswer<PostedMessage>> PostOnceAsync(SlackPost post, string id, DateTimeOffset? triedAt, CancellationToken ct)
    {
        var since = (triedAt ?? time.GetUtcNow()) - Skew;
        SlackAnswer<PostedMessage>? last = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (triedAt is not null || last is not null)
            {
                var found = await FindAsync(post, id, since, ct);
                if (found is null)
                {
                    // Posting again without having looked could say it twice.
                    return new SlackTrouble(SlackOutcome.Unknown, SlackMethod.PostMessage.Name, "the history cannot be read");
                }

                if (found.Ts.Length > 0)
                {
                    return found;
                }
            }

            last = await api.PostAsync(post, ct, id);
            if (last.Trouble?.Outcome != SlackOutcome.Unknown)
            {
                return last;
            }

            await Task.Delay(BeforeLooking * (tries + 1), time, ct);
        }

        return await FindAsync(post, id, since, ct) is { Ts.Length: > 0 } late ? late : last!;
    }

    /// <summary>The message; one without a timestamp if it is not there; null if nobody can tell.</summary>
    private async Task<PostedMessage?> FindAsync(SlackPost post, string id, DateTimeOffset since, CancellationToken ct)
    {
        var range = new SlackRange(post.Channel) { Oldest = since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        string? cursor = null;
        for (var pages = 0; pages < Pages; pages++)
        {
            var page = post.ThreadTs is { } thread
                ? await api.RepliesAsync(range, thread, ct, cursor)
                : await api.HistoryAsync(range, ct, cursor);
            if (!page.IsOk)
            {
                return null;
            }

            if (page.Value.Messages.FirstOrDefault(message => PostMark.IsOn(message, id)) is { } found)
            {
                return new PostedMessage { Channel = post.Channel, Ts = found.Ts };
            }

            cursor = page.Value.Next;
            if (cursor is null)
            {
                return new PostedMessage();
            }
        }

        return null;
    }
}
