//! A card window over bare HTTP, as browsers with several tabs, a back button and a customer in a hurry
//! make use of it: what was handed over to the merchant stays true. PG 2, 6.

mod language;
mod log;
mod merchants_page;
mod openings;
mod unreadable;

use std::collections::BTreeMap;

use futures_util::future::join;
use serde_json::json;
use testkit::{Gateway, Keys, Reply, Request, card_window};

use crate::{gateway, keyed_in};

const PATH: &str = "/card/main.do";
const FORM: &str = "application/x-www-form-urlencoded";
const NEXT: &str = "http://127.0.0.1:9/next";
const LEAVE: &str = "http://127.0.0.1:9/canc";

const ISSUER: &str = "action=issuer&issuer=NHC";
const TERMS: &str = "action=terms&instalment=00&agree=finance&agree=collection&agree=provision";
const GOOD_CARD: &str = "action=pay&card_number=9490191234560402&card_expiry=12%2F35";
const OVER_LIMIT: &str = "action=pay&card_number=4000000000000002&card_expiry=12%2F35";
const RETRY: &str = "action=retry";
const CLOSE: &str = "action=close";

/// An order that its customer chooses an issuer for, and types a card's number.
fn order() -> Request {
    card_window(&keyed_in()).without("cardGb")
}

async fn open(gateway: &Gateway, order: &Request) -> Reply {
    let page = gateway.send("POST", PATH, FORM, order.form()).await;
    assert!(page.status == 200 && page.url.contains("/window/"), "{}", page.text);
    page
}

/// What a browser gets for a form, redirects followed.
struct Browsed {
    status: u16,
    url: String,
    headers: reqwest::header::HeaderMap,
    text: String,
}

