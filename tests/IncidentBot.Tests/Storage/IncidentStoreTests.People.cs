using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage;

/// <summary>What somebody chose for themselves.</summary>
public abstract partial class IncidentStoreTests
{
    [SkippableFact]
    public async Task A_zone_that_was_chosen_is_seen_by_the_next_command_in_any_room_and_after_a_restart()
    {
        Assert.Null(await Store.ZoneAsync());

        await Store.ChooseZoneAsync("Europe/Madrid");
        Assert.Equal("Europe/Madrid", await Store.ZoneAsync(channel: "C2"));
        await Store.ChooseZoneAsync("Asia/Tokyo");
        await RestartAsync();

        Assert.Equal("Asia/Tokyo", await Store.ZoneAsync());
        Assert.Null(await Store.ZoneAsync(new Person("discord:U1", "Ana")));
    }

    [SkippableFact]
    public async Task A_zone_can_be_taken_back()
    {
        await Store.ChooseZoneAsync("Europe/Madrid");
        await Store.ChooseZoneAsync(null);
        Assert.Null(await Store.ZoneAsync());

        await RestartAsync();

        Assert.Null(await Store.ZoneAsync());
    }

    [SkippableFact]
    public async Task A_choice_that_is_repeated_gets_the_first_answer_and_does_not_come_back()
    {
        var request = Typed.Command("/incident zone Europe/Madrid", "d1");
        var first = await Store.ChooseZoneAsync("Europe/Madrid", request);
        await Store.ChooseZoneAsync("Asia/Tokyo");

        await RestartAsync();

        Assert.Equal(first, await Store.ChooseZoneAsync("Europe/Madrid", request));
        Assert.Equal("Asia/Tokyo", await Store.ZoneAsync());
        Assert.Equal((true, null), (first.Recorded, first.Incident));
    }

    [SkippableFact]
    public async Task A_choice_under_a_key_of_our_own_is_answered_again_when_it_is_tried_again()
    {
        var request = Typed.Command("zone") with { Delivery = DeliveryKey.Once(Typed.Nine) };
        var first = await Store.ChooseZoneAsync("Europe/Madrid", request);

        Assert.Equal(first, await Store.ChooseZoneAsync("Asia/Tokyo", request));
        Assert.Equal("Europe/Madrid", await Store.ZoneAsync());
    }

    [SkippableFact]
    public async Task A_choice_that_cannot_be_recorded_leaves_the_one_before()
    {
        await Store.ChooseZoneAsync("Europe/Madrid");
        var request = Typed.Command("zone", "d1");

        var answer = await Store.RecordAsync(
            request,
            state => Typed.Append(request, new IncidentEvent.EntryWithdrawn(7))(state with { Current = Incident.Empty(state.Next) }) with { OwnZone = new OwnZone("Asia/Tokyo") },
            CancellationToken.None);

        Assert.False(answer.Recorded);
        Assert.Equal("Europe/Madrid", await Store.ZoneAsync());
        await RestartAsync();
        Assert.Equal("Europe/Madrid", await Store.ZoneAsync());
    }
}
