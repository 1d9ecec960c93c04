using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage;

/// <summary>The contract tests are worth what they catch: each of these stores breaks one promise, and is noticed.</summary>
public sealed class IncidentStoreMutantTests
{
    [Fact]
    public Task A_store_that_forgets_deliveries_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { Record = (request, decide) => inner.RecordAsync(request with { Delivery = null }, decide, default) },
        tests => tests.A_repeat_gets_the_first_answer_though_the_body_differs(),
        tests => tests.A_repeat_after_a_restart_gets_the_first_answer(),
        tests => tests.A_refusal_is_repeated_too());

    [Fact]
    public Task A_store_that_decides_on_a_repeat_before_it_is_known_as_one_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = async (request, decide) =>
            {
                decide(new ChannelState(await inner.FindAsync(request.Channel, default), new IncidentId(99)));
                return await inner.RecordAsync(request, decide, default);
            },
        },
        tests => tests.A_repeat_gets_the_first_answer_though_nothing_can_be_decided_any_more());

    [Fact]
    public Task A_store_that_takes_one_source_for_another_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = (request, decide) => inner.RecordAsync(
                request with { Delivery = request.Delivery is { } d ? d with { Source = "any" } : null }, decide, default),
        },
        tests => tests.Two_sources_may_use_the_same_delivery_id());

    [Fact]
    public Task A_store_that_takes_equal_texts_for_repeats_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = (request, decide) => inner.RecordAsync(
                request with { Delivery = request.Delivery ?? new DeliveryKey("text", request.Text) }, decide, default),
        },
        tests => tests.Without_a_delivery_id_nothing_is_deduplicated());

    [Fact]
    public Task A_store_that_answers_before_it_commits_is_caught() => CaughtAsync(
        inner =>
        {
            Func<Task> pending = () => Task.CompletedTask;
            return new Mutant(inner)
            {
                Record = async (request, decide) =>
                {
                    await pending();
                    pending = () => inner.RecordAsync(request, decide, default);
                    var current = await inner.FindAsync(request.Channel, default);
                    return decide(new ChannelState(current, new IncidentId(1))).Answer;
                },
            };
        },
        tests => tests.What_was_answered_is_there_after_a_restart());

    [Fact]
    public Task A_store_that_decides_outside_the_transaction_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = async (request, decide) =>
            {
                var current = await inner.FindAsync(request.Channel, default);
                var early = decide(new ChannelState(current, new IncidentId(1)));
                return await inner.RecordAsync(request, _ => early, default);
            },
        },
        tests => tests.Concurrent_commands_in_a_channel_get_numbers_without_gaps());

    [Fact]
    public Task A_store_that_does_not_erase_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = (request, decide) => inner.RecordAsync(request, state => decide(state) with { Erase = null }, default),
        },
        tests => tests.A_redaction_erases_words_answers_and_title());

    [Fact]
    public Task A_store_that_reads_the_incident_that_is_named_outside_the_transaction_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Record = async (request, decide) =>
            {
                var named = request.Names is { } id ? await inner.ReadAsync(id, default) : null;
                return await inner.RecordAsync(request with { Names = null }, state => decide(state with { Named = named }), default);
            },
        },
        tests => tests.A_room_can_join_the_incident_of_another_and_leave_it());

    [Fact]
    public Task A_store_that_forgets_a_zone_or_whose_it_is_is_caught() => CaughtAsync(
        inner =>
        {
            var chosen = new Dictionary<ChannelId, string?>();
            return new Mutant(inner)
            {
                Record = (request, decide) => inner.RecordAsync(
                    request,
                    state =>
                    {
                        var decision = decide(state with { OwnZone = chosen.GetValueOrDefault(request.Channel) });
                        chosen[request.Channel] = decision.OwnZone?.Name ?? chosen.GetValueOrDefault(request.Channel);
                        return decision with { OwnZone = null };
                    },
                    default),
            };
        },
        tests => tests.A_zone_that_was_chosen_is_seen_by_the_next_command_in_any_room_and_after_a_restart());

    [Fact]
    public Task A_store_that_lists_oldest_first_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { List = async (before, limit) => [.. (await inner.ListAsync(before, limit, default)).Reverse()] },
        tests => tests.The_list_is_paged_newest_first());

    [Fact]
    public Task A_store_that_finds_oldest_first_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { Search = async (query, limit) => Reversed(await inner.SearchAsync(query, limit, default)) },
        tests => tests.All_incidents_are_searched_newest_first());

    [Fact]
    public Task A_store_that_looks_for_the_first_word_only_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Search = (query, limit) => SearchQuery.TryRead(query.Typed.Split(' ')[0], out var first, out _)
                ? inner.SearchAsync(first, limit, default)
                : inner.SearchAsync(query, limit, default),
        },
        tests => tests.Every_word_must_be_there_at_least_its_beginning(),
        tests => tests.Whatever_happened_the_same_is_found_as_by_reading_everything(1));

    [Fact]
    public Task A_store_that_finds_what_it_found_before_is_caught() => CaughtAsync(
        inner =>
        {
            var known = new Dictionary<string, SearchResult>();
            return new Mutant(inner)
            {
                Search = async (query, limit) => known.TryGetValue(query.Typed, out var result)
                    ? result
                    : known[query.Typed] = await inner.SearchAsync(query, limit, default),
            };
        },
        tests => tests.An_entry_is_found_by_what_it_says_now(),
        tests => tests.A_title_is_found_by_what_it_says_now(),
        tests => tests.Redacted_words_are_not_found_and_all_else_is());

    [Fact]
    public Task A_store_that_lists_what_is_of_others_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { List = (before, limit) => inner.ListAsync(before, limit, default) },
        tests => tests.What_one_community_feeds_no_other_is_listed());

    [Fact]
    public Task A_store_that_knows_incidents_only_by_their_first_room_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { ListWithin = async within => [.. (await inner.ListAsync(null, 100, default)).Where(i => within is null || i.Channel.IsOf(within))] },
        tests => tests.What_one_community_feeds_no_other_is_listed());

    [Fact]
    public Task A_store_that_finds_what_is_of_others_is_caught() => CaughtAsync(
        inner => new Mutant(inner) { Search = (query, limit) => inner.SearchAsync(query with { Within = null }, limit, default) },
        tests => tests.What_one_community_feeds_no_other_finds());

    [Fact]
    public Task A_store_that_leaves_out_what_is_of_others_after_the_limit_is_caught() => CaughtAsync(
        inner => new Mutant(inner)
        {
            Search = async (query, limit) =>
            {
                var (all, own) = (await inner.SearchAsync(query with { Within = null }, limit, default), await inner.SearchAsync(query, limit, default));
                return own with { Hits = [.. all.Hits.Where(own.Hits.Contains)] };
            },
        },
        tests => tests.What_one_community_feeds_no_other_finds());

    private static SearchResult Reversed(SearchResult result) => result with { Hits = [.. result.Hits.Reverse()] };

    /// <summary>Each check must pass on the store itself and fail on the mutant.</summary>
    private static async Task CaughtAsync(Func<IIncidentStore, IIncidentStore> mutate, params Func<IncidentStoreTests, Task>[] checks)
    {
        foreach (var check in checks)
        {
            await RunAsync(store => store, check);
            await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(mutate, check));
        }
    }

    private static async Task RunAsync(Func<IIncidentStore, IIncidentStore> wrap, Func<IncidentStoreTests, Task> check)
    {
        using var tests = new SqliteIncidentStoreTests { Wrap = wrap };
        await tests.InitializeAsync();
        try
        {
            await check(tests);
        }
        finally
        {
            await tests.DisposeAsync();
        }
    }

    private sealed class Mutant(IIncidentStore inner) : IIncidentStore
    {
        public Func<CommandRequest, Func<ChannelState, Decision>, Task<CommandAnswer>>? Record { get; init; }

        public Func<IncidentId?, int, Task<IReadOnlyList<IncidentSummary>>>? List { get; init; }

        public Func<string?, Task<IReadOnlyList<IncidentSummary>>>? ListWithin { get; init; }

        public Func<SearchQuery, int, Task<SearchResult>>? Search { get; init; }

        public Task<CommandAnswer> RecordAsync(CommandRequest request, Func<ChannelState, Decision> decide, CancellationToken ct) =>
            Record?.Invoke(request, decide) ?? inner.RecordAsync(request, decide, ct);

        public Task<Incident?> ReadAsync(IncidentId id, CancellationToken ct) => inner.ReadAsync(id, ct);

        public Task<Incident?> FindAsync(ChannelId channel, CancellationToken ct) => inner.FindAsync(channel, ct);

        public Task<IReadOnlyList<RecordedEvent>> ReadEventsAsync(IncidentId id, CancellationToken ct) => inner.ReadEventsAsync(id, ct);

        public Task<IReadOnlyList<IncidentSummary>> ListAsync(IncidentId? before, int limit, string? within, CancellationToken ct) =>
            ListWithin?.Invoke(within) ?? List?.Invoke(before, limit) ?? inner.ListAsync(before, limit, within, ct);

        public Task<SearchResult> SearchAsync(SearchQuery query, int limit, CancellationToken ct) =>
            Search?.Invoke(query, limit) ?? inner.SearchAsync(query, limit, ct);
    }
}
