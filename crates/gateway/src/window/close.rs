//! The end of a window: the browser posts what came of it to nextUrl, or that the customer left to cancUrl. PG 6.3.
//!
//! In an iframe, too: it is the merchant's page there that tells the page around it (PG 2.6). A gateway that told it
//! itself would leave the merchant's own page uncalled.

use axum::response::Response;
use protocol::{Code, Keys, Language, Raw};

use super::flow::End;
use super::record::At;
use super::session::{Outcome, Session, Standing};
use super::views::{self, Handover, Page};
use super::{journal, respond};

/// The customer left (PG 6.3).
const LEFT: Code = const { Code::of("0009") };

/// Close, or the X. Once anything has come of the payment, the X means Close.
pub(super) async fn close(session: &Session) -> Response {
    let Some((_, keys)) = session.app.merchant(session.merchant.merchant().id.as_str()) else {
        return session.gone();
    };
    let language = session.language();
    let end = match session.standing() {
        Standing::Working => return respond::see_window(session.token),
        Standing::Closed => return session.gone(),
        Standing::Over(outcome) => over(outcome, language),
        Standing::Asking => left(language),
    };
    if end.is_success() || session.window.stage.told {
        return hand_over(session, &keys, &end).await;
    }
    // A failure that was handed over, and leaving, are final, for the merchant counts on them: whoever is faster, the
    // leaver or the payer, wins in the database.
    let stage = if end.to_next { session.window.stage_told() } else { session.window.stage_at(At::Closed) };
    match session.take_step(&stage).await {
        Ok(true) => hand_over(session, &keys, &end).await,
        Ok(false) => respond::see_window(session.token),
        Err(unknown) => unknown,
    }
}

fn over(outcome: Outcome, language: Language) -> End {
    let text = outcome.text(language).to_owned();
    End { status: outcome.status(), code: outcome.code(), text, to_next: true }
}

fn left(language: Language) -> End {
    End { status: "0031", code: LEFT, text: LEFT.text(language).to_owned(), to_next: false }
}

async fn hand_over(session: &Session, keys: &Keys, end: &End) -> Response {
    let (opened, language) = (&session.window.opened, session.language());
    let (url, said) = if end.to_next {
        (&opened.next_url, "결과를 nextUrl로 전달")
    } else {
        (&opened.cancel_url, "고객이 결제창을 닫음, cancUrl로 전달")
    };
    let raw: Raw = match session.flow.fields(&session.visit, end, keys).await {
        Ok(raw) => raw,
        Err(error) => {
            tracing::error!(%error, "a window's result could not be read");
            return respond::unreadable(&session.app, language);
        }
    };
    let fields = raw.iter().map(|(_, name, value)| (name.to_owned(), value.to_owned())).collect();
    let nonce = &session.frame.nonce;
    match Handover::post(language, &opened.merchant_name, nonce, url, fields) {
        Some(handover) => {
            journal::note(&session.visit, session.flow, end.code, said);
            respond::html(&session.app, Page::Handover, nonce, views::handover(&handover))
        }
        None => session.gone(),
    }
}
