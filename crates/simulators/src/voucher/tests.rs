//! A family that brings rules, magic and a page, and has everything else from the house.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use institutions::away::Means;
use institutions::books::{Books, Deed};
use institutions::card::{Authorisation, CardNetwork};
use institutions::domain::card::{Card, Expiry};
use institutions::domain::time::Moment;
use institutions::domain::{Currency, DeclineCode, TradeId};
use institutions::rail::RefundKind;
use institutions::scenario::{Outcome, Scenario, Stage};
use tower::ServiceExt;

use super::*;
use crate::card::CardSimulator;

const ISSUER: &str = "CG01";

async fn vouchers(balances: &'static [(&str, i64)]) -> VoucherSimulator {
    let simulator = VoucherSimulator(Simulation::in_memory(""));
    sold(&simulator, balances).await;
    simulator
}

async fn sold(simulator: &VoucherSimulator, balances: &'static [(&str, i64)]) {
    let written = simulator.0.transact(move |ledger| {
        balances.iter().try_for_each(|(voucher, left)| rules::set_balance(ledger, voucher, *left))
    });
    written.await.expect("written");
}

async fn left(simulator: &VoucherSimulator, voucher: &'static str) -> Option<i64> {
    simulator.0.transact(move |ledger| rules::balance(ledger, voucher)).await.expect("readable")
}

fn id(subject: i64, operation: u16) -> RequestId {
    RequestId { subject: TradeId::from_i64(subject), operation }
}

fn merchant() -> MerchantId {
    MerchantId::new("midvoucher").expect("an id")
}

fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn institution() -> InstitutionId {
    InstitutionId::new(ISSUER).expect("an id")
}

fn asked(id: RequestId) -> Asked {
    Asked { id, institution: institution(), merchant: merchant() }
}

fn redemption(id: RequestId, voucher: &str, amount: i64) -> Redemption {
    let (institution, merchant) = (institution(), merchant());
    Redemption { id, institution, merchant, voucher: voucher.to_owned(), amount: won(amount) }
}

fn refund(id: RequestId, original: RequestId, amount: i64) -> Refund {
    let (institution, merchant, kind) = (institution(), merchant(), RefundKind::Refund);
    Refund { id, original, institution, merchant, amount: won(amount), kind }
}

fn declined(code: DeclineCode) -> Answer<Approval> {
    Answer::Declined(code)
}

async fn is_silent<T>(call: impl Future<Output = T>) -> bool {
    tokio::time::timeout(Duration::from_millis(50), call).await.is_err()
}

#[tokio::test]
async fn pays_as_long_as_the_balance_lasts() {
    let simulator = vouchers(&[("A", 10_000)]).await;
    let first = simulator.redeem(redemption(id(1, 1), "A", 7_000)).await;
    assert!(matches!(&first, Answer::Approved(approval) if approval.approval_no.is_some()));
    assert_eq!(simulator.redeem(redemption(id(1, 1), "A", 7_000)).await, first, "a repetition pays nothing");
    assert_eq!(simulator.redeem(redemption(id(2, 1), "A", 3_001)).await, declined(rules::OVER_BALANCE));
    assert_eq!(simulator.redeem(redemption(id(3, 1), "B", 1)).await, declined(rules::UNKNOWN_VOUCHER));
    assert_eq!(left(&simulator, "A").await, Some(3_000));
}

#[tokio::test]
async fn a_refund_and_a_reversal_put_the_money_back_once() {
    let simulator = vouchers(&[("A", 10_000)]).await;
    simulator.redeem(redemption(id(1, 1), "A", 4_000)).await;
    simulator.redeem(redemption(id(2, 1), "A", 6_000)).await;
    let back = simulator.refund(&refund(id(1, 2), id(1, 1), 1_000)).await;
    assert!(matches!(&back, Answer::Approved(approval) if approval.approval_no.is_some()));
    assert_eq!(simulator.refund(&refund(id(1, 2), id(1, 1), 1_000)).await, back);
    for _ in 0..2 {
        assert_eq!(simulator.reverse(&asked(id(2, 1))).await, Answer::Approved(()));
    }
    assert_eq!(left(&simulator, "A").await, Some(7_000));
    let over = simulator.refund(&refund(id(1, 3), id(1, 1), 3_001)).await;
    assert_eq!(over, declined(rules::OVER_BALANCE));
    assert_eq!(simulator.inquire(&asked(id(2, 1))).await, Answer::Approved(Standing::Reversed));
}

