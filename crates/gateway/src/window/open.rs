//! A merchant's request for a window. PG 6.1, 2.5.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::payment::{Method, Order};
use domain::{Currency, NewPayment};
use engine::{MerchantEntry, WindowView};
use protocol::pg::card::{CardWindowRequest, Issuer};
use protocol::{Code, Decoded, Keys, Language, Message, MessageSpec, Raw, form, json, window_refusal};
use store::WindowRecord;

use super::respond;
use super::state::{At, Opened, Parts, Stage, Window};
use super::token::Token;
use super::views;
use crate::api::pg::card;
use crate::app::App;
use crate::body::Body;
use crate::log::{Trace, Verdict};
use crate::reject::Reject;
use crate::{unrouted, wire};

pub(super) const SPEC: &MessageSpec = CardWindowRequest::SPEC;

/// The three card windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `/card/main.do`
    Standard,
    /// `/card/cardDirect.do`: straight to the issuer.
    Direct,
    /// `/card/abroad/main.do`: USD, English.
    Abroad,
}

pub(crate) async fn standard(State(app): State<App>, headers: HeaderMap, Body(body): Body) -> Response {
    open(app, Kind::Standard, &headers, &body).await
}

pub(crate) async fn direct(State(app): State<App>, headers: HeaderMap, Body(body): Body) -> Response {
    open(app, Kind::Direct, &headers, &body).await
}

pub(crate) async fn abroad(State(app): State<App>, headers: HeaderMap, Body(body): Body) -> Response {
    open(app, Kind::Abroad, &headers, &body).await
}

impl Kind {
    fn path(self) -> &'static str {
        match self {
            Self::Standard => "/card/main.do",
            Self::Direct => "/card/cardDirect.do",
            Self::Abroad => "/card/abroad/main.do",
        }
    }

    fn language(self, headers: &HeaderMap) -> Language {
        match self {
            Self::Abroad => Language::En,
            Self::Standard | Self::Direct => preferred(headers),
        }
    }
}

/// Korean, unless the browser's first language is another one.
fn preferred(headers: &HeaderMap) -> Language {
    let first = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if first.is_empty() || first.starts_with('*') || first.to_ascii_lowercase().starts_with("ko") {
        Language::Ko
    } else {
        Language::En
    }
}

