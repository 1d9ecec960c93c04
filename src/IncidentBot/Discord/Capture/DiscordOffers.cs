using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Voice;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using NodaTime.Extensions;

namespace IncidentBot.Discord.Capture;

/// <summary>What an option could be, while it is typed. Nothing depends on it: what does not come in time is left out.</summary>
internal sealed class DiscordOffers(
    DiscordReplies replies, IIncidentStore store, DraftCompiler drafts, CommandSettings settings, TimeProvider time)
{
    private const int Recent = 50;

    /// <summary>For the way back.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public async Task OfferAsync(DiscordDelivery delivery, DiscordInteraction typing, CancellationToken ct)
    {
        IReadOnlyList<OptionChoice> choices = [];
        try
        {
            choices = await FindAsync(typing, ct).WaitAsync(delivery.Left(time) - Margin is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, time, ct);
        }
        catch (Exception e) when (e is TimeoutException or StorageException)
        {
            // It can be typed all the same.
        }

        await replies.FirstAsync(delivery, typing, new DiscordResponse.Choices(choices));
    }

    private async Task<IReadOnlyList<OptionChoice>> FindAsync(DiscordInteraction typing, CancellationToken ct)
    {
        var given = GivenOptions.Read(typing.Data, _ => null);
        var typed = given.Focused is { } option ? given[option] : "";
        return given.Focused switch
        {
            OptionNames.Layout => Suggestions.Layouts(drafts.Layouts.Names, typed),
            OptionNames.Entry => Suggestions.Entries(await store.FindAsync(DiscordIds.Room(typing.GuildId, typing.ChannelId ?? ""), ct), typed, time.GetUtcNow().ToInstant()),
            OptionNames.Incident => Suggestions.Incidents(await store.ListAsync(null, Recent, Reach(typing), ct), typed),
            OptionNames.Zone => Suggestions.TimeZones(typed),
            OptionNames.Text => Suggestions.Help(typed),
            _ => [],
        };
    }

    /// <summary>Those that the rules let be linked: nobody else's titles are shown.</summary>
    private string? Reach(DiscordInteraction typing) =>
        settings.AcrossCommunities ? null : DiscordIds.Room(typing.GuildId, typing.ChannelId ?? "").Community;
}