impl Browsed {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Posts a form as a browser of this language does; without one, gets the page.
async fn browse(gateway: &Gateway, path: &str, form: &str, language: &str) -> Browsed {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = if path.starts_with('/') { format!("{}{path}", gateway.url()) } else { path.to_owned() };
    let request =
        if form.is_empty() { client.get(url) } else { client.post(url).header("Content-Type", FORM) };
    let request = request.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    let response = request.header("Accept-Language", language).body(form.to_owned()).send().await.unwrap();
    Browsed {
        status: response.status().as_u16(),
        url: response.url().to_string(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

/// What a page's button sends, with the step that the page carries.
async fn press(gateway: &Gateway, page: &Reply, button: &str) -> Reply {
    gateway.send("POST", &page.url, FORM, format!("{button}&step={}", step(page))).await
}

fn step(page: &Reply) -> String {
    let step = page.inputs().remove("step");
    assert!(step.is_some(), "no step: {} {}", page.status, page.text);
    step.unwrap_or_default()
}

/// The same page once more: what the window shows by now.
async fn look(gateway: &Gateway, page: &Reply) -> Reply {
    gateway.get(&page.url).await
}

/// A window at the form for the card's data.
async fn at_card_form(gateway: &Gateway, order: &Request) -> Reply {
    let issuers = open(gateway, order).await;
    let terms = press(gateway, &issuers, ISSUER).await;
    let form = press(gateway, &terms, TERMS).await;
    assert!(form.text.contains("name=\"card_number\""), "{}", form.text);
    form
}

/// A window whose customer reads that the card was declined.
async fn at_decline(gateway: &Gateway, order: &Request) -> Reply {
    let form = at_card_form(gateway, order).await;
    let declined = press(gateway, &form, OVER_LIMIT).await;
    assert!(declined.text.contains("CA31"), "{}", declined.text);
    declined
}

/// What a handover page posts, and where to.
#[derive(Debug, PartialEq, Eq)]
struct Handover {
    url: String,
    fields: BTreeMap<String, String>,
}

impl Handover {
    fn of(page: &Reply) -> Self {
        let form = page.text.split_once("<form method=\"post\" action=\"").map(|(_, rest)| rest);
        let url = form.and_then(|rest| rest.split_once("\" id=\"handover\"")).map(|(url, _)| url);
        assert!(url.is_some(), "no handover: {} {}", page.status, page.text);
        Self { url: url.unwrap_or_default().to_owned(), fields: page.inputs() }
    }

    /// Where it goes, `outStatCd` and `outRsltCd`.
    fn gist(&self) -> (&str, &str, &str) {
        (&self.url, &self.fields["outStatCd"], &self.fields["outRsltCd"])
    }
}

async fn close(gateway: &Gateway, page: &Reply) -> Handover {
    Handover::of(&press(gateway, page, CLOSE).await)
}

/// Whatever a customer presses, on an old page or on a fresh one: the window shows the same, no step is
/// taken, nobody is asked for money, and Close hands over the same.
async fn is_final(gateway: &Gateway, old: &[&Reply], handed_over: &Handover) {
    let operations = gateway.audit().operations();
    let shown = look(gateway, old[0]).await;
    for page in old.iter().copied().chain([&shown]) {
        for button in [RETRY, ISSUER, TERMS, GOOD_CARD, OVER_LIMIT] {
            let answer = press(gateway, page, button).await;
            assert_eq!((answer.status, step(&answer)), (200, step(&shown)), "{button}");
            assert!(answer.text.contains("class=\"outcome "), "{button}: {}", answer.text);
            assert!(!answer.text.contains("value=\"retry\""), "{button}: {}", answer.text);
            assert_eq!(gateway.audit().operations(), operations, "{button}");
        }
        assert_eq!(&close(gateway, page).await, handed_over);
    }
    assert_eq!(step(&look(gateway, old[0]).await), step(&shown));
}

#[tokio::test]
async fn a_decline_may_be_followed_by_another_card() {
    let gateway = gateway();
    let declined = at_decline(&gateway, &order()).await;
    assert!(declined.text.contains("value=\"retry\"") && declined.text.contains("다른 카드로 결제"));
    let issuers = press(&gateway, &declined, RETRY).await;
    let terms = press(&gateway, &issuers, ISSUER).await;
    let form = press(&gateway, &terms, TERMS).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
    let audit = gateway.audit();
    assert!(audit.right && audit.operations() == 2, "{}", audit.text);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (0, 1_000));
}

#[tokio::test]
async fn a_decline_that_was_handed_over_is_final() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    let declined = press(&gateway, &form, OVER_LIMIT).await;
    let handover = close(&gateway, &declined).await;
    assert_eq!(handover.gist(), (NEXT, "0031", "CA31"));
    assert_eq!(handover.fields["mchtTrdNo"], order.value("mchtTrdNo"));
    assert_eq!(handover.fields["trdNo"].len(), 40);
    is_final(&gateway, &[&declined, &form], &handover).await;
    let audit = gateway.audit();
    assert!(audit.right && audit.operations() == 1, "{}", audit.text);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (0, 0));
}

#[tokio::test]
async fn an_order_whose_decline_was_handed_over_may_have_another_window() {
    let gateway = gateway();
    let order = order();
    let declined = at_decline(&gateway, &order).await;
    let handover = close(&gateway, &declined).await;
    let form = at_card_form(&gateway, &order).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
    is_final(&gateway, &[&declined], &handover).await;
}

#[tokio::test]
async fn leaving_in_one_tab_ends_what_another_tab_tries_again() {
    let gateway = gateway();
    let declined = at_decline(&gateway, &order()).await;
    let issuers = press(&gateway, &declined, RETRY).await;
    let terms = press(&gateway, &issuers, ISSUER).await;
    let form = press(&gateway, &terms, TERMS).await;
    assert_eq!(close(&gateway, &declined).await.gist(), (LEAVE, "0031", "0009"));
    assert_eq!(press(&gateway, &form, GOOD_CARD).await.status, 410);
    assert_eq!(gateway.audit().operations(), 1);
}

#[tokio::test]
async fn a_payment_is_handed_over_as_often_as_it_is_asked_for() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    let handover = close(&gateway, &paid).await;
    assert_eq!(handover.gist(), (NEXT, "0021", "0000"));
    assert_eq!(Keys::TEST.open(&handover.fields["trdAmt"]).unwrap(), "1000");
    is_final(&gateway, &[&paid, &form], &handover).await;
    assert_eq!(gateway.audit().account("payable:nxca_jt_bi"), (0, 1_000));
}

#[tokio::test]
async fn a_refused_window_is_never_revived() {
    let gateway = gateway();
    let order = order();
    let (first, second) = (at_card_form(&gateway, &order).await, at_card_form(&gateway, &order).await);
    press(&gateway, &first, GOOD_CARD).await;
    let refused = press(&gateway, &second, GOOD_CARD).await;
    assert!(refused.text.contains("ST03"), "{}", refused.text);
    let again = press(&gateway, &refused, RETRY).await;
    assert_eq!(step(&again), step(&refused));
    assert!(again.text.contains("ST03"), "{}", again.text);
    let handover = close(&gateway, &refused).await;
    assert_eq!(handover.gist(), (NEXT, "0031", "ST03"));
    is_final(&gateway, &[&refused, &second], &handover).await;
    assert_eq!(gateway.audit().operations(), 1);
}

