//! A small flow of the tests' own: one question, the voucher's number. It is all that a method adds.

use domain::Method;
use domain::card::{Card, Expiry};
use domain::payment::Order;
use domain::{Currency, Money};
use engine::{PayByCard, PayWith};
use protocol::pg::card::{CardWindowRequest, CardWindowResponse};
use protocol::{Aes, Ahn, An, Code, Language, Won};
use serde::{Deserialize, Serialize};
use store::StoreError;

use crate::reject::Reject;
use crate::window::answer::Answer;
use crate::window::flow::{Ask, End, Flow, Here, Next, Opening, Tried};
use crate::window::record::Window;
use crate::window::views::Frame;
use crate::window::visit::Visit;
use crate::wire;

/// Vouchers. They are paid as cards are: a number of digits that the simulated issuers know what to do with.
#[derive(Debug)]
pub(super) struct Voucher;

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Place {
    Number,
    /// At the voucher's own site.
    AtSite,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Wishes {
    product: String,
}

pub(super) const WINDOW: &str = "/gift/testVoucher/main.do";
pub(super) const SITE: &str = "/the-vouchers-own-site";

impl Flow for Voucher {
    type Request = CardWindowRequest;
    type Response = CardWindowResponse;
    type Wishes = Wishes;
    type Place = Place;

    const NAME: &'static str = "voucher";
    const METHOD: Method = Method::Card;

    fn opening(ask: &Ask<'_, CardWindowRequest>) -> Result<(Opening, Wishes), Reject> {
        let message = ask.message;
        let won = i64::try_from(message.amount.minor_units()).unwrap_or(0);
        let product = message.product_name.to_string();
        let opening = Opening {
            merchant_name: message.merchant_name.to_string(),
            amount: Money::new(won, Currency::Krw).unwrap(),
            taxation: None,
            parts: domain::tax::NamedParts::default(),
            day: wire::day(message.date),
            order_no: message.order_no.to_string(),
            order: Order { product: product.clone(), ..Order::default() },
            next_url: message.next_url.to_string(),
            cancel_url: message.cancel_url.to_string(),
            may_retry: true,
        };
        Ok((opening, Wishes { product }))
    }

    fn begin(_: &Wishes) -> Place {
        Place::Number
    }

    fn page(here: &Here<'_, Self>) -> Option<String> {
        Some(page(&here.frame, &here.wishes.product, ""))
    }

    async fn answer(here: &Here<'_, Self>, answer: &Answer) -> Next<Place> {
        if answer.action() == "site" {
            let trip = here.trip();
            return Next::Away {
                url: format!("{SITE}?back={}", trip.return_url),
                trip,
                place: Place::AtSite,
            };
        }
        let Some(card) = Card::new(answer.field("voucher"), Expiry::new(99, 12).unwrap()) else {
            return Next::Again(page(&here.frame, &here.wishes.product, "not a voucher"));
        };
        pay(here, card).await
    }

    async fn back(here: &Here<'_, Self>, reference: &str) -> Next<Place> {
        assert_eq!(reference.len(), 32, "the driver keeps what the site knows the trip by");
        let card = Card::new("9400001234567890", Expiry::new(99, 12).unwrap()).unwrap();
        match here.place {
            Place::AtSite => pay(here, card).await,
            Place::Number => Next::Stay,
        }
    }

    fn receipt(_: &Window) -> Vec<(&'static str, String)> {
        vec![("voucher", "of the house".to_owned())]
    }

    fn reason(code: Code, _: Language) -> Option<&'static str> {
        (code.as_str() == "CA31").then_some("the voucher is spent")
    }

    fn again(_: Language) -> &'static str {
        "another voucher"
    }

    async fn response(visit: &Visit, end: &End) -> Result<CardWindowResponse, StoreError> {
        let (opened, merchant) = (&visit.window.opened, visit.window.view.window.merchant);
        Ok(CardWindowResponse {
            merchant_id: An::from(merchant.as_str()),
            status: An::from(end.status),
            result_code: An::from(end.code.as_str()),
            result_message: Ahn::from(end.text.as_str()),
            method: An::from("card"),
            order_no: An::from(opened.order_no.as_str()),
            customer_id: None,
            trade_no: An::from("T"),
            amount: Aes::from(Won::new(u64::try_from(opened.amount.minor()).unwrap_or(0))),
            merchant_param: None,
            approved_at: None,
            approval_no: None,
            instalment_months: None,
            issuer_name: None,
            issuer_code: None,
            point_trade_no: None,
            point_amount: None,
            card_amount: None,
            billing_key: None,
        })
    }
}

async fn pay(here: &Here<'_, Voucher>, card: Card) -> Next<Place> {
    let pay = PayByCard {
        request: here.payment_request(Method::Card),
        with: PayWith::Card(card, None),
        instalments: 0,
        window: Some(here.step()),
    };
    Next::Tried(here.engine().pay(&here.merchant, pay).await.map(Tried::from))
}

/// A flow's page may be anything; this one shows what it is given.
fn page(frame: &Frame, product: &str, wrong: &str) -> String {
    format!(
        "voucher for {product} step={} {wrong} {}",
        frame.step,
        frame.notice.as_deref().unwrap_or_default()
    )
}
