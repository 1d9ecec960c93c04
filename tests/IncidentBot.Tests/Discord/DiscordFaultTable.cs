using IncidentBot.Tests.Discord.Wire;
using IncidentBot.Tests.Faults;

namespace IncidentBot.Tests.Discord;

/// <summary>What can go wrong with Discord, by the number it has in our list of fault cases, and the test that shows what then happens.</summary>
internal static class DiscordFaultTable
{
    public static IReadOnlyDictionary<int, FaultRow> All { get; } = new Dictionary<int, FaultRow>
    {
        [1] = Tested<GatewayTests>("heartbeats are not acknowledged", nameof(GatewayTests.Cases_1_2_a_connection_that_fell_silent_is_dropped_and_the_session_goes_on)),
        [2] = Tested<GatewayTests>("half-open", nameof(GatewayTests.Cases_1_2_a_connection_that_fell_silent_is_dropped_and_the_session_goes_on)),
        [3] = Tested<GatewayTests>("asked to reconnect, also before the greeting", nameof(GatewayTests.Case_3_asked_for_a_new_connection_before_the_greeting_it_opens_one)),
        [4] = Tested<GatewayTests>("asked to reconnect, with data nobody expects", nameof(GatewayTests.Cases_3_4_asked_for_a_new_connection_it_closes_so_that_the_session_lives_and_resumes)),
        [5] = Tested<GatewayTests>("the session is gone", nameof(GatewayTests.Case_5_after_its_session_is_gone_it_waits_and_begins_another_where_the_gateway_is)),
        [6] = Tested<GatewayTests>("the session is interrupted", nameof(GatewayTests.Case_6_a_session_that_may_be_resumed_is)),
        [7] = Tested<GatewayTests>("sessions are refused again and again", nameof(GatewayTests.Case_7_refused_again_and_again_it_waits_longer_each_time)),
        [8] = Tested<GatewayTests>("the token is refused", nameof(GatewayTests.Case_8_a_token_that_is_refused_stops_everything_and_is_named_without_being_told)),
        [9] = Tested<GatewayTests>("an intent is not allowed", nameof(GatewayTests.Case_9_without_the_intent_for_words_it_goes_on_without_them_and_says_what_to_switch_on)),
        [10] = Tested<GatewayTests>("other fatal codes", nameof(GatewayTests.Case_10_after_a_fatal_code_it_stops_and_says_what_to_change)),
        [11] = Tested<GatewayTests>("codes that end the session", nameof(GatewayTests.Case_11_after_some_codes_it_begins_a_new_session)),
        [12] = Tested<GatewayTests>("too many frames", nameof(GatewayTests.Case_12_asked_for_heartbeats_without_end_it_sends_no_more_than_it_may)),
        [13] = Tested<GatewayTests>("an unknown code, or none", nameof(GatewayTests.Case_13_after_any_other_code_it_resumes)),
        [14] = Tested<GatewayTests>("a reset while events are queued", nameof(GatewayTests.Cases_13_14_after_a_connection_ends_without_a_word_what_was_missed_comes_once)),
        [15] = Tested<GatewayTests>("events delivered again", nameof(GatewayTests.Case_15_what_is_delivered_again_is_answered_once_unless_nobody_remembers_it)),
        [16] = Tested<GatewayTests>("no greeting", nameof(GatewayTests.Case_16_a_gateway_that_never_greets_is_left)),
        [17] = Tested<GatewayTests>("the session never begins", nameof(GatewayTests.Case_17_a_session_that_never_begins_is_tried_again)),
        [18] = Tested<GatewayTests>("malformed frames", nameof(GatewayTests.Case_18_what_cannot_be_read_is_passed_over)),
        [19] = Tested<GatewayTests>("frames in pieces", nameof(GatewayTests.Case_19_frames_in_pieces_are_put_together_even_inside_a_character)),
        [20] = Tested<GatewayTests>("unknown things", nameof(GatewayTests.Case_20_what_is_not_known_is_passed_over_and_still_counted)),
        [21] = Tested<GatewayTests>("a very large frame", nameof(GatewayTests.Case_21_a_frame_without_end_ends_the_connection)),
        [22] = Tested<GatewayTests>("no sessions left", nameof(GatewayTests.Case_22_with_no_sessions_left_it_waits_until_there_are_and_says_when)),
        [23] = Tested<GatewayTests>("the gateway's address is not told", nameof(GatewayTests.Case_23_while_the_gateway_is_not_told_it_asks_again_later)),
        [24] = Tested<GatewayTests>("the address to resume at is dead", nameof(GatewayTests.Case_24_where_the_address_to_resume_at_is_dead_it_begins_anew_at_the_gateway)),
        [25] = Tested<ReceptionTests>("an answer later than three seconds", nameof(ReceptionTests.Case_25_what_came_too_late_is_not_tried_again_but_said_in_the_channel_or_to_the_person)),
        [26] = Tested<DiscordApiTests>("answered twice", nameof(DiscordApiTests.Case_26_an_interaction_that_is_answered_already_is_known_as_that)),
        [27] = Tested<DiscordApiTests>("an interaction's token is too old", nameof(DiscordApiTests.Case_27_a_token_of_an_interaction_that_is_too_old_is_not_taken_for_the_bots)),
        [28] = Tested<DiscordApiTests>("a limit of one route", nameof(DiscordApiTests.Case_28_a_limit_holds_up_its_own_channel_and_neither_others_nor_interactions)),
        [29] = Tested<DiscordApiTests>("a limit for everything", nameof(DiscordApiTests.Case_29_a_limit_for_everything_holds_up_everything_but_interactions)),
        [30] = Tested<DiscordApiTests>("turned away before Discord", nameof(DiscordApiTests.Case_30_turned_away_before_Discord_it_sends_nothing_for_minutes_and_says_so)),
        [31] = Tested<DiscordApiTests>("a permission is missing", nameof(DiscordApiTests.Case_31_a_channel_that_may_not_be_seen_is_refused_once)),
        [32] = Tested<DiscordApiTests>("a file that is too large, a form error", nameof(DiscordApiTests.Case_32_a_form_error_names_its_fields_and_a_file_that_is_too_large_is_known_as_that)),
        [33] = Tested<DiscordApiTests>("an answer lost after the post was stored", nameof(DiscordApiTests.Case_33_a_message_whose_answer_was_lost_is_posted_once)),
        [34] = Tested<RestartTests>("clocks, networks and restarts", nameof(RestartTests.Case_34_after_a_restart_the_session_goes_on_and_what_came_between_is_delivered_once)),
    };

    private static FaultRow Tested<T>(string fault, string test) => new(fault, typeof(T), test);
}