#[tokio::test]
async fn who_leaves_goes_to_canc_url_and_the_window_is_gone() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    let handover = close(&gateway, &form).await;
    assert_eq!(handover.gist(), (LEAVE, "0031", "0009"));
    assert_eq!(handover.fields["mchtTrdNo"], order.value("mchtTrdNo"));
    assert_eq!(look(&gateway, &form).await.status, 410);
    for button in [ISSUER, TERMS, GOOD_CARD, RETRY, CLOSE] {
        assert_eq!(press(&gateway, &form, button).await.status, 410, "{button}");
        // Nor by a step that no page has shown.
        let next = step(&form).parse::<u32>().unwrap() + 1;
        let forged = gateway.send("POST", &form.url, FORM, format!("{button}&step={next}")).await;
        assert_eq!(forged.status, 410, "{button}");
    }
    assert_eq!(gateway.audit().operations(), 0);
}

/// Whoever comes second is told what the first one did: no merchant hears of leaving and is paid.
#[tokio::test]
async fn of_who_leaves_and_who_pays_one_wins() {
    let gateway = gateway();
    let mut paid = 0;
    for round in 0..20 {
        let form = at_card_form(&gateway, &order()).await;
        let (pay, leave) = (press(&gateway, &form, GOOD_CARD), press(&gateway, &form, CLOSE));
        let (payer, leaver) = if round % 2 == 0 {
            join(pay, leave).await
        } else {
            let (leaver, payer) = join(leave, pay).await;
            (payer, leaver)
        };
        let left = leaver.text.contains(LEAVE);
        assert_eq!(left, look(&gateway, &form).await.status == 410, "{} {}", payer.text, leaver.text);
        if !left {
            paid += 1;
            assert_eq!(close(&gateway, &form).await.gist(), (NEXT, "0021", "0000"));
        }
    }
    let audit = gateway.audit();
    assert!(audit.right && audit.operations() == paid, "{paid} {}", audit.text);
}

#[tokio::test]
async fn a_window_whose_time_is_up_says_5002() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    gateway.advance_clock("nxca_jt_bi", "PT10M1S").await;
    let late = press(&gateway, &form, GOOD_CARD).await;
    assert!(late.text.contains("5002"), "{}", late.text);
    let handover = close(&gateway, &form).await;
    assert_eq!(handover.gist(), (NEXT, "0031", "5002"));
    is_final(&gateway, &[&form], &handover).await;
    // Nor does a clock that is put back bring it back.
    gateway.advance_clock("nxca_jt_bi", "-PT10M").await;
    is_final(&gateway, &[&form], &handover).await;
    assert_eq!(gateway.audit().operations(), 0);
}

#[tokio::test]
async fn a_window_is_opened_by_a_form_and_nothing_else() {
    let gateway = gateway();
    let order = order();
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let reply = gateway.send("POST", PATH, kind, order.form()).await;
        assert_eq!((reply.status, reply.json()["outRsltCd"].as_str()), (415, Some("6001")), "{kind}");
    }
    let page =
        gateway.send("POST", PATH, "Application/X-WWW-Form-URLEncoded; charset=UTF-8", order.form()).await;
    assert!(page.status == 200 && page.url.contains("/window/"), "{}", page.text);
}

#[tokio::test]
async fn a_refusal_is_flat_json_to_programs_and_a_page_to_browsers() {
    let gateway = gateway();
    let order = order().sent("pktHash", "0".repeat(64));
    let reply = gateway.send("POST", PATH, FORM, order.form()).await;
    let message = reply.json()["outRsltMsg"].clone();
    let expected = json!({
        "outStatCd": "0031",
        "outRsltCd": "1901",
        "outRsltMsg": message,
        "mchtId": "nxca_jt_bi",
        "mchtTrdNo": order.value("mchtTrdNo"),
    });
    assert_eq!((reply.status, reply.json()), (200, expected));
    assert!(reply.content_type.starts_with("application/json"), "{}", reply.content_type);
    assert!(!message.as_str().unwrap_or_default().is_empty());

    let page = browse(&gateway, PATH, &order.form(), "ko").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=UTF-8"));
    let page = page.text;
    assert!(page.contains("<code>1901</code>") && page.contains(order.value("mchtTrdNo")), "{page}");
}
