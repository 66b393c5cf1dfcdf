//! One suite, stamped on each database. SQLite always; PostgreSQL when `VOIX_TEST_POSTGRES_URL` names a database in
//! which schemas may be created.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod append_only;
mod attendances;
mod bureaus;
mod candidacies;
mod codes;
mod connections;
mod convocations;
mod declined_seats;
mod discussion;
mod draws;
mod entrusted;
mod fixture;
mod hands;
mod imports;
mod keys;
mod outbox;
mod paper;
mod president;
mod proposals;
mod proxies;
mod queries;
mod questions;
mod refunds;
mod register;
mod roll_checks;
mod schema;
mod transactions;
mod uniqueness;
mod upgrade;

macro_rules! suite {
    ($database:ident) => {
        mod $database {
            use crate::fixture::$database as database;
            use crate::{
                append_only, attendances, bureaus, candidacies, codes, convocations, declined_seats, discussion, draws, entrusted, hands, imports, keys, outbox, paper,
                president, proposals, proxies, queries, questions, refunds, register, roll_checks, schema, transactions,
                uniqueness,
            };

            macro_rules! stamp {
                ($module:ident: $name:ident) => {
                    #[tokio::test]
                    async fn $name() {
                        if let Some(place) = database().await {
                            $module::$name(&place).await;
                            place.close().await;
                        }
                    }
                };
            }

            stamp!(schema: every_statement_can_be_prepared);
            stamp!(schema: opening_twice_changes_nothing);
            stamp!(schema: nothing_leads_from_shares_to_a_roll);
            stamp!(uniqueness: a_member_has_one_request_before_the_board);
            stamp!(schema: a_database_of_a_newer_program_is_refused_in_words_and_stays_as_it_is);
            stamp!(schema: a_database_of_an_older_program_is_not_changed_by_who_only_looks);
            stamp!(append_only: what_is_written_stays);
            stamp!(append_only: names_stand_in_no_append_only_table);
            stamp!(uniqueness: a_member_has_one_voice_in_a_vote);
            stamp!(uniqueness: a_credential_stands_once_on_a_roll);
            stamp!(uniqueness: a_voice_votes_in_one_box_of_a_vote);
            stamp!(uniqueness: a_vote_goes_on_to_a_second_call_once_and_with_its_ballots);
            stamp!(uniqueness: a_box_that_is_closed_receives_nothing);
            stamp!(uniqueness: a_voice_uses_each_n_once_and_each_tracker_stands_once);
            stamp!(uniqueness: a_member_number_is_given_once);
            stamp!(uniqueness: only_one_cooperative_can_be_founded);
            stamp!(uniqueness: a_state_changes_once);
            stamp!(uniqueness: a_version_of_the_statutes_is_adopted_once_by_a_decision_somebody_entered);
            stamp!(convocations: the_assembly_people_speak_of_is_in_session_or_next_or_last);
            stamp!(convocations: a_rehearsal_is_spoken_of_until_it_is_over_or_what_binds_is_in_session);
            stamp!(convocations: an_assembly_has_one_notice_and_one_second_call);
            stamp!(convocations: a_notice_is_written_once_and_tells_what_became_of_it);
            stamp!(queries: the_newest_key_of_a_member_speaks);
            stamp!(queries: a_holding_is_the_sum_of_the_ledger);
            stamp!(queries: the_most_that_ever_was_is_without_what_was_undone);
            stamp!(queries: a_session_is_found_until_it_expires);
            stamp!(queries: an_office_is_held_until_it_ends);
            stamp!(queries: an_office_begins_and_ends_on_its_day);
            stamp!(queries: an_office_ends_with_the_membership);
            stamp!(queries: the_last_choice_of_each_voice_counts);
            stamp!(queries: erasing_a_member_deletes_the_salts_alone);
            stamp!(imports: whoever_a_row_may_be_about_is_found_and_nobody_else);
            stamp!(imports: a_file_is_emptied_in_time_or_when_it_is_imported);
            stamp!(keys: keys_are_counted_since_an_instant);
            stamp!(keys: a_second_means_is_of_one_session);
            stamp!(keys: a_recovery_is_confirmed_by_another_and_used_once);
            stamp!(keys: who_has_a_voice_and_no_key_is_listed_with_the_last_letter);
            stamp!(outbox: a_message_is_written_once_and_taken_once);
            stamp!(outbox: an_answer_settles_and_what_opens_a_door_is_forgotten);
            stamp!(outbox: what_was_never_answered_is_in_doubt_and_what_is_late_is_given_up);
            stamp!(outbox: messages_are_listed_newest_first);
            stamp!(outbox: a_request_to_sign_in_is_used_once);
            stamp!(outbox: a_challenge_is_answered_once);
            stamp!(proposals: a_draft_is_thrown_away_and_what_was_seen_is_not);
            stamp!(proposals: a_support_counts_for_its_version_while_its_member_has_a_voice);
            stamp!(proposals: pending_amendments_are_counted_until_they_are_decided);
            stamp!(discussion: comments_follow_each_other_and_answer_what_was_there);
            stamp!(discussion: a_comment_is_corrected_and_hidden_once_and_never_rewritten);
            stamp!(discussion: a_file_leaves_its_name_and_goes_with_a_draft);
            stamp!(candidacies: who_stands_is_frozen_when_members_are_convened_and_the_words_are_erased);
            stamp!(attendances: a_move_has_one_number_and_the_last_says_who_is_there);
            stamp!(bureaus: a_seat_is_accepted_once_and_a_bureau_constituted_once);
            stamp!(bureaus: a_seat_signs_the_minutes_once_with_the_key_it_had);
            stamp!(bureaus: a_correction_has_its_number_alone);
            stamp!(bureaus: minutes_have_the_next_number_of_the_register);
            stamp!(bureaus: a_sheet_is_certified_once_and_erased);
            stamp!(bureaus: the_name_of_a_secretary_who_is_no_member_is_erased_in_time);
            stamp!(hands: a_seat_counts_once_in_a_round_and_the_box_closes_once);
            stamp!(hands: whoever_came_so_last_is_in_the_hall);
            stamp!(declined_seats: a_seat_is_declined_once);
            stamp!(draws: one_waits_and_another_than_who_entered_it_answers_once);
            stamp!(president: a_round_is_closed_once_and_one_goes_on_at_a_time);
            stamp!(paper: how_somebody_votes_is_what_was_noted_last);
            stamp!(paper: a_voice_is_on_paper_or_has_a_ballot_and_never_both);
            stamp!(paper: papers_are_handed_out_while_the_vote_is_open_and_counted_by_two);
            stamp!(codes: a_member_has_one_code_in_force_and_its_key_is_nobody_elses);
            stamp!(codes: a_voice_on_a_roll_is_spoken_by_a_key_or_by_a_code);
            stamp!(codes: whoever_signed_in_with_a_code_is_out_when_it_ends);
            stamp!(roll_checks: a_key_holder_checks_a_roll_once);
            stamp!(entrusted: a_member_has_one_key_of_the_servers_and_it_is_nobody_elses);
            stamp!(entrusted: a_voice_on_a_roll_is_entrusted_for_its_member_alone);
            stamp!(entrusted: a_secret_is_there_until_its_assembly_is_over);
            stamp!(entrusted: a_secret_goes_where_a_second_call_follows_or_the_assembly_was_never_held);
            stamp!(entrusted: a_voice_is_kept_while_its_secret_is_there);
            stamp!(entrusted: the_last_number_the_board_said_counts);
            stamp!(proxies: a_member_has_one_live_proxy_and_what_was_given_stays);
            stamp!(questions: a_question_is_served_by_one_answer_and_its_earlier_words_stay);
            stamp!(refunds: a_year_is_refunded_once_and_an_item_names_one_refund);
            stamp!(register: pages_follow_each_other_in_every_order);
            stamp!(register: words_are_found_to_the_letter);
            stamp!(register: a_link_confirms_its_own_address);
            stamp!(transactions: what_is_not_committed_is_not_there);
            stamp!(transactions: of_two_writers_at_once_one_wins);
            stamp!(transactions: reading_cannot_write);
        }
    };
}

suite!(sqlite);
suite!(postgres);
