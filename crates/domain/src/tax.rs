//! What of an amount is supply, VAT, free of tax, and service charge.

use serde::{Deserialize, Serialize};

use crate::{Money, Refusal};

/// How a merchant's goods are taxed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taxation {
    /// Supply and VAT.
    #[default]
    Taxable,
    /// No VAT.
    Exempt,
    /// Some of each, as the request says.
    Mixed,
}

/// The parts of an amount, in its minor units. They add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxParts {
    /// Supply value that bears VAT.
    pub supply: i64,
    /// VAT.
    pub vat: i64,
    /// Free of tax.
    pub tax_free: i64,
    /// Service charge.
    pub service: i64,
}

/// Parts as a request names them; what it leaves out is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedParts {
    /// Supply value that bears VAT.
    pub supply: Option<i64>,
    /// VAT.
    pub vat: Option<i64>,
    /// Free of tax.
    pub tax_free: Option<i64>,
    /// Service charge.
    pub service: Option<i64>,
}

impl NamedParts {
    /// Whether the request says how the amount is taxed; a service charge alone doesn't.
    fn say_taxation(self) -> bool {
        self.supply.is_some() || self.vat.is_some() || self.tax_free.is_some()
    }

    fn parts(self) -> TaxParts {
        TaxParts {
            supply: self.supply.unwrap_or(0),
            vat: self.vat.unwrap_or(0),
            tax_free: self.tax_free.unwrap_or(0),
            service: self.service.unwrap_or(0),
        }
    }
}

impl TaxParts {
    /// The sum, unless it overflows.
    pub fn sum(self) -> Option<i64> {
        self.supply.checked_add(self.vat)?.checked_add(self.tax_free)?.checked_add(self.service)
    }

    /// VAT is a part of the supply's value, and what is exempt bears none.
    fn are_possible(self, taxation: Taxation) -> bool {
        match taxation {
            Taxation::Exempt => self.supply == 0 && self.vat == 0,
            Taxation::Taxable | Taxation::Mixed => self.vat <= self.supply,
        }
    }

    /// What can be the main part first: supply, tax-free; then VAT and service charge.
    fn in_order(self) -> [i64; 4] {
        [self.supply, self.tax_free, self.vat, self.service]
    }

    /// Part by part, what is left after `other`; `None` if any part would be negative.
    pub fn minus(self, other: Self) -> Option<Self> {
        let part = |a: i64, b: i64| a.checked_sub(b).filter(|rest| *rest >= 0);
        Some(Self {
            supply: part(self.supply, other.supply)?,
            vat: part(self.vat, other.vat)?,
            tax_free: part(self.tax_free, other.tax_free)?,
            service: part(self.service, other.service)?,
        })
    }
}

/// The parts of a payment. Named parts must add up to the amount; otherwise a taxable amount is
/// split to the nearest won (1,000 = 909 + 91).
pub fn of_payment(taxation: Taxation, amount: Money, named: NamedParts) -> Result<TaxParts, Refusal> {
    if taxation == Taxation::Mixed || named.say_taxation() {
        let parts = named.parts();
        let fits = parts.sum() == Some(amount.minor()) && parts.are_possible(taxation);
        return if fits { Ok(parts) } else { Err(Refusal::TaxSplit) };
    }
    let service = named.service.unwrap_or(0);
    let rest = amount.minor().checked_sub(service).and_then(|rest| Money::new(rest, amount.currency()));
    let rest = rest.ok_or(Refusal::TaxSplit)?;
    let (supply, vat) = match taxation {
        Taxation::Exempt => return Ok(TaxParts { tax_free: rest.minor(), service, ..TaxParts::default() }),
        Taxation::Taxable | Taxation::Mixed => rest.supply_and_vat(),
    };
    Ok(TaxParts { supply: supply.minor(), vat: vat.minor(), tax_free: 0, service })
}

