//! The ways in which a payment comes to be paid.

use domain::facts::Approval;
use domain::operation::{Rail, Sealed};
use domain::payment::{Authenticate, Authorise, Capture, NewPayment, Status};
use domain::tax::Taxation;
use domain::time::Moment;
use domain::window::{MOST_ATTEMPTS, MOST_WINDOWS, OpenWindow, WindowStep};
use domain::{ClaimKind, Command, Conclude, Method, NumberKind, Outcome, Refusal, Reply, RequestId, TradeId};

use crate::given::{NOW, claim, decline, draw, institution, intent, merchant, new_payment, window, won};
use crate::model::Model;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Api,
    Window,
    /// In a window, where something else was declined first.
    SecondAttempt,
    /// Authenticated in a window, and captured.
    Deferred,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Api, Self::Window, Self::SecondAttempt, Self::Deferred];
}

/// A payment by this method that is paid at this moment.
pub(crate) fn pay(model: &mut Model, method: Method, way: Way, amount: i64, at: Moment) -> TradeId {
    let order = claim(0, ClaimKind::Payment);
    let id = match way {
        Way::Api => draw(model, NumberKind::Payment, false),
        Way::Window | Way::SecondAttempt | Way::Deferred => {
            assert_eq!(open_window(model, method), Reply::Done);
            model.windows.values().last().expect("opened").payment
        }
    };
    let new = new_payment(id, order, method, amount, Taxation::Taxable);
    if let Way::SecondAttempt = way {
        let first = begin(model, &authorise(model, new.clone()));
        conclude(model, first, Outcome::Declined(decline()), at);
    }
    let asked = match way {
        Way::Deferred => {
            let authenticated = submit(model, &authenticate(model, new));
            assert!(matches!(authenticated, Reply::Standing(_)), "{authenticated:?}");
            begin(model, &capture(id, method, amount))
        }
        Way::Api | Way::Window | Way::SecondAttempt => begin(model, &authorise(model, new)),
    };
    conclude(model, asked, Outcome::Approved(Box::default()), at);
    let paid = model.payments.get(&id).expect("a payment");
    assert_eq!((paid.status, paid.method, paid.paid), (Status::Paid, method, amount), "{way:?}");
    id
}

pub(crate) fn conclude(model: &mut Model, id: RequestId, outcome: Outcome, at: Moment) {
    let command = Conclude { id, owner: intent(0).owner, outcome, at };
    let reply = submit(model, &Command::Conclude(Box::new(command)));
    assert!(matches!(reply, Reply::Standing(_)), "{reply:?}");
}

fn begin(model: &mut Model, command: &Command) -> RequestId {
    let begun = match submit(model, command) {
        Reply::Begun(begun) => Some(begun.operation.id),
        _ => None,
    };
    begun.expect("it begins")
}

fn submit(model: &mut Model, command: &Command) -> Reply {
    model.submit(command).expect("alone, nobody loses a guard")
}

fn open_window(model: &mut Model, method: Method) -> Reply {
    let claim = claim(0, ClaimKind::Payment);
    let id = u8::try_from(model.windows.len()).expect("few");
    let window = window(id, draw(model, NumberKind::Window, false), method, &claim);
    submit(model, &Command::OpenWindow(Box::new(OpenWindow { window, claim })))
}

/// The step that the window of a payment is at, if it comes from one.
fn step(model: &Model, payment: TradeId) -> Option<WindowStep> {
    let window = model.windows.values().find(|window| window.payment == payment)?;
    Some(WindowStep { window: window.id, step: window.step, opened_at: NOW })
}

fn authorise(model: &Model, payment: NewPayment) -> Command {
    Command::Authorise(Box::new(Authorise {
        rail: Rail::Cards,
        institution: institution(payment.method),
        window: step(model, payment.id),
        payment,
        key: None,
        charged: None,
        intent: intent(0),
    }))
}

fn authenticate(model: &Model, payment: NewPayment) -> Command {
    Command::Authenticate(Box::new(Authenticate {
        rail: Rail::Cards,
        institution: institution(payment.method),
        window: step(model, payment.id).expect("in a window"),
        payment,
        proof: Sealed(b"proof".to_vec()),
        approval: Approval::default(),
        intent: intent(0),
    }))
}

fn capture(payment: TradeId, method: Method, amount: i64) -> Command {
    Command::Capture(Box::new(Capture {
        payment,
        merchant: merchant(),
        method,
        order_no: claim(0, ClaimKind::Payment).order_no,
        amount: won(amount),
        notify: true,
        intent: intent(0),
    }))
}

#[test]
fn windows_are_opened_for_an_order_until_there_are_most_or_it_is_paid() {
    let mut model = Model::default();
    for _ in 0..MOST_WINDOWS {
        assert_eq!(open_window(&mut model, Method::Card), Reply::Done);
    }
    let refused = open_window(&mut model, Method::Card);
    assert_eq!(refused, Reply::Refused(Refusal::TooManyWindows));
    let mut model = Model::default();
    let paid = pay(&mut model, Method::Card, Way::Window, 1_000, NOW);
    let refused = open_window(&mut model, Method::Card);
    assert_eq!(refused, Reply::Refused(Refusal::OrderPaid(Method::Card, paid)));
}

#[test]
fn a_window_takes_most_attempts_and_none_more_and_gives_its_order_back() {
    let mut model = Model::default();
    assert_eq!(open_window(&mut model, Method::Card), Reply::Done);
    let id = draw(&model, NumberKind::Window, true);
    let new = new_payment(id, claim(0, ClaimKind::Payment), Method::Card, 1_000, Taxation::Taxable);
    for _ in 0..MOST_ATTEMPTS {
        let attempt = authorise(&model, new.clone());
        let asked = begin(&mut model, &attempt);
        conclude(&mut model, asked, Outcome::Declined(decline()), NOW);
    }
    for refused in [authorise(&model, new.clone()), authenticate(&model, new)] {
        assert_eq!(submit(&mut model, &refused), Reply::Refused(Refusal::TooManyAttempts));
    }
    let elsewhere = pay(&mut model, Method::Card, Way::Window, 1_000, NOW);
    assert_ne!(elsewhere, id, "the customer pays in another window");
}
