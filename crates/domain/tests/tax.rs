//! Tax parts where merchants name them and where they don't, in turns.

use domain::tax::{NamedParts, TaxParts, Taxation, of_cancel, of_payment};
use domain::{Currency, Money, Refusal};
use proptest::prelude::*;

const NOTHING: NamedParts = NamedParts { supply: None, vat: None, tax_free: None, service: None };

fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn parts(supply: i64, vat: i64, tax_free: i64, service: i64) -> TaxParts {
    TaxParts { supply, vat, tax_free, service }
}

fn named(parts: TaxParts) -> NamedParts {
    let TaxParts { supply, vat, tax_free, service } = parts;
    NamedParts { supply: Some(supply), vat: Some(vat), tax_free: Some(tax_free), service: Some(service) }
}

fn plus(a: TaxParts, b: TaxParts) -> TaxParts {
    parts(a.supply + b.supply, a.vat + b.vat, a.tax_free + b.tax_free, a.service + b.service)
}

#[test]
fn a_service_charge_alone_leaves_the_split_to_us() {
    let service = NamedParts { service: Some(100), ..NOTHING };
    assert_eq!(of_payment(Taxation::Taxable, won(1_200), service), Ok(parts(1_000, 100, 0, 100)));
    assert_eq!(of_payment(Taxation::Exempt, won(1_200), service), Ok(parts(0, 0, 1_100, 100)));
    assert_eq!(of_payment(Taxation::Mixed, won(1_200), service), Err(Refusal::TaxSplit));
    assert_eq!(of_payment(Taxation::Taxable, won(99), service), Err(Refusal::TaxSplit), "more than all");
}

#[test]
fn what_a_request_names_is_taken_as_it_is() {
    let vat_alone = NamedParts { vat: Some(91), ..NOTHING };
    assert_eq!(of_payment(Taxation::Taxable, won(1_000), vat_alone), Err(Refusal::TaxSplit));
    let without_vat = NamedParts { supply: Some(1_000), ..NOTHING };
    assert_eq!(of_payment(Taxation::Taxable, won(1_000), without_vat), Ok(parts(1_000, 0, 0, 0)));
}

#[test]
fn cents_are_split_like_won() {
    let cents = Money::new(1_000, Currency::Usd).expect("not negative");
    assert_eq!(of_payment(Taxation::Taxable, cents, NOTHING), Ok(parts(909, 91, 0, 0)));
}

#[test]
fn a_cancel_never_names_more_of_a_part_than_is_left() {
    let whole = (1_000, parts(909, 91, 0, 0));
    let before = (100, parts(50, 50, 0, 0));
    let cancel = |amount, named| of_cancel(Taxation::Taxable, whole, before, amount, named);
    assert_eq!(cancel(41, named(parts(0, 41, 0, 0))), Ok(parts(0, 41, 0, 0)));
    assert_eq!(cancel(42, named(parts(0, 42, 0, 0))), Err(Refusal::TaxSplit));
    assert_eq!(cancel(900, named(parts(860, 40, 0, 0))), Err(Refusal::TaxSplit));
    assert_eq!(cancel(900, NOTHING), Ok(parts(859, 41, 0, 0)), "the rest is the rest");
    assert_eq!(cancel(42, named(parts(0, 41, 0, 0))), Err(Refusal::TaxSplit), "not the amount");
}

#[test]
fn a_named_cancel_that_took_too_much_vat_is_made_up_for_by_the_next() {
    let whole = (1_000, parts(909, 91, 0, 0));
    let before = (91, parts(0, 91, 0, 0));
    assert_eq!(of_cancel(Taxation::Taxable, whole, before, 100, NOTHING), Ok(parts(100, 0, 0, 0)));
}

#[test]
fn a_service_charge_that_a_cancel_names_alone_is_taken_as_named() {
    let whole = (1_200, parts(1_000, 100, 0, 100));
    let cancel = |before, amount, service| {
        let service = NamedParts { service: Some(service), ..NOTHING };
        of_cancel(Taxation::Taxable, whole, before, amount, service)
    };
    let nothing = (0, TaxParts::default());
    assert_eq!(cancel(nothing, 650, 100), Ok(parts(500, 50, 0, 100)));
    assert_eq!(cancel(nothing, 550, 0), Ok(parts(500, 50, 0, 0)), "none of it");
    assert_eq!(cancel(nothing, 100, 100), Ok(parts(0, 0, 0, 100)), "nothing else");
    assert_eq!(cancel(nothing, 500, 101), Err(Refusal::TaxSplit), "more of it than was paid");
    assert_eq!(cancel(nothing, 50, 60), Err(Refusal::TaxSplit), "more than the cancel");
    let before = (650, parts(500, 50, 0, 100));
    assert_eq!(cancel(before, 110, 0), Ok(parts(100, 10, 0, 0)));
    assert_eq!(cancel(before, 110, 1), Err(Refusal::TaxSplit), "it is paid back already");
}

#[test]
fn the_largest_amount_of_the_wire_is_split() {
    let largest = 999_999_999_999;
    let whole = of_payment(Taxation::Taxable, won(largest), NOTHING).expect("splits");
    let none = (0, TaxParts::default());
    let half = of_cancel(Taxation::Taxable, (largest, whole), none, largest / 2, NOTHING).expect("splits");
    assert_eq!(half.sum(), Some(largest / 2));
    assert_eq!(half.vat, 45_454_545_454);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A named cancel takes any part as far as it goes, so that the next unnamed one finds it uneven.
    #[test]
    fn cancels_with_and_without_names_never_take_more_of_a_part_than_was_paid(
        amount in 21..5_000_i64,
        exempt: bool,
        service in prop::option::of(0..20_i64),
        cuts in prop::collection::vec((1..600_i64, prop::option::of(0..4_usize)), 1..40),
    ) {
        let taxation = if exempt { Taxation::Exempt } else { Taxation::Taxable };
        let service = NamedParts { service, ..NOTHING };
        let whole = (amount, of_payment(taxation, won(amount), service).expect("splits"));
        let mut before = (0, TaxParts::default());
        for (cut, greedy) in cuts {
            let left = whole.1.minus(before.1).expect("never more than was paid");
            let cut = cut.min(amount - before.0);
            if cut == 0 {
                break;
            }
            let names = greedy.map_or(NOTHING, |first| named(greedily(left, cut, first)));
            let taken = of_cancel(taxation, whole, before, cut, names).expect("some split fits");
            prop_assert_eq!(taken.sum(), Some(cut));
            prop_assert!([taken.supply, taken.vat, taken.tax_free, taken.service].iter().all(|part| *part >= 0));
            prop_assert!(left.minus(taken).is_some(), "{:?} of {:?}", taken, left);
            before = (before.0 + cut, plus(before.1, taken));
        }
    }
}

/// `amount` taken from the parts of `left`, beginning with the `first`th.
fn greedily(left: TaxParts, amount: i64, first: usize) -> TaxParts {
    let mut rest = amount;
    let mut taken = [0; 4];
    let room = [left.supply, left.vat, left.tax_free, left.service];
    let mut places: Vec<_> = taken.iter_mut().zip(room).collect();
    places.rotate_left(first);
    for (place, room) in places {
        *place = rest.min(room);
        rest -= *place;
    }
    let [supply, vat, tax_free, service] = taken;
    parts(supply, vat, tax_free, service)
}
