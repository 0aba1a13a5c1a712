//! A merchant's request for a window. PG 6.1, 2.5.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::TradeId;
use domain::payment::NewPayment;
use domain::window::Window as Record;
use engine::{MerchantEntry, WindowView};
use protocol::{Keys, Language, MessageSpec, Raw, form};
use serde_json::Value;

use super::driven::{Asked, Driven};
use super::flow::Opening;
use super::record::{At, Opened, Stage, Window};
use super::session::Session;
use super::token::Token;
use super::visit::Visit;
use super::{respond, step, views};
use crate::app::App;
use crate::docs::describe;
use crate::log::{Trace, Verdict};
use crate::media;
use crate::page::{nonce, preferred};
use crate::reject::Reject;
use crate::unrouted;
use crate::wire::web_address;

/// Opens a window, or says why not: as the flat JSON of 2.5, or as a page where that is preferred.
pub(super) async fn open(
    app: App,
    flow: &'static dyn Driven,
    path: &'static str,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Response {
    if !media::is(&headers, "application/x-www-form-urlencoded") {
        return unrouted::no_form(&app, path, &headers);
    }
    let trace = Trace::start(&app, path);
    let language = flow.language_at(path, preferred(&headers));
    let (raw, parsed) = match form::parse(&body) {
        Ok(raw) => (raw, Ok(())),
        Err(_) => (Raw::new(), Err(Reject::of(flow.spec().dialect.invalid()))),
    };
    let raw = Arc::new(raw);
    let mut verdict = Verdict::pending(flow.spec(), Arc::clone(&raw));
    let admitted = parsed.and_then(|()| admit(&app, flow, path, language, &raw, &mut verdict));
    let result = match admitted {
        Ok((merchant, opened)) => begin(&app, flow, merchant, opened).await,
        Err(reject) => Err(reject),
    };
    match result {
        Ok(session) => {
            "결제창 열림".clone_into(&mut verdict.text);
            trace.end(&app, verdict);
            let next = session.flow.enter(&session.visit).await;
            step::follow(&session, next).await
        }
        Err(reject) => {
            (verdict.code, verdict.text, verdict.field) = (reject.code, reject.text.clone(), reject.field);
            trace.end(&app, verdict);
            refuse(&app, flow.spec(), language, &headers, &raw, &reject)
        }
    }
}

/// Merchant, table, hash, then what the window needs to know.
fn admit(
    app: &App,
    flow: &'static dyn Driven,
    path: &str,
    language: Language,
    raw: &Raw,
    verdict: &mut Verdict,
) -> Result<(Arc<MerchantEntry>, Opened), Reject> {
    let (merchant, keys): (_, Keys) = crate::gate::merchant(app, flow.spec(), raw)?;
    verdict.keys = Some(keys.clone());
    let asked = Asked { app, path, language, merchant: &merchant, keys: &keys };
    let (opening, wishes) = flow.read(&asked, raw, verdict)?;
    let opened = remembered(flow, &asked, opening, wishes)?;
    Ok((merchant, opened))
}

fn remembered(
    flow: &'static dyn Driven,
    asked: &Asked<'_>,
    opening: Opening,
    wishes: Value,
) -> Result<Opened, Reject> {
    let (app, spec) = (asked.app, flow.spec());
    let mut order = opening.order;
    order.noti_url = match &order.noti_url {
        Some(url) => Some(web_address(app, spec, "notiUrl", url)?),
        None => None,
    };
    Ok(Opened {
        flow: flow.name().to_owned(),
        path: asked.path.to_owned(),
        english: asked.language == Language::En,
        may_retry: opening.may_retry,
        merchant_name: opening.merchant_name,
        amount: opening.amount,
        taxation: opening.taxation,
        parts: opening.parts,
        day: opening.day,
        order_no: opening.order_no,
        next_url: web_address(app, spec, "nextUrl", &opening.next_url)?,
        cancel_url: web_address(app, spec, "cancUrl", &opening.cancel_url)?,
        order,
        wishes,
    })
}

/// Remembers the window. What would be refused at the end is refused here, before the customer has typed anything.
async fn begin(
    app: &App,
    flow: &'static dyn Driven,
    merchant: Arc<MerchantEntry>,
    opened: Opened,
) -> Result<Session, Reject> {
    let token = Token::draw();
    let stage = Stage { at: At::Asking(flow.first_place(&opened.wishes)), after: 0, told: false };
    let id = merchant.merchant().id;
    let window = Record {
        id: token.id(),
        // Drawn when it is opened.
        payment: TradeId::from_i64(0),
        merchant: id,
        method: flow.method(),
        order_day: opened.day,
        order_no: opened.order_no.clone(),
        step: 0,
        stage: stage.text(),
        request: serde_json::to_string(&opened).unwrap_or_default(),
        opened_at: merchant.now(),
    };
    let window = Window { view: WindowView { window, payment: None }, opened, stage };
    let request = window.payment_request(flow.method());
    let check = NewPayment::check(merchant.merchant(), request, window.view.window.opened_at);
    check.map_err(|refusal| Reject::refused(refusal, flow.spec(), id))?;
    let window = match app.engine().open_window(window.view.window.clone()).await? {
        Ok(record) => Window { view: WindowView { window: record, payment: None }, ..window },
        Err(refusal) => return Err(Reject::refused(refusal, flow.spec(), id)),
    };
    Ok(Session { flow, visit: Visit::new(app, merchant, token, window) })
}

fn refuse(
    app: &App,
    spec: &'static MessageSpec,
    language: Language,
    headers: &HeaderMap,
    raw: &Raw,
    reject: &Reject,
) -> Response {
    let text = text_of(spec, reject, language);
    if !media::wants_page(headers) {
        let reply = spec.dialect.refusal(None, raw, reject.code, &text, &[]);
        return ([(CONTENT_TYPE, "application/json; charset=UTF-8")], reply).into_response();
    }
    let nonce = nonce();
    let sent = |name: &str| raw.find(name).unwrap_or_default().chars().take(100).collect::<String>();
    let page = views::refused(&views::Refused {
        language,
        nonce: nonce.clone(),
        test_environment: app.is_test(),
        code: reject.code.as_str().to_owned(),
        text,
        field: reject.field.map(ToOwned::to_owned),
        merchant_id: sent("mchtId"),
        order_no: sent("mchtTrdNo"),
        recipe: describe::recipe(spec).unwrap_or_default(),
    });
    respond::html(app, views::Page::Explanation, &nonce, page)
}

/// The refusal's words in the window's language; a reject has them in Korean alone, as APIs answer.
fn text_of(spec: &'static MessageSpec, reject: &Reject, language: Language) -> String {
    match language {
        Language::Ko => reject.text.clone(),
        Language::En => {
            let field = reject.field.and_then(|name| spec.field(name));
            protocol::Refusal::of(reject.code, field).text(language)
        }
    }
}
