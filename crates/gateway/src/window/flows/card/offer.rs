//! What a card window offers: issuers, instalments, and which numbers are whose.

use domain::Currency;
use protocol::pg::card::{ISSUERS, Issuer};

use super::{Here, views};

/// The issuers take instalments from so much up.
const LEAST_WON_IN_INSTALMENTS: i64 = 50_000;
const MOST_MONTHS: u8 = 12;

impl Here<'_> {
    /// The issuers on offer: one if the merchant wants it so (PG 6.2 `cardGb`).
    pub(super) fn issuers(&self) -> Vec<&'static Issuer> {
        let offered = |issuer: &&Issuer| match self.wishes.issuer.as_deref() {
            Some(code) => issuer.code == code,
            None => !issuer.wallet,
        };
        ISSUERS.iter().filter(offered).collect()
    }

    /// An issuer on offer.
    pub(super) fn issuer(&self, code: &str) -> Option<&'static Issuer> {
        self.issuers().into_iter().find(|issuer| issuer.code == code)
    }

    pub(super) fn may_change_issuer(&self) -> bool {
        self.wishes.issuer.is_none()
    }

    /// The months on offer, 0 being at once. The merchant's wish fixes them if it is among them (PG 6.2 `instmtMon`).
    pub(super) fn instalments(&self) -> Vec<u8> {
        let amount = self.window.opened.amount;
        let many = amount.currency() == Currency::Krw && amount.minor() >= LEAST_WON_IN_INSTALMENTS;
        let most = if many { MOST_MONTHS } else { 0 };
        let offered: Vec<u8> = (0..=most).filter(|months| *months != 1).collect();
        match self.wishes.instalments {
            Some(months) if self.wishes.direct || offered.contains(&months) => vec![months],
            _ => offered,
        }
    }

    /// First digits that are known to be another issuer's, with its name.
    pub(super) fn ranges_of_others(&self, chosen: &Issuer) -> Vec<(String, &'static str)> {
        let language = self.language();
        let ranges = self.engine().card_ranges().into_iter();
        ranges
            .filter(|range| range.issuer != chosen.code)
            .filter_map(|range| Some((range.first_digits, views::name(Issuer::of(&range.issuer)?, language))))
            .collect()
    }
}
