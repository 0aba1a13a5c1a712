//! What every store promises: one suite, run for each of them.

mod books;
mod cancels;
mod credentials;
mod database;
mod given;
mod intents;
mod leases;
mod merchants;
mod notifications;
mod numbers;
mod orders;
mod schema;
mod windows;

/// Runs the facts of the contract on an engine. Facts about a restart, or about what the database
/// itself guards, are told the database; the others know nothing but a store.
macro_rules! contract {
    ($engine:ident: $start:path) => {
        mod $engine {
            contract! { @stores $start;
                books: a_payment_is_a_receivable_and_a_payable,
                    books_of_two_currencies_are_kept_apart,
                    what_is_kept_under_a_number_is_examined_together,
                    claims_and_credentials_are_examined_with_what_they_lead_to,
                    an_undamaged_database_says_so;
                cancels: of_a_hundred_at_once_one_begins,
                    a_hundred_at_once_never_pay_back_more_than_was_paid,
                    parts_together_have_the_taxes_of_the_payment,
                    a_declined_cancel_may_be_repeated,
                    a_cancels_order_number_is_used_once;
                credentials: an_approval_brings_a_key_to_life_and_a_deletion_wipes_it,
                    a_key_whose_payment_fails_is_wiped,
                    a_key_is_issued_without_a_payment_too,
                    a_failed_check_leaves_no_key,
                    a_key_that_exists_is_never_replaced;
                intents: everything_reads_back_as_it_was_written,
                    an_unknown_payment_is_none;
                leases: who_lost_the_lease_changes_nothing_and_answers_from_the_row,
                    each_operation_is_given_to_one_owner_only,
                    what_is_leased_or_resolved_is_not_given_away,
                    the_longest_abandoned_come_first,
                    a_retry_is_put_off_by_its_owner_only,
                    a_thousand_stuck_at_one_institution_hide_nobody_elses,
                    an_institution_is_a_lane_only_while_something_of_it_has_expired;
                merchants: keys_are_read_back_and_replaced,
                    a_replaced_merchant_keeps_its_clock,
                    clocks_move_alone_or_all_together,
                    each_change_of_merchants_is_a_generation;
                notifications: a_success_is_due_for_its_merchant_until_it_is_tried,
                    nothing_is_due_for_what_wants_no_notification_or_failed,
                    the_longest_due_come_first,
                    thousands_of_one_merchant_hide_nobody_elses,
                    tries_are_recorded_byte_for_byte,
                    where_the_latest_of_each_subject_stands_is_one_question,
                    what_was_delivered_stays_delivered,
                    what_was_given_up_may_be_sent_by_hand,
                    a_try_of_nothing_is_not_recorded,
                    a_clock_moved_forward_hastens_what_waits,
                    however_far_a_clock_is_moved_what_waits_stays_in_order_of_numbers,
                    tries_of_what_is_over_are_swept_in_steps,
                    a_try_after_a_sweep_is_counted_on;
                numbers: a_taken_number_is_drawn_again_and_leaves_nothing_behind,
                    kinds_of_things_do_not_take_each_others_numbers,
                    a_window_of_another_order_never_finds_a_payment_by_number,
                    the_number_of_a_swept_window_stays_taken;
                orders: a_repeat_is_told_what_became_of_the_first,
                    another_day_merchant_or_kind_has_its_own,
                    a_decline_in_a_window_gives_it_back,
                    of_fifty_at_once_one_gets_it;
                windows: a_window_reads_back,
                    a_token_is_never_used_twice,
                    of_two_that_advance_one_does,
                    of_two_clicks_one_pays,
                    a_stale_page_pays_nothing,
                    a_declined_capture_ends_the_attempts,
                    an_order_has_so_many_windows_and_no_more,
                    windows_are_swept_in_steps_oldest_first;
            }
            contract! { @databases $start;
                books: rows_that_nobody_can_read_are_shown_as_such,
                    a_line_without_its_account_is_no_line;
                intents: an_intent_is_there_after_reopening,
                    an_outcome_is_there_after_reopening,
                    what_was_sealed_for_an_operation_is_gone_with_its_outcome;
                leases: reopening_ends_every_lease,
                    a_clock_set_back_keeps_no_operation_waiting,
                    an_authentication_waits_for_a_day_at_the_most;
                notifications: a_clock_set_back_keeps_no_notification_waiting;
                schema: a_payment_paid_back_twice_is_refused_by_the_database_itself,
                    amounts_and_accounts_that_are_none_are_refused_by_the_database_itself,
                    a_number_used_twice_is_refused_by_the_database_itself;
            }
        }
    };
    (@stores $start:path; $($about:ident: $($fact:ident),*;)*) => { $($(
        #[tokio::test]
        async fn $fact() {
            use crate::database::Database;
            let database = $start();
            crate::$about::$fact(&*database.store()).await;
        }
    )*)* };
    (@databases $start:path; $($about:ident: $($fact:ident),*;)*) => { $($(
        #[tokio::test]
        async fn $fact() {
            let mut database = $start();
            crate::$about::$fact(&mut database).await;
        }
    )*)* };
}

contract! { sqlite: crate::database::Sqlite::start }
