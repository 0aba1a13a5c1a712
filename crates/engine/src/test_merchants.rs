//! The merchants that every test environment has from its first start, with the published test keys.

use std::collections::BTreeMap;

use domain::merchant::{CardContract, CardFlow, Contract, Merchant, TaxRule, TransferContract};
use domain::tax::Taxation;
use domain::{Currency, MerchantId, Method};
use futures_util::future::try_join_all;
use store::{MerchantRecord, Store, StoreError};
use zeroize::Zeroizing;

/// PG 5.2: the AES key of the test environment.
pub(crate) const CIPHER_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
/// PG 5.4: the hash key of the test environment.
pub(crate) const HASH_KEY: &str = "ST1009281328226982205";

struct Row(&'static str, Terms, Currency);

/// What an id turns on.
enum Terms {
    /// Cards, with the services beyond paying.
    Cards(CardFlow, &'static [Service]),
    /// Other methods.
    Plain(&'static [Method]),
    /// Methods that are captured later, where they can be.
    Deferred(&'static [Method]),
}

#[derive(PartialEq)]
enum Service {
    DeferredCapture,
    BillingKeys,
}

use CardFlow::{Authenticated, Legacy, Unauthenticated};
use Currency::{Krw, Usd};
use Method::{
    BookVoucher, Carrier, CultureCash, HappyMoney, Points, SmartGift, TeenCash, Tmoney, Transfer,
    VirtualAccount, Wallet,
};
use Service::{BillingKeys, DeferredCapture};
use Terms::{Cards, Deferred, Plain};

const MID: &[Method] =
    &[Transfer, VirtualAccount, TeenCash, HappyMoney, CultureCash, SmartGift, BookVoucher, Tmoney];

const MERCHANTS: &[Row] = &[
    Row("nxca_jt_il", Cards(Authenticated, &[]), Krw),
    Row("nxca_jt_bi", Cards(Unauthenticated, &[BillingKeys]), Krw),
    Row("nxca_ks_gu", Cards(Legacy, &[BillingKeys]), Krw),
    Row("nxca_jt_gu", Cards(Legacy, &[]), Krw),
    Row("nxca_jt_hd", Cards(Authenticated, &[DeferredCapture]), Krw),
    Row("nxca_ab_il", Cards(Authenticated, &[]), Usd),
    Row("nxca_ab_bi", Cards(Unauthenticated, &[BillingKeys]), Usd),
    Row("nx_mid_il", Plain(MID), Krw),
    Row("nx_mid_hd", Deferred(&[Transfer, Wallet]), Krw),
    Row("nxva_sb_il", Plain(&[VirtualAccount]), Krw),
    Row("nxva_fix", Plain(&[VirtualAccount]), Krw),
    Row("nxva_fix2", Plain(&[VirtualAccount]), Krw),
    Row("nxhp_pl_il", Plain(&[Carrier]), Krw),
    Row("nxhp_sb_il", Plain(&[Carrier]), Krw),
    Row("nxhp_pl_hd", Plain(&[Carrier]), Krw),
    Row("nxhp_sb_hd", Plain(&[Carrier]), Krw),
    Row("nxhp_pl_ma", Plain(&[Carrier]), Krw),
    Row("nxhp_sb_ma", Plain(&[Carrier]), Krw),
    Row("nxpt_kt_il", Plain(&[Points]), Krw),
    Row("hecto_test", Plain(&[Wallet]), Krw),
    // Of older samples.
    Row("nxca_payco", Plain(&[Wallet]), Krw),
    Row("nxca_kakao", Plain(&[Wallet]), Krw),
    // Recurring wallets.
    Row("nxkkp_auto", Plain(&[Wallet]), Krw),
    Row("nxkkp_seq", Plain(&[Wallet]), Krw),
    Row("nxnvp_auto", Plain(&[Wallet]), Krw),
];

/// Adds the merchants that aren't there yet; those that are keep their settings.
pub(crate) async fn put_missing(store: &dyn Store) -> Result<(), StoreError> {
    let (_, present) = store.merchants().await?;
    let missing =
        MERCHANTS.iter().filter(|row| !present.iter().any(|there| there.merchant.id.as_str() == row.0));
    // All are asked for before any is waited for: they share a commit or two.
    try_join_all(missing.filter_map(record).map(|record| store.put_merchant(record))).await.map(drop)
}

/// A contract of the test environment: everything that a merchant may want to try is on.
fn test_contract(id: MerchantId, contracts: BTreeMap<Method, Contract>, currency: Currency) -> Merchant {
    Merchant {
        name: format!("테스트상점 {id}"),
        currency,
        taxation: TaxRule::ByRequest(Taxation::Taxable),
        contracts,
        cancel_notifications: true,
        ..Merchant::new(id)
    }
}

fn contracts(terms: &Terms) -> BTreeMap<Method, Contract> {
    match terms {
        Cards(flow, services) => {
            let card = CardContract {
                flow: *flow,
                deferred_capture: services.contains(&DeferredCapture),
                billing_keys: services.contains(&BillingKeys),
            };
            BTreeMap::from([(Method::Card, Contract::Card(card))])
        }
        Plain(methods) => methods.iter().map(|method| (*method, Contract::Plain)).collect(),
        Deferred(methods) => methods.iter().map(|method| (*method, deferred(*method))).collect(),
    }
}

fn deferred(method: Method) -> Contract {
    match method {
        Transfer => Contract::Transfer(TransferContract { deferred_capture: true }),
        _ => Contract::Plain,
    }
}

fn record(Row(id, terms, currency): &Row) -> Option<MerchantRecord> {
    let merchant = test_contract(MerchantId::new(id)?, contracts(terms), *currency);
    Some(MerchantRecord {
        merchant,
        cipher_key: Zeroizing::new(CIPHER_KEY.to_owned()),
        hash_key: Zeroizing::new(HASH_KEY.to_owned()),
        clock_offset_ms: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_makes_a_merchant() {
        assert!(MERCHANTS.iter().all(|row| record(row).is_some()));
    }
}
