//! Payment windows: their opening, their steps, and the cards that are tried in them.

use domain::credential::CredentialState;
use domain::operation::Operation;
use domain::payment::{Authorise, NewPayment, Payment, Status};
use domain::tax::{TaxParts, Taxation};
use domain::window::{MOST_ATTEMPTS, MOST_WINDOWS, OpenWindow, WINDOW_LIFE_MS, Window, WindowStep};
use domain::{
    Claim, ClaimKind, Claimant, Command, Intent, Method, New, Refusal, Reply, State, Write, decide,
};

use crate::authorise::{by_api, command, open};
use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, KEY, NOW, PAYMENT, READ, TAX, TODAY, another_merchant, begins, begun, changed, claim, held,
    intent, key, merchant, new_payment, new_row, payment, refusal, step, won,
};

fn in_window() -> (State, Authorise) {
    let state = State { window_step: Some(step().step), ..State::default() };
    (state, Authorise { window: Some(step()), ..by_api() })
}

fn opening() -> OpenWindow {
    let window = Window {
        id: step().window,
        payment: PAYMENT,
        merchant: merchant(),
        method: Method::Card,
        order_day: TODAY,
        order_no: "ORDER1".to_owned(),
        step: 0,
        stage: "terms".to_owned(),
        request: "{}".to_owned(),
        opened_at: NOW,
    };
    OpenWindow { claim: window.claim(), window }
}

fn open_window(command: OpenWindow) -> Command {
    Command::OpenWindow(Box::new(command))
}

/// The order's payment after `attempts` cards were declined.
fn declined(attempts: u16) -> Payment {
    Payment { operations: attempts, ..payment(Status::Declined) }
}

#[test]
fn an_opening_draws_the_number_of_its_payment() {
    let command = open_window(opening());
    let decision = decide(&State::default(), &command);
    assert_eq!(decision.writes, [Write::Insert(New::Window(Box::new(opening().window)))]);
    assert_eq!(decision.writes.first().and_then(Write::number), Some(PAYMENT));
    assert_eq!(decision.reply, Reply::Done);
}

#[test]
fn an_opening_reads_its_order_number_and_the_windows_that_are_open_for_it() {
    let command = open_window(opening());
    assert_eq!(command.reads().claim, Some(&claim(ClaimKind::Payment)));
    assert!(command.reads().windows);
}

#[test]
fn a_window_is_refused_at_opening_when_its_order_is_paid_or_in_progress() {
    let table = [
        (Status::Paid, Refusal::OrderPaid(Method::Card, ANOTHER)),
        (Status::Authorising, Refusal::OrderInProgress(Method::Card, ANOTHER)),
        (Status::Reversing, Refusal::OrderInProgress(Method::Card, ANOTHER)),
        // Nobody got an answer, and it was taken back: the order needs another number, and is told so now.
        (Status::Reversed, Refusal::OrderRepeated(Method::Card, ANOTHER)),
        (Status::Authenticated, Refusal::OrderRepeated(Method::Card, ANOTHER)),
        (Status::Declined, Refusal::OrderRepeated(Method::Card, ANOTHER)),
    ];
    for (status, expected) in table {
        let state = State { claimant: held(Some(status)), ..State::default() };
        assert_eq!(refusal(&decide(&state, &open_window(opening()))), Some(expected), "{status:?}");
    }
}

#[test]
fn most_windows_are_open_for_one_order_and_none_more() {
    for (windows, fits) in [(0, true), (MOST_WINDOWS - 1, true), (MOST_WINDOWS, false), (u32::MAX, false)] {
        let decision = decide(&State { windows, ..State::default() }, &open_window(opening()));
        let expected = (!fits).then_some(Refusal::TooManyWindows);
        assert_eq!(refusal(&decision), expected, "{windows}");
    }
}

#[test]
fn an_opening_refuses_in_this_order() {
    let faults: [Fault<OpenWindow>; 2] = [
        Fault {
            name: "ST03 paid",
            refusal: Refusal::OrderPaid(Method::Card, ANOTHER),
            make: |state, _| state.claimant = held(Some(Status::Paid)),
        },
        Fault {
            name: "too many windows",
            refusal: Refusal::TooManyWindows,
            make: |state, _| state.windows = MOST_WINDOWS,
        },
    ];
    refuses_in_order(&(State::default(), opening()), open_window, &faults);
}

#[test]
fn a_window_gives_its_step_and_keeps_the_billing_key_pending() {
    let (state, sound) = in_window();
    let pending = key(CredentialState::Pending);
    let decision = decide(&state, &command(Authorise { key: Some(pending.clone()), ..sound }));
    let operation = Operation { credential: Some(KEY), in_window: true, ..open(1) };
    let writes = [
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::TakeStep(step()),
        new_row(payment(Status::Authorising)),
        Write::Insert(New::Credential(Box::new(pending))),
        begun(&operation),
    ];
    assert_eq!(decision.writes, writes);
    let Reply::Begun(begun) = decision.reply else { panic!("{:?}", decision.reply) };
    assert_eq!(*begun.operation, operation);
}

