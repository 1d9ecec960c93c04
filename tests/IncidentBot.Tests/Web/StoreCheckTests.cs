using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Storage;
using IncidentBot.Web.Api;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Web;

/// <summary>Readiness over a store whose writer is kept waiting, as by a disk that hangs.</summary>
public sealed class StoreCheckTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ManualResetEventSlim _disk = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteIncidentStore _store;

    public StoreCheckTests() => _store = SqliteIncidentStore.Open(_folder.File(), _time, NullLogger<SqliteIncidentStore>.Instance);

    public Task InitializeAsync() => _store.NoteAsync(Typed.Command("first"));

    public async Task DisposeAsync()
    {
        _disk.Set();
        await _store.DisposeAsync();
    }

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_disk_that_does_not_answer_makes_the_bot_unready_until_it_does()
    {
        var hanging = await HangAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        var patient = await CheckAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var unready = await CheckAsync();
        _disk.Set();
        await hanging;
        // Another turn of the writer: the one before is over.
        await _store.NoteAsync(Typed.Command("second"));

        Assert.Equal(HealthStatus.Healthy, patient.Status);
        Assert.Equal((HealthStatus.Unhealthy, "the disk has not answered for 11 s"), (unready.Status, unready.Description));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task A_queue_that_fills_degrades_the_bot()
    {
        var hanging = await HangAsync();
        List<Task> waiting = [];
        var fill = HealthStatus.Healthy;
        while (fill == HealthStatus.Healthy)
        {
            waiting.Add(_store.NoteAsync(Typed.Command(new string('x', 1_000_000), $"d{waiting.Count}")));
            fill = (await CheckAsync()).Status;
        }

        var said = (await CheckAsync()).Description;
        _disk.Set();
        await hanging;
        await Task.WhenAll(waiting);

        Assert.Equal(HealthStatus.Degraded, fill);
        Assert.InRange(waiting.Count, 25, 28);
        Assert.Matches("^the disk is slow: what waits for it fills 8[0-9] ?% of the room there is$", said);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task What_was_kept_aside_is_told_and_degrades_nothing()
    {
        Assert.Null((await CheckAsync()).Description);
        await _store.RecordAsync(Typed.Command("odd", "d1"), _ => throw new TimeZoneNotFoundException(), CancellationToken.None);

        var check = await CheckAsync();

        Assert.Equal(
            (HealthStatus.Healthy, "1 commands could not be recorded and are kept aside; run: incidentbot verify"), (check.Status, check.Description));
    }

    /// <summary>Comes back once the writer waits.</summary>
    private async Task<Task> HangAsync()
    {
        var hanging = _store.RecordAsync(Typed.Command("?", channel: "C-slow"), Wait, CancellationToken.None);
        await _hangs.Task;
        return hanging;
    }

    private Decision Wait(ChannelState state)
    {
        _hangs.TrySetResult();
        _disk.Wait();
        return Typed.Ask("done")(state);
    }

    private Task<HealthCheckResult> CheckAsync() =>
        new StoreCheck(_store, new LastWrite(_time), new StoreHealth(), _time).CheckHealthAsync(new HealthCheckContext());
}
