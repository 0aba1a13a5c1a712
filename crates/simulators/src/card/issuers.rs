//! The issuers: who issued a card, who acquires it, and what kind of card it is.
//!
//! Codes are the protocol's (PG 41.2, 41.3). What an issuer is called, whoever sends a customer or shows a
//! receipt knows: an institution tells its code. Which acquirer stands behind an issuer
//! without a network of its own, and the first six digits, are the sandbox's choice: real ranges
//! change by the month. Only `949019` is the documents' own example.

use institutions::domain::InstitutionId;
use institutions::domain::facts::CardFacts;

/// A card issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// Its code on the wire.
    pub code: &'static str,
    /// The code of its acquirer.
    pub acquirer: &'static str,
    /// What its cards are called, before the kind: short enough for 20 bytes with it.
    brand: &'static str,
    /// First six digits of its credit cards.
    credit: &'static str,
    /// First six digits of its check cards.
    check: &'static str,
}

/// Every issuer, in the protocol's order.
pub fn issuers() -> &'static [Issuer] {
    &ISSUERS
}

static ISSUERS: [Issuer; 25] = [
    issuer("BCC", "01", "비씨", "940000", "940100"),
    issuer("KBC", "02", "국민", "940001", "940101"),
    issuer("HNC", "03", "하나", "940002", "940102"),
    issuer("SSC", "04", "삼성", "940003", "940103"),
    issuer("SHN", "05", "신한", "940004", "940104"),
    issuer("WRI", "11", "우리", "940005", "940105"),
    issuer("HDC", "08", "현대", "940006", "940106"),
    issuer("LTC", "09", "롯데", "940007", "940107"),
    issuer("007", "01", "수협", "940008", "940108"),
    issuer("NHC", "15", "NH", "940009", "949019"),
    issuer("035", "05", "제주", "940010", "940110"),
    issuer("034", "01", "광주", "940011", "940111"),
    issuer("037", "01", "전북", "940012", "940112"),
    issuer("027", "01", "시티", "940013", "940113"),
    issuer("218", "02", "KB증권", "940014", "940114"),
    issuer("050", "01", "저축은행", "940015", "940115"),
    issuer("071", "01", "우체국", "940016", "940116"),
    issuer("048", "01", "신협", "940017", "940117"),
    issuer("002", "01", "산업", "940018", "940118"),
    issuer("090", "02", "카카오", "940019", "940119"),
    issuer("089", "01", "케이", "940020", "940120"),
    issuer("KBP", "02", "KBPay", "940021", "940121"),
    issuer("SSP", "04", "삼성페이", "940022", "940122"),
    issuer("1QP", "03", "1QPay", "940023", "940123"),
    issuer("247", "01", "새마을", "940024", "940124"),
];

const fn issuer(
    code: &'static str,
    acquirer: &'static str,
    brand: &'static str,
    credit: &'static str,
    check: &'static str,
) -> Issuer {
    Issuer { code, acquirer, brand, credit, check }
}

impl Issuer {
    /// The issuer of this code.
    pub(super) fn of(code: &str) -> Option<&'static Self> {
        ISSUERS.iter().find(|issuer| issuer.code == code)
    }

    /// The issuer of the card with this number, whole or masked; the first of the list where nobody knows the digits.
    pub(super) fn of_number(number: &str) -> &'static Self {
        let issued = |issuer: &&Self| number.starts_with(issuer.credit) || number.starts_with(issuer.check);
        ISSUERS.iter().find(issued).unwrap_or(&ISSUERS[0])
    }

    /// What the numbers of its cards begin with.
    pub(super) fn ranges(&self) -> [&'static str; 2] {
        [self.credit, self.check]
    }

    /// Its acquirer, as our accounts name it.
    pub(super) fn institution(&self) -> InstitutionId {
        InstitutionId::new(&format!("CA{}", self.acquirer)).expect("an acquirer's code has two digits")
    }

    /// What a merchant may know of a card of this issuer.
    pub(super) fn facts(&self, masked: String, instalments: u8) -> CardFacts {
        let kind = if masked.starts_with(self.check) { "체크" } else { "신용" };
        CardFacts {
            issuer: self.code.to_owned(),
            acquirer: self.acquirer.to_owned(),
            product: format!("{} {kind}", self.brand),
            masked,
            instalments,
            interest_free: false,
        }
    }

    /// The made-up number of the card that a customer carries in this issuer's app; `seed` tells
    /// customers apart.
    pub(super) fn app_card_number(&self, seed: u64) -> String {
        format!("{}{:010}", self.credit, seed % 10_000_000_000)
    }

    /// Where on the colour wheel (0 to 359) its own pages stand: each somewhere else, and neighbours
    /// of the list far apart.
    pub(super) fn hue(&self) -> usize {
        let place = ISSUERS.iter().position(|issuer| issuer.code == self.code).unwrap_or(0);
        place.saturating_mul(137) % 360
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_issuers_share_a_code_a_brand_or_first_digits() {
        let distinct = |of: fn(&Issuer) -> &'static str| ISSUERS.iter().map(of).collect::<HashSet<_>>().len();
        let columns: [fn(&Issuer) -> &'static str; 4] = [|i| i.code, |i| i.brand, |i| i.credit, |i| i.check];
        for of in columns {
            assert_eq!(distinct(of), ISSUERS.len());
        }
        assert!(ISSUERS.iter().all(|issuer| issuer.credit.len() == 6 && issuer.check.len() == 6));
    }

    #[test]
    fn acquirers_are_those_of_the_protocol() {
        let known = ["01", "02", "03", "04", "05", "08", "09", "11", "15"];
        for issuer in issuers() {
            assert!(known.contains(&issuer.acquirer), "{}", issuer.code);
            assert_eq!(issuer.institution().as_str(), format!("CA{}", issuer.acquirer));
        }
    }

    #[test]
    fn knows_the_issuer_by_the_first_digits() {
        let facts = |number: &str| Issuer::of_number(number).facts(number.to_owned(), 0);
        let nh = facts("9490191234560402");
        assert_eq!((nh.issuer.as_str(), nh.acquirer.as_str(), nh.product.as_str()), ("NHC", "15", "NH 체크"));
        let shinhan = facts("9400041234567890");
        assert_eq!((shinhan.issuer.as_str(), shinhan.product.as_str()), ("SHN", "신한 신용"));
        let unknown = facts("1111222233334444");
        assert_eq!((unknown.issuer.as_str(), unknown.acquirer.as_str()), ("BCC", "01"));
    }

    #[test]
    fn a_product_name_fits_the_wire() {
        for issuer in issuers() {
            let product = issuer.facts(issuer.check.to_owned(), 0).product;
            assert!(product.len() <= 20, "{product}");
        }
    }

    #[test]
    fn an_app_card_is_one_of_its_issuers() {
        for issuer in issuers() {
            let number = issuer.app_card_number(u64::MAX);
            assert_eq!((number.len(), Issuer::of_number(&number)), (16, issuer));
        }
    }

    #[test]
    fn every_issuer_has_a_hue_of_its_own() {
        let hues: HashSet<_> = ISSUERS.iter().map(Issuer::hue).collect();
        assert_eq!(hues.len(), ISSUERS.len());
    }
}
