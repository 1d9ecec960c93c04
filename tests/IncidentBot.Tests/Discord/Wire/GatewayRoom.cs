using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>A fake Discord, a clock that goes on when it is told to, and a client.</summary>
internal sealed class GatewayRoom : IAsyncDisposable
{
    /// <summary>How long the first heartbeat waits: half an interval, as chance is always in the middle.</summary>
    public static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(20.5);
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(41);

    /// <summary>Before another try, after so many failures.</summary>
    public static readonly TimeSpan[] Delay = [Seconds(0.5), Seconds(1), Seconds(2), Seconds(4), Seconds(8), Seconds(16), Seconds(30), Seconds(30)];

    /// <summary>After a session was refused.</summary>
    public static readonly TimeSpan Staggered = Seconds(3);

    private GatewayRoom(FakeDiscord discord, ManualTime time, Func<GatewayParts, GatewayParts>? change, int known, (string Setting, string Value)[] settings)
    {
        (Discord, Time) = (discord, time);
        discord.HeartbeatInterval = Beat;
        Bot = new WireProcess(discord, time, change: change, known: known, settings: settings);
    }

    public FakeDiscord Discord { get; }

    public ManualTime Time { get; }

    public WireProcess Bot { get; }

    public static async Task<GatewayRoom> OpenAsync(Func<GatewayParts, GatewayParts>? change = null, int known = 10_000, params (string Setting, string Value)[] settings)
    {
        var time = new ManualTime();
        return new(await FakeDiscord.StartAsync(time), time, change, known, settings);
    }

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Lets the wait pass that is going on or about to begin.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        await Time.TimerAsync(wait);
        Time.Advance(wait);
    }

    /// <summary>Something that is delivered and whose number in the session is known by that.</summary>
    public void Say(string text) => Discord.Say(text);

    public static JsonObject Frame(string text) => JsonNode.Parse(text)!.AsObject();

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Discord.DisposeAsync();
    }
}
