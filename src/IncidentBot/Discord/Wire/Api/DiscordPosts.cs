using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>
/// Posts a message once, although an answer of Discord's may be lost. For some minutes Discord itself takes a nonce once;
/// after that the bot looks for the message before it posts again.
/// </summary>
internal sealed class DiscordPosts(DiscordApi api, TimeProvider time)
{
    private const int PageSize = 100;
    private const int Pages = 10;

    /// <summary>For how long Discord is sure to know a nonce again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>Between Discord's clock and ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <param name="id">Of this message and no other.</param>
    /// <param name="triedAt">When it was first tried, if it was and nobody knows how that ended, as before a restart.</param>
    /// <returns>The message; <see cref="DiscordOutcome.Unknown"/> if it is still not known whether it stands there.</returns>
    public async Task<DiscordAnswer<DiscordMessage>> PostOnceAsync(string channel, MessageBody body, string id, DateTimeOffset? triedAt, CancellationToken ct)
    {
        var nonce = Nonce(id);
        if (triedAt is { } tried && (time.GetUtcNow() - tried).Duration() > Remembered)
        {
            var (isKnown, found) = await FindAsync(channel, body, nonce, tried - Skew, ct);
            if (!isKnown)
            {
                // Posting again without having looked could say it twice.
                return new DiscordTrouble(DiscordOutcome.Unknown, "posting a message", "what was said there cannot be read");
            }

            if (found is not null)
            {
                return found;
            }
        }

        return await api.PostAsync(channel, body, nonce, ct);
    }

    /// <summary>Of a message's id, and always the same for it.</summary>
    internal static string Nonce(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..24];

    private async Task<(bool IsKnown, DiscordMessage? Found)> FindAsync(
        string channel, MessageBody body, string nonce, DateTimeOffset since, CancellationToken ct)
    {
        var after = Snowflake.At(since);
        for (var pages = 0; pages < Pages; pages++)
        {
            var page = await api.MessagesAfterAsync(channel, after, PageSize, ct);
            if (!page.IsOk)
            {
                return (false, null);
            }

            if (Array.Find(page.Value, message => IsIt(message, body, nonce)) is { } found)
            {
                return (true, found);
            }

            if (page.Value.Length < PageSize)
            {
                return (true, null);
            }

            after = page.Value[^1].Id;
        }

        return (false, null);
    }

    /// <summary>Discord does not always keep the nonce; then the bot's own words tell.</summary>
    private static bool IsIt(DiscordMessage message, MessageBody body, string nonce) =>
        message.Nonce is { Length: > 0 } known
            ? known == nonce
            : message.Author.Bot && (body.Content?.Trim(), body.Embeds is [var first, ..] ? first.Title?.Trim() : null) is var (content, title)
                && (content?.Length > 0 || title?.Length > 0) && (message.Content ?? "") == (content ?? "") && Title(message) == title
                && message.Attachments.Count > 0 == body.Files.Count > 0;

    private static string? Title(DiscordMessage message) =>
        message.Embeds is [{ ValueKind: JsonValueKind.Object } embed, ..] && embed.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.String
            ? title.GetString()
            : null;
}
