using System.Net;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

public sealed class StoreWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_WAL_that_was_deleted_makes_the_bot_unready_and_is_told_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows does not let go of open files");
        await using var store = Sqlite.Open(_folder.File());
        var log = new KeptLog();
        await using var bot = await RunningBot.StartAsync(
            store, [("Storage:Path", _folder.File())], services => services.AddSingleton<ILoggerProvider>(log));
        var watch = bot.Services.GetServices<IHostedService>().OfType<StoreWatch>().Single();
        watch.Look();
        Assert.Equal(HttpStatusCode.OK, (await bot.GetAsync("/readyz")).StatusCode);

        File.Delete(_folder.File() + "-wal");
        watch.Look();
        watch.Look();

        var unready = await bot.GetAsync("/readyz");
        var said = (await RunningBot.JsonAsync(unready)).GetProperty("checks").GetProperty("store").GetString()!;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.StartsWith($"{_folder.File()}-wal was deleted or moved", said, StringComparison.Ordinal);
        Assert.Equal($"Store: {said}", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task Readiness_names_the_SQLite_that_runs_and_degrades_when_room_is_short()
    {
        await using var bot = await RunningBot.StartAsync();
        var finding = StoreWatch.Judge(StoreWatch.LeastFree - 1, "/data")!;
        Assert.Null(StoreWatch.Judge(StoreWatch.LeastFree, "/data"));
        bot.Services.GetRequiredService<StoreHealth>().Report("disk", finding);

        var body = await bot.GetJsonAsync("/readyz");

        Assert.Equal("degraded", body.GetProperty("status").GetString());
        Assert.Equal("only 199 MB are free in /data; make room, or nothing can be recorded soon.", body.GetProperty("checks").GetProperty("store").GetString());
        Assert.Equal($"{SqliteLibrary.Current}", body.GetProperty("checks").GetProperty("sqlite").GetString());
    }

    [Fact]
    public void The_gravest_finding_counts_until_its_check_finds_nothing()
    {
        var health = new StoreHealth();
        var slight = new StoreFinding(StoreState.Degraded, "slight");
        var grave = new StoreFinding(StoreState.Down, "grave");

        Assert.False(health.Report("a", null));
        Assert.True(health.Report("a", slight));
        Assert.False(health.Report("a", slight));
        Assert.True(health.Report("b", grave));
        Assert.Equal(grave, health.Worst);
        Assert.True(health.Report("b", null));
        Assert.Equal(slight, health.Worst);
        Assert.True(health.Report("a", null));
        Assert.Null(health.Worst);
    }

    [Fact]
    public void A_damaged_page_is_found_and_a_whole_file_is_not_blamed()
    {
        var file = new SqliteFile(_folder.File());
        file.OpenOrCreate(TimeProvider.System).Dispose();
        Assert.Null(StartCheck.Examine(file, CancellationToken.None));

        Sqlite.DamageDeliveries(_folder.File());

        var finding = StartCheck.Examine(file, CancellationToken.None)!;
        Assert.Equal(StoreState.Down, finding.State);
        Assert.StartsWith($"{_folder.File()} is damaged", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_goes_on_after_whatever_its_work_throws()
    {
        using var loop = new BrokenLoop();

        await loop.StartAsync(CancellationToken.None);
        await loop.Recovered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await loop.StopAsync(CancellationToken.None);

        Assert.True(loop.Rounds > 3);
        Assert.Equal(Task.CompletedTask.Status, loop.ExecuteTask!.Status);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(int.MaxValue, 60)]
    public void After_a_failure_it_is_tried_again_soon_then_less_often(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SupervisedLoop.DelayAfter(failures, TimeSpan.FromSeconds(60)));

    private sealed class BrokenLoop() : SupervisedLoop(TimeSpan.FromSeconds(60), new HurriedTime(), NullLogger.Instance)
    {
        public int Rounds { get; private set; }

        public TaskCompletionSource Recovered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task RunOnceAsync(CancellationToken ct)
        {
            Rounds++;
            if (Rounds > 3)
            {
                Recovered.TrySetResult();
                return Task.CompletedTask;
            }

            throw Rounds == 1 ? new OperationCanceledException() : new InvalidOperationException();
        }
    }

    /// <summary>Every wait is over at once.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName == typeof(StoreWatch).FullName ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
