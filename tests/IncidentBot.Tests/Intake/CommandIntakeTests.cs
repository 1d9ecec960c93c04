using IncidentBot.Intake;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Intake;

/// <summary>What a sender is told about a command, by what storage did with it. Each text must be true.</summary>
public sealed class CommandIntakeTests
{
    private const string Block = "\n\n```\n2026-03-05T09:00:01Z · Ana\n/detected slow\n```\n\n";

    [Fact]
    public async Task What_is_recorded_is_answered()
    {
        using var room = new IntakeRoom();

        var answered = Assert.IsType<Outcome.Answered>(await room.TypeAsync("/detected slow"));

        Assert.True(answered.Answer.Recorded);
        Assert.Equal(answered.Answer.Reply, answered.Text);
        Assert.True(room.Spool.IsClear);
    }

    [Theory]
    [InlineData(nameof(Fault.Refuses), "d1", "⚠ Saved to the emergency file, not in the timeline yet. It will be added when the database is back. You need not send it again.")]
    [InlineData(nameof(Fault.Refuses), null, "⚠ Saved to the emergency file, not in the timeline yet. It will be added when the database is back. Do not send it again: it would appear twice.")]
    [InlineData(nameof(Fault.LosesAnswer), "d1", "⚠ Saved to the emergency file, perhaps not in the timeline yet. It will be there, once, when the database is back. You need not send it again.")]
    [InlineData(nameof(Fault.LosesCommand), null, "⚠ Saved to the emergency file, perhaps not in the timeline yet. It will be there, once, when the database is back. Do not send it again: it would appear twice.")]
    public async Task What_the_store_does_not_confirm_is_spooled(string fault, string? delivery, string text)
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Enum.Parse<Fault>(fault);

        var spooled = Assert.IsType<Outcome.Spooled>(await room.TypeAsync("/detected slow", delivery));