/// The parts of a cancel: as named, or else in the payment's own proportion, as the difference of
/// the cumulative figures, so that the parts of all cancels together are those of the payment. All
/// that is left needs no parts, and has those that are left.
pub fn of_cancel(
    taxation: Taxation,
    whole: (i64, TaxParts),
    before: (i64, TaxParts),
    amount: i64,
    named: NamedParts,
) -> Result<TaxParts, Refusal> {
    let left = whole.1.minus(before.1).ok_or(Refusal::TaxSplit)?;
    if left.sum() == Some(amount) && !named.say_taxation() {
        return Ok(left);
    }
    if named.say_taxation() {
        let parts = named.parts();
        let fits = parts.sum() == Some(amount) && left.minus(parts).is_some();
        return if fits { Ok(parts) } else { Err(Refusal::TaxSplit) };
    }
    if taxation == Taxation::Mixed {
        // Which goods came back is the merchant's knowledge; we can't guess the proportion.
        return Err(Refusal::TaxSplit);
    }
    let parts = match named.service {
        None => apportion(taxation, whole, before, amount, left),
        Some(service) => beside_service(taxation, whole, before, amount, left, service),
    };
    parts.ok_or(Refusal::TaxSplit)
}

/// The parts of a cancel that names its service charge alone: the rest is apportioned as if there were none.
fn beside_service(
    taxation: Taxation,
    whole: (i64, TaxParts),
    before: (i64, TaxParts),
    amount: i64,
    left: TaxParts,
    service: i64,
) -> Option<TaxParts> {
    let without = |(total, parts): (i64, TaxParts)| {
        Some((total.checked_sub(parts.service)?, TaxParts { service: 0, ..parts }))
    };
    let rest = amount.checked_sub(service).filter(|rest| *rest >= 0 && service <= left.service)?;
    let parts = match rest {
        0 => TaxParts::default(),
        _ => {
            let left = TaxParts { service: 0, ..left };
            apportion(taxation, without(whole)?, without(before)?, rest, left)?
        }
    };
    Some(TaxParts { service, ..parts })
}

/// Takes from each part its share of the cumulative figure, rounded down, and what rounding leaves
/// from the main part, then from whichever still has room. `left` holds at least `amount`.
fn apportion(
    taxation: Taxation,
    whole: (i64, TaxParts),
    before: (i64, TaxParts),
    amount: i64,
    left: TaxParts,
) -> Option<TaxParts> {
    let after = before.0.checked_add(amount)?;
    let main = usize::from(taxation == Taxation::Exempt);
    let (whole_parts, before_parts, left) = (whole.1.in_order(), before.1.in_order(), left.in_order());
    let mut taken = [0_i64; 4];
    let mut rest = amount;
    for part in (0..4).filter(|part| *part != main) {
        let due = share(*whole_parts.get(part)?, after, whole.0)?.checked_sub(*before_parts.get(part)?)?;
        let due = due.clamp(0, rest);
        *taken.get_mut(part)? = due;
        rest = rest.checked_sub(due)?;
    }
    for part in [main, 0, 1, 2, 3] {
        let room = left.get(part)?.checked_sub(*taken.get(part)?)?;
        let more = rest.min(room);
        *taken.get_mut(part)? = taken.get(part)?.checked_add(more)?;
        rest = rest.checked_sub(more)?;
    }
    let [supply, tax_free, vat, service] = taken;
    (rest == 0).then_some(TaxParts { supply, vat, tax_free, service })
}

