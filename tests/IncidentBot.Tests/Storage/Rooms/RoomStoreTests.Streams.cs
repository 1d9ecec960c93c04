using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using NodaTime;

namespace IncidentBot.Tests.Storage.Rooms;

/// <summary>How far the streams of a platform were dealt with.</summary>
public abstract partial class RoomStoreTests
{
    private static readonly StreamPosition Begun = new("discord", 0, 2, "s1", "wss://gateway.example/", 7);

    internal IStreamStore Streams { get; private set; } = null!;

    private protected abstract IStreamStore StreamsOf(IIncidentStore store);

    [SkippableFact]
    public async Task A_position_is_there_after_a_restart_until_it_is_forgotten()
    {
        Assert.Null(await Streams.ReadAsync("discord", 0, default));
        await Streams.SaveAsync(Begun, Now);
        await Streams.SaveAsync(Begun with { Shard = 1, Session = "s2" }, Now);

        await RestartAsync();
        Assert.Equal(Begun, await Streams.ReadAsync("discord", 0, default));
        Assert.Null(await Streams.ReadAsync("slack", 0, default));
        await Streams.ForgetAsync("discord", 0);

        Assert.Null(await Streams.ReadAsync("discord", 0, default));
        Assert.Equal("s2", (await Streams.ReadAsync("discord", 1, default))!.Session);
    }

    [SkippableFact]
    public async Task Within_a_session_it_never_goes_back_and_another_session_takes_its_place()
    {
        await Streams.SaveAsync(Begun, Now);
        await Streams.SaveAsync(Begun with { Sequence = 6 }, Now);
        Assert.Equal(7, await SequenceAsync());

        await Streams.SaveAsync(Begun with { Session = "s2", Address = "wss://other.example/", Shards = 3, Sequence = 1 }, Now);

        Assert.Equal(new StreamPosition("discord", 0, 3, "s2", "wss://other.example/", 1), await Streams.ReadAsync("discord", 0, default));
    }

    [SkippableFact]
    public async Task A_command_moves_its_stream_on_in_its_own_transaction()
    {
        await Streams.SaveAsync(Begun, Now);
        await DeliverAsync("one", 8);

        await RestartAsync();

        Assert.Equal(8, await SequenceAsync());
        await DeliverAsync("late", 6);
        Assert.Equal(8, await SequenceAsync());
    }

    [SkippableTheory]
    [InlineData("outbox", false)]
    [InlineData("event_words", false)]
    [InlineData("deliveries", true)]
    public async Task What_cannot_be_written_leaves_the_stream_where_it_was(string table, bool onlyAtCommit)
    {
        await Streams.SaveAsync(Begun, Now);
        await BreakAsync(table, onlyAtCommit);

        try
        {
            Assert.False((await DeliverAsync("lost", 8, "d1")).Recorded);
        }
        catch (StorageException)
        {
            // A commit that failed is no answer.
        }

        Assert.Empty(await Store.ReadEventsAsync(new IncidentId(1), default));
        Assert.Equal(7, await SequenceAsync());
    }

    [SkippableFact]
    public async Task What_is_left_of_an_older_session_moves_nothing()
    {
        await DeliverAsync("before any session was saved", 8);
        Assert.Null(await Streams.ReadAsync("discord", 0, default));
        await Streams.SaveAsync(Begun with { Session = "s2", Sequence = 1 }, Now);

        await DeliverAsync("from the older", 9);

        Assert.Equal(1, await SequenceAsync());
    }

    [SkippableFact]
    public async Task How_far_it_is_is_asked_when_the_command_is_written()
    {
        await Streams.SaveAsync(Begun, Now);
        var done = 8L;
        var request = Typed.Command("one", channel: Room) with { Reached = () => Begun with { Sequence = done } };

        await Store.RecordAsync(
            request,
            state =>
            {
                done = 9;
                return Typed.Note(request)(state);
            },
            default);

        Assert.Equal(9, await SequenceAsync());
    }

    [SkippableFact]
    public async Task What_writes_nothing_moves_nothing_and_a_choice_or_a_refusal_that_is_kept_does()
    {
        await Streams.SaveAsync(Begun, Now);
        await Store.RecordAsync(Reaching("?", 8), Typed.Ask("here"), default);
        Assert.Equal(7, await SequenceAsync());

        await Store.RecordAsync(Reaching("?", 8, "d1"), Typed.Ask("here"), default);
        Assert.Equal(8, await SequenceAsync());
        await Store.ChooseZoneAsync("Asia/Tokyo", Reaching("zone", 9));

        Assert.Equal(9, await SequenceAsync());
    }

    [SkippableFact]
    public async Task An_allowance_is_kept_to_the_thousandth_and_never_more_than_there_is()
    {
        Assert.Null(await Streams.ReadAllowanceAsync("discord", default));
        await Streams.SaveAllowanceAsync("discord", new StreamAllowance(12.5, Now));
        await Streams.SaveAllowanceAsync("discord", new StreamAllowance(11.9999, Now + Duration.FromSeconds(5)));

        await RestartAsync();

        Assert.Equal(new StreamAllowance(11.999, Now + Duration.FromSeconds(5)), await Streams.ReadAllowanceAsync("discord", default));
    }

    private Task<CommandAnswer> DeliverAsync(string text, long sequence, string? delivery = null) => Store.NoteAsync(Reaching(text, sequence, delivery));

    private static CommandRequest Reaching(string text, long sequence, string? delivery = null) =>
        Typed.Command(text, delivery, channel: Room) with { Reached = () => Begun with { Sequence = sequence } };

    private async Task<long?> SequenceAsync() => (await Streams.ReadAsync("discord", 0, default))?.Sequence;
}
