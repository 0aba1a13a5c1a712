//! The end of a window: the result goes to nextUrl or cancUrl, or to the page that holds the iframe. PG 6.3.

use axum::response::Response;
use domain::payment::Status;
use engine::MerchantEntry;
use protocol::pg::card::CardWindowResponse;
use protocol::{Aes, Ah, Ahn, An, Code, Keys, N, Raw};

use super::open::{EXPIRED, LEFT, METHOD};
use super::state::{At, Window};
use super::token::Token;
use super::views::{self, Handover, Page};
use super::{respond, show};
use crate::app::App;
use crate::wire::{self, trade_no, won};

/// How a window ends.
struct End {
    status: &'static str,
    code: Code,
    text: String,
    /// Whether it is a result (nextUrl) or the customer's leaving (cancUrl).
    to_next: bool,
}

/// Close, or the X. Once anything has come of the payment, the X means Close.
pub(super) async fn close(app: &App, token: Token, window: Window, merchant: &MerchantEntry) -> Response {
    let Some((_, keys)) = app.merchant(merchant.merchant().id.as_str()) else {
        return respond::gone(app, window.language());
    };
    let Some(end) = end(&window, merchant) else { return respond::see_window(token) };
    let told = matches!(window.stage.at, At::Told { .. });
    if end.is_success() || told {
        return hand_over(app, &window, &keys, &end).await;
    }
    // No and never mind are final, for the merchant counts on them: whoever is faster, the leaver or
    // the payer, wins in the database.
    let stage = if end.to_next { window.stage_told() } else { window.stage_at(At::Closed) };
    let step = window.view.step(window.view.window.step);
    match app.engine().advance_window(step, stage.text()).await {
        Ok(true) => hand_over(app, &window, &keys, &end).await,
        _ => respond::see_window(token),
    }
}

impl End {
    fn is_success(&self) -> bool {
        self.status != "0031"
    }
}

/// `None` while the payment is under way.
fn end(window: &Window, merchant: &MerchantEntry) -> Option<End> {
    let language = window.language();
    let result = |status, code: Code, text: String| Some(End { status, code, text, to_next: true });
    let failed = |code: Code| result("0031", code, code.text(language).to_owned());
    match (window.happened(), &window.stage.at) {
        (Some(Status::Authorising), _) => None,
        (Some(Status::Paid), _) => result("0021", Code::SUCCESS, Code::SUCCESS.text(language).to_owned()),
        (Some(Status::Authenticated), _) => {
            result("0061", Code::SUCCESS, Code::SUCCESS.text(language).to_owned())
        }
        (Some(Status::Declined), _) => {
            let (code, text) = show::decline(window);
            result("0031", code, text)
        }
        (Some(Status::Reversing | Status::Reversed), _) => failed(const { Code::of("VTIM") }),
        (None, _) if window.refusal().is_some() => {
            let (code, text) = window.refusal().unwrap_or_default();
            result("0031", Code::find(code).unwrap_or(const { Code::of("ST99") }), text.to_owned())
        }
        // Who was told that the time was up is told so again, whatever the clock says by now.
        (None, At::Told { .. }) => failed(EXPIRED),
        (None, _) if window.view.step(0).expired(merchant.now()) => failed(EXPIRED),
        (None, _) => {
            let text = LEFT.text(language).to_owned();
            Some(End { status: "0031", code: LEFT, text, to_next: false })
        }
    }
}

async fn hand_over(app: &App, window: &Window, keys: &Keys, end: &End) -> Response {
    let fields = fields(app, window, keys, end).await;
    let (language, nonce) = (window.language(), respond::nonce());
    let url = if end.to_next { &window.opened.next_url } else { &window.opened.cancel_url };
    let handover = if window.opened.embedded {
        Some(Handover::message(language, nonce.clone(), fields))
    } else {
        Handover::post(language, nonce.clone(), url.clone(), fields)
    };
    match handover {
        Some(handover) => respond::html(app, Page::Handover, &nonce, views::handover(&handover)),
        None => respond::gone(app, language),
    }
}

async fn fields(app: &App, window: &Window, keys: &Keys, end: &End) -> Vec<(String, String)> {
    let raw: Raw = protocol::encode(&response(app, window, end).await, keys);
    raw.iter().map(|(_, name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn response(app: &App, window: &Window, end: &End) -> CardWindowResponse {
    let (opened, record) = (&window.opened, show::paid(window));
    let succeeded = end.is_success();
    let outcome = record.filter(|_| succeeded).map(|record| record.outcome.clone()).unwrap_or_default();
    let key = match record.filter(|_| succeeded) {
        Some(record) => app.engine().billing_key_of(&record.operation).await.ok().flatten(),
        None => None,
    };
    let card = outcome.card;
    let merchant = window.view.window.merchant;
    CardWindowResponse {
        merchant_id: An::from(merchant.as_str()),
        status: An::from(end.status),
        result_code: An::from(end.code.as_str()),
        result_message: Ahn::from(end.text.as_str()),
        method: An::from("card"),
        order_no: An::from(opened.order_no.as_str()),
        customer_id: opened.order.customer_id.as_deref().map(|id| Aes::from(An::from(id))),
        trade_no: An::from(trade_no::print(METHOD, merchant, window.view.window.payment)),
        amount: Aes::from(won(opened.amount.minor())),
        merchant_param: opened.order.memo.as_deref().map(Ahn::from),
        approved_at: if succeeded { wire::stamp(outcome.at) } else { None },
        approval_no: outcome.approval_no.map(N::from),
        instalment_months: card.as_ref().map(|card| N::from(format!("{:02}", card.instalments))),
        issuer_name: card.as_ref().map(|card| Ah::from(card.issuer_name.as_str())),
        issuer_code: card.as_ref().map(|card| An::from(card.issuer.as_str())),
        point_trade_no: None,
        point_amount: None,
        card_amount: succeeded.then(|| Aes::from(won(opened.amount.minor()))),
        billing_key: key.map(|(key, _)| An::from(key.0.as_str())),
    }
}
