//! The beginning of a cancel: the order of refusals is that of PG 11.

use domain::payment::{ClaimKind, Operation, OperationKind, OperationState, Payment, Status};
use domain::tax::{NamedParts, TaxParts};
use domain::time::Day;
use domain::{Cancel, Claimant, Command, Intent, Reads, Refusal, Reply, State, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, PAYMENT, another_merchant, begun, cents, claim, intent, merchant, operation, payment, won,
};

/// A cancel of 400 won of the 1,000.
fn cancel() -> (State, Cancel) {
    let state = State { payment: Some(payment(Status::Paid)), ..State::default() };
    let command = Cancel {
        payment: PAYMENT,
        merchant: merchant(),
        trade: ANOTHER,
        claim: Some(claim(ClaimKind::Cancel)),
        amount: won(400),
        ordinal: Some(1),
        parts: NamedParts::default(),
        partial: true,
        notify: true,
        intent: intent(),
    };
    (state, command)
}

fn command(command: Cancel) -> Command {
    Command::Cancel(Box::new(command))
}

/// The same payment with `cancelled` won paid back by one cancel.
fn partly_cancelled(cancelled: i64) -> Payment {
    Payment { cancelled, cancels: 1, operations: 2, ..payment(Status::Paid) }
}

fn change(state: &mut State, to: impl FnOnce(Payment) -> Payment) {
    state.payment = state.payment.take().map(to);
}

fn stand(state: &mut State, status: Status) {
    change(state, |payment| Payment { status, ..payment });
}

#[test]
fn holds_the_amount_before_an_institution_is_asked() {
    let (state, sound) = cancel();
    let decision = decide(&state, &command(sound));
    let operation = Operation {
        amount: 400,
        trade: ANOTHER,
        ordinal: 1,
        tax: TaxParts { supply: 364, vat: 36, ..TaxParts::default() },
        ..operation(2, OperationKind::Cancel, OperationState::Open)
    };
    let after = Payment { cancelling: 400, operations: 2, ..payment(Status::Paid) };
    let writes = [
        Write::UpdatePayment { to: Box::new(after), from: Status::Paid, operations: 1 },
        Write::Claim(claim(ClaimKind::Cancel), ANOTHER),
        begun(&operation),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(decision.reply, Reply::Begun(Box::new(operation)));
}

#[test]
fn may_go_without_an_order_number_of_its_own() {
    let (state, sound) = cancel();
    let command = command(Cancel { claim: None, ..sound });
    assert!(matches!(command.reads(), Reads::Refundable(PAYMENT, None)));
    let decision = decide(&state, &command);
    assert!(!decision.writes.iter().any(|write| matches!(write, Write::Claim(..))));
    assert!(matches!(decision.reply, Reply::Begun(_)));
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Cancel>; 17] = [
        Fault {
            name: "ST06 unknown",
            refusal: Refusal::NoSuchPayment,
            make: |state, _| state.payment = None,
        },
        Fault {
            name: "ST06 another merchant's",
            refusal: Refusal::NoSuchPayment,
            make: |_, command| command.merchant = another_merchant(),
        },
        Fault {
            name: "ST06 declined",
            refusal: Refusal::NoSuchPayment,
            make: |state, _| stand(state, Status::Declined),
        },
        Fault {
            name: "ST06 taken back",
            refusal: Refusal::NoSuchPayment,
            make: |state, _| stand(state, Status::Reversed),
        },
        Fault {
            name: "ST06 authenticated only",
            refusal: Refusal::NoSuchPayment,
            make: |state, _| stand(state, Status::Authenticated),
        },
        Fault {
            name: "ST38 being paid",
            refusal: Refusal::CancelInProgress,
            make: |state, _| stand(state, Status::Authorising),
        },
        Fault {
            name: "ST38 being taken back",
            refusal: Refusal::CancelInProgress,
            make: |state, _| stand(state, Status::Reversing),
        },
        Fault {
            name: "ST38 another cancel",
            refusal: Refusal::CancelInProgress,
            make: |state, _| change(state, |payment| Payment { cancelling: 1, ..payment }),
        },
        Fault {
            name: "CA12 already cancelled",
            refusal: Refusal::AlreadyCancelled,
            make: |state, _| change(state, |payment| Payment { cancelled: payment.paid, ..payment }),
        },
        Fault {
            name: "ST46 after a year",
            refusal: Refusal::CancelPeriodOver,
            make: |_, command| command.intent.at = Day::of(20_270_103).expect("a day").start(),
        },
        Fault {
            name: "another currency",
            refusal: Refusal::CurrencyNotContracted,
            make: |_, command| command.amount = cents(400),
        },
        Fault {
            name: "ST54 a part",
            refusal: Refusal::PartialNotAllowed,
            make: |_, command| {
                command.partial = false;
                command.amount = won(999);
            },
        },
        Fault {
            name: "ST56 a gap",
            refusal: Refusal::NotNextOrdinal,
            make: |_, command| command.ordinal = Some(2),
        },
        Fault {
            name: "ST57 over the balance",
            refusal: Refusal::OverBalance,
            make: |_, command| command.amount = won(1_001),
        },
        Fault { name: "nothing", refusal: Refusal::NothingToPay, make: |_, command| command.amount = won(0) },
        Fault {
            name: "ST55 the tax split",
            refusal: Refusal::TaxSplit,
            make: |_, command| command.parts.vat = Some(92),
        },
        Fault {
            name: "ST50 the order number",
            refusal: Refusal::OrderRepeated(PAYMENT),
            make: |state, _| state.claimant = Some(Claimant { trade: PAYMENT, status: None }),
        },
    ];
    refuses_in_order(&cancel(), command, &faults);
}

