//! The issuers' own pages, where a customer proves that a card is theirs.
//!
//! A real issuer's page asks the customer's phone. These pretend: a button stands for the phone, or
//! any card number and any payment password but `000000` will do. They need no cookie and no script,
//! and look like nobody's real page.

mod form;
mod random;
mod sessions;
mod view;

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

use askama::Template;
use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::{Router, routing};
use institutions::away::AuthenticationProof;
use institutions::domain::facts::Facts;
use serde::Deserialize;

use self::form::{Mistakes, PasswordMistake, Step, Submitted};
use self::sessions::{Ending, Visit};
use self::view::{Authenticate, Gone, Way};
use super::books::Proof;
use super::issuers::{Issuer, issuers};
use super::{CardSimulator, codes};

pub(super) use self::sessions::Authentications;

/// Where the pages are to be mounted.
pub const PATH: &str = "/simulated/issuer";

/// Two fields and a button.
const BODY_LIMIT_BYTES: usize = 4096;

pub(super) fn router(simulator: CardSimulator) -> Router {
    Router::new()
        .route("/style.css", routing::get(style))
        .route("/{issuer}/{id}", routing::get(show).post(answer))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(simulator)
}

/// Which way the customer chose, in the address, so that going back works.
#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    way: String,
}

async fn show(
    State(simulator): State<CardSimulator>,
    Path((issuer, id)): Path<(String, String)>,
    Query(choice): Query<Choice>,
) -> Response {
    let way = if choice.way == "password" { Way::Password(Mistakes::default()) } else { Way::App };
    match simulator.0.authentications.visit(&issuer, &id, Instant::now()) {
        None => gone(),
        Some(visit) if visit.ended => send_back(&visit),
        Some(visit) => ask(&visit, &id, way, StatusCode::OK),
    }
}

async fn answer(
    State(simulator): State<CardSimulator>,
    Path((issuer, id)): Path<(String, String)>,
    Form(submitted): Form<Submitted>,
) -> Response {
    let authentications = &simulator.0.authentications;
    let Some(visit) = authentications.visit(&issuer, &id, Instant::now()) else { return gone() };
    if visit.ended {
        return send_back(&visit);
    }
    match submitted.step() {
        Step::App => {
            let number = visit.issuer.app_card_number(seed(&id));
            let masked = form::card(&number).map(|card| card.masked()).unwrap_or_default();
            prove(&simulator, &visit, &id, &number, masked).await
        }
        Step::Password { card, right: true } => {
            prove(&simulator, &visit, &id, card.number(), card.masked()).await
        }
        Step::Password { right: false, .. } => match authentications.wrong_password(&id) {
            0 => send_back(&visit),
            left => ask_again(&visit, &id, wrong_password(left)),
        },
        Step::Mistaken(mistakes) => ask_again(&visit, &id, mistakes),
        Step::Cancel => {
            authentications.end(&id, Ending::Failed(codes::CANCELLED_BY_CUSTOMER));
            send_back(&visit)
        }
        Step::Unknown => ask(&visit, &id, Way::App, StatusCode::BAD_REQUEST),
    }
}

/// Books the proof before anybody hears of it: it may be used long after this process.
async fn prove(simulator: &CardSimulator, visit: &Visit, id: &str, number: &str, masked: String) -> Response {
    let Some(token) = random::hex_128() else { return out_of_order() };
    let facts = Facts::Card(visit.issuer.facts(number, masked, visit.request.instalments));
    let institution = visit.issuer.institution();
    let proof = Proof { institution, facts: facts.clone(), spent_on: None };
    let written = {
        let token = token.clone();
        simulator.transact(move |ledger| ledger.write_proof(&token, &proof)).await
    };
    if written.is_none() {
        return out_of_order();
    }
    let proof = AuthenticationProof { token: token.into(), institution, facts };
    simulator.0.authentications.end(id, Ending::Proven(proof));
    send_back(visit)
}

fn wrong_password(left: u8) -> Mistakes {
    Mistakes { password: Some(PasswordMistake::Wrong { left }), ..Mistakes::default() }
}

/// A number out of a page's id, so that each authentication has an app card of its own.
fn seed(id: &str) -> u64 {
    id.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

fn ask(visit: &Visit, id: &str, way: Way, status: StatusCode) -> Response {
    let policy = policy(&visit.request.return_url);
    page(status, &policy, &Authenticate { visit, id, way })
}

fn ask_again(visit: &Visit, id: &str, mistakes: Mistakes) -> Response {
    ask(visit, id, Way::Password(mistakes), StatusCode::UNPROCESSABLE_ENTITY)
}

fn gone() -> Response {
    page(StatusCode::GONE, &policy(""), &Gone)
}

fn out_of_order() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// Back to the merchant's window, by GET.
fn send_back(visit: &Visit) -> Response {
    match HeaderValue::try_from(&visit.request.return_url) {
        Ok(url) => (StatusCode::SEE_OTHER, unseen(), [(header::LOCATION, url)]).into_response(),
        Err(_) => gone(),
    }
}

fn page(status: StatusCode, policy: &str, template: &impl Template) -> Response {
    let (Ok(html), Ok(policy)) = (template.render(), HeaderValue::from_str(policy)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (status, unseen(), [(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// Kept nowhere and told to nobody.
fn unseen() -> [(HeaderName, HeaderValue); 3] {
    [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]
}

/// A browser holds the redirect after a form against `form-action` too, so the origin that the
/// customer goes back to is named there.
fn policy(return_url: &str) -> String {
    let back = origin(return_url).map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; style-src 'self'; form-action 'self'{back}; base-uri 'none'; frame-ancestors *"
    )
}

fn origin(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    let authority = url.authority()?;
    // A host may hold a semicolon, which would end the directive.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte);
    if !authority.host().bytes().all(plain) {
        return None;
    }
    let port = authority.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{}{port}", url.scheme_str()?, authority.host()))
}

async fn style() -> impl IntoResponse {
    static STYLE: LazyLock<String> = LazyLock::new(|| {
        let mut style =
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/style/issuer.css")).to_owned();
        for issuer in issuers() {
            // Writing to a String can't fail.
            let _ =
                writeln!(style, "[data-issuer=\"{}\"] {{ --hue: {}; }}", issuer.code, Issuer::hue(issuer));
        }
        style
    });
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_the_customer_go_back() {
        assert!(
            policy("http://127.0.0.1:8080/window/1?a=b")
                .contains("form-action 'self' http://127.0.0.1:8080;")
        );
        assert!(policy("https://pay.example/window/1").contains("form-action 'self' https://pay.example;"));
        assert!(policy("/window/1").contains("form-action 'self';"));
        assert!(policy("http://a;b/").contains("form-action 'self';"));
    }
}
