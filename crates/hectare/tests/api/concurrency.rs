//! Order numbers, and many requests at once.

use std::collections::BTreeMap;

use testkit::{Gateway, Reply, Request, card_cancel, card_pay};

use crate::{gateway, keyed_in, paid};

/// Sends all of them at the same time.
async fn at_once(gateway: &Gateway, requests: Vec<Request>) -> Vec<Reply> {
    futures_util::future::join_all(requests.iter().map(|request| gateway.call(request))).await
}

fn count(replies: &[Reply]) -> BTreeMap<String, usize> {
    replies.iter().fold(BTreeMap::new(), |mut counts, reply| {
        *counts.entry(reply.code()).or_default() += 1;
        counts
    })
}

#[tokio::test]
async fn a_repeat_of_a_paid_order_is_told_its_number() {
    let gateway = gateway();
    let request = card_pay(&keyed_in());
    let first = gateway.call(&request).await.succeeded();
    let again = gateway.call(&request).await;
    assert_eq!((again.code(), again.trade_no()), ("ST03".to_owned(), first.trade_no()));
    let dearer = gateway.call(&request.with("trdAmt", "2000")).await;
    assert_eq!((dearer.code(), dearer.trade_no()), ("ST03".to_owned(), first.trade_no()));
    assert_eq!(gateway.audit().account("payable:nxca_jt_bi"), (0, 1_000));
}

#[tokio::test]
async fn a_repeat_of_a_declined_order_is_used_up() {
    let gateway = gateway();
    let request = card_pay(&keyed_in());
    let first = gateway.call(&request.clone().with("cardNo", "4000000000000002")).await;
    assert_eq!(first.code(), "CA31");
    let again = gateway.call(&request).await;
    assert_eq!((again.code(), again.trade_no()), ("ST50".to_owned(), first.trade_no()));
}

#[tokio::test]
async fn an_order_number_is_unique_by_day_merchant_and_kind() {
    let gateway = gateway();
    gateway.set_clock("*", "2026-05-05T12:00:00+09:00").await;
    let today = keyed_in().on("20260505", "120000");
    let request = card_pay(&today);
    let order = request.value("mchtTrdNo").to_owned();
    let payment = gateway.call(&request).await.succeeded();
    let tomorrow = card_pay(&keyed_in().on("20260506", "000000")).with("mchtTrdNo", order.as_str());
    gateway.call(&tomorrow).await.succeeded();
    let elsewhere = testkit::Merchant::today("nxca_ks_gu").on("20260505", "120000");
    let elsewhere = card_pay(&elsewhere).with("idntNo", "880101").with("cardPwd", "12");
    gateway.call(&elsewhere.with("mchtTrdNo", order.as_str())).await.succeeded();
    gateway.call(&card_cancel(&today, &payment.trade_no()).with("mchtTrdNo", order)).await.succeeded();
    assert_eq!(gateway.call(&request).await.code(), "ST03");
}

#[tokio::test]
async fn a_repeated_issue_is_told_the_first_ones_number_and_no_key() {
    let gateway = gateway();
    let request = testkit::billing_key_issue(&testkit::Merchant::today("nxca_ks_gu"));
    let first = gateway.call(&request).await.succeeded();
    let again = gateway.call(&request).await;
    assert_eq!((again.code(), again.trade_no()), ("ST50".to_owned(), first.trade_no()));
    assert_eq!(again.field("billKey"), "");
}

#[tokio::test]
async fn of_many_with_one_order_number_exactly_one_pays() {
    let gateway = gateway();
    let request = card_pay(&keyed_in());
    let replies = at_once(&gateway, vec![request; 32]).await;
    let counts = count(&replies);
    assert_eq!(counts.get("0000"), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|code| ["0000", "ST03", "ST38"].contains(&code.as_str())), "{counts:?}");
    let number = replies.iter().find(|reply| reply.code() == "0000").unwrap().trade_no();
    assert!(replies.iter().all(|reply| reply.trade_no() == number), "all are told of the one payment");
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!((audit.operations(), audit.account("payable:nxca_jt_bi")), (1, (0, 1_000)));
}

#[tokio::test]
async fn many_orders_at_once_are_all_paid() {
    let gateway = gateway();
    let replies = at_once(&gateway, (0..200).map(|_| card_pay(&keyed_in())).collect()).await;
    assert_eq!(count(&replies), BTreeMap::from([("0000".to_owned(), 200)]));
    let numbers: std::collections::BTreeSet<_> = replies.iter().map(Reply::trade_no).collect();
    assert_eq!(numbers.len(), 200);
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_bi") == (0, 200_000), "{}", audit.text);
}

#[tokio::test]
async fn cancels_of_one_payment_never_pay_back_more_than_it_took() {
    let gateway = gateway();
    let payment = gateway.call(&card_pay(&keyed_in()).with("trdAmt", "5000")).await.succeeded();
    let cancel = |n: usize| {
        let ordinal = format!("{:03}", n % 10 + 1);
        card_cancel(&keyed_in(), &payment.trade_no()).with("cnclOrd", ordinal)
    };
    let replies = at_once(&gateway, (0..100).map(cancel).collect()).await;
    let counts = count(&replies);
    let known = ["0000", "ST38", "ST56", "ST57", "CA12"];
    assert!(counts.keys().all(|code| known.contains(&code.as_str())), "{counts:?}");
    let cancelled = i64::try_from(counts.get("0000").copied().unwrap_or_default()).unwrap() * 1_000;
    assert!((1_000..=5_000).contains(&cancelled), "{counts:?}");
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (cancelled, 5_000));
}

#[tokio::test]
async fn of_many_full_cancels_exactly_one_pays_back() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let cancels = (0..50).map(|_| card_cancel(&keyed_in(), &payment.trade_no())).collect();
    let counts = count(&at_once(&gateway, cancels).await);
    assert_eq!(counts.get("0000"), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|code| ["0000", "ST38", "CA12"].contains(&code.as_str())), "{counts:?}");
    assert_eq!(gateway.audit().account("payable:nxca_jt_bi"), (1_000, 1_000));
}