        Assert.Equal($"{text} Should it not fit in as typed, the console shows it with the reason.", spooled.Text);
        Assert.Equal(1, room.Spool.Waiting);
    }

    [Theory]
    [InlineData(nameof(Fault.Refuses), "d1", typeof(Outcome.NotRecorded), "❌ NOT recorded. Copy this somewhere safe:", "Send it again; duplicates are removed.")]
    [InlineData(nameof(Fault.Refuses), null, typeof(Outcome.NotRecorded), "❌ NOT recorded. Copy this somewhere safe:", "Send it again later: nothing was saved, so there is nothing to duplicate.")]
    [InlineData(nameof(Fault.LosesAnswer), "d1", typeof(Outcome.Unknown), "❓ Could not confirm. Send it again; it will appear only once.", "It may have been saved already: duplicates are removed.")]
    [InlineData(nameof(Fault.LosesAnswer), null, typeof(Outcome.Unknown), "❓ Could not confirm. Look at the timeline before you send it again.", "It may have been saved already; without a deliveryId it may then appear twice.")]
    public async Task What_cannot_be_spooled_either_is_given_back(string fault, string? delivery, Type level, string verdict, string advice)
    {
        using var room = new IntakeRoom(hasSpool: false);
        room.Store.Fault = Enum.Parse<Fault>(fault);

        var outcome = await room.TypeAsync("/detected slow", delivery);

        Assert.IsType(level, outcome);
        Assert.Equal(verdict + Block + advice, outcome.Text);
    }

    [Fact]
    public async Task A_block_does_not_end_at_backticks_that_were_typed()
    {
        using var room = new IntakeRoom(hasSpool: false);
        room.Store.Fault = Fault.Refuses;

        var outcome = await room.TypeAsync("/note ```` and\n```more```");

        Assert.Contains("\n`````\n2026-03-05T09:00:01Z · Ana\n/note ```` and\n```more```\n`````\n", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "d1", "⏳ Not saved yet: the storage is slow. I will confirm here.")]
    [InlineData(true, null, "⏳ Not saved yet: the storage is slow. I will confirm here.")]
    [InlineData(false, "d1", "⏳ Not saved yet: the storage is slow. Send it again with the same deliveryId to learn how it ended; it will appear only once.")]
    [InlineData(false, null, "⏳ Not saved yet: the storage is slow, and it may be saved still. Look at the timeline before you send it again; without a deliveryId it may then appear twice.")]
    public async Task What_takes_long_is_late_and_ends_in_its_answer(bool confirmsLater, string? delivery, string text)
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Hangs;

        var taking = room.TypeAsync("/detected slow", delivery, confirmsLater);
        await room.Time.TimersAsync(1);
        room.Time.Advance(CommandIntake.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(taking.IsCompleted);
        room.Time.Advance(TimeSpan.FromMilliseconds(1));
        var late = Assert.IsType<Outcome.Late>(await taking);

        Assert.Equal(text, late.Text);
        Assert.False(late.Final.IsCompleted);
        room.Store.Hanging.SetResult();
        Assert.True(Assert.IsType<Outcome.Answered>(await late.Final).Answer.Recorded);
    }

    [Fact]
    public async Task A_late_command_sent_again_appears_once_and_gets_the_same_answer()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Hangs;
        var taking = room.TypeAsync("/detected slow", "d1");
        await room.Time.TimersAsync(1);
        room.Time.Advance(CommandIntake.Patience);
        var late = (Outcome.Late)await taking;

        var again = room.TypeAsync("/detected slow", "d1");
        room.Store.Hanging.SetResult();

        Assert.Equal(((Outcome.Answered)await late.Final).Answer, ((Outcome.Answered)await again).Answer);
        Assert.Equal(["slow"], await room.Store.TextsAsync());
    }

    [Fact]
    public async Task A_late_command_that_is_refused_in_the_end_is_spooled()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.HangsAndRefuses;
        var taking = room.TypeAsync("/detected slow");
        await room.Time.TimersAsync(1);
        room.Time.Advance(CommandIntake.Patience);
        var late = (Outcome.Late)await taking;

        room.Store.Hanging.SetResult();

        Assert.IsType<Outcome.Spooled>(await late.Final);
    }

    /// <summary>A first try may be under way still, or may have been saved: then "not recorded" would be a lie.</summary>
    [Fact]
    public async Task Who_tries_again_is_never_told_that_nothing_is_recorded()
    {
        using var room = new IntakeRoom(hasSpool: false);
        await room.TypeAsync("/detected slow", "d1");
        room.Store.Fault = Fault.Refuses;

        Assert.IsType<Outcome.Unknown>(await room.TypeAsync("/detected slow", "d1"));
        Assert.IsType<Outcome.NotRecorded>(await room.TypeAsync("/detected slow", "d2"));
    }

    [Theory]
    [InlineData("/incident help")]
    [InlineData("/nonsense")]
    [InlineData("/note")]
    public async Task What_needs_no_storage_is_answered_without_it(string line)
    {
        using var room = new IntakeRoom();
        var usual = Assert.IsType<Outcome.Answered>(await room.TypeAsync(line));
        room.Store.Fault = Fault.Refuses;

        Assert.Equal(usual, await room.TypeAsync(line));
        Assert.True(room.Spool.IsClear);
    }

    [Theory]
    [InlineData("/incident status")]
    [InlineData("/incident list")]
    [InlineData("/incident find checkout")]
    [InlineData("/incident draft")]
    public async Task A_question_is_never_spooled(string line)
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        room.Store.CannotBeRead = true;

        var outcome = Assert.IsType<Outcome.NotRecorded>(await room.TypeAsync(line));

        Assert.StartsWith("❌ Cannot answer now", outcome.Text, StringComparison.Ordinal);
        Assert.True(room.Spool.IsClear);
    }

    [Fact]
    public async Task A_mistake_of_ours_is_no_trouble_of_storage()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Breaks;

        await Assert.ThrowsAsync<InvalidOperationException>(() => room.TypeAsync("/detected slow"));
        Assert.True(room.Spool.IsClear);
    }

    [Fact]
    public async Task A_delivery_that_is_spooled_is_told_the_same_again_and_spooled_once()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.LosesCommand;
        var first = await room.TypeAsync("/detected slow", "d1");

        Assert.Equal(first, await room.TypeAsync("/detected slow", "d1"));
        room.Restart();
        Assert.Equal(first, await room.TypeAsync("/detected slow", "d1"));
        Assert.Equal(1, room.Spool.Waiting);
    }

    [Fact]
    public async Task What_comes_while_something_is_spooled_goes_in_behind_it()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected slow");
        Assert.IsType<Outcome.Spooled>(await room.TypeAsync("/note a typo"));

        // The store takes later lines, but not the first: nothing may overtake it.
        room.Store.OnlyWith = "slow";
        Assert.IsType<Outcome.Spooled>(await room.TypeAsync("/incident undo"));
        Assert.Equal(3, room.Spool.Waiting);
        Assert.Empty(await room.Store.TextsAsync());

        room.Store.Fault = Fault.None;
        var answered = Assert.IsType<Outcome.Answered>(await room.TypeAsync("/note the last"));

        Assert.Equal(3, answered.Answer.Entry);
        Assert.Equal(["slow", "a typo", "the last"], await room.Store.TextsAsync());
        Assert.True((await room.Store.ReadAsync(Some.Id, default))!.Entries[1].Withdrawn);
        Assert.True(await room.Replay.DrainAsync());
        Assert.True(room.Spool.IsClear);
    }

    [Fact]
    public async Task Questions_do_not_wait_for_what_is_spooled()
    {
        using var room = new IntakeRoom();
        await room.TypeAsync("/detected slow");
        room.Store.Fault = Fault.Refuses;
        room.Store.OnlyWith = "/note";
        await room.TypeAsync("/note one");

        Assert.IsType<Outcome.Answered>(await room.TypeAsync("/incident status"));
        Assert.Equal(1, room.Spool.Waiting);
    }

    [Fact]
    public async Task Who_finds_the_queue_standing_joins_it()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.Refuses;
        await room.TypeAsync("/detected slow");
        room.Store.Fault = Fault.Hangs;

        var taking = room.TypeAsync("/note one");
        await room.Time.TimersAsync(2);
        room.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<Outcome.Spooled>(await taking);
        room.Store.Hanging.SetResult();
        Assert.True(await room.Replay.DrainAsync());
        Assert.True(await room.Replay.DrainAsync());
        Assert.Equal(["slow", "one"], await room.Store.TextsAsync());
    }

    /// <summary>Not even what is spooled and replayed any number of times appears twice without a delivery id.</summary>
    [Fact]
    public async Task A_command_without_an_id_that_was_saved_all_the_same_appears_once()
    {
        using var room = new IntakeRoom();
        room.Store.Fault = Fault.LosesAnswer;
        Assert.IsType<Outcome.Spooled>(await room.TypeAsync("/detected slow"));
        Assert.Equal(["slow"], await room.Store.TextsAsync());

        room.Store.Fault = Fault.None;
        Assert.True(await room.Replay.DrainAsync());

        Assert.Equal(["slow"], await room.Store.TextsAsync());
    }
}
