//! The command that a step gives as things stand.

use domain::credential::{CredentialId, DeleteKey, IssueKey};
use domain::facts::Approval;
use domain::operation::{Rail, Sealed};
use domain::payment::{Authenticate, Authorise, Cancel, Capture, NewPayment, Status};
use domain::tax::{NamedParts, Taxation};
use domain::time::DAY_MS;
use domain::window::{OpenWindow, WINDOW_LIFE_MS, WindowId, WindowStep};
use domain::{ClaimKind, Command, Conclude, Intent, Method, NumberKind, Outcome, OwnerId, TradeId};
use proptest::sample::Index;

use crate::given::{
    NOW, claim, decline, draw, fresh_key, institution, intent, merchant, new_payment, window, won,
};
use crate::model::Model;
use crate::steps::{Answer, OWNERS, Ordinal, Refund, Share, Step, pick, unresolved};

impl Step {
    /// `None` if there is nothing to give it on, or if it is recovery's.
    pub(crate) fn command(&self, model: &Model) -> Option<Command> {
        match *self {
            Self::Pay { order, method, amount, exempt, key, taken, owner } => {
                let taxation = if exempt { Taxation::Exempt } else { Taxation::Taxable };
                let id = draw(model, NumberKind::Payment, taken);
                let payment = new_payment(id, claim(order, ClaimKind::Payment), method, amount, taxation);
                let key = key.then(|| fresh_key(model));
                Some(Command::Authorise(Box::new(Authorise { key, ..authorise(payment, owner) })))
            }
            Self::Charge { order, ref key, owner } => {
                let id = draw(model, NumberKind::Payment, false);
                let order = claim(order, ClaimKind::Payment);
                let payment = new_payment(id, order, Method::Card, 700, Taxation::Taxable);
                let charged = Some(pick(key, model.credentials.values())?.id);
                Some(Command::Authorise(Box::new(Authorise { charged, ..authorise(payment, owner) })))
            }
            Self::OpenWindow { order, method, taken } => {
                let payment = draw(model, NumberKind::Window, taken);
                let claim = claim(order, ClaimKind::Payment);
                let id = u8::try_from(model.windows.len()).expect("few");
                let window = window(id, payment, method, &claim);
                Some(Command::OpenWindow(Box::new(OpenWindow { window, claim })))
            }
            Self::PayInWindow { ref window, stale, late, deferred, key, owner } => {
                pay_in_window(model, window, [stale, late, deferred, key], owner)
            }
            Self::Capture { ref payment, amount, foreign, late, owner } => {
                // Mostly what waits for it.
                let waiting = model.payments.values().filter(|it| it.status == Status::Authenticated);
                let payment = pick(payment, waiting).or_else(|| pick(payment, model.payments.values()))?;
                let at = if late { NOW.plus_ms(DAY_MS + 1) } else { NOW };
                Some(Command::Capture(Box::new(Capture {
                    payment: payment.id,
                    merchant: merchant(),
                    method: if foreign { another(payment.method) } else { payment.method },
                    order_no: payment.order_no.clone(),
                    amount: won(amount.unwrap_or(payment.amount)),
                    notify: true,
                    intent: Intent { at, ..intent(owner) },
                })))
            }
            Self::Cancel(ref refund) => cancel(model, refund),
            Self::Conclude { ref operation, foreign, answer } => conclude(model, operation, foreign, answer),
            Self::TakeOver { .. } => None,
            Self::IssueKey { order, check_alone, taken, owner } => {
                Some(Command::IssueKey(Box::new(IssueKey {
                    claim: claim(order, ClaimKind::IssueKey),
                    trade: draw(model, NumberKind::Other, taken),
                    rail: Rail::Cards,
                    institution: institution(Method::Card),
                    key: (!check_alone).then(|| fresh_key(model)),
                    intent: intent(owner),
                })))
            }
            Self::DeleteKey { order, ref key, taken } => Some(Command::DeleteKey(Box::new(DeleteKey {
                claim: claim(order, ClaimKind::DeleteKey),
                trade: draw(model, NumberKind::Other, taken),
                key: pick(key, model.credentials.values()).map_or(CredentialId([9; 16]), |key| key.id),
            }))),
        }
    }
}

