using System.Runtime.Versioning;
using IncidentBot.Tests.Rules;
using IncidentBot.Tests.Storage;
using IncidentBot.Tests.Times;
using IncidentBot.Tests.Web;

namespace IncidentBot.Tests.Faults;

/// <summary>What can go wrong, by the number it has in our table of faults, and the test that shows what then happens.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FaultTable
{
    /// <summary>Rows 34 to 40, 47 to 51, 66 and 68 are about chat platforms, which come later.</summary>
    public static IEnumerable<int> Rows => [.. Enumerable.Range(1, 33), .. Enumerable.Range(41, 6), .. Enumerable.Range(52, 14), 67];

    public static IReadOnlyDictionary<int, FaultRow> All { get; } = new Dictionary<int, FaultRow>
    {
        [1] = Tested<CrashTests>("kill -9 under load", nameof(CrashTests.Nothing_confirmed_is_lost_to_kills)),
        [2] = Tested<CrashTests>("power cut", nameof(CrashTests.Nothing_confirmed_is_lost_to_power_cuts)),
        [3] = Tested<CrashTests>("SIGTERM under load", nameof(CrashTests.Nothing_confirmed_is_lost_to_a_stop_under_load_and_it_ends_well_in_time)),
        [4] = Tested<CrashTests>("a second SIGTERM", nameof(CrashTests.Nothing_confirmed_is_lost_to_a_stop_under_load_and_it_ends_well_in_time)),
        [5] = Tested<DiskTests>("disk full, later freed", nameof(DiskTests.Row_5_a_full_disk_refuses_and_once_there_is_room_it_goes_on_without_a_restart)),
        [6] = Tested<DiskTests>("single writes find no room", nameof(DiskTests.Row_6_one_failed_write_refuses_one_line)),
        [7] = Tested<DiskTests>("a sync fails", nameof(DiskTests.Row_7_after_a_failed_sync_nobody_is_told_recorded_and_sending_again_records_once)),
        [8] = Tested<DiskTests>("slow disk", nameof(DiskTests.Row_8_a_slow_disk_answers_many_at_once)),
        [9] = Tested<DiskTests>("disk stalls 5 s", nameof(DiskTests.Row_9_a_disk_that_stands_still_for_5_s_loses_nothing)),
        [10] = Tested<HinderedTests>("file or folder read-only", nameof(HinderedTests.Row_10_a_file_that_may_not_be_written_any_more_is_spooled_for_until_it_may)),
        [11] = Tested<HinderedTests>("locked by another process", nameof(HinderedTests.Row_11_a_file_locked_by_another_program_is_spooled_for_until_it_lets_go_and_that_program_is_named)),
        [12] = Tested<SqliteIncidentStoreTests>("reading, then writing", nameof(IncidentStoreTests.Concurrent_commands_in_a_channel_get_numbers_without_gaps)),
        [13] = Tested<StoreIntegrityTests>("a corrupt page", nameof(StoreIntegrityTests.Damage_to_any_page_is_noticed)),
        [14] = Tested<StoreIntegrityTests>("a flipped byte in a text", nameof(StoreIntegrityTests.Each_damage_is_named)),
        [15] = Tested<SqliteWriterTests>("the log deleted while running", nameof(SqliteWriterTests.A_log_that_is_deleted_while_it_runs_is_copied_into_the_database_before_anything_is_confirmed)),
        [16] = Tested<HeadFileTests>("the log deleted while stopped", nameof(HeadFileTests.A_file_without_the_log_in_which_confirmed_events_were_is_refused)),
        [17] = Tested<SqliteWriterTests>("the file replaced while running", nameof(SqliteWriterTests.A_database_that_is_moved_away_takes_nothing_until_it_is_put_back)),
        [18] = Tested<RestoreTests>("an old backup beside a newer log", nameof(RestoreTests.A_WAL_of_the_old_database_does_not_get_into_the_restored_one)),
        [19] = Tested<InstanceTests>("two instances on one file", nameof(InstanceTests.Row_19_a_second_instance_is_refused_and_told_the_process_of_the_first)),
        [20] = Tested<FileSystemsTests>("a file on a network", nameof(FileSystemsTests.A_network_is_refused)),
        [21] = Tested<SqliteWriterTests>("a long reader", nameof(SqliteWriterTests.A_reader_that_stays_does_not_stop_the_writer_and_the_log_shrinks_after_it)),
        [22] = Tested<BackupTests>("backup under load", nameof(BackupTests.A_backup_holds_all_that_was_confirmed_before_it_began_while_commands_go_on)),
        [23] = Tested<RestoreTests>("a copied file without its log", nameof(RestoreTests.A_plain_copy_of_a_database_in_use_is_pointed_out)),
        [24] = Tested<UpgradeTests>("a migration killed", nameof(UpgradeTests.Row_24_a_kill_at_any_moment_of_an_upgrade_leaves_the_old_schema_or_the_new)),
        [25] = Tested<MigrationTests>("downgrade", nameof(MigrationTests.A_file_of_a_newer_version_is_refused_with_the_schema_that_is_needed)),
        [26] = Tested<PostgresInstancesTests>("two instances migrate PostgreSQL at once", nameof(PostgresInstancesTests.Instances_that_start_together_make_the_tables_once)),
        [27] = Tested<PostgresFaultTests>("PostgreSQL crashes", nameof(PostgresFaultTests.The_server_may_stop_at_once_under_load)),
        [28] = Tested<PostgresFailoverTests>("PostgreSQL fails over", nameof(PostgresFailoverTests.Row_28_what_was_confirmed_is_on_the_standby_that_takes_over)),
        [29] = Tested<PostgresFaultTests>("the answer to COMMIT is lost", nameof(PostgresFaultTests.A_command_whose_confirmation_is_lost_is_recorded_once_and_answered)),
        [30] = Tested<PostgresFaultTests>("serialisation failures and deadlocks", nameof(PostgresFaultTests.A_deadlock_is_resolved_by_trying_again)),
        [31] = Tested<PostgresInstancesTests>("commit order is not the order of numbers", nameof(PostgresInstancesTests.Whoever_reads_misses_nothing_that_was_answered)),
        [32] = Tested<PostgresFaultTests>("no connection left in the pool", nameof(PostgresFaultTests.Whoever_waits_too_long_for_a_connection_is_refused)),
        [33] = Tested<PostgresFaultTests>("a half-open connection to PostgreSQL", nameof(PostgresFaultTests.Connections_that_fell_silent_are_given_up)),
        [41] = Tested<RepeatTests>("duplicates", nameof(RepeatTests.Row_41_deliveries_that_come_up_to_ten_times_shuffled_and_across_a_kill_are_one_entry_each)),
        [42] = Tested<RepeatTests>("a retry of what never came", nameof(RepeatTests.Row_42_what_is_marked_as_sent_again_is_recorded_if_it_is_new)),
        [43] = Tested<MessageOrderTests>("any order", nameof(MessageOrderTests.Row_43_every_order_of_edits_a_deletion_a_second_mark_and_the_close_comes_to_one_state)),
        [44] = Tested<ClaimedTimeTests>("backdated and future", nameof(ClaimedTimeTests.Row_44_what_is_backdated_keeps_both_times_and_what_lies_ahead_is_asked_back_with_its_text)),
        [45] = Tested<ClockTests>("the wall clock jumps", nameof(ClockTests.Row_45_a_wall_clock_that_jumps_keeps_the_order_and_the_stop_in_time)),
        [46] = Tested<TimeReaderTests>("clocks change", nameof(TimeReaderTests.Each_assumption_is_said)),
        [52] = Tested<HardshipTests>("no thread left in the pool", nameof(HardshipTests.Row_52_a_pool_without_threads_makes_answers_late_and_loses_none)),
        [53] = Tested<SqliteWriterTests>("the queue is full", nameof(SqliteWriterTests.A_queue_that_is_full_refuses_at_once_and_what_it_took_is_recorded)),
        [54] = Tested<HardshipTests>("little memory", nameof(HardshipTests.Row_54_little_memory_loses_nothing)),
        [55] = Tested<ConnectionTests>("no file handle left", nameof(ConnectionTests.Row_55_without_file_handles_the_database_keeps_its_own_and_all_is_well_once_they_are_back)),
        [56] = Tested<ConnectionTests>("idle and slow connections", nameof(ConnectionTests.Row_56_idle_and_dawdling_connections_do_not_keep_others_out)),
        [57] = Tested<LargeIncidentTests>("100,000 entries in one incident", nameof(LargeIncidentTests.Row_57_an_incident_of_a_hundred_thousand_entries_is_shown_and_drafted_whole)),
        [58] = Tested<ConnectionTests>("huge bodies", nameof(ConnectionTests.Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on)),
        [59] = Tested<ConnectionTests>("NUL in a text", nameof(ConnectionTests.Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on)),
        [60] = Tested<ConnectionTests>("broken Unicode", nameof(ConnectionTests.Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on)),
        [61] = Tested<ConnectionTests>("strange but whole Unicode", nameof(ConnectionTests.Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on)),
        [62] = Tested<ConnectionTests>("deep and ambiguous JSON", nameof(ConnectionTests.Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on)),
        [63] = Tested<EventCodecTests>("instants with an offset", nameof(EventCodecTests.Instants_are_rounded_down_to_microseconds)),
        [64] = Tested<HardshipTests>("a line that cannot be written, among others", nameof(HardshipTests.Row_64_lines_that_cannot_be_written_take_no_others_with_them)),
        [65] = Tested<StoreWatchTests>("a background loop fails", nameof(StoreWatchTests.A_loop_goes_on_after_whatever_its_work_throws)),
        [67] = Tested<RepeatTests>("closed by many at once", nameof(RepeatTests.Row_67_a_hundred_closes_at_once_are_one_close)),
    };

    private static FaultRow Tested<T>(string fault, string test) => new(fault, typeof(T), test);

    private static FaultRow Missing(string fault, string why) => new(fault, null, why);
}

/// <param name="Tests">The class of the test; null while there is none.</param>
/// <param name="Test">Its name, or why there is none.</param>
internal sealed record FaultRow(string Fault, Type? Tests, string Test);