#[test]
fn a_window_refuses_in_this_order() {
    let faults: [Fault<Authorise>; 10] = [
        Fault {
            name: "no such window",
            refusal: Refusal::StaleStep,
            make: |state, _| state.window_step = None,
        },
        Fault {
            name: "the window has moved on",
            refusal: Refusal::StaleStep,
            make: |state, _| state.window_step = Some(step().step + 1),
        },
        Fault {
            name: "open for too long",
            refusal: Refusal::WindowExpired,
            make: |_, command| command.intent.at = step().opened_at.plus_ms(WINDOW_LIFE_MS + 1),
        },
        Fault {
            name: "already paid here",
            refusal: Refusal::OrderPaid(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Paid)),
        },
        Fault {
            name: "being paid here",
            refusal: Refusal::OrderInProgress(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
        Fault {
            name: "taken back here",
            refusal: Refusal::OrderRepeated(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Reversed)),
        },
        Fault {
            name: "authenticated here",
            refusal: Refusal::OrderRepeated(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authenticated)),
        },
        Fault {
            name: "paid elsewhere",
            refusal: Refusal::OrderPaid(Method::Card, ANOTHER),
            make: |state, _| state.claimant = held(Some(Status::Paid)),
        },
        Fault {
            name: "too many cards",
            refusal: Refusal::TooManyAttempts,
            make: |state, _| state.payment = Some(declined(MOST_ATTEMPTS)),
        },
        Fault {
            name: "the key that it charges is gone",
            refusal: Refusal::NoSuchBillingKey,
            make: |_, command| command.charged = Some(KEY),
        },
    ];
    refuses_in_order(&in_window(), command, &faults);
}

#[test]
fn a_window_lives_for_ten_minutes_to_the_millisecond() {
    let (state, sound) = in_window();
    let at = step().opened_at.plus_ms(WINDOW_LIFE_MS);
    let last = Authorise { intent: Intent { at, ..intent() }, ..sound };
    assert!(begins(&decide(&state, &command(last))));
    let opened_later = WindowStep { opened_at: NOW.plus_ms(1), ..step() };
    assert!(!opened_later.expired(NOW), "a clock that was set back expires nothing");
}

#[test]
fn another_attempt_follows_a_decline_on_the_same_payment() {
    let (state, sound) = in_window();
    let decision = decide(&State { payment: Some(declined(1)), ..state }, &command(sound));
    let second = Operation { in_window: true, ..open(2) };
    let again = Payment { operations: 2, ..payment(Status::Authorising) };
    assert_eq!(again.version, READ, "the update is guarded by the version that was read");
    let writes = [
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::TakeStep(step()),
        changed(again),
        begun(&second),
    ];
    assert_eq!(decision.writes, writes);
}

/// The merchant's contract has changed since: its goods are exempt now.
#[test]
fn another_attempt_is_for_what_was_ordered_first() {
    let (state, sound) = in_window();
    let tax = TaxParts { tax_free: 2_000, ..TaxParts::default() };
    let new = NewPayment { amount: won(2_000), taxation: Taxation::Exempt, tax, ..new_payment() };
    let state = State { payment: Some(declined(1)), ..state };
    let decision = decide(&state, &command(Authorise { payment: new, ..sound }));
    let again = Payment { operations: 2, ..payment(Status::Authorising) };
    assert!(decision.writes.contains(&changed(again)), "{:?}", decision.writes);
    let Reply::Begun(begun) = decision.reply else { panic!("{:?}", decision.reply) };
    assert_eq!(
        (begun.operation.amount, begun.operation.tax),
        (1_000, TAX),
        "the institution is asked for that"
    );
}

#[test]
fn most_attempts_are_made_in_one_window_and_none_more() {
    for (attempts, fits) in [(1, true), (MOST_ATTEMPTS - 1, true), (MOST_ATTEMPTS, false), (u16::MAX, false)]
    {
        let (state, sound) = in_window();
        let decision = decide(&State { payment: Some(declined(attempts)), ..state }, &command(sound));
        assert_eq!(refusal(&decision), (!fits).then_some(Refusal::TooManyAttempts), "{attempts}");
    }
}

#[test]
fn a_decline_that_kept_the_order_number_allows_no_further_attempt() {
    // So it is after a capture was declined: only a decline in the window gives the number back.
    let (state, sound) = in_window();
    let own = Some(Claimant { trade: PAYMENT, method: Method::Card, status: Some(Status::Declined) });
    let state = State { payment: Some(declined(1)), claimant: own, ..state };
    assert_eq!(
        refusal(&decide(&state, &command(sound))),
        Some(Refusal::OrderRepeated(Method::Card, PAYMENT))
    );
}

#[test]
fn a_number_that_another_order_drew_is_never_written_over() {
    let others = [
        Payment { merchant: another_merchant(), ..declined(1) },
        Payment { order_no: "ORDER2".to_owned(), ..declined(1) },
        Payment { order_day: 20_260_103, ..declined(1) },
        Payment { merchant: another_merchant(), ..payment(Status::Paid) },
    ];
    for other in others {
        let (state, sound) = in_window();
        let decision = decide(&State { payment: Some(other), ..state }, &command(sound));
        // The guard of a new payment finds its number taken.
        assert!(decision.writes.iter().any(|write| matches!(write, Write::Insert(New::Payment(..)))));
        assert!(!decision.writes.iter().any(|write| matches!(write, Write::Update(_))));
    }
}

#[test]
fn a_window_reads_its_payment_its_step_and_its_order_number() {
    let command = command(in_window().1);
    let reads = command.reads();
    let expected: (_, _, Option<&Claim>) =
        (Some(PAYMENT), Some(step().window), Some(&claim(ClaimKind::Payment)));
    assert_eq!((reads.payment, reads.window, reads.claim), expected);
}

#[test]
fn a_window_that_charges_a_key_reads_it_too() {
    let charge = command(Authorise { charged: Some(KEY), ..in_window().1 });
    assert_eq!((charge.reads().window, charge.reads().credential), (Some(step().window), Some(KEY)));
}