/// Opens a window, or says why not: as the flat JSON of 2.5, or as a page where that is preferred.
async fn open(app: App, kind: Kind, headers: &HeaderMap, body: &[u8]) -> Response {
    if !is_form(headers) {
        return unrouted::no_form(&app, kind.path(), headers);
    }
    let trace = Trace::start(&app, kind.path());
    let language = kind.language(headers);
    let (raw, parsed) = match form::parse(body) {
        Ok(raw) => (raw, Ok(())),
        Err(_) => (Raw::new(), Err(Reject::of(SPEC.dialect.invalid()))),
    };
    let raw = Arc::new(raw);
    let mut verdict = Verdict::pending(SPEC, Arc::clone(&raw));
    let result = match parsed {
        Ok(()) => admit(&app, kind, language, &raw, &mut verdict),
        Err(reject) => Err(reject),
    };
    let result = match result {
        Ok((merchant, opened)) => {
            let begun = begin(&app, &merchant, opened).await;
            begun.map_err(|reject| reject.beside_clock(&raw, merchant.now()))
        }
        Err(reject) => Err(reject),
    };
    let response = result.unwrap_or_else(|reject| {
        (verdict.code, verdict.text, verdict.field) = (reject.code, reject.text.clone(), reject.field);
        refuse(&app, language, headers, &raw, &reject)
    });
    trace.end(&app, verdict);
    response
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

type Admitted = (Arc<MerchantEntry>, Opened);

/// Merchant, table, hash, then what the window needs to know.
fn admit(
    app: &App,
    kind: Kind,
    language: Language,
    raw: &Raw,
    verdict: &mut Verdict,
) -> Result<Admitted, Reject> {
    let (merchant, keys): (_, Keys) = crate::gate::merchant(app, SPEC, raw)?;
    verdict.keys = Some(keys.clone());
    let decoded = protocol::decode::<CardWindowRequest>(raw, &keys, app.rules())
        .inspect_err(|refusal| verdict.hashed.clone_from(&refusal.hashed))?;
    let Decoded { message, hashed, .. } = decoded;
    (verdict.hashed, verdict.signed) = (Some(hashed), true);
    let opened = opened(app, kind, language, &merchant, &message, raw)?;
    Ok((merchant, opened))
}

fn opened(
    app: &App,
    kind: Kind,
    language: Language,
    merchant: &MerchantEntry,
    message: &CardWindowRequest,
    raw: &Raw,
) -> Result<Opened, Reject> {
    card::contract(SPEC, merchant)?;
    let currency = if kind == Kind::Abroad { Currency::Usd } else { Currency::Krw };
    let issuer = message.issuer_code.as_deref().map(ToOwned::to_owned);
    let known = issuer.as_deref().is_none_or(|code| Issuer::of(code).is_some());
    if !known || (kind == Kind::Direct && issuer.is_none()) {
        return Err(Reject::field(SPEC, "cardGb"));
    }
    check_urls(app, message)?;
    let amounts =
        [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
    let (taxation, parts) = wire::taxation(SPEC, message.tax_type.as_deref(), amounts)?;
    let months = message.instalment_months.as_deref();
    let opened = Opened {
        english: language == Language::En,
        direct: kind == Kind::Direct,
        embedded: raw.find("type") == Some("iframe"),
        merchant_name: match language {
            Language::Ko => message.merchant_name.to_string(),
            Language::En => message.merchant_english_name.to_string(),
        },
        amount: wire::money(SPEC, message.amount.minor_units(), currency.code())?,
        taxation,
        parts: Parts {
            supply: parts.supply,
            vat: parts.vat,
            tax_free: parts.tax_free,
            service: parts.service,
        },
        day: wire::day(message.date),
        order_no: message.order_no.to_string(),
        order: order(message),
        next_url: message.next_url.to_string(),
        cancel_url: message.cancel_url.to_string(),
        issuer,
        instalments: months.map(|months| wire::instalments(SPEC, months)).transpose()?,
    };
    Ok(opened)
}

fn order(message: &CardWindowRequest) -> Order {
    Order {
        product: message.product_name.to_string(),
        merchant_name: Some(message.merchant_name.to_string()),
        customer_name: message.customer_name.as_ref().map(|name| name.to_string()),
        customer_id: message.customer_id.as_ref().map(|id| id.to_string()),
        email: message.email.as_ref().map(|email| email.to_string()),
        memo: message.merchant_param.as_ref().map(ToString::to_string),
        noti_url: Some(message.notification_url.to_string()),
    }
}

/// URLs that a browser or the sender could be made to misuse.
fn check_urls(app: &App, message: &CardWindowRequest) -> Result<(), Reject> {
    wire::web_address(app, SPEC, "notiUrl", &message.notification_url)?;
    wire::web_address(app, SPEC, "nextUrl", &message.next_url)?;
    wire::web_address(app, SPEC, "cancUrl", &message.cancel_url)
}

/// Remembers the window, and sends the browser to it.
async fn begin(app: &App, merchant: &MerchantEntry, opened: Opened) -> Result<Response, Reject> {
    let token = Token::draw();
    let stage = Stage { at: first(&opened), after: 0 };
    let window = WindowRecord {
        id: token.id(),
        payment: app.engine().draw_number(),
        merchant: merchant.merchant().id,
        step: 0,
        stage: stage.text(),
        request: serde_json::to_string(&opened).unwrap_or_default(),
        opened_at: merchant.now(),
    };
    let window = Window { view: WindowView { window, payment: None }, opened, stage };
    // What would be refused at the end is refused at the beginning, before the customer has typed anything.
    let check =
        NewPayment::check(merchant.merchant(), window.payment_request(), window.view.window.opened_at);
    check.map_err(|refusal| Reject::refused(refusal, SPEC, merchant.merchant().id))?;
    app.engine().open_window(window.view.window.clone()).await?;
    if window.opened.direct {
        return Ok(super::pay::straight_to_issuer(app, merchant, token, &window).await);
    }
    Ok(respond::see_window(token))
}

/// Where the customer begins: with one issuer there is nothing to choose.
fn first(opened: &Opened) -> At {
    match (&opened.issuer, opened.direct) {
        (Some(issuer), true) => {
            At::Card { issuer: issuer.clone(), instalments: opened.instalments.unwrap_or(0) }
        }
        (Some(issuer), false) => At::Terms { issuer: issuer.clone() },
        (None, _) => At::Issuer,
    }
}

fn refuse(app: &App, language: Language, headers: &HeaderMap, raw: &Raw, reject: &Reject) -> Response {
    let accepted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accepted.contains("text/html") {
        let reply = json::encode(&window_refusal(raw, reject.code, &reject.text));
        return ([(CONTENT_TYPE, "application/json; charset=UTF-8")], reply).into_response();
    }
    let nonce = respond::nonce();
    let sent = |name: &str| raw.find(name).unwrap_or_default().chars().take(100).collect::<String>();
    let page = views::refused(&views::Refused {
        language,
        nonce: nonce.clone(),
        test_environment: app.is_test(),
        code: reject.code.as_str().to_owned(),
        text: reject.text.clone(),
        field: reject.field.map(ToOwned::to_owned),
        merchant_id: sent("mchtId"),
        order_no: sent("mchtTrdNo"),
    });
    respond::html(app, views::Page::Explanation, &nonce, page)
}

/// The window's ten minutes are over (PG 6.1).
pub(super) const EXPIRED: Code = const { Code::of("5002") };
/// The customer left (PG 6.3).
pub(super) const LEFT: Code = const { Code::of("0009") };
/// How these windows are paid.
pub(super) const METHOD: Method = Method::Card;
