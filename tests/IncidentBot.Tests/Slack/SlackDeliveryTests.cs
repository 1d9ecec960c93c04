using System.Text.Json.Nodes;
using IncidentBot.Core.Incidents;
using IncidentBot.Faults.Mutants;
using IncidentBot.Slack;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Fakes.Slack;
using IncidentBot.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.Slack;

/// <summary>What is delivered again, late or before it is saved; and bots that break these promises are noticed.</summary>
public sealed class SlackDeliveryTests
{
    private const string Slow = "slow disk";

    [Fact]
    public async Task Case_1_an_envelope_that_comes_twice_is_acknowledged_twice_with_the_same_words_and_recorded_once() =>
        Assert.Equal(("✓ INC-1 #2 note", true, 1), await EnvelopeTwiceAsync(null));

    [Fact]
    public async Task Case_1_a_bot_that_forgets_deliveries_is_noticed() =>
        Assert.NotEqual(("✓ INC-1 #2 note", true, 1), await EnvelopeTwiceAsync(services => Spoil(services, StoreMutant.ForgetDeliveriesAsync)));

    [Fact]
    public async Task Case_2_an_event_that_comes_in_another_envelope_is_acknowledged_and_recorded_and_answered_once() =>
        Assert.Equal(1, await EventTwiceAsync(null));

    [Fact]
    public async Task Case_2_a_bot_that_forgets_deliveries_is_noticed() =>
        Assert.Equal(2, await EventTwiceAsync(services => Spoil(services, StoreMutant.ForgetDeliveriesAsync)));

    [Fact]
    public async Task Case_3_what_is_seen_for_the_first_time_as_a_retry_is_recorded_like_any_other() =>
        Assert.Equal(["seen late", "said late"], await OnlyRetriesAsync(null));

    [Fact]
    public async Task Case_3_a_bot_that_drops_retries_is_noticed() =>
        Assert.Empty(await OnlyRetriesAsync(services => Take(services, (take, delivery, ct) =>
            delivery.Retry is null ? take(delivery, ct) : Task.FromResult(SlackAck.Empty))));

    [Fact]
    public async Task Nothing_is_acknowledged_before_it_is_saved() => Assert.False(await AcknowledgesUnsavedAsync(null));

    [Fact]
    public async Task A_bot_that_acknowledges_first_is_noticed() =>
        Assert.True(await AcknowledgesUnsavedAsync(services => Take(services, (take, delivery, ct) =>
        {
            var work = take(delivery, ct);
            return delivery.IsAwaited ? work : Task.FromResult(SlackAck.Empty);
        })));

