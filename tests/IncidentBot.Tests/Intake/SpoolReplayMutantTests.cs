using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Intake;

/// <summary>
/// A kill at any moment of a replay: nothing that was told to be in the emergency file may be lost, and nothing may be
/// added twice. The same check notices replays that break this. It cannot see whether the file was flushed to disk:
/// that takes a power cut.
/// </summary>
public sealed class SpoolReplayMutantTests
{
    private const int Commands = 4;

    [Fact]
    public Task A_kill_at_any_moment_of_a_replay_loses_nothing_and_doubles_nothing() =>
        CheckAsync(room => room.Replay.DrainAsync());

    [Fact]
    public Task A_replay_that_forgets_the_delivery_is_caught() => CaughtAsync(async room =>
    {
        while (room.Spool.Take() is { } command)
        {
            await room.Handler.HandleAsync(command.Request with { Delivery = null }, default);
            room.Spool.Settle(command);
        }

        room.Spool.Clear();
    });

    [Fact]
    public Task A_replay_that_lets_go_before_the_store_confirms_is_caught() => CaughtAsync(async room =>
    {
        while (room.Spool.Take() is { } command)
        {
            room.Spool.Settle(command);
            room.Spool.Clear();
            await room.Handler.HandleAsync(command.Request, default);
        }
    });

    [Fact]
    public Task A_replay_that_takes_the_newest_first_is_caught() => CaughtAsync(async room =>
    {
        List<IncidentBot.Storage.Spool.SpooledCommand> commands = [];
        while (room.Spool.Take() is { } command)
        {
            commands.Insert(0, command);
            room.Spool.Settle(command);
        }

        foreach (var command in commands)
        {
            await room.Handler.HandleAsync(command.Request, default);
        }

        room.Spool.Clear();
    });

    [Fact]
    public Task A_replay_that_gives_up_what_the_store_refuses_is_caught() => CaughtAsync(async room =>
    {
        while (room.Spool.Take() is { } command)
        {
            try
            {
                await room.Handler.HandleAsync(command.Request, default);
            }
            catch (StorageException)
            {
                // Lost.
            }

            room.Spool.Settle(command);
        }

        room.Spool.Clear();
    });

    private static async Task CaughtAsync(Func<IntakeRoom, Task> replay) =>
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => CheckAsync(replay));

    /// <summary>The store fails at one command after the other, in each way it can; then the process is killed and goes on.</summary>
    private static async Task CheckAsync(Func<IntakeRoom, Task> replay)
    {
        foreach (var fault in new[] { Fault.Refuses, Fault.LosesCommand, Fault.LosesAnswer })
        {
            for (var failing = 0; failing < Commands; failing++)
            {
                using var room = new IntakeRoom();
                room.Store.Fault = Fault.LosesAnswer;
                await room.TypeAsync("/detected 0");
                room.Store.Fault = Fault.Refuses;
                for (var i = 1; i < Commands; i++)
                {
                    await room.TypeAsync($"/note {i}");
                }

                (room.Store.Fault, room.Store.OnlyWith) = (fault, $"{failing}");
                await TryAsync(room, replay);
                room.Restart();
                room.Store.Fault = Fault.None;
                await TryAsync(room, replay);

                Assert.Equal(["0", "1", "2", "3"], await room.Store.TextsAsync());
                Assert.True(room.Spool.IsClear);
            }
        }
    }

    private static async Task TryAsync(IntakeRoom room, Func<IntakeRoom, Task> replay)
    {
        try
        {
            await replay(room);
        }
        catch (StorageException)
        {
            // Where a kill may come as well.
        }
    }
}
