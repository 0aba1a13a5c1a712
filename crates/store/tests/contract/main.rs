//! What every store promises: one suite, run for each of them.

mod books;
mod cancels;
mod database;
mod given;
mod intents;
mod keys;
mod leases;
mod merchants;
mod notifications;
mod orders;
mod windows;

/// Runs the facts of the contract on an engine. Facts about a restart, or about what the database
/// itself guards, are told the database; the others know nothing but a store.
macro_rules! contract {
    ($engine:ident: $start:path) => {
        mod $engine {
            contract! { @stores $start;
                books: a_payment_is_a_receivable_and_a_payable,
                    books_of_two_currencies_are_kept_apart,
                    every_operation_is_visited_in_order;
                cancels: of_a_hundred_at_once_one_begins,
                    a_hundred_at_once_never_pay_back_more_than_was_paid,
                    parts_together_have_the_taxes_of_the_payment,
                    a_declined_cancel_may_be_repeated,
                    a_cancels_order_number_is_used_once,
                    a_taken_cancel_number_leaves_nothing_behind;
                intents: everything_reads_back_as_it_was_written,
                    an_unknown_payment_is_none;
                keys: an_approval_brings_a_key_to_life_and_a_deletion_wipes_it,
                    a_key_whose_payment_fails_is_wiped,
                    a_key_is_issued_without_a_payment_too,
                    a_key_that_exists_is_never_replaced;
                leases: who_lost_the_lease_changes_nothing_and_answers_from_the_row,
                    each_operation_is_given_to_one_owner_only,
                    what_is_leased_or_resolved_is_not_given_away,
                    the_longest_abandoned_come_first,
                    a_retry_is_put_off_by_its_owner_only;
                merchants: keys_are_read_back_and_replaced,
                    a_replaced_merchant_keeps_its_clock,
                    clocks_move_alone_or_all_together;
                notifications: a_success_is_leased_to_one_sender,
                    the_oldest_are_leased_first,
                    tries_are_recorded_byte_for_byte,
                    what_was_delivered_stays_delivered,
                    what_was_given_up_may_be_sent_by_hand,
                    a_moved_clock_moves_what_waits;
                orders: a_repeat_is_told_what_became_of_the_first,
                    another_day_merchant_or_kind_has_its_own,
                    a_decline_in_a_window_gives_it_back,
                    of_fifty_at_once_one_gets_it,
                    a_taken_trade_number_leaves_nothing_behind;
                windows: a_window_reads_back,
                    of_two_that_advance_one_does,
                    of_two_clicks_one_pays,
                    a_stale_page_pays_nothing,
                    a_declined_capture_ends_the_attempts;
            }
            contract! { @databases $start;
                books: tampered_amounts_and_postings_are_reported,
                    a_payment_paid_back_twice_is_refused_by_the_database_itself;
                intents: an_intent_is_there_after_reopening,
                    an_outcome_is_there_after_reopening;
                leases: reopening_ends_every_lease;
            }
        }
    };
    (@stores $start:path; $($about:ident: $($fact:ident),*;)*) => { $($(
        #[tokio::test]
        async fn $fact() {
            use crate::database::Database;
            let database = $start();
            crate::$about::$fact(database.store()).await;
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
