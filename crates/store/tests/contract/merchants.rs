//! Merchants, their keys and their clocks.

use std::collections::BTreeMap;

use store::domain::merchant::{CardContract, CardFlow, Charset, Merchant, OrderNumbers};
use store::domain::tax::Taxation;
use store::domain::{Authorise, Command, Currency, MerchantId, NewPayment};
use store::{MerchantRecord, Store};

use crate::given::{another_merchant, approved, authorise, begin, conclude, merchant, new_payment, standing};

/// A merchant that takes cards.
pub(crate) fn known(id: MerchantId) -> MerchantRecord {
    let card = CardContract { flow: CardFlow::Legacy, deferred_capture: true, billing_keys: true };
    MerchantRecord {
        merchant: Merchant {
            id,
            name: "책방 \"한\"".to_owned(),
            currency: Currency::Krw,
            taxation: Taxation::Mixed,
            card: Some(card),
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

/// Pays an order of the other merchant.
pub(crate) async fn of_another_merchant(store: &dyn Store, number: i64) {
    let mut payment: NewPayment = new_payment(number, "ORDER1");
    payment.claim.merchant = another_merchant();
    let of = authorise(number, "");
    let begun = begin(store, Command::Authorise(Box::new(Authorise { payment, ..of }))).await;
    standing(store, conclude(begun.id, approved())).await;
}

async fn clocks(store: &dyn Store) -> BTreeMap<MerchantId, i64> {
    let merchants = store.merchants().await.expect("reads");
    merchants.iter().map(|record| (record.merchant.id, record.clock_offset_ms)).collect()
}

pub(crate) async fn keys_are_read_back_and_replaced(store: &dyn Store) {
    store.put_merchant(known(merchant())).await.expect("is put");
    let found = store.merchants().await.expect("reads");
    let [record] = found.as_slice() else { unreachable!("one, not {found:?}") };
    assert_eq!(record.merchant, known(merchant()).merchant);
    assert_eq!(record.cipher_key.as_str(), "pgSettle30y739r82jtd709yOfZ2yK5K");
    assert_eq!(record.hash_key.as_str(), "ST1009281328226982205");

    let replaced = MerchantRecord { hash_key: "another".to_owned().into(), ..known(merchant()) };
    store.put_merchant(replaced).await.expect("is replaced");
    let found = store.merchants().await.expect("reads");
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