    [Fact]
    public async Task A_commit_that_is_late_is_said_to_be_and_then_how_it_ended()
    {
        var store = new ScriptedStore { OnlyWith = Slow };
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var payload = slack.SlashPayload($"/note {Slow}");
        var url = (string)payload["response_url"]!;

        store.Fault = Fault.Hangs;
        var ack = await slack.DeliverAsync(FakeSlack.Envelope("slash_commands", payload));
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        await slack.UntilAsync(s => s.Answers(url).Count > 0);
        var later = slack.Answers(url)[0];

        Assert.Equal("⏳ Not saved yet: the storage is slow. I will confirm here.", ack.Text);
        Assert.StartsWith("✓ INC-1 #2 note", (string?)later["text"], StringComparison.Ordinal);
        Assert.Equal("ephemeral", (string?)later["response_type"]);
        Assert.Equal(["checkout is down", Slow], await store.TextsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case_25_where_the_response_address_is_gone_it_is_said_in_the_channel_or_else_directly(bool isAway)
    {
        var store = new ScriptedStore { OnlyWith = Slow };
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var payload = slack.SlashPayload($"/note {Slow}");
        slack.Expired[new Uri((string)payload["response_url"]!).AbsolutePath] = true;
        if (isAway)
        {
            slack.Fault("chat.postEphemeral", FakeFault.Error("user_not_in_channel"));
        }

        store.Fault = Fault.Hangs;
        await slack.DeliverAsync(FakeSlack.Envelope("slash_commands", payload));
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        await slack.UntilAsync(s => Said(s, isAway).Any(IsConfirmation));

        // On a busy machine the word that it is late may come this way as well.
        Assert.Single(Said(slack, isAway), IsConfirmation);

        static bool IsConfirmation(string text) => text.StartsWith("✓ INC-1 #2 note", StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Said(FakeSlack slack, bool directly)
    {
        lock (slack.Workspace.Gate)
        {
            return directly
                ? [.. slack.Workspace.In("D0ANA").Select(message => message.Text)]
                : [.. slack.Workspace.Ephemerals.Where(told => (told.Channel, told.User) == (FakeWorkspace.Channel, FakeWorkspace.Ana)).Select(told => told.Text)];
        }
    }

    private static async Task<(string Told, bool IsSame, int Entries)> EnvelopeTwiceAsync(Action<IServiceCollection>? spoil)
    {
        var store = new MemoryStore();
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings, spoil);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var envelope = FakeSlack.Envelope("slash_commands", slack.SlashPayload("/note paged"));

        var first = await slack.DeliverAsync(envelope);
        envelope["retry_attempt"] = 1;
        var again = await slack.DeliverAsync(envelope);

        return (first.Text!.Split(" ·")[0], first.Text == again.Text, (await TextsAsync(store)).Count);
    }

    private static async Task<int> EventTwiceAsync(Action<IServiceCollection>? spoil)
    {
        var store = new MemoryStore();
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings, spoil);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var payload = slack.EventPayload(Mention(slack, "note paged"));

        await slack.DeliverAsync(FakeSlack.Envelope("events_api", payload));
        var again = FakeSlack.Envelope("events_api", payload.DeepClone().AsObject());
        (again["retry_attempt"], again["retry_reason"]) = (1, "timeout");
        await slack.DeliverAsync(again);

        return (await TextsAsync(store)).Count;
    }

    private static async Task<IReadOnlyList<string>> OnlyRetriesAsync(Action<IServiceCollection>? spoil)
    {
        var store = new MemoryStore();
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings, spoil);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var message = slack.Workspace.Write(FakeWorkspace.Ben, "seen late");

        foreach (var happened in new[] { slack.Reaction("reaction_added", message, "pushpin", FakeWorkspace.Ana), Mention(slack, "note said late") })
        {
            var envelope = FakeSlack.Envelope("events_api", slack.EventPayload(happened));
            (envelope["retry_attempt"], envelope["retry_reason"]) = (2, "timeout");
            await slack.DeliverAsync(envelope);
        }

        return await TextsAsync(store);
    }

    private static async Task<bool> AcknowledgesUnsavedAsync(Action<IServiceCollection>? spoil)
    {
        var store = new ScriptedStore { OnlyWith = Slow };
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await RunningBot.StartAsync(store, slack.Settings, spoil);
        await slack.SocketAsync(1);
        await slack.SlashAsync("/detected checkout is down");
        var message = slack.Workspace.Write(FakeWorkspace.Ben, Slow);
        var envelope = FakeSlack.Envelope("events_api", slack.EventPayload(slack.Reaction("reaction_added", message, "pushpin", FakeWorkspace.Ana)));

        store.Fault = Fault.Hangs;
        var acknowledged = slack.DeliverAsync(envelope);
        await store.Hung.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await slack.SlashAsync("/incident help", channel: FakeWorkspace.OtherChannel);
        var isEarly = slack.Acks.Any(ack => ack.EnvelopeId == (string)envelope["envelope_id"]!);
        store.Fault = Fault.None;
        store.Hanging.SetResult();
        await acknowledged;
        return isEarly;
    }

    private static JsonObject Mention(FakeSlack slack, string text)
    {
        var json = slack.Workspace.Write(FakeWorkspace.Ana, $"<@{FakeWorkspace.Bot}> {text}").AsJson();
        json["type"] = "app_mention";
        return json;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(MemoryStore store) =>
        [.. (await store.ReadAsync(new IncidentId(1), default))!.Entries.Skip(1).Select(entry => entry.Text)];

    private static void Spoil(IServiceCollection services, RecordBadly record)
    {
        var store = (IIncidentStore)services.Last(service => service.ServiceType == typeof(IIncidentStore)).ImplementationInstance!;
        services.AddSingleton<IIncidentStore>(new StoreMutant(store, record));
    }

    private static void Take(IServiceCollection services, Func<TakeDelivery, SlackDelivery, CancellationToken, Task<SlackAck>> take) =>
        services.AddSingleton<TakeDelivery>(provider =>
        {
            var deliveries = provider.GetRequiredService<SlackDeliveries>();
            return (delivery, ct) => take(deliveries.TakeAsync, delivery, ct);
        });
}
