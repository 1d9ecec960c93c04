using System.Diagnostics;
using System.Text.Json;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

public sealed class InstanceLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_taker_is_told_who_has_it()
    {
        using var held = InstanceLock.Take(_folder.File(), TimeProvider.System);
        held.Announce("http://127.0.0.1:5080");

        var error = Assert.Throws<UnusableStoreException>(() => InstanceLock.Take(_folder.File(), TimeProvider.System));

        Assert.Contains($"process {Environment.ProcessId} at http://127.0.0.1:5080", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_holder_can_be_read_while_it_holds()
    {
        using var held = InstanceLock.Take(_folder.File(), TimeProvider.System);
        Assert.Null(InstanceLock.ReadHolder(_folder.File())!.Url);

        held.Announce("http://127.0.0.1:5080/a-rather-long-path");
        held.Announce("http://[::1]:1");

        var holder = InstanceLock.ReadHolder(_folder.File())!;
        Assert.Equal((Environment.ProcessId, "http://[::1]:1"), (holder.Pid, holder.Url));
    }

    [Fact]
    public void A_lock_given_back_names_nobody_and_can_be_taken()
    {
        InstanceLock.Take(_folder.File(), TimeProvider.System).Dispose();

        Assert.Null(InstanceLock.ReadHolder(_folder.File()));
        using var again = InstanceLock.Take(_folder.File(), TimeProvider.System);
        Assert.NotNull(InstanceLock.ReadHolder(_folder.File()));
    }

    [Fact]
    public void What_a_killed_process_left_is_taken_over()
    {
        File.WriteAllText(
            _folder.File("incidents.db.lock"),
            """{"pid":1,"url":"http://127.0.0.1:1/which-is-longer-than-the-next","startedAt":"2026-03-04T09:00:00+00:00"}""");

        using var held = InstanceLock.Take(_folder.File(), TimeProvider.System);

        Assert.Equal(Environment.ProcessId, InstanceLock.ReadHolder(_folder.File())!.Pid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"pid\":")]
    public void Without_a_readable_file_there_is_no_holder(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(_folder.File("incidents.db.lock"), content);
        }

        Assert.Null(InstanceLock.ReadHolder(_folder.File()));
    }

    [SkippableFact]
    public async Task Other_programs_see_the_lock_and_the_text()
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "flock(1) is not installed");
        using var held = InstanceLock.Take(_folder.File(), TimeProvider.System);

        using var flock = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", ["-n", _folder.File("incidents.db.lock"), "true"]))!;
        await flock.WaitForExitAsync();
        using var cat = Process.Start(
            new ProcessStartInfo("/bin/cat", [_folder.File("incidents.db.lock")]) { RedirectStandardOutput = true })!;
        using var json = JsonDocument.Parse(await cat.StandardOutput.ReadToEndAsync());

        Assert.Equal(1, flock.ExitCode);
        Assert.Equal(["pid", "url", "startedAt"], json.RootElement.EnumerateObject().Select(p => p.Name));
    }
}
