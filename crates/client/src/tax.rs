//! How a payment or a cancel is taxed.

use protocol::{A, Aes, Won};

/// Taxation. Without one, the merchant's contract decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tax {
    /// 과세.
    Taxable,
    /// 면세.
    Exempt,
    /// 복합과세: the parts must add up to the amount. All in the payment's minor units.
    Mixed { taxable: u64, vat: u64, tax_free: u64, service_charge: u64 },
}

/// The fields that the window, the payments and the cancel share.
#[derive(Debug, Default)]
pub(crate) struct TaxFields {
    pub(crate) tax_type: Option<A<1>>,
    pub(crate) taxable: Option<Aes<Won<12>>>,
    pub(crate) vat: Option<Aes<Won<12>>>,
    pub(crate) tax_free: Option<Aes<Won<12>>>,
    pub(crate) service_charge: Option<Aes<Won<12>>>,
}

impl TaxFields {
    pub(crate) fn of(tax: Option<Tax>) -> Self {
        let only = |code: &str| Self { tax_type: Some(A::from(code)), ..Self::default() };
        let part = |units: u64| Some(Won::new(units).into());
        match tax {
            None => Self::default(),
            Some(Tax::Taxable) => only("N"),
            Some(Tax::Exempt) => only("Y"),
            Some(Tax::Mixed { taxable, vat, tax_free, service_charge }) => Self {
                taxable: part(taxable),
                vat: part(vat),
                tax_free: part(tax_free),
                service_charge: part(service_charge).filter(|_| service_charge > 0),
                ..only("G")
            },
        }
    }
}