/// `amount * part / whole`, rounded down.
fn share(amount: i64, part: i64, whole: i64) -> Option<i64> {
    let product = i128::from(amount).checked_mul(part.into())?;
    i64::try_from(product.checked_div(whole.into())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use proptest::prelude::*;

    fn won(minor: i64) -> Money {
        Money::new(minor, Currency::Krw).expect("not negative")
    }

    fn parts(supply: i64, vat: i64, tax_free: i64, service: i64) -> TaxParts {
        TaxParts { supply, vat, tax_free, service }
    }

    fn named(supply: i64, vat: i64, tax_free: i64) -> NamedParts {
        NamedParts { supply: Some(supply), vat: Some(vat), tax_free: Some(tax_free), service: None }
    }

    #[test]
    fn splits_a_taxable_amount() {
        assert_eq!(
            of_payment(Taxation::Taxable, won(1_000), NamedParts::default()),
            Ok(parts(909, 91, 0, 0))
        );
        assert_eq!(
            of_payment(Taxation::Exempt, won(1_000), NamedParts::default()),
            Ok(parts(0, 0, 1_000, 0))
        );
    }

    #[test]
    fn refuses_mixed_parts_that_do_not_add_up() {
        assert_eq!(of_payment(Taxation::Mixed, won(1_000), named(500, 50, 450)), Ok(parts(500, 50, 450, 0)));
        assert_eq!(of_payment(Taxation::Mixed, won(1_000), named(500, 50, 451)), Err(Refusal::TaxSplit));
        assert_eq!(of_payment(Taxation::Mixed, won(1_000), NamedParts::default()), Err(Refusal::TaxSplit));
        let overflow = named(i64::MAX, i64::MAX, 2);
        assert_eq!(of_payment(Taxation::Mixed, won(1_000), overflow), Err(Refusal::TaxSplit));
    }

    #[test]
    fn refuses_vat_on_what_is_exempt_and_vat_alone() {
        let refused = Err(Refusal::TaxSplit);
        assert_eq!(of_payment(Taxation::Exempt, won(1_000), named(909, 91, 0)), refused);
        assert_eq!(of_payment(Taxation::Exempt, won(1_000), named(0, 91, 909)), refused);
        assert_eq!(of_payment(Taxation::Exempt, won(1_000), named(0, 0, 1_000)), Ok(parts(0, 0, 1_000, 0)));
        for taxation in [Taxation::Taxable, Taxation::Mixed] {
            assert_eq!(of_payment(taxation, won(1_000), named(0, 1_000, 0)), refused, "{taxation:?}");
            assert_eq!(of_payment(taxation, won(1_000), named(0, 91, 909)), refused, "{taxation:?}");
        }
    }

    #[test]
    fn a_part_of_a_mixed_payment_is_paid_back_as_named_only() {
        let whole = (1_000, parts(500, 50, 450, 0));
        let none = (0, TaxParts::default());
        let cancel = |amount, named| of_cancel(Taxation::Mixed, whole, none, amount, named);
        assert_eq!(cancel(450, named(0, 0, 450)), Ok(parts(0, 0, 450, 0)));
        assert_eq!(cancel(451, named(0, 0, 451)), Err(Refusal::TaxSplit), "more tax-free than was paid");
        assert_eq!(cancel(300, NamedParts::default()), Err(Refusal::TaxSplit), "no parts named");
        assert_eq!(cancel(1_000, NamedParts::default()), Ok(whole.1), "all of it needs no parts");
    }

    #[test]
    fn rounding_never_makes_a_small_cancel_impossible() {
        let whole = (1_000, parts(909, 91, 0, 0));
        let first = of_cancel(Taxation::Taxable, whole, (0, TaxParts::default()), 10, NamedParts::default());
        assert_eq!(first, Ok(parts(10, 0, 0, 0)));
        let second = of_cancel(Taxation::Taxable, whole, (10, parts(10, 0, 0, 0)), 1, NamedParts::default());
        assert_eq!(second, Ok(parts(0, 1, 0, 0)));
    }

    proptest! {
        #[test]
        fn cancels_together_have_the_parts_of_the_payment(
            cuts in prop::collection::vec(1..40_i64, 1..60),
            exempt: bool,
            service in prop::option::of(0..20_i64),
        ) {
            let taxation = if exempt { Taxation::Exempt } else { Taxation::Taxable };
            let total: i64 = cuts.iter().sum::<i64>() + 20;
            let cuts = cuts.into_iter().chain([20]);
            let named = NamedParts { service, ..NamedParts::default() };
            let whole = (total, of_payment(taxation, won(total), named).expect("splits"));
            let mut before = (0, TaxParts::default());
            for cut in cuts {
                let of_cut = of_cancel(taxation, whole, before, cut, NamedParts::default()).expect("splits");
                prop_assert_eq!(of_cut.sum(), Some(cut));
                before = (before.0 + cut, TaxParts {
                    supply: before.1.supply + of_cut.supply,
                    vat: before.1.vat + of_cut.vat,
                    tax_free: before.1.tax_free + of_cut.tax_free,
                    service: before.1.service + of_cut.service,
                });
            }
            prop_assert_eq!(before, whole);
        }
    }
}
