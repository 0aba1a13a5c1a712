//! The beginning of a cancel: the order of refusals is that of PG 11.

use domain::operation::{Operation, OperationKind, OperationState};
use domain::payment::{Cancel, Payment, Status};
use domain::tax::{NamedParts, TaxParts};
use domain::time::Day;
use domain::{Begun, ClaimKind, Claimant, Command, Intent, Method, Refusal, Reply, State, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, PAYMENT, another_merchant, begins, begun, cents, changed, claim, intent, merchant, operation,
    payment, refusal, request, won,
};

/// A cancel of 400 won of the 1,000.
fn cancel() -> (State, Cancel) {
    let taken = Some(operation(1, OperationKind::Authorise, OperationState::Approved));
    let state = State { payment: Some(payment(Status::Paid)), operation: taken, ..State::default() };
    let command = Cancel {
        payment: PAYMENT,
        merchant: merchant(),
        method: Method::Card,
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

/// The cancel of 400 won as it begins, and the payment that holds them.
fn held() -> (Payment, Operation) {
    let operation = Operation {
        amount: 400,
        trade: ANOTHER,
        ordinal: 1,
        tax: TaxParts { supply: 364, vat: 36, ..TaxParts::default() },
        ..operation(2, OperationKind::Cancel, OperationState::Open)
    };
    (Payment { cancelling: 400, operations: 2, ..payment(Status::Paid) }, operation)
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
    let (payment, operation) = held();
    let writes = [Write::Claim(claim(ClaimKind::Cancel), ANOTHER), changed(payment), begun(&operation)];
    assert_eq!(decide(&state, &command(sound)).writes, writes);
}

#[test]
fn the_institution_is_asked_by_what_the_transaction_decided_on() {
    // A capture took the money since the cancel's request was first looked at: by its second operation, and
    // another institution. Only the state that the transaction read knows that.
    let elsewhere = domain::InstitutionId::new("CA11").expect("an id");
    let captured =
        Payment { operations: 2, paid_by: 2, institution: Some(elsewhere), ..payment(Status::Paid) };
    let capture = operation(2, OperationKind::Capture, OperationState::Approved);
    let capture = Operation { institution: elsewhere, ..capture };
    let (state, sound) = cancel();
    let state = State { payment: Some(captured.clone()), operation: Some(capture), ..state };
    let decision = decide(&state, &command(sound));
    let (_, refund) = held();
    let expected = Begun {
        payment: Some(Box::new(Payment { cancelling: 400, operations: 3, ..captured })),
        operation: Box::new(Operation { id: request(3), institution: elsewhere, ..refund }),
    };
    assert_eq!(decision.reply, Reply::Begun(expected));
}

#[test]
fn reads_its_payment_who_took_it_what_was_paid_back_of_it_and_its_order_number() {
    let command = command(cancel().1);
    let reads = command.reads();
    assert_eq!((reads.payment, reads.refunded, reads.taken), (Some(PAYMENT), true, true));
    assert_eq!(reads.claim, Some(&claim(ClaimKind::Cancel)));
}

#[test]
fn may_go_without_an_order_number_of_its_own() {
    let (state, sound) = cancel();
    let command = command(Cancel { claim: None, ..sound });
    assert_eq!(command.reads().claim, None);
    let decision = decide(&state, &command);
    assert!(!decision.writes.iter().any(|write| matches!(write, Write::Claim(..))));
    assert!(begins(&decision));
}

#[test]
fn another_methods_trade_number_finds_no_payment() {
    for method in Method::ALL {
        for other in Method::ALL {
            let (state, sound) = cancel();
            let payment = Payment { method, ..payment(Status::Paid) };
            let state = State { payment: Some(payment), ..state };
            let decision = decide(&state, &command(Cancel { method: other, amount: won(1_000), ..sound }));
            let expected = (method != other).then_some(Refusal::NoSuchPayment);
            assert_eq!(refusal(&decision), expected, "{other:?} for {method:?}");
        }
    }
}

#[test]
fn without_an_ordinal_it_is_the_next_one() {
    for cancels in [0, 1, 7] {
        let (state, sound) = cancel();
        let state = State { payment: Some(Payment { cancels, ..payment(Status::Paid) }), ..state };
        let reply = decide(&state, &command(Cancel { ordinal: None, ..sound })).reply;
        let Reply::Begun(begun) = reply else { panic!("{reply:?}") };
        assert_eq!(begun.operation.ordinal, cancels + 1);
    }
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Cancel>; 18] = [
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
            name: "ST06 another method's",
            refusal: Refusal::NoSuchPayment,
            make: |_, command| command.method = Method::Wallet,
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
            refusal: Refusal::AlreadyCancelled(Method::Card),
            make: |state, _| change(state, |payment| Payment { cancelled: payment.paid, ..payment }),
        },
        Fault {
            name: "ST46 after a year",
            refusal: Refusal::CancelPeriodOver,
            make: |_, command| command.intent.at = Day::of(20_270_103).expect("a day").start(),
        },
        Fault {
            name: "another currency",
            refusal: Refusal::CurrencyNotContracted(Method::Card),
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
        Fault {
            name: "nothing",
            refusal: Refusal::NothingToPay(Method::Card),
            make: |_, command| command.amount = won(0),
        },
        Fault {
            name: "ST55 the tax split",
            refusal: Refusal::TaxSplit,
            make: |_, command| command.parts.vat = Some(92),
        },
        Fault {
            name: "ST50 the order number",
            refusal: Refusal::OrderRepeated(Method::Card, PAYMENT),
            make: |state, _| {
                state.claimant = Some(Claimant { trade: PAYMENT, method: Method::Card, status: None });
            },
        },
    ];
    refuses_in_order(&cancel(), command, &faults);
}

#[test]
fn a_repeated_ordinal_is_refused_like_a_gap() {
    for (ordinal, taken) in [(0, false), (1, false), (2, true), (3, false)] {
        let (state, sound) = cancel();
        let refunded = TaxParts { supply: 91, vat: 9, ..TaxParts::default() };
        let state = State { payment: Some(partly_cancelled(100)), refunded, ..state };
        let decision = decide(&state, &command(Cancel { ordinal: Some(ordinal), ..sound }));
        assert_eq!(refusal(&decision), (!taken).then_some(Refusal::NotNextOrdinal), "{ordinal}");
    }
}

#[test]
fn may_take_all_that_is_left_and_not_a_won_more() {
    for (amount, fits) in [(600, true), (601, false)] {
        let (state, sound) = cancel();
        let refunded = TaxParts { supply: 364, vat: 36, ..TaxParts::default() };
        let state = State { payment: Some(partly_cancelled(400)), refunded, ..state };
        let last = Cancel { amount: won(amount), ordinal: Some(2), ..sound };
        match decide(&state, &command(last)).reply {
            Reply::Begun(begun) if fits => {
                assert_eq!(begun.operation.tax, TaxParts { supply: 545, vat: 55, ..TaxParts::default() });
            }
            reply => assert_eq!((reply, fits), (Reply::Refused(Refusal::OverBalance), false)),
        }
    }
}

#[test]
fn all_of_it_needs_no_right_to_partial_cancels() {
    let (state, sound) = cancel();
    let whole = Cancel { amount: won(1_000), partial: false, ..sound };
    assert!(begins(&decide(&state, &command(whole))));
}

#[test]
fn the_last_day_is_the_same_day_a_year_later() {
    let last_moment = Day::of(20_270_103).expect("a day").start().plus_ms(-1);
    let (state, sound) = cancel();
    let late = Cancel { intent: Intent { at: last_moment, ..intent() }, ..sound };
    assert!(begins(&decide(&state, &command(late))));
}

#[test]
fn a_payment_of_29_february_can_be_paid_back_until_the_28th() {
    let leap_day = Day::of(20_240_229).expect("a day").start();
    for (day, fits) in [(20_250_228, true), (20_250_301, false)] {
        let (state, sound) = cancel();
        let paid = Payment { approved_at: Some(leap_day), ..payment(Status::Paid) };
        let at = Day::of(day).expect("a day").start();
        let late = Cancel { intent: Intent { at, ..intent() }, ..sound };
        let decision = decide(&State { payment: Some(paid), ..state }, &command(late));
        assert_eq!(refusal(&decision), (!fits).then_some(Refusal::CancelPeriodOver), "{day}");
    }
}
