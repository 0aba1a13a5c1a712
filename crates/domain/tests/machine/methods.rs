//! Every method through the whole machine, under its policy as the documents print it.

use domain::payment::{Cancel, Payment};
use domain::tax::NamedParts;
use domain::time::{DAY_MS, Moment};
use domain::{Command, Intent, Method, NumberKind, Outcome, Refusal, Reply, policy};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::given::{NOW, decline, draw, institution, intent, merchant, won};
use crate::invariants::check_standing;
use crate::model::Model;
use crate::ways::{Way, conclude, pay};

/// What the documents say of a method: until when it can be paid back, whether a part can, and the code of a second
/// cancel.
struct Printed {
    over: fn(Moment, Moment) -> bool,
    partial: fn(Moment, Moment) -> bool,
    already_cancelled: &'static str,
}

fn printed(method: Method) -> Printed {
    let row = |over, partial, already_cancelled| Printed { over, partial, already_cancelled };
    match method {
        Method::Card => row(a_year, always, "CA12"),
        Method::Transfer => row(days::<180>, not_on_the_day, "RA33"),
        Method::VirtualAccount => row(a_year, always, "ST25"),
        Method::Carrier => row(the_month, always, "MP82"),
        Method::TeenCash
        | Method::HappyMoney
        | Method::CultureCash
        | Method::SmartGift
        | Method::BookVoucher => row(a_year, never, "GC41"),
        Method::Tmoney => row(days::<90>, never, "TM01"),
        Method::Points => row(a_year, never, "CP30"),
        Method::Wallet => row(a_year, always, "PZ87"),
    }
}

#[test]
fn a_second_cancel_is_told_the_methods_own_code() {
    for method in Method::ALL {
        assert_eq!(
            policy::of(method).already_cancelled.as_str(),
            printed(method).already_cancelled,
            "{method:?}"
        );
    }
}

/// `yyyyMMdd` in Seoul, where a year is 10,000.
fn date(moment: Moment) -> i32 {
    moment.kst().day().number()
}

fn a_year(paid: Moment, now: Moment) -> bool {
    date(now) > date(paid) + 10_000
}

fn days<const DAYS: i64>(paid: Moment, now: Moment) -> bool {
    now.kst().day().start().since(paid.kst().day().start()) > DAYS * DAY_MS
}

fn the_month(paid: Moment, now: Moment) -> bool {
    date(now) / 100 != date(paid) / 100
}

fn always(_: Moment, _: Moment) -> bool {
    true
}

fn never(_: Moment, _: Moment) -> bool {
    false
}

fn not_on_the_day(paid: Moment, now: Moment) -> bool {
    date(now) != date(paid)
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    /// How long after the payment, in hours.
    hours_later: i64,
    /// Of what is left, in hundredths; more than 100 is too much.
    hundredths: i64,
    /// Whether the merchant's contract has partial cancels.
    contracted: bool,
    approved: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let hours_later = prop_oneof![3 => 0..30_i64, 3 => 0..24 * 32_i64, 2 => 24 * 88..24 * 182_i64, 2 => 24 * 360..24 * 370_i64];
    let hundredths = prop_oneof![3 => 1..100_i64, 3 => Just(100), 1 => Just(150)];
    let contracted = prop::bool::weighted(0.9);
    (hours_later, hundredths, contracted, any::<bool>()).prop_map(
        |(hours_later, hundredths, contracted, approved)| Asked {
            hours_later,
            hundredths,
            contracted,
            approved,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_method_is_paid_and_paid_back_as_its_policy_says(
        amount in 100..1_000_000_i64,
        hour in 0..24 * 366_i64,
        way in prop::sample::select(Way::ALL.to_vec()),
        mut cancels in prop::collection::vec(asked(), 1..8),
    ) {
        cancels.sort_by_key(|asked| asked.hours_later);
        for method in Method::ALL {
            let (mut model, paid_at) = (Model::default(), NOW.plus_ms(hour * 3_600_000));
            let id = pay(&mut model, method, way, amount, paid_at);
            for asked in &cancels {
                let before = model.payments.get(&id).expect("paid").clone();
                let command = cancel(&model, &before, *asked);
                let reply = model.submit(&command).expect("alone, nobody loses a guard");
                check_answer(&before, *asked, &command, reply, &mut model)?;
                check_standing(&model)?;
            }
        }
    }
}

/// The refusal of a cancel, by the printed rules and in the printed order.
fn refusal(payment: &Payment, asked: Asked, command: &Command) -> Option<Refusal> {
    let Command::Cancel(cancel) = command else { return None };
    let (rules, amount, now) = (printed(payment.method), cancel.amount.minor(), cancel.intent.at);
    let paid_at = payment.approved_at.expect("paid");
    let in_part = asked.contracted && (rules.partial)(paid_at, now);
    let table = [
        (payment.cancelled == payment.paid, Refusal::AlreadyCancelled(payment.method)),
        ((rules.over)(paid_at, now), Refusal::CancelPeriodOver),
        (amount < payment.paid && !in_part, Refusal::PartialNotAllowed),
        (amount > payment.paid - payment.cancelled, Refusal::OverBalance),
        (amount == 0, Refusal::NothingToPay(payment.method)),
    ];
    table.into_iter().find(|(refused, _)| *refused).map(|(_, refusal)| refusal)
}

fn check_answer(
    payment: &Payment,
    asked: Asked,
    command: &Command,
    reply: Reply,
    model: &mut Model,
) -> Result<(), TestCaseError> {
    let begun = match (reply, refusal(payment, asked, command)) {
        (Reply::Begun(begun), None) => begun,
        (reply, expected) => {
            prop_assert_eq!(Some(reply), expected.map(Reply::Refused), "{:?} {:?}", payment.method, asked);
            return Ok(());
        }
    };
    let expected = (institution(payment.method), payment.cancels + 1);
    prop_assert_eq!((begun.operation.institution, begun.operation.ordinal), expected);
    let another = cancel(model, payment, asked);
    let refused = model.submit(&another).expect("alone, nobody loses a guard");
    prop_assert_eq!(refused, Reply::Refused(Refusal::CancelInProgress));
    let outcome =
        if asked.approved { Outcome::Approved(Box::default()) } else { Outcome::Declined(decline()) };
    let at = begun.operation.begun_at;
    conclude(model, begun.operation.id, outcome, at);
    Ok(())
}

fn cancel(model: &Model, payment: &Payment, asked: Asked) -> Command {
    let amount = (payment.paid - payment.cancelled) * asked.hundredths / 100;
    let at = payment.approved_at.expect("paid").plus_ms(asked.hours_later * 3_600_000);
    Command::Cancel(Box::new(Cancel {
        payment: payment.id,
        merchant: merchant(),
        method: payment.method,
        trade: draw(model, NumberKind::Cancel, false),
        claim: None,
        amount: won(amount),
        ordinal: None,
        parts: NamedParts::default(),
        partial: asked.contracted,
        notify: true,
        intent: Intent { at, ..intent(0) },
    }))
}
