//! Merchants, their keys and their clocks.

use std::collections::BTreeMap;

use store::domain::merchant::{CardContract, CardFlow, Charset, Contract, Merchant, OrderNumbers, TaxRule};
use store::domain::tax::Taxation;
use store::domain::{Currency, MerchantId, Method};
use store::{MerchantRecord, Store};

use crate::given::{another_merchant, merchant};

/// A merchant that takes cards.
pub(crate) fn known(id: MerchantId) -> MerchantRecord {
    let card = CardContract { flow: CardFlow::Legacy, deferred_capture: true, billing_keys: true };
    MerchantRecord {
        merchant: Merchant {
            id,
            name: "책방 \"한\"".to_owned(),
            currency: Currency::Krw,
            taxation: TaxRule::ByRequest(Taxation::Mixed),
            contracts: [(Method::Card, Contract::Card(card)), (Method::Tmoney, Contract::Plain)].into(),
            cancel_notifications: true,
            noti_url: Some("http://127.0.0.1:9000/noti".to_owned()),
            partial_cancels: false,
            least_amount: 100,
            charset: Charset::EucKr,
            order_numbers: OrderNumbers::Length(20),
        },
        cipher_key: "pgSettle30y739r82jtd709yOfZ2yK5K".to_owned().into(),
        hash_key: "ST1009281328226982205".to_owned().into(),
        clock_offset_ms: 0,
    }
}

async fn merchants(store: &dyn Store) -> Vec<MerchantRecord> {
    store.merchants().await.expect("reads").1
}

async fn clocks(store: &dyn Store) -> BTreeMap<MerchantId, i64> {
    merchants(store).await.iter().map(|record| (record.merchant.id, record.clock_offset_ms)).collect()
}

pub(crate) async fn keys_are_read_back_and_replaced(store: &dyn Store) {
    store.put_merchant(known(merchant())).await.expect("is put");
    let found = merchants(store).await;
    let [record] = found.as_slice() else { unreachable!("one, not {found:?}") };
    assert_eq!(record.merchant, known(merchant()).merchant);
    assert_eq!(record.cipher_key.as_str(), "pgSettle30y739r82jtd709yOfZ2yK5K");
    assert_eq!(record.hash_key.as_str(), "ST1009281328226982205");

    let replaced = MerchantRecord { hash_key: "another".to_owned().into(), ..known(merchant()) };
    store.put_merchant(replaced).await.expect("is replaced");
    let found = merchants(store).await;
    assert_eq!(found.iter().map(|record| record.hash_key.as_str()).collect::<Vec<_>>(), ["another"]);
}

pub(crate) async fn a_replaced_merchant_keeps_its_clock(store: &dyn Store) {
    let ahead = MerchantRecord { clock_offset_ms: 7_000, ..known(merchant()) };
    store.put_merchant(ahead).await.expect("is put");
    store.put_merchant(known(merchant())).await.expect("is replaced");
    assert_eq!(clocks(store).await, [(merchant(), 7_000)].into());
}

pub(crate) async fn clocks_move_alone_or_all_together(store: &dyn Store) {
    for id in [merchant(), another_merchant()] {
        store.put_merchant(known(id)).await.expect("is put");
    }
    store.move_clock(Some(merchant()), 5_000).await.expect("moves");
    assert_eq!(clocks(store).await, [(merchant(), 5_000), (another_merchant(), 0)].into());
    store.move_clock(None, -9_000).await.expect("moves");
    assert_eq!(clocks(store).await, [(merchant(), -9_000), (another_merchant(), -9_000)].into());
}

/// Whoever keeps a copy of the merchants knows by this whether it is stale.
pub(crate) async fn each_change_of_merchants_is_a_generation(store: &dyn Store) {
    let mut before = store.generation().await.expect("reads");
    assert_eq!(store.merchants().await.expect("reads").0, before);
    for change in 0..4 {
        match change {
            0 | 1 => store.put_merchant(known(merchant())).await.expect("is put"),
            2 => store.move_clock(Some(merchant()), 5_000).await.expect("moves"),
            _ => store.move_clock(None, 0).await.expect("moves"),
        }
        let after = store.generation().await.expect("reads");
        assert_eq!(after, before + 1);
        assert_eq!(store.merchants().await.expect("reads").0, after, "a copy knows of which it is");
        before = after;
    }
    crate::given::paid(store, 1, "ORDER1").await;
    assert_eq!(store.generation().await, Ok(before), "payments change no merchant");
}
