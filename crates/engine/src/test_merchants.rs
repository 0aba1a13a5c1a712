//! The merchants that every test environment has from its first start, with the published test keys.

use domain::merchant::{CardContract, CardFlow, Charset, Merchant, OrderNumbers};
use domain::tax::Taxation;
use domain::{Currency, MerchantId};
use store::{MerchantRecord, Store, StoreError};
use zeroize::Zeroizing;

/// PG 5.2: the AES key of the test environment.
pub(crate) const CIPHER_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
/// PG 5.4: the hash key of the test environment.
pub(crate) const HASH_KEY: &str = "ST1009281328226982205";

struct Row(&'static str, Option<CardFlow>, Currency, &'static [Service]);

#[derive(PartialEq)]
enum Service {
    DeferredCapture,
    BillingKeys,
}

use CardFlow::{Authenticated, Legacy, Unauthenticated};
use Currency::{Krw, Usd};
use Service::{BillingKeys, DeferredCapture};

/// What an id turns on. Merchants of methods that aren't cards can be asked after, and no more.
const MERCHANTS: &[Row] = &[
    Row("nxca_jt_il", Some(Authenticated), Krw, &[]),
    Row("nxca_jt_bi", Some(Unauthenticated), Krw, &[BillingKeys]),
    Row("nxca_ks_gu", Some(Legacy), Krw, &[BillingKeys]),
    Row("nxca_jt_gu", Some(Legacy), Krw, &[]),
    Row("nxca_jt_hd", Some(Authenticated), Krw, &[DeferredCapture]),
    Row("nxca_ab_il", Some(Authenticated), Usd, &[]),
    Row("nxca_ab_bi", Some(Unauthenticated), Usd, &[BillingKeys]),
    Row("nx_mid_il", None, Krw, &[]),
    Row("nx_mid_hd", None, Krw, &[]),
    Row("nxva_sb_il", None, Krw, &[]),
    Row("nxva_fix", None, Krw, &[]),
    Row("nxva_fix2", None, Krw, &[]),
    Row("nxhp_pl_il", None, Krw, &[]),
    Row("nxhp_sb_il", None, Krw, &[]),
    Row("nxhp_pl_hd", None, Krw, &[]),
    Row("nxhp_sb_hd", None, Krw, &[]),
    Row("nxhp_pl_ma", None, Krw, &[]),
    Row("nxhp_sb_ma", None, Krw, &[]),
    Row("nxpt_kt_il", None, Krw, &[]),
    Row("hecto_test", None, Krw, &[]),
];

/// Adds the merchants that aren't there yet; those that are keep their settings.
pub(crate) async fn put_missing(store: &dyn Store) -> Result<(), StoreError> {
    let present = store.merchants().await?;
    let missing =
        MERCHANTS.iter().filter(|row| !present.iter().any(|there| there.merchant.id.as_str() == row.0));
    for record in missing.filter_map(record) {
        store.put_merchant(record).await?;
    }
    Ok(())
}

fn record(Row(id, flow, currency, services): &Row) -> Option<MerchantRecord> {
    let contract = flow.map(|flow| CardContract {
        flow,
        deferred_capture: services.contains(&DeferredCapture),
        billing_keys: services.contains(&BillingKeys),
    });
    let merchant = Merchant {
        id: MerchantId::new(id)?,
        name: format!("테스트상점 {id}"),
        currency: *currency,
        taxation: Taxation::Taxable,
        card: contract,
        cancel_notifications: true,
        noti_url: None,
        partial_cancels: true,
        least_amount: 1,
        charset: Charset::Utf8,
        order_numbers: OrderNumbers::Free,
    };
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
