using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Capture;

/// <summary>
/// What people and channels are called that a typed line names by their ids. Discord brings along some of the names; the
/// others are asked for, and one that does not come in time holds up nobody.
/// </summary>
internal sealed partial class DiscordNames(DiscordApi api, TimeProvider time)
{
    private const int Most = 10_000;
    private const int MostAtOnce = 10;

    /// <summary>Of the three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(string? Guild, string Id), Task<string?>> _names = new();

    /// <summary>The words of a message as they were meant.</summary>
    public async Task<string> ReadAsync(DiscordMessage message, string? guild, CancellationToken ct)
    {
        var content = message.Content ?? "";
        return MarkdownReader.Read(content, await OfAsync(content, guild, Along(message), ct));
    }

    /// <summary>What the people are called whom a message names.</summary>
    public static Func<string, string?> Along(DiscordMessage message) => message.Mentions.GroupBy(user => user.Id).ToDictionary(
        user => user.Key, user => user.First().Member?.Nick is { Length: > 0 } nick ? nick : user.First().DisplayName, StringComparer.Ordinal).GetValueOrDefault;

    /// <param name="known">The names that came along.</param>
    public async Task<Func<string, string?>> OfAsync(string text, string? guild, Func<string, string?> known, CancellationToken ct)
    {
        var asked = Named().Matches(text).Select(match => (Id: match.Groups["id"].Value, Kind: match.Groups["kind"].Value))
            .DistinctBy(named => named.Id).Where(named => known(named.Id) is null).Take(MostAtOnce)
            .Select(named => (named.Id, Name: FindAsync(guild, named.Id, named.Kind))).ToList();
        try
        {
            await Task.WhenAll(asked.Select(one => one.Name)).WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            // The next time it is known.
        }

        var found = asked.Where(one => one.Name.IsCompletedSuccessfully).ToDictionary(one => one.Id, one => one.Name.Result, StringComparer.Ordinal);
        return id => known(id) ?? found.GetValueOrDefault(id);
    }

    private Task<string?> FindAsync(string? guild, string id, string kind)
    {
        if (_names.Count >= Most)
        {
            _names.Clear();
        }

        return _names.GetOrAdd((guild, id), _ => AskAsync(guild, id, kind));
    }

    private async Task<string?> AskAsync(string? guild, string id, string kind)
    {
        var name = kind == "#" ? (await api.ChannelAsync(id, CancellationToken.None)).Value is { } channel && channel.GuildId == guild ? channel.Name : null
            : guild is not null && (await api.MemberAsync(guild, id, CancellationToken.None)).Value is { } member
                ? member.Nick is { Length: > 0 } nick ? nick : member.User?.DisplayName
            : null;
        if (name is null)
        {
            // Asked again the next time.
            _names.TryRemove((guild, id), out _);
        }

        return name;
    }

    [GeneratedRegex("<(?<kind>@!?|#)(?<id>[0-9]{1,20})>")]
    private static partial Regex Named();
}
