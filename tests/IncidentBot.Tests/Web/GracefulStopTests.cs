using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Web;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_disk_that_never_answers_does_not_hold_up_the_end_for_ever()
    {
        var store = new StalledStore();
        var app = Build(store, new StoppedTime(waitsEndAtOnce: true));
        using var stop = new GracefulStop(app);

        Assert.False(await stop.CloseAsync());
        store.Answer.Set();
    }

    [Fact]
    public async Task A_store_that_closes_is_waited_for()
    {
        var store = new StalledStore();
        var app = Build(store, new StoppedTime(waitsEndAtOnce: false));
        using var stop = new GracefulStop(app);
        store.Answer.Set();

        Assert.True(await stop.CloseAsync());
        Assert.True(store.IsClosed);
    }

    private static WebApplication Build(StalledStore store, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(_ => store);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<StalledStore>();
        return app;
    }

    private sealed class StalledStore : IDisposable
    {
        public ManualResetEventSlim Answer { get; } = new();

        public bool IsClosed { get; private set; }

        public void Dispose()
        {
            Answer.Wait();
            IsClosed = true;
        }
    }

    /// <summary>No time passes, whatever waits there are.</summary>
    private sealed class StoppedTime(bool waitsEndAtOnce) : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, waitsEndAtOnce ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}
