//! The gate of the server-to-server APIs: decode, merchant, verify, hash, once for all.
//!
//! Bytes become raw fields, raw fields find their merchant, its keys open and verify the message, and
//! only then is a handler called. A refusal is answered in the API's own shape with HTTP 200, and
//! every request leaves a masked line in the request log.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use engine::MerchantEntry;
use protocol::registry::Api;
use protocol::{Code, Decoded, Keys, Message, MessageSpec, Raw, json, refusal_reply};

use crate::app::App;
use crate::log::{Trace, Verdict};
use crate::reject::Reject;

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
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    api: &'static str,
    run: fn(App, Raw, Trace) -> Answering,
}

/// The endpoint of a handler.
pub(crate) const fn endpoint<H: Handler>(api: &'static str) -> Endpoint {
    Endpoint { api, run: |app, raw, trace| Box::pin(run::<H>(app, raw, trace)) }
}

/// Answers a call on `path`, where `endpoints` live.
pub(crate) async fn answer(
    app: App,
    path: &'static str,
    endpoints: &'static [Endpoint],
    body: Vec<u8>,
) -> Response {
    let trace = Trace::start(&app, path);
    let reply = match json::parse(&body) {
        Ok(raw) => match endpoint_for(path, endpoints, &raw) {
            Some(endpoint) => (endpoint.run)(app, raw, trace).await,
            None => unreadable(&app, path, trace, "no API lives here"),
        },
        Err(why) => unreadable(&app, path, trace, why.reason()),
    };
    ([(CONTENT_TYPE, "application/json; charset=UTF-8")], reply).into_response()
}

/// The API that the request is meant for; the path's first where it doesn't say, to name what is missing.
fn endpoint_for<'a>(path: &str, endpoints: &'a [Endpoint], raw: &Raw) -> Option<&'a Endpoint> {
    let meant = protocol::registry::find(path, raw);
    let meant = meant.and_then(|api| endpoints.iter().find(|endpoint| endpoint.api == api.id));
    meant.or(endpoints.first())
}

/// A body that is no message: the path's first API lends its shape.
fn unreadable(app: &App, path: &'static str, trace: Trace, reason: &str) -> Vec<u8> {
    let code = const { Code::of("ST09") };
    let reject = Reject::of(code);
    let text = format!("{} ({reason})", reject.text);
    let raw = Arc::new(Raw::new());
    let api: Option<&Api> = protocol::registry::on_path(path).next();
    let reply = api.map(|api| refusal_reply(api.response, &raw, code, &text, &[])).unwrap_or_default();
    let verdict =
        Verdict { spec: None, raw, keys: None, signed: false, code, text, field: None, hashed: None };
    trace.end(app, verdict);
    json::encode(&reply)
}

/// One call through the gate, its handler, and the log.
async fn run<H: Handler>(app: App, raw: Raw, trace: Trace) -> Vec<u8> {
    let spec = H::Request::SPEC;
    let raw = Arc::new(raw);
    let mut verdict = Verdict::pending(spec, Arc::clone(&raw));
    let result = admit::<H::Request>(&app, raw, &mut verdict);
    let result = match result {
        Ok(call) => {
            let (keys, clock) = (call.keys.clone(), call.merchant.now());
            let handled = H::handle(call).await.map(|response| protocol::encode(&response, &keys));
            handled.map_err(|reject| reject.beside_clock(&verdict.raw, clock))
        }
        Err(reject) => Err(reject),
    };
    let reply = result.unwrap_or_else(|reject| {
        let extras: Vec<_> = reject.extras.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = refusal_reply(H::Response::SPEC, &verdict.raw, reject.code, &reject.text, &extras);
        (verdict.code, verdict.text, verdict.field) = (reject.code, reject.text, reject.field);
        reply
    });
    let bytes = json::encode(&reply);
    trace.end(&app, verdict);
    bytes
}

/// The order of refusals: merchant named, merchant known, then whatever the message's table says.
fn admit<M: Message>(app: &App, raw: Arc<Raw>, verdict: &mut Verdict) -> Result<Call<M>, Reject> {
    let (merchant, keys) = merchant(app, M::SPEC, &raw)?;
    verdict.keys = Some(keys.clone());
    let decoded = protocol::decode::<M>(&raw, &keys, app.rules())
        .inspect_err(|refusal| verdict.hashed.clone_from(&refusal.hashed))?;
    let Decoded { message, hashed, .. } = decoded;
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
    let missing = protocol::Refusal { code: const { Code::of("1001") }, field, hashed: None };
    // As the message's table has it, not wherever else somebody may have put one.
    let id = field.and_then(|field| raw.get(field.group, field.name)).ok_or(missing)?;
    app.merchant(id).ok_or_else(|| Reject::of(const { Code::of("ST47") }))
}