#[tokio::test]
async fn a_tombstone_declines_in_the_familys_own_words() {
    let simulator = vouchers(&[("A", 10_000)]).await;
    simulator.reverse(&asked(id(1, 1))).await;
    assert_eq!(simulator.redeem(redemption(id(1, 1), "A", 1)).await, declined(rules::REVERSED_BEFORE));
    assert_eq!(left(&simulator, "A").await, Some(10_000));
}

#[tokio::test]
async fn obeys_scenarios_and_magic() {
    let simulator = vouchers(&[("A", 10_000), ("LOST", 10_000)]).await;
    assert!(is_silent(simulator.redeem(redemption(id(1, 1), "LOST", 4_000))).await);
    assert_eq!(left(&simulator, "LOST").await, Some(6_000), "paid all the same");

    let (outcome, institution) = (Outcome::Timeout, Some(ISSUER.to_owned()));
    let told = Scenario { merchant: None, institution, outcome, times: None };
    simulator.0.set(told).await.expect("set");
    assert!(is_silent(simulator.redeem(redemption(id(2, 1), "A", 1))).await);
    assert!(is_silent(simulator.inquire(&asked(id(1, 1)))).await);
    assert!(is_silent(simulator.reverse(&asked(id(1, 1)))).await);
}

#[tokio::test]
async fn shares_one_file_and_its_audit_with_the_cards() {
    let folder = tempfile::tempdir().expect("a folder");
    let simulation = Simulation::open(folder.path(), "").expect("books");
    let (cards, vouchers) = (CardSimulator::of(simulation.clone()), VoucherSimulator(simulation.clone()));
    sold(&vouchers, &[("A", 10_000)]).await;
    let card = Card::new("9490191234560402", Expiry::new(40, 12).expect("a month")).expect("a card");
    let payment = Authorisation {
        id: id(1, 1),
        institution: cards.route(&card),
        merchant: merchant(),
        card,
        holder: None,
        amount: won(1_000),
        instalments: 0,
        at: Moment::from_ms(1_800_000_000_000),
    };
    assert!(matches!(cards.authorise(&payment).await, Answer::Approved(_)));
    vouchers.redeem(redemption(id(2, 1), "A", 2_000)).await;
    drop((cards, vouchers, simulation));

    let mut lines = Vec::new();
    let books = Simulation::open_books(folder.path()).expect("readable").expect("books");
    let line = |line: institutions::books::Line| (line.institution.expect("named").to_string(), line.deed);
    books.visit(&mut |read| lines.push(line(read))).expect("readable");
    let expected = [("CA15", Deed::Authorised), (ISSUER, Deed::Authorised)];
    assert_eq!(lines, expected.map(|(institution, deed)| (institution.to_owned(), deed)));
    let again = VoucherSimulator(Simulation::open(folder.path(), "").expect("books"));
    assert_eq!(left(&again, "A").await, Some(8_000));
}

#[tokio::test]
async fn has_a_page_in_the_frame_of_all() {
    let simulator = vouchers(&[]).await;
    let request = AuthenticationRequest {
        reference: "1".to_owned(),
        issuer: ISSUER.to_owned(),
        issuer_name: "Vouchers".to_owned(),
        merchant: merchant(),
        merchant_name: "Shop".to_owned(),
        product: "Book".to_owned(),
        amount: won(1_000),
        means: Means::Card { instalments: 0 },
        return_url: "/window/1".to_owned(),
        language: "en",
    };
    let Answer::Approved(page) = simulator.begin(&request).await else { panic!("a page") };
    let pages = Router::new().nest(page::PATH, page::router(simulator.0.clone()));
    let get = Request::get(&page.url).body(Body::empty()).expect("a request");
    let shown = pages.clone().oneshot(get).await.expect("an answer");
    let html = shown.into_body().collect().await.expect("a body").to_bytes();
    let html = String::from_utf8(html.to_vec()).expect("UTF-8");
    assert!(
        html.contains("SANDBOX · simulated") && html.contains("<title>Vouchers (SANDBOX)</title>"),
        "{html}"
    );

    let post = Request::post(&page.url).body(Body::empty()).expect("a request");
    assert_eq!(pages.oneshot(post).await.expect("an answer").status(), StatusCode::SEE_OTHER);
    let ending = simulator.ending("1").await;
    assert!(matches!(ending, Answer::Approved(proof) if proof.institution == institution()));
}
