//! The beginning of a payment by API: its claim, its number, and the billing key that it charges.

use domain::credential::{Credential, CredentialState};
use domain::operation::{Operation, OperationKind, OperationState, Rail};
use domain::payment::{Authorise, Status};
use domain::{
    Begun, Claim, ClaimKind, Command, Method, NumberKind, Refusal, Reply, State, TradeId, Write, decide,
};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, KEY, NOW, PAYMENT, acquirer, begins, begun, claim, held, intent, key, new_payment, new_row,
    operation, payment, refusal,
};

pub(crate) fn by_api() -> Authorise {
    Authorise {
        payment: new_payment(),
        rail: Rail::Cards,
        institution: acquirer(),
        window: None,
        key: None,
        charged: None,
        intent: intent(),
    }
}

fn charge() -> (State, Authorise) {
    let state = State { credential: Some(key(CredentialState::Active)), ..State::default() };
    (state, Authorise { charged: Some(KEY), ..by_api() })
}

pub(crate) fn command(command: Authorise) -> Command {
    Command::Authorise(Box::new(command))
}

pub(crate) fn open(number: u16) -> Operation {
    operation(number, OperationKind::Authorise, OperationState::Open)
}

#[test]
fn an_api_takes_the_order_number_before_anything_else() {
    let decision = decide(&State::default(), &command(by_api()));
    let writes = [
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        new_row(payment(Status::Authorising)),
        begun(&open(1)),
    ];
    assert_eq!(decision.writes, writes);
    let Reply::Begun(Begun { payment: Some(told), operation }) = decision.reply else {
        panic!("{:?}", decision.reply)
    };
    assert_eq!((told.status, told.operations, *operation), (Status::Authorising, 1, open(1)));
}

#[test]
fn an_api_reads_nothing_unless_its_guard_is_lost() {
    let command = command(by_api());
    let reads = command.reads();
    assert_eq!((reads.payment, reads.operation, reads.claim), (None, None, None));
    assert_eq!((reads.window, reads.credential), (None, None));
    assert!(!reads.refunded && !reads.waiting && !reads.taken && !reads.windows && !reads.its_credential);
    let first = decide(&State::default(), &command).writes.into_iter().next();
    assert_eq!(first, Some(Write::Claim(claim(ClaimKind::Payment), PAYMENT)), "the guard is its first write");
}

#[test]
fn a_charge_reads_its_billing_key_and_its_order_number() {
    let charge = command(charge().1);
    let expected: Option<&Claim> = Some(&claim(ClaimKind::Payment));
    assert_eq!((charge.reads().credential, charge.reads().claim), (Some(KEY), expected));
}

#[test]
fn a_charge_needs_its_billing_key_alive() {
    let (alive, charge) = charge();
    assert!(begins(&decide(&alive, &command(charge.clone()))));
    for state in [None, Some(CredentialState::Pending), Some(CredentialState::Dead)] {
        let decision =
            decide(&State { credential: state.map(key), ..alive.clone() }, &command(charge.clone()));
        assert_eq!(refusal(&decision), Some(Refusal::NoSuchBillingKey), "{state:?}");
    }
}

#[test]
fn a_charge_of_a_deleted_key_whose_order_was_paid_is_told_of_the_payment() {
    let (state, charge) = charge();
    let state =
        State { credential: Some(key(CredentialState::Dead)), claimant: held(Some(Status::Paid)), ..state };
    let decision = decide(&state, &command(charge));
    assert_eq!(
        refusal(&decision),
        Some(Refusal::OrderPaid(Method::Card, ANOTHER)),
        "a retry finds its first answer"
    );
}

#[test]
fn a_charge_refuses_in_this_order() {
    let faults: [Fault<Authorise>; 3] = [
        Fault {
            name: "ST03 paid before",
            refusal: Refusal::OrderPaid(Method::Card, ANOTHER),
            make: |state, _| state.claimant = held(Some(Status::Paid)),
        },
        Fault {
            name: "ST01 a deleted key",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.credential = Some(key(CredentialState::Dead)),
        },
        Fault {
            name: "another amount than its terms fix",
            refusal: Refusal::AnotherAmount,
            make: |state, _| {
                state.credential =
                    state.credential.take().map(|key| Credential { fixed_amount: Some(999), ..key });
            },
        },
    ];
    refuses_in_order(&charge(), command, &faults);
}

#[test]
fn a_key_with_a_fixed_amount_is_charged_with_it() {
    let (state, charge) = charge();
    let fixed = Credential { fixed_amount: Some(1_000), ..key(CredentialState::Active) };
    assert!(begins(&decide(&State { credential: Some(fixed), ..state }, &command(charge))));
}

#[test]
fn a_charge_leaves_its_key_as_it_is() {
    let (state, charge) = charge();
    let decision = decide(&state, &command(charge));
    assert_eq!(decision.writes.last(), Some(&begun(&open(1))), "which hangs on no credential");
    assert_eq!(decision.writes.len(), 3);
}

#[test]
fn a_repeated_order_number_is_told_what_became_of_the_first() {
    let table = [
        (Some(Status::Authorising), Refusal::OrderInProgress(Method::Card, ANOTHER)),
        (Some(Status::Reversing), Refusal::OrderInProgress(Method::Card, ANOTHER)),
        (Some(Status::Paid), Refusal::OrderPaid(Method::Card, ANOTHER)),
        (Some(Status::Declined), Refusal::OrderRepeated(Method::Card, ANOTHER)),
        (Some(Status::Reversed), Refusal::OrderRepeated(Method::Card, ANOTHER)),
        (Some(Status::Authenticated), Refusal::OrderRepeated(Method::Card, ANOTHER)),
        (None, Refusal::OrderRepeated(Method::Card, ANOTHER)),
    ];
    for (status, expected) in table {
        let state = State { claimant: held(status), ..State::default() };
        assert_eq!(refusal(&decide(&state, &command(by_api()))), Some(expected), "{status:?}");
    }
}

#[test]
fn each_kind_of_thing_takes_its_number_by_the_write_that_guards_it() {
    let drawn = |kind| TradeId::draw(NOW, 0, kind, 1);
    let payment = domain::payment::Payment { id: drawn(NumberKind::Payment), ..payment(Status::Authorising) };
    assert_eq!(new_row(payment).number(), Some(drawn(NumberKind::Payment)));
    let cancel = Operation { trade: drawn(NumberKind::Cancel), ..open(2) };
    assert_eq!(begun(&cancel).number(), Some(drawn(NumberKind::Cancel)));
    assert_eq!(begun(&open(1)).number(), None, "an operation under its payment's number takes none");
    let other = drawn(NumberKind::Other);
    assert_eq!(Write::Number(other).number(), Some(other));
    assert_eq!(Write::Claim(claim(ClaimKind::DeleteKey), other).number(), None, "a claim only names it");
}