#[test]
fn a_repeated_ordinal_is_refused_like_a_gap() {
    for (ordinal, taken) in [(0, false), (1, false), (2, true), (3, false)] {
        let (state, sound) = cancel();
        let state = State { payment: Some(partly_cancelled(100)), ..state };
        let refunded = TaxParts { supply: 91, vat: 9, ..TaxParts::default() };
        let reply =
            decide(&State { refunded, ..state }, &command(Cancel { ordinal: Some(ordinal), ..sound })).reply;
        assert_eq!(matches!(reply, Reply::Begun(_)), taken, "{ordinal}: {reply:?}");
    }
}

#[test]
fn a_cancel_without_an_ordinal_is_the_next_one() {
    for (before, next) in [(None, 1), (Some(100), 2)] {
        let (state, sound) = cancel();
        let payment = before.map_or(state.payment.clone(), |amount| Some(partly_cancelled(amount)));
        let refunded = match before {
            Some(_) => TaxParts { supply: 91, vat: 9, ..TaxParts::default() },
            None => TaxParts::default(),
        };
        let decided =
            decide(&State { payment, refunded, ..state }, &command(Cancel { ordinal: None, ..sound }));
        match decided.reply {
            Reply::Begun(operation) => assert_eq!(operation.ordinal, next),
            reply => panic!("{reply:?}"),
        }
    }
}

#[test]
fn may_take_all_that_is_left_and_not_a_won_more() {
    for (amount, fits) in [(600, true), (601, false)] {
        let (state, sound) = cancel();
        let refunded = TaxParts { supply: 364, vat: 36, ..TaxParts::default() };
        let state = State { payment: Some(partly_cancelled(400)), refunded, ..state };
        let last = Cancel { amount: won(amount), ordinal: Some(2), ..sound };
        let reply = decide(&state, &command(last)).reply;
        match reply {
            Reply::Begun(operation) if fits => {
                assert_eq!(operation.tax, TaxParts { supply: 545, vat: 55, ..TaxParts::default() });
            }
            reply => assert_eq!((reply, fits), (Reply::Refused(Refusal::OverBalance), false)),
        }
    }
}

#[test]
fn all_of_it_needs_no_right_to_partial_cancels() {
    let (state, sound) = cancel();
    let whole = Cancel { amount: won(1_000), partial: false, ..sound };
    assert!(matches!(decide(&state, &command(whole)).reply, Reply::Begun(_)));
}

#[test]
fn the_last_day_is_the_same_day_a_year_later() {
    let last_moment = Day::of(20_270_103).expect("a day").start().plus_ms(-1);
    let (state, sound) = cancel();
    let late = Cancel { intent: Intent { at: last_moment, ..intent() }, ..sound };
    assert!(matches!(decide(&state, &command(late)).reply, Reply::Begun(_)));
}

#[test]
fn a_payment_of_29_february_can_be_paid_back_until_the_28th() {
    let leap_day = Day::of(20_240_229).expect("a day").start();
    for (day, fits) in [(20_250_228, true), (20_250_301, false)] {
        let (state, sound) = cancel();
        let paid = Payment { approved_at: Some(leap_day), ..payment(Status::Paid) };
        let at = Day::of(day).expect("a day").start();
        let late = Cancel { intent: Intent { at, ..intent() }, ..sound };
        let reply = decide(&State { payment: Some(paid), ..state }, &command(late)).reply;
        assert_eq!(matches!(reply, Reply::Begun(_)), fits, "{day}: {reply:?}");
    }
}