fn authorise(payment: NewPayment, owner: i64) -> Authorise {
    let institution = institution(payment.method);
    let intent = intent(owner);
    Authorise { payment, rail: Rail::Cards, institution, window: None, key: None, charged: None, intent }
}

fn pay_in_window(
    model: &Model,
    window: &Index,
    [stale, late, deferred, key]: [bool; 4],
    owner: i64,
) -> Option<Command> {
    let window = pick(window, model.windows.values())?;
    let payment = new_payment(window.payment, window.claim(), window.method, 1_000, Taxation::Taxable);
    let step = WindowStep {
        window: if stale && late { WindowId([255; 16]) } else { window.id },
        step: if stale { window.step.saturating_sub(1) } else { window.step },
        opened_at: if late { NOW.plus_ms(-WINDOW_LIFE_MS - 1) } else { window.opened_at },
    };
    Some(if deferred {
        Command::Authenticate(Box::new(Authenticate {
            rail: Rail::Cards,
            institution: institution(payment.method),
            payment,
            window: step,
            proof: Sealed(b"proof".to_vec()),
            approval: Approval::default(),
            intent: intent(owner),
        }))
    } else {
        let key = key.then(|| fresh_key(model));
        Command::Authorise(Box::new(Authorise { window: Some(step), key, ..authorise(payment, owner) }))
    })
}

fn cancel(model: &Model, refund: &Refund) -> Option<Command> {
    // Mostly something to be paid back; sometimes anything.
    let paid = model.payments.values().filter(|it| it.balance() > 0 && !refund.anything);
    let payment = pick(&refund.payment, paid).or_else(|| pick(&refund.payment, model.payments.values()))?;
    let amount = match refund.share {
        Share::All => payment.balance(),
        Share::Most => payment.balance() / 2 + 1,
        Share::Some(amount) => amount,
        Share::TooMuch => payment.balance() + 1,
    };
    let supply = refund.vat.map(|vat| (amount - vat).max(0));
    let at = NOW.plus_ms(i64::from(refund.days_later) * DAY_MS);
    Some(Command::Cancel(Box::new(Cancel {
        payment: payment.id,
        merchant: merchant(),
        method: if refund.foreign { another(payment.method) } else { payment.method },
        trade: if refund.taken { first_cancel(model)? } else { draw(model, NumberKind::Cancel, false) },
        claim: refund.claim.map(|order| claim(order, ClaimKind::Cancel)),
        amount: won(amount),
        ordinal: match refund.ordinal {
            Ordinal::Unsaid => None,
            Ordinal::Next => Some(payment.cancels + 1),
            Ordinal::Gap => Some(payment.cancels + 2),
        },
        parts: NamedParts { supply, vat: refund.vat, ..NamedParts::default() },
        partial: true,
        notify: true,
        intent: Intent { at, ..intent(refund.owner) },
    })))
}

/// The number of a cancel that there was.
fn first_cancel(model: &Model) -> Option<TradeId> {
    model.operations.values().find(|it| it.trade != it.id.subject).map(|it| it.trade)
}

fn another(method: Method) -> Method {
    if method == Method::Card { Method::Wallet } else { Method::Card }
}

fn conclude(model: &Model, operation: &Index, foreign: bool, answer: Answer) -> Option<Command> {
    // Mostly something to be concluded; sometimes what was concluded long ago.
    let old = pick(operation, model.operations.values())?.id;
    let again = matches!(answer, Answer::ApprovedAgain);
    let id = unresolved(model, operation).filter(|_| !again).unwrap_or(old);
    let owner = model.operations.get(&id)?.owner;
    let owner = if foreign { OwnerId((owner.0 + 1) % OWNERS) } else { owner };
    // An approval that comes while something is being taken back is the dangerous one.
    let outcome = match answer {
        Answer::Approved | Answer::ApprovedAgain => Outcome::Approved(Box::default()),
        Answer::Declined => Outcome::Declined(decline()),
        Answer::Unknown => Outcome::Unknown,
        Answer::Reversed => Outcome::Reversed,
        Answer::Lapsed => Outcome::Lapsed,
    };
    Some(Command::Conclude(Box::new(Conclude { id, owner, outcome, at: NOW })))
}
