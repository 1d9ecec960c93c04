using IncidentBot.Tests.Faults;
using IncidentBot.Tests.Slack.Speaking;
using IncidentBot.Tests.Slack.Wire;

namespace IncidentBot.Tests.Slack;

/// <summary>What can go wrong with Slack, by the number it has in our list of fault cases, and the test that shows what then happens.</summary>
internal static class SlackFaultTable
{
    private const string Later = "comes with what the bot does in Slack";

    public static IReadOnlyDictionary<int, FaultRow> All { get; } = new Dictionary<int, FaultRow>
    {
        [1] = Tested<SlackDeliveryTests>("the same envelope twice", nameof(SlackDeliveryTests.Case_1_an_envelope_that_comes_twice_is_acknowledged_twice_with_the_same_words_and_recorded_once)),
        [2] = Tested<SlackDeliveryTests>("the same event in a new envelope", nameof(SlackDeliveryTests.Case_2_an_event_that_comes_in_another_envelope_is_acknowledged_and_recorded_and_answered_once)),
        [3] = Tested<SlackDeliveryTests>("a retry of what never came", nameof(SlackDeliveryTests.Case_3_what_is_seen_for_the_first_time_as_a_retry_is_recorded_like_any_other)),
        [4] = Tested<SocketModeTests>("a warning before the cut", nameof(SocketModeTests.Cases_4_5_8_a_fresh_socket_is_greeted_before_the_old_one_is_closed_and_what_is_owed_goes_out_on_the_old)),
        [5] = Tested<RefreshTests>("a refresh while commands are in work", nameof(RefreshTests.Refreshes_under_load_lose_nothing_and_double_nothing)),
        [6] = Tested<SocketModeTests>("Socket Mode switched off", nameof(SocketModeTests.Case_6_while_the_link_is_disabled_it_comes_back_slowly_and_says_what_to_do)),
        [7] = Tested<SocketModeTests>("too many sockets", nameof(SocketModeTests.Case_7_too_many_sockets_are_met_by_backing_off_never_by_another_one_beside)),
        [8] = Tested<SocketModeTests>("an unknown reason to disconnect", nameof(SocketModeTests.Cases_4_5_8_a_fresh_socket_is_greeted_before_the_old_one_is_closed_and_what_is_owed_goes_out_on_the_old)),
        [9] = Tested<SocketModeTests>("no greeting", nameof(SocketModeTests.Case_9_a_socket_that_is_never_greeted_is_closed_and_another_is_tried)),
        [10] = Tested<SocketModeTests>("half-open", nameof(SocketModeTests.Case_10_a_socket_that_died_silently_is_noticed_and_replaced)),
        [11] = Tested<SocketModeTests>("a reset in the middle of a frame", nameof(SocketModeTests.Case_11_after_a_reset_in_the_middle_of_a_frame_it_reconnects_and_what_was_in_work_is_answered)),
        [12] = Tested<SocketModeTests>("a token that is refused at the start", nameof(SocketModeTests.Case_12_a_token_that_is_refused_is_tried_once_and_named_without_being_told)),
        [13] = Tested<SlackApiTests>("a token revoked while running", nameof(SlackApiTests.Case_13_once_the_token_is_refused_nothing_more_is_said_for_a_while)),
        [14] = Tested<SocketModeTests>("a limit on connecting", nameof(SocketModeTests.Case_14_a_limit_on_connecting_is_waited_out)),
        [15] = Tested<SocketModeTests>("Slack stumbles on connecting", nameof(SocketModeTests.Case_15_while_Slack_stumbles_it_waits_longer_each_time_and_connects_in_the_end)),
        [16] = Tested<SlackApiTests>("a limit on posting", nameof(SlackApiTests.Case_16_a_limit_holds_up_one_channel_in_its_order_and_no_other)),
        [17] = Tested<SlackApiTests>("a limit without a useful time", nameof(SlackApiTests.Case_17_a_limit_that_says_nothing_useful_is_waited_out_for_a_time_of_our_own)),
        [18] = Tested<SlackApiTests>("an answer lost after the post was stored", nameof(SlackApiTests.Cases_18_19_20_a_post_whose_outcome_is_unknown_is_looked_for_and_stands_there_once)),
        [19] = Tested<SlackApiTests>("an answer that never comes", nameof(SlackApiTests.Cases_18_19_20_a_post_whose_outcome_is_unknown_is_looked_for_and_stands_there_once)),
        [20] = Tested<SlackApiTests>("an answer that is none", nameof(SlackApiTests.Case_20_an_answer_without_what_was_asked_for_is_no_success)),
        [21] = Tested<SlackApiTests>("a missing scope", nameof(SlackApiTests.Case_21_a_missing_scope_is_named_and_the_call_not_made_again)),
        [22] = Tested<StatusInSlackTests>("a channel that cannot be written to", nameof(StatusInSlackTests.Case_22_a_channel_that_cannot_be_written_to_is_given_up_told_of_and_captured_all_the_same)),
        [23] = Missing("a channel's name is taken", "the bot makes no channels"),
        [24] = Missing("a user who cannot be invited", "the bot invites nobody"),
        [25] = Tested<SlackDeliveryTests>("a response address that is gone", nameof(SlackDeliveryTests.Case_25_where_the_response_address_is_gone_it_is_said_in_the_channel_or_else_directly)),
        [26] = Tested<ButtonsInSlackTests>("an old or used trigger", nameof(ButtonsInSlackTests.Case_26_a_trigger_that_is_used_opens_nothing_and_says_what_to_do)),
        [27] = Tested<RequestTests>("forged and stale requests", nameof(RequestTests.Case_27_the_secret_and_the_time_have_to_be_right)),
        [28] = Tested<FrameTests>("malformed frames and envelopes", nameof(FrameTests.Case_28_envelopes_that_cannot_be_read_are_acknowledged_if_their_id_can)),
        [29] = Tested<SocketModeTests>("unknown types", nameof(SocketModeTests.Case_29_what_is_not_known_is_acknowledged_without_an_answer)),
        [30] = Tested<SlackTextTests>("long and strange texts", nameof(SlackTextTests.Case_30_a_text_of_a_megabyte_is_recorded_whole_and_confirmed_cut)),
        [31] = Tested<LimitsInSlackTests>("an answer over Slack's limits", nameof(LimitsInSlackTests.Case_31_what_is_longer_than_Slack_takes_is_cut_or_split_before_it_is_sent)),
        [32] = Tested<FrameTests>("an acknowledgement that is too long", nameof(FrameTests.Case_32_an_answer_too_long_for_an_acknowledgement_comes_by_itself)),
        [33] = Tested<LimitsInSlackTests>("markup in what people type", nameof(LimitsInSlackTests.Case_33_nobody_is_pinged_by_what_people_type_and_it_reads_as_it_was_typed)),
        [34] = Tested<SlackTextTests>("fifty commands at once", nameof(SlackTextTests.Case_34_fifty_commands_at_once_are_all_confirmed_in_their_order_and_another_channel_does_not_wait)),
        [35] = Tested<SlackBotTests>("two bots", nameof(SlackBotTests.Case_35_two_bots_on_one_store_record_what_comes_to_both_once)),
        [36] = Tested<SocketModeTests>("a stop in the middle of a command", nameof(SocketModeTests.Case_36_a_stop_finishes_what_is_in_work_and_closes_in_order)),
        [37] = Tested<SlackFilesTests>("an upload that fails", nameof(SlackFilesTests.Case_37_after_a_failed_upload_a_new_address_is_asked_for_and_nothing_completed_before)),
        [38] = Tested<SlackLineTests>("a person without a time zone", nameof(SlackLineTests.Case_38_without_a_zone_in_the_profile_a_clock_is_read_as_UTC_and_the_answer_says_so)),
        [39] = Tested<SocketModeTests>("no network", nameof(SocketModeTests.Case_39_what_cannot_be_reached_is_tried_again_after_longer_and_longer_waits)),
        [40] = Tested<SocketModeTests>("the wall clock jumps", nameof(SocketModeTests.Case_40_a_wall_clock_that_jumps_changes_no_deadline)),
    };

    private static FaultRow Tested<T>(string fault, string test) => new(fault, typeof(T), test);

    private static FaultRow Missing(string fault, string why) => new(fault, null, why);
}
