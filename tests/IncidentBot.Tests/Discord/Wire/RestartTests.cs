using System.Globalization;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>What outlives a process, and a thousand connections.</summary>
public sealed class RestartTests
{
    /// <summary>How often the connection is broken under load; <c>INCIDENTBOT_TEST_RECONNECTS</c> sets another number, such as 1000.</summary>
    private static readonly int Reconnects = int.Parse(Environment.GetEnvironmentVariable("INCIDENTBOT_TEST_RECONNECTS") ?? "25", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Case_34_after_a_restart_the_session_goes_on_and_what_came_between_is_delivered_once()
    {
        var (time, store) = (new ManualTime(), new ForgetfulSessions());
        await using var discord = await FakeDiscord.StartAsync(time);
        await using (var first = new WireProcess(discord, time, store))
        {
            await first.ConnectAsync();
            await discord.Slash("before").AnswerAsync();
            await first.StopAsync();
        }

        var between = discord.Slash("between");
        await using var second = new WireProcess(discord, time, store);
        await second.ConnectAsync();
        await between.AnswerAsync();
        await second.TakenAsync<DiscordPayload.Resumed>(1);

        Assert.Equal((1, 1), (discord.Gateway.Identifies, discord.Gateway.Resumes));
        Assert.Equal(["between"], Commands(second));
        Assert.Equal(CloseCodes.ComingBack, discord.Gateway.Connections[0].ClosedWith);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_a_crash_interrupts_is_delivered_again_unless_it_was_called_done_too_soon(bool isCalledDoneTooSoon)
    {
        var (time, store) = (new ManualTime(), new MortalSessions());
        await using var discord = await FakeDiscord.StartAsync(time);
        var never = new TaskCompletionSource<DiscordResponse?>();
        await using (var first = new WireProcess(discord, time, store))
        {
            // The mutant stores after it said that it is done: what is saved runs ahead of what is stored.
            first.Take = delivery => delivery.Payload is DiscordPayload.Interaction && !isCalledDoneTooSoon ? never.Task : Task.FromResult<DiscordResponse?>(null);
            await first.ConnectAsync();
            discord.Slash("interrupted");
            await first.TakenAsync<DiscordPayload.Interaction>(1);
            discord.Say("later");
            await first.TakenAsync<DiscordPayload.MessageCreated>(1);
            await PassAsync(time, WireProcess.Distinct.Save);
            await store.SavedAsync(isCalledDoneTooSoon ? 4 : 2);
            store.Die();
            never.SetResult(null);
        }

        await using var second = new WireProcess(discord, time, store.Heir());
        await second.ConnectAsync();
        await second.TakenAsync<DiscordPayload.Resumed>(1);

        Assert.Equal(isCalledDoneTooSoon ? [] : ["interrupted"], Commands(second));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_loop_stays_under_what_Discord_allows_unless_nobody_counts(bool isCounted)
    {
        const int Starts = 200;
        var (time, store) = (new ManualTime(), new ForgetfulSessions());
        await using var discord = await FakeDiscord.StartAsync(time);
        for (var i = 0; i < Starts; i++)
        {
            await using var bot = new WireProcess(discord, time, isCounted ? store : new ForgetfulSessions());
            bot.Start();
            await bot.UntilAsync(() => bot.Health.Shards.Count > 0 && bot.Status is { State: ShardState.Ready } or { State: ShardState.Connecting, Text: not "connecting to Discord" });
            discord.Gateway.ForgetSessions();
            await store.ForgetAsync(0, CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Equal(isCounted, discord.Gateway.Identifies < IdentifyGate.Allowance + 10);
    }

    [Fact]
    public async Task Restarted_all_day_it_begins_fewer_sessions_than_cost_a_token()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var (time, store) = (room.Time, new ForgetfulSessions());
        var granted = 0;
        for (var end = time.GetUtcNow() + TimeSpan.FromDays(1); time.GetUtcNow() < end;)
        {
            using var gate = new IdentifyGate(room.Bot.Api, store, WireProcess.Distinct, time);
            var turn = await gate.TakeAsync(0, CancellationToken.None);
            granted += turn is IdentifyTurn.Granted ? 1 : 0;
            time.Advance(turn is IdentifyTurn.Later later ? later.Wait : TimeSpan.FromSeconds(1));
        }

        Assert.InRange(granted, 400, 460);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_neither_gives_sessions_nor_locks_the_bot_out()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var store = new ForgetfulSessions();
        await store.SaveAllowanceAsync(new IdentifyAllowance(2, room.Time.GetUtcNow() + TimeSpan.FromDays(3)), CancellationToken.None);
        using var gate = new IdentifyGate(room.Bot.Api, store, WireProcess.Distinct, room.Time);

        Assert.IsType<IdentifyTurn.Granted>(await gate.TakeAsync(0, CancellationToken.None));
        room.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<IdentifyTurn.Granted>(await gate.TakeAsync(0, CancellationToken.None));
        var later = Assert.IsType<IdentifyTurn.Later>(await gate.TakeAsync(0, CancellationToken.None));
        Assert.InRange(later.Wait, TimeSpan.Zero, TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task Case_34_a_wall_clock_that_jumps_changes_no_deadline()
    {
        var inner = new ManualTime();
        var time = new JumpingTime(inner);
        await using var discord = await FakeDiscord.StartAsync(inner);
        discord.HeartbeatInterval = GatewayRoom.Beat;
        await using var bot = new WireProcess(discord, time);
        var connection = await bot.ConnectAsync();

        time.Jump = TimeSpan.FromHours(-7);
        await discord.Slash("note").AnswerAsync();
        await PassAsync(inner, GatewayRoom.FirstBeat);
        await discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == 1);
        discord.Say("behind the acknowledgement");
        await bot.TakenAsync<DiscordPayload.MessageCreated>(1);
        time.Jump = TimeSpan.FromHours(7);
        await PassAsync(inner, GatewayRoom.Beat);
        await discord.UntilAsync(_ => connection.Of(Opcodes.Heartbeat).Count == 2);

        Assert.Single(discord.Gateway.Connections);
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public async Task Case_34_without_a_network_it_waits_longer_each_time_and_goes_on_by_itself_when_there_is_one()
    {
        await using var room = await GatewayRoom.OpenAsync();
        var connection = await room.Bot.ConnectAsync();
        room.Discord.RefusesUpgradeWith = 503;
        room.Discord.Fault("GET /gateway/bot", [.. Enumerable.Repeat(new FakeFault { Status = 503 }, 6)]);

        connection.Reset();
        foreach (var delay in GatewayRoom.Delay[..6])
        {
            await room.PassAsync(delay);
        }

        await room.Discord.UntilAsync(discord => discord.RequestsOf("GET /gateway/bot").Count == 2 + 6);
        room.Discord.RefusesUpgradeWith = null;
        await room.PassAsync(GatewayRoom.Delay[6]);
        var next = await room.Discord.ConnectionAsync(2);

        Assert.Same(connection.Session, next.Session);
    }

    [Fact]
    public async Task Connections_broken_under_load_lose_nothing_and_double_nothing()
    {
        await using var discord = await FakeDiscord.StartAsync();
        await using var bot = new WireProcess(discord, TimeProvider.System, change: parts => parts with { Delays = new GatewayDelays(new Never()), Timing = GatewayTiming.Standard });
        await bot.ConnectAsync();
        discord.ReplaysAgain = 3;
        List<FakeInteraction> asked = [];

        for (var i = 0; i < Reconnects; i++)
        {
            var connection = discord.Gateway.Connections[^1];
            asked.Add(discord.Slash($"a{i}"));
            Break(connection, i);
            asked.Add(discord.Slash($"b{i}"));
            var number = i + 2;
            await discord.ConnectionAsync(number);
        }

        await Task.WhenAll(asked.Select(interaction => interaction.AnswerAsync()));

        Assert.All(asked, interaction => Assert.Equal(1, interaction.Tries));
        Assert.Equal(asked.Count, Commands(bot).Distinct().Count());
        Assert.Equal(1, discord.Gateway.Identifies);
    }

    [Fact]
    public async Task Two_processes_with_one_token_answer_an_interaction_once()
    {
        var time = new ManualTime();
        await using var discord = await FakeDiscord.StartAsync(time);
        await using var first = new WireProcess(discord, time);
        await using var second = new WireProcess(discord, time);
        await first.ConnectAsync();
        await second.ConnectAsync();

        var asked = discord.Slash("note");
        await discord.UntilAsync(_ => asked.Tries == 2);

        Assert.Single(discord.State.SaidIn(FakeDiscord.Channel));
    }

    private static void Break(FakeConnection connection, int how)
    {
        switch (how % 3)
        {
            case 0:
                connection.Reset();
                break;
            case 1:
                connection.Finish();
                break;
            default:
                _ = connection.ReconnectAsync();
                break;
        }
    }

    private static async Task PassAsync(ManualTime time, TimeSpan wait)
    {
        await time.TimerAsync(wait);
        time.Advance(wait);
    }

    private static string[] Commands(WireProcess bot) =>
        [.. bot.Taken.Select(delivery => delivery.Payload).OfType<DiscordPayload.Interaction>().Select(interaction => interaction.Value.Data.Name)];

    /// <summary>A wall clock that jumps, with timers that do not.</summary>
    private sealed class JumpingTime(ManualTime inner) : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Jump;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>Chance that never lets anybody wait.</summary>
    private sealed class Never : Random
    {
        public override double NextDouble() => 0;
    }

    /// <summary>What a process that dies has saved until then.</summary>
    private sealed class MortalSessions : IGatewaySessions
    {
        private readonly ForgetfulSessions _kept = new();
        private readonly IncidentBot.Tests.Fakes.Slack.Signal _changed = new();
        private volatile bool _isDead;
        private long _saved;

        public void Die() => _isDead = true;

        public Task SavedAsync(long sequence) => _changed.UntilAsync(() => Interlocked.Read(ref _saved) == sequence);

        public ForgetfulSessions Heir() => _kept;

        public Task<GatewayPosition?> ReadAsync(int shard, CancellationToken ct) => _kept.ReadAsync(shard, ct);

        public async Task SaveAsync(GatewayPosition position, CancellationToken ct)
        {
            if (!_isDead)
            {
                await _kept.SaveAsync(position, ct);
                Interlocked.Exchange(ref _saved, position.Sequence);
                _changed.Raise();
            }
        }

        public Task ForgetAsync(int shard, CancellationToken ct) => _isDead ? Task.CompletedTask : _kept.ForgetAsync(shard, ct);

        public Task<IdentifyAllowance?> ReadAllowanceAsync(CancellationToken ct) => _kept.ReadAllowanceAsync(ct);

        public Task SaveAllowanceAsync(IdentifyAllowance allowance, CancellationToken ct) => _kept.SaveAllowanceAsync(allowance, ct);
    }
}
