//! The gate of the server-to-server APIs: decode, merchant, verify, hash, once for all.
//!
//! Bytes become raw fields, raw fields find their merchant, its keys open and verify the message, and
//! only then is a handler called. A refusal is answered in the API's own shape with HTTP 200, and
//! every request leaves a masked line in the request log.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use engine::MerchantEntry;
use protocol::{Decoded, Keys, Language, Message, MessageSpec, Raw, json, pg};

use crate::app::App;
use crate::log::{Trace, Verdict};
use crate::reject::Reject;
use crate::router::Sign;

/// A verified call of an API.
#[derive(Debug)]
pub(crate) struct Call<M> {
    pub(crate) app: App,
    pub(crate) merchant: Arc<MerchantEntry>,
    pub(crate) keys: Keys,
    pub(crate) message: M,
    /// As it came, for what is echoed.
    pub(crate) raw: Arc<Raw>,
}

/// A handler: one API, one file.
pub(crate) trait Handler: 'static {
    /// What it takes.
    type Request: Message + Send + 'static;
    /// What it answers when all went well.
    type Response: Message + Send + 'static;

    /// Does what the call asks for.
    fn handle(call: Call<Self::Request>) -> impl Future<Output = Result<Self::Response, Reject>> + Send;
}

/// The bytes of an answer, under way.
type Answering = Pin<Box<dyn Future<Output = Vec<u8>> + Send>>;

/// A handler whose types are forgotten, so that a path can have several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    pub(crate) api: &'static str,
    /// What tells its requests from others' on its path.
    pub(crate) signs: &'static [Sign],
    pub(crate) request: &'static MessageSpec,
    pub(crate) response: &'static MessageSpec,
    run: fn(App, Raw, Trace, Contracted) -> Answering,
}

/// Whether the call's method is one that its path serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Contracted(bool);

/// The endpoint of a handler.
pub(crate) const fn endpoint<H: Handler>(api: &'static str, signs: &'static [Sign]) -> Endpoint {
    Endpoint {
        api,
        signs,
        request: H::Request::SPEC,
        response: H::Response::SPEC,
        run: |app, raw, trace, contracted| Box::pin(run::<H>(app, raw, trace, contracted)),
    }
}

/// The endpoint that a request is meant for.
pub(crate) fn meant(endpoints: &'static [Endpoint], raw: &Raw) -> Option<&'static Endpoint> {
    endpoints.iter().find(|endpoint| endpoint.signs.iter().all(|sign| sign.holds(raw)))
}

/// Answers a call on `path`, where `endpoints` live. Where a call doesn't say which of them it means, the first names
/// what is missing, and lends its shape.
pub(crate) async fn answer(
    app: App,
    path: &'static str,
    endpoints: &'static [Endpoint],
    body: Vec<u8>,
) -> Response {
    let Some(first) = endpoints.first() else { return StatusCode::NOT_FOUND.into_response() };
    let trace = Trace::start(&app, path);
    let reply = match first.request.transport().read(&body) {
        Ok(raw) => {
            let endpoint = meant(endpoints, &raw).unwrap_or(first);
            let contracted = Contracted(serves_method(endpoints, &raw));
            (endpoint.run)(app, raw, trace, contracted).await
        }
        Err(why) => unreadable(&app, first, trace, why.reason(Language::Ko)),
    };
    ([(CONTENT_TYPE, "application/json; charset=UTF-8")], reply).into_response()
}

/// A method that the protocol knows and none of the path's APIs takes is one that isn't contracted. One that nobody
/// knows is a fault of its field.
fn serves_method(endpoints: &[Endpoint], raw: &Raw) -> bool {
    let Some(method) = raw.find("method") else { return true };
    let takes = |endpoint: &Endpoint| {
        let field = endpoint.request.field("method");
        field.is_none_or(|field| field.fixed.is_empty() || field.fixed.contains(&method))
    };
    let known = pg::METHODS.iter().any(|(code, _)| *code == method);
    !known || endpoints.iter().any(takes)
}

/// A body that is no message.
fn unreadable(app: &App, endpoint: &Endpoint, trace: Trace, reason: &str) -> Vec<u8> {
    let dialect = endpoint.request.dialect;
    let code = dialect.invalid();
    let text = format!("{} ({reason})", code.text(Language::Ko));
    let raw = Arc::new(Raw::new());
    let reply = dialect.refusal(Some(endpoint.response), &raw, code, &text, &[]);
    trace.end(
        app,
        Verdict { spec: None, raw, keys: None, signed: false, code, text, field: None, hashed: None },
    );
    reply
}

/// One call through the gate, its handler, and the log.
async fn run<H: Handler>(app: App, raw: Raw, trace: Trace, contracted: Contracted) -> Vec<u8> {
    let spec = H::Request::SPEC;
    let raw = Arc::new(raw);
    let mut verdict = Verdict::pending(spec, Arc::clone(&raw));
    let result = match admit::<H::Request>(&app, raw, contracted, &mut verdict) {
        Ok(call) => {
            let (keys, clock) = (call.keys.clone(), call.merchant.now());
            let handled = H::handle(call).await.map(|response| protocol::encode(&response, &keys));
            handled.map_err(|reject| reject.beside_clock(&verdict.raw, clock))
        }
        Err(reject) => Err(reject),
    };
    let bytes = match result {
        Ok(reply) => json::encode(&reply),
        Err(reject) => {
            let extras: Vec<_> = reject.extras.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let (code, text) = (reject.code, &reject.text);
            let reply = spec.dialect.refusal(Some(H::Response::SPEC), &verdict.raw, code, text, &extras);
            (verdict.code, verdict.text, verdict.field) = (reject.code, reject.text, reject.field);
            reply
        }
    };
    trace.end(&app, verdict);
    bytes
}

/// The order of refusals: merchant named, merchant known, method contracted, then whatever the message's table says.
fn admit<M: Message>(
    app: &App,
    raw: Arc<Raw>,
    contracted: Contracted,
    verdict: &mut Verdict,
) -> Result<Call<M>, Reject> {
    let (merchant, keys) = merchant(app, M::SPEC, &raw)?;
    verdict.keys = Some(keys.clone());
    if contracted == Contracted(false) {
        return Err(Reject::refused(Refusal::NotContracted, M::SPEC, merchant.merchant().id));
    }
    let decoded = protocol::decode::<M>(&raw, &keys, app.rules())
        .inspect_err(|refusal| verdict.hashed.clone_from(&refusal.hashed))?;
    let Decoded { message, hashed } = decoded;
    (verdict.hashed, verdict.signed) = (Some(hashed), true);
    Ok(Call { app: app.clone(), merchant, keys, message, raw })
}

/// Whose request it is: 1001 if it doesn't say, ST47 if nobody knows.
pub(crate) fn merchant(
    app: &App,
    spec: &'static MessageSpec,
    raw: &Raw,
) -> Result<(Arc<MerchantEntry>, Keys), Reject> {
    let field = spec.field("mchtId");
    let missing = || {
        let code = field.map_or(spec.dialect.invalid(), |field| spec.dialect.missing(field));
        protocol::Refusal::of(code, field)
    };
    // As the message's table has it, not wherever else somebody may have put one.
    let id = field.and_then(|field| raw.get(field.group, field.name)).ok_or_else(missing)?;
    app.merchant(id).ok_or_else(|| Reject::of(spec.dialect.unknown_merchant()))
}
