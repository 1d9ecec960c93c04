using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Storage.Spool;

public sealed class EmergencySpoolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string SpoolPath => Path.Combine(_folder.Root, "spool", "incidents.db.spool");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_is_there_after_a_restart_with_all_it_came_with()
    {
        var request = new CommandRequest
        {
            Delivery = new DeliveryKey("slack", "E1"),
            Channel = new ChannelId("C\u00e9"),
            Actor = new Person("U1", "Ana \"A\""),
            Zone = "Europe/Madrid",
            Locale = "es-ES",
            Text = "/note 10:42 the words\nof two lines ⚠ \0 <b>",
            SentAt = Instant.FromUtc(2026, 3, 5, 9, 0) + Duration.FromMilliseconds(7),
            ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 1),
        };
        using (var spool = Open())
        {
            Assert.False(await spool.AddAsync(new SpooledCommand(request, MaybeSaved: false)));
            await spool.AddAsync(new SpooledCommand(Command("bare", minute: 2), MaybeSaved: true));
        }

        using var again = Open();

        Assert.Equal(2, again.Waiting);
        var commands = Empty(again);
        Assert.Equal(new SpooledCommand(request, MaybeSaved: false), commands[0]);
        Assert.Equal(("/note bare", true), (commands[1].Request.Text, commands[1].MaybeSaved));
    }

    [Fact]
    public async Task A_delivery_is_held_once_also_after_a_restart()
    {
        using (var spool = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => spool.AddAsync(new SpooledCommand(Command("one", "d1"), MaybeSaved: true))));
        }

        using var again = Open();

        Assert.True(await again.AddAsync(new SpooledCommand(Command("other words", "d1"), MaybeSaved: false)));
        Assert.Equal("/note one", Assert.Single(Empty(again)).Request.Text);
    }

    [Fact]
    public async Task Commands_that_come_together_are_all_there_in_the_order_in_which_they_reached_us()
    {
        using (var spool = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
                Task.Run(() => spool.AddAsync(new SpooledCommand(Command($"{i}", minute: i), MaybeSaved: false)))));
        }

        using var again = Open();

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"/note {i}"), Empty(again).Select(c => c.Request.Text));
    }

    [Fact]
    public async Task One_command_of_a_room_is_taken_at_a_time()
    {
        using var spool = Open();
        foreach (var (text, channel, minute) in new[] { ("a1", "A", 0), ("a2", "A", 1), ("b1", "B", 2), ("b2", "B", 3) })
        {
            await spool.AddAsync(new SpooledCommand(Command(text, minute: minute) with { Channel = new ChannelId(channel) }, MaybeSaved: false));
        }

        var a1 = spool.Take()!;
        var b1 = spool.Take()!;
        Assert.Equal(("/note a1", "/note b1", null), (a1.Request.Text, b1.Request.Text, spool.Take()));

        spool.PutBack(b1);
        Assert.Equal("/note b1", spool.Take()!.Request.Text);
        spool.Settle(a1);
        var a2 = spool.Take()!;
        Assert.Equal("/note a2", a2.Request.Text);
        var way = spool.WayAsync(new ChannelId("A"));
        Assert.False(way.IsCompleted);

        spool.Settle(a2);

        Assert.True(way.IsCompleted);
        Assert.Equal((false, true, 2), (spool.Holds(new ChannelId("A")), spool.Holds(new ChannelId("B")), spool.Waiting));
    }

    [Fact]
    public async Task What_is_settled_stays_in_the_file_until_all_of_it_is()
    {
        using (var spool = Open())
        {
            await spool.AddAsync(new SpooledCommand(Command("one"), MaybeSaved: false));
            await spool.AddAsync(new SpooledCommand(Command("two", minute: 1), MaybeSaved: false));
            spool.Settle(spool.Take()!);
            spool.Clear();
            Assert.Equal(1, spool.Waiting);
        }

        using var again = Open();
        Assert.Equal(2, Empty(again).Count);
        Assert.False(again.IsClear);
        again.TakeBack();
        Assert.Equal(2, Empty(again).Count);
        again.Clear();
        Assert.True(again.IsClear);
    }

    [Fact]
    public async Task Once_cleared_the_file_holds_no_words_and_takes_more()
    {
        using (var spool = Open())
        {
            await spool.AddAsync(new SpooledCommand(Command("the password is hunter2"), MaybeSaved: false));
            Assert.Contains("hunter2", await TextAsync(), StringComparison.Ordinal);
            spool.Settle(spool.Take()!);
            spool.Clear();
            Assert.DoesNotContain("hunter2", await TextAsync(), StringComparison.Ordinal);
            await spool.AddAsync(new SpooledCommand(Command("after it"), MaybeSaved: false));
        }

        using var again = Open();
        Assert.Equal("/note after it", Assert.Single(Empty(again)).Request.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task A_torn_end_is_cut_off_and_told_and_what_comes_after_it_is_kept(int torn)
    {
        using (var spool = Open())
        {
            await spool.AddAsync(new SpooledCommand(Command("one"), MaybeSaved: false));
            await spool.AddAsync(new SpooledCommand(Command("torn", minute: 1), MaybeSaved: false));
        }

        using (var file = File.OpenWrite(SpoolPath))
        {
            file.SetLength(file.Length - torn);
        }

        using (var spool = Open())
        {
            await spool.AddAsync(new SpooledCommand(Command("two", minute: 2), MaybeSaved: false));
        }

        using var again = Open();
        Assert.Equal(["/note one", "/note two"], Empty(again).Select(c => c.Request.Text));
        Assert.True(File.Exists(SpoolPath + ".damaged"));
    }

    [Fact]
    public async Task A_full_file_refuses_and_keeps_what_it_has()
    {
        using var spool = EmergencySpool.Open(SpoolPath, NullLogger<EmergencySpool>.Instance, cap: 1000);
        await spool.AddAsync(new SpooledCommand(Command("one"), MaybeSaved: false));

        var refused = await Assert.ThrowsAsync<SpoolException>(
            () => spool.AddAsync(new SpooledCommand(Command(new string('x', 2000)), MaybeSaved: false)));

        Assert.False(refused.OutcomeUnknown);
        Assert.NotNull(spool.Problem);
        await spool.AddAsync(new SpooledCommand(Command("two", minute: 1), MaybeSaved: false));
        Assert.Null(spool.Problem);
        Assert.Equal(2, spool.Waiting);
    }

    [Fact]
    public async Task A_file_that_another_process_has_refuses_until_it_is_free()
    {
        var first = Open();
        using var second = Open();
        Assert.NotNull(second.Problem);
        await Assert.ThrowsAsync<SpoolException>(() => second.AddAsync(new SpooledCommand(Command("one"), MaybeSaved: false)));
        await first.AddAsync(new SpooledCommand(Command("of the first"), MaybeSaved: false));
        first.Dispose();

        await second.AddAsync(new SpooledCommand(Command("two", minute: 1), MaybeSaved: false));

        Assert.Null(second.Problem);
        Assert.Equal(["/note of the first", "/note two"], Empty(second).Select(c => c.Request.Text));
    }

    [Fact]
    public async Task A_file_of_others_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SpoolPath)!);
        await File.WriteAllTextAsync(SpoolPath, "my shopping list");

        using var spool = Open();

        Assert.Contains("Storage:SpoolPath", spool.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SpoolException>(() => spool.AddAsync(new SpooledCommand(Command("one"), MaybeSaved: false)));
        Assert.Equal("my shopping list", await TextAsync());
    }

    [Fact]
    public async Task What_cannot_be_added_outlives_the_file_and_goes_when_its_own_is_deleted()
    {
        using (var spool = Open())
        {
            await spool.AddAsync(new SpooledCommand(Command("odd"), MaybeSaved: false));
            spool.Reject(spool.Take()!, "No incident is open here.");
            spool.Clear();
        }

        using var again = Open();
        var rejected = Assert.Single(again.Rejected.All());
        Assert.Equal(("/note odd", "No incident is open here."), (rejected.Request.Text, rejected.Reason));
        File.Delete(again.Rejected.Path);
        Assert.Empty(again.Rejected.All());
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "no modes on Windows");
        using var spool = Open();
        await spool.AddAsync(new SpooledCommand(Command("odd"), MaybeSaved: false));
        spool.Reject(spool.Take()!, "no");
        spool.Clear();

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(SpoolPath)!));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(SpoolPath)!), file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void It_lies_beside_the_database_unless_told_otherwise()
    {
        Assert.Equal(Path.GetFullPath("data/spool/incidents.db.spool"), SpoolLocation.PathFor(new StorageOptions()));
        Assert.Equal("/mnt/usb/mine.db.spool", SpoolLocation.PathFor(new StorageOptions { Path = "/x/mine.db", SpoolPath = "/mnt/usb" }));
    }

    private EmergencySpool Open() => EmergencySpool.Open(SpoolPath, NullLogger<EmergencySpool>.Instance);

    private Task<string> TextAsync()
    {
        // Past the lock, as another program would read it.
        var copy = _folder.File("copy");
        return Needs.RunAsync("cp", SpoolPath, copy).ContinueWith(_ => File.ReadAllText(copy), TaskScheduler.Default);
    }

    private static List<SpooledCommand> Empty(EmergencySpool spool)
    {
        List<SpooledCommand> commands = [];
        while (spool.Take() is { } command)
        {
            commands.Add(command);
            spool.Settle(command);
        }

        return commands;
    }

    private static CommandRequest Command(string text, string? delivery = null, int minute = 0) => new()
    {
        Delivery = delivery is null ? DeliveryKey.Once() : new DeliveryKey("api", delivery),
        Channel = Some.Channel,
        Actor = Some.Ana,
        Text = "/note " + text,
        SentAt = Instant.FromUtc(2026, 3, 5, 9, 0),
        ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 0) + Duration.FromMinutes(minute),
    };
}
