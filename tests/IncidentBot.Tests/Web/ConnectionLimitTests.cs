using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Tests.Web;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("Max open files            1024                 524288               files", 768)]
    [InlineData("Max open files            524288               524288               files", 1000)]
    [InlineData("Max open files            64                   64                   files", 16)]
    [InlineData("Max open files            unlimited            unlimited            files", 1000)]
    [InlineData("", 1000)]
    public void Connections_leave_handles_for_the_database(string limits, int expected) =>
        Assert.Equal(expected, ConnectionLimit.For($"Limit  Soft Limit\n{limits}\n"));

    [Fact]
    public async Task Nothing_about_a_connection_is_unlimited()
    {
        await using var bot = await RunningBot.StartAsync();

        var limits = bot.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.InRange(limits.MaxConcurrentConnections!.Value, 16, 1000);
        Assert.Equal(TimeSpan.FromSeconds(30), limits.KeepAliveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
        Assert.Equal(100 * 1024 * 1024, limits.MaxRequestBodySize);
    }
}
