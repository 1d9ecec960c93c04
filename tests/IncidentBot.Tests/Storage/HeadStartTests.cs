using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

/// <summary>What is decided ahead of its turn counts only where it would have been decided so in its turn.</summary>
public sealed class HeadStartTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HeadStart _headStart = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_decided_on_a_channel_that_has_changed_since_is_decided_again()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("first"));
        using var began = new ManualResetEventSlim();
        using var turn = new ManualResetEventSlim();
        List<int?> seen = [];

        // Decided at once, as nobody else writes to the channel; then overtaken.
        var late = Task.Run(() => store.RecordAsync(Typed.Command("late"), Decide, CancellationToken.None));
        began.Wait();
        await store.NoteAsync(Typed.Command("faster"));
        turn.Set();
        var answer = await late;

        Assert.Equal([1, 2], seen);
        Assert.Equal(3, answer.Entry);
        Assert.Equal(["first", "faster", "late"], (await store.ReadAsync(1))!.Entries.Select(entry => entry.Text));

        Decision Decide(ChannelState state)
        {
            seen.Add(state.Current?.Entries.Count);
            began.Set();
            turn.Wait();
            return Typed.Note(Typed.Command("late"))(state);
        }
    }

    [Fact]
    public void One_command_of_a_channel_gets_it_until_the_next_commit()
    {
        var held = Held("first");
        _headStart.Put(held);

        Assert.NotNull(Take());
        Assert.Null(Take());

        _headStart.Put(held);
        Assert.NotNull(Take());
    }

    [Fact]
    public void It_counts_on_what_is_stored_and_on_nothing_else()
    {
        var held = Held("first");
        _headStart.Put(held);
        var ahead = Take()!;

        Assert.False(ahead.Counts(new StoredVersion { Number = 1, Version = held.Incident.Version, Head = held.Head }, "Europe/Madrid"));
        Assert.True(ahead.Counts(new StoredVersion { Number = 1, Version = held.Incident.Version, Head = held.Head }, null));
        Assert.False(ahead.Counts(null, null));
        Assert.False(ahead.Counts(new StoredVersion { Number = 2, Version = held.Incident.Version, Head = held.Head }, null));
        Assert.False(ahead.Counts(new StoredVersion { Number = 1, Version = held.Incident.Version + 1, Head = held.Head }, null));
        Assert.False(ahead.Counts(new StoredVersion { Number = 1, Version = held.Incident.Version, Head = Held("other").Head }, null));
    }

    [Fact]
    public void What_cannot_be_decided_waits_for_its_turn()
    {
        _headStart.Put(Held("first"));

        Assert.Null(_headStart.Take(Typed.Command("odd"), _ => throw new TimeZoneNotFoundException()));
    }

    /// <summary>A redaction between its being decided and its being queued would pass it by.</summary>
    [Fact]
    public async Task An_answer_that_was_prepared_waits_for_its_turn()
    {
        _headStart.Put(Held("first"));
        await using var store = Sqlite.Open(_folder.File());

        Assert.Null(_headStart.Take(
            Typed.Command("list", "d1") with { PreparedAfter = await store.MarkRedactionsAsync(CancellationToken.None) }, Typed.Ask("INC-1 first")));
    }

    [Fact]
    public async Task A_zone_that_is_chosen_while_a_command_was_decided_counts_for_it()
    {
        await using var store = Sqlite.Open(_folder.File());
        await store.NoteAsync(Typed.Command("first"));
        using var began = new ManualResetEventSlim();
        using var turn = new ManualResetEventSlim();
        List<string?> seen = [];
        var late = Task.Run(() => store.RecordAsync(
            Typed.Command("late"),
            state =>
            {
                seen.Add(state.OwnZone);
                began.Set();
                turn.Wait();
                return Typed.Note(Typed.Command("late"))(state);
            },
            CancellationToken.None));
        began.Wait();
        await store.ChooseZoneAsync("Asia/Tokyo", Typed.Command("zone", channel: "C2"));
        turn.Set();
        await late;

        Assert.Equal([null, "Asia/Tokyo"], seen);
    }

    [Fact]
    public void Nothing_is_left_of_what_was_erased()
    {
        _headStart.Put(Held("secret"));

        _headStart.Forget();

        Assert.Null(Take());
    }

    private DecidedAhead? Take() => _headStart.Take(Typed.Command("next"), Typed.Note(Typed.Command("next")));

    private static HeldIncident Held(string text)
    {
        var request = Typed.Command(text);
        return CommandRecorder.Record(request, new Basis(null, new IncidentId(1), null, null), Typed.Note(request)).Change!.After;
    }
}
