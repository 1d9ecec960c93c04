using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Faults.History;
using IncidentBot.Faults.Rounds;
using IncidentBot.Storage;
using IncidentBot.Storage.Spool;
using NodaTime;

namespace IncidentBot.Tests.Faults;

/// <summary>What people are told while the disk fails, and that it needs no restart once it works again.</summary>
public sealed class DiskTests : IDisposable
{
    /// <summary>Faults hit only this of the database's files; the emergency file has tests of its own.</summary>
    private const string Log = "-wal";

    private readonly FaultyDisk _disk = new(losesPower: true);
    private readonly Witness _witness = new();

    public void Dispose() => _disk.Dispose();

    [SkippableFact]
    public async Task Row_5_a_full_disk_refuses_and_once_there_is_room_it_goes_on_without_a_restart()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to mount a small disk");
        var small = Directory.CreateDirectory(Path.Combine(_disk.Folder, "small")).FullName;
        Skip.IfNot((await Needs.RunAsync(Needs.Program("mount"), "-t", "tmpfs", "-o", "size=2m", "tmpfs", small)).ExitCode == 0, "mounting is not allowed here");
        try
        {
            var database = Path.Combine(small, "incidents.db");
            using (var bot = await BotProcess.StartAsync(_disk.Folder, ("Storage__Path", database)))
            using (var client = new BotClient(bot.Url))
            {
                var text = new string('x', 5000);
                var (delivery, reply) = await _witness.SayAsync(client, text);
                for (var line = 1; reply.Told == Told.Recorded && line < 1000; line++)
                {
                    (delivery, reply) = await _witness.SayAsync(client, text);
                }

                AssertHonest(reply);

                Assert.Equal(0, (await Needs.RunAsync(Needs.Program("mount"), "-o", "remount,size=20m", small)).ExitCode);
                await _witness.InsistAsync(client, delivery, text);
                bot.Kill();
            }

            _witness.Check(database);
        }
        finally
        {
            Assert.Equal(0, (await Needs.RunAsync(Needs.Program("umount"), small)).ExitCode);
        }
    }

    [SkippableFact]
    public async Task Row_6_one_failed_write_refuses_one_line()
    {
        using var bot = await StartAsync();
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);

        _disk.Orders.FailWrites(DiskOrders.NoSpaceLeft, Log, times: 1);
        var (delivery, reply) = await _witness.SayAsync(client);
        AssertHonest(reply);
        await _witness.SayAsync(client);
        Assert.Equal(1, _disk.Orders.Failed);

        await _witness.InsistAsync(client, delivery);
        End(bot);
    }

    [SkippableFact]
    public async Task Row_7_after_a_failed_sync_nobody_is_told_recorded_and_sending_again_records_once()
    {
        using var bot = await StartAsync();
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);

        _disk.Orders.FailSyncs(DiskOrders.InputOutputError, Log);
        var (delivery, reply) = await _witness.SayAsync(client);
        AssertHonest(reply);
        Assert.NotEqual(0, _disk.Orders.Failed);
        _disk.Orders.Heal();

        await _witness.InsistAsync(client, delivery);
        End(bot);
    }

    [SkippableFact]
    public async Task Row_8_a_slow_disk_answers_many_at_once()
    {
        using var bot = await StartAsync();
        using var client = new BotClient(bot.Url);
        _disk.Orders.Slow(TimeSpan.FromMilliseconds(30));

        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => _witness.SayAsync(client)));

        Assert.All(replies, said => Assert.Equal(Told.Recorded, said.Reply.Told));
        // One sync for each would take 15 s and be the same as one command after the other.
        Assert.InRange(_disk.Orders.Syncs, 1, replies.Length / 4);
        End(bot);
    }

    [SkippableFact]
    public async Task Row_9_a_disk_that_stands_still_for_5_s_loses_nothing()
    {
        using var bot = await StartAsync();
        using var client = new BotClient(bot.Url);
        await _witness.SayAsync(client);

        _disk.Orders.Stall(TimeSpan.FromSeconds(5));
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _witness.SayAsync(client)));
        Assert.All(replies, said => Assert.Contains(said.Reply.Told, new[] { Told.Recorded, Told.Late }));
        foreach (var (delivery, _) in replies)
        {
            await _witness.InsistAsync(client, delivery);
        }

        End(bot);
    }

    /// <summary>In memory it can be read; on disk it is not, and after a failed sync it would not get there by another.</summary>
    [SkippableFact]
    public async Task What_a_kill_left_in_the_emergency_file_is_on_disk_before_a_repeat_is_told_that_it_is_saved()
    {
        Delivery delivery;
        using (var first = await StartAsync())
        using (var client = new BotClient(first.Url))
        {
            await _witness.SayAsync(client);
            delivery = _witness.New();
            first.Kill();
        }

        Leave(delivery);
        // A start writes one page with its header, a command more than twice as many as are let through.
        _disk.Orders.FailWrites(DiskOrders.NoSpaceLeft, Log, after: 5);
        using (var second = await StartAsync())
        using (var client = new BotClient(second.Url))
        {
            Assert.Equal(Told.Spooled, (await _witness.SayAgainAsync(client, delivery)).Told);
            second.Kill();
        }

        _disk.CutPower();
        _disk.Orders.Heal();
        using var third = await StartAsync();
        await EmergencyFile.EmptiedAsync(third.Url);
        End(third);
    }

    /// <summary>What a process leaves that is killed between the write and the sync.</summary>
    private void Leave(Delivery delivery)
    {
        var command = new SpooledCommand(
            new CommandRequest
            {
                Delivery = new DeliveryKey("api", delivery.Id),
                Channel = new ChannelId(delivery.Channel),
                Actor = Some.Ana,
                Text = $"/detected {delivery.Id} ",
                SentAt = Instant.FromUtc(2026, 3, 5, 9, 0),
                ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 0),
            },
            MaybeSaved: false);
        var path = SpoolLocation.PathFor(new StorageOptions { Path = _disk.Database });
        using var file = new FileStream(path, FileMode.Append);
        file.Write(SpoolFrame.Write(command.ToJson()));
    }

    private Task<BotProcess> StartAsync()
    {
        Needs.Program(Shim.Compiler);
        return BotProcess.StartAsync(_disk.Folder, _disk.Environment());
    }

    /// <summary>Nothing is called recorded: it is refused, in doubt, late or in the emergency file.</summary>
    private static void AssertHonest(Reply reply) =>
        Assert.Contains(reply.Told, new[] { Told.Refused, Told.Unknown, Told.Late, Told.Spooled });

    private void End(BotProcess bot)
    {
        bot.Kill();
        _witness.Check(_disk.Database);
    }
}
