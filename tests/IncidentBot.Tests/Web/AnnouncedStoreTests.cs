using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Storage;
using IncidentBot.Web.Api;
using IncidentBot.Web.Pages;

namespace IncidentBot.Tests.Web;

public sealed class AnnouncedStoreTests
{
    /// <summary>Without it an answer that was prepared before another instance redacted would be kept with the words.</summary>
    [Fact]
    public async Task What_was_redacted_elsewhere_is_told_through_it()
    {
        var time = new ManualTime();
        var inner = new MemoryStore();
        var store = new AnnouncedStore(inner, new IncidentFeed(time), new Exchanges(), new LastWrite(time));

        var mark = await store.MarkRedactionsAsync(default);

        Assert.NotNull(mark);
        Assert.Equal(await inner.MarkRedactionsAsync(default), mark);
    }

    [Fact]
    public async Task What_is_typed_in_one_room_is_announced_in_every_room_of_the_incident_and_in_no_other()
    {
        var time = new ManualTime();
        var feed = new IncidentFeed(time);
        var store = new AnnouncedStore(new MemoryStore(), feed, new Exchanges(), new LastWrite(time));
        await store.NoteAsync(Typed.Command("one"));
        var link = Typed.Command("link");
        await store.RecordAsync(link, Typed.Append(link, new IncidentEvent.ChannelBound(new ChannelId("C2"))), default);
        await using var here = feed.ListenAsync(new ChannelId("C1"), default).GetAsyncEnumerator();
        await using var there = feed.ListenAsync(new ChannelId("C2"), default).GetAsyncEnumerator();
        await using var elsewhere = feed.ListenAsync(new ChannelId("C3"), default).GetAsyncEnumerator();
        Task<bool>[] waiting = [here.MoveNextAsync().AsTask(), there.MoveNextAsync().AsTask(), elsewhere.MoveNextAsync().AsTask()];

        await store.NoteAsync(Typed.Command("two", channel: "C2"));

        Assert.True(await waiting[0] && here.Current);
        Assert.True(await waiting[1] && there.Current);
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.True(await waiting[2] && !elsewhere.Current);
    }
}
