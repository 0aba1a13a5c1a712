//! What goes into the request log, masked when it is written, off the request's path.

use std::sync::Arc;
use std::time::Instant;

use domain::MerchantId;
use domain::time::Moment;
use protocol::{Code, Dialect, Group, Keys, MessageSpec, Raw, masked, unknown};
use store::request_log::Line;

use crate::app::App;

/// A request under way, as its log line needs it.
#[derive(Debug)]
pub(crate) struct Trace {
    started: Instant,
    at: Moment,
    path: &'static str,
}

/// What became of a request.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// The table that its fields are masked by; without one, names alone are kept.
    pub(crate) spec: Option<&'static MessageSpec>,
    /// What came.
    pub(crate) raw: Arc<Raw>,
    /// The merchant's keys, to show amounts.
    pub(crate) keys: Option<Keys>,
    /// Whether the merchant's signature was right.
    pub(crate) signed: bool,
    /// The answer's code.
    pub(crate) code: Code,
    /// The answer in words.
    pub(crate) text: String,
    /// The wire name of the field at fault.
    pub(crate) field: Option<&'static str>,
    /// What was hashed, masked, without its key.
    pub(crate) hashed: Option<String>,
}

impl Verdict {
    /// All well, so far.
    pub(crate) fn pending(spec: &'static MessageSpec, raw: Arc<Raw>) -> Self {
        let (code, text) = (Code::SUCCESS, String::new());
        Self { spec: Some(spec), raw, keys: None, signed: false, code, text, field: None, hashed: None }
    }
}

impl Trace {
    pub(crate) fn start(app: &App, path: &'static str) -> Self {
        Self { started: Instant::now(), at: app.engine().now(), path }
    }

    /// Hands the line to the log's own thread, which does the masking.
    pub(crate) fn end(self, app: &App, verdict: Verdict) {
        let took_us = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
        app.log().append(verdict.raw.bytes(), move || line(&self, verdict, took_us));
    }
}

/// Notes what became of a window: a line of its own, without fields, as nobody sent any.
pub(crate) fn outcome(
    app: &App,
    path: &'static str,
    spec: &'static MessageSpec,
    (merchant, order_no): (MerchantId, &str),
    (code, text): (Code, &'static str),
) {
    let mut raw = Raw::new();
    raw.push(Group::Whole, "mchtId", merchant.as_str());
    raw.push(Group::Whole, "mchtTrdNo", order_no);
    let keys = app.merchant(merchant.as_str()).map(|(_, keys)| keys);
    let pending = Verdict::pending(spec, Arc::new(raw));
    // Whose window it is signed for it when it was opened.
    let verdict = Verdict { keys, signed: true, code, text: text.to_owned(), ..pending };
    let trace = Trace::start(app, path);
    app.log()
        .append(verdict.raw.bytes(), move || Line { fields: "{}".to_owned(), ..line(&trace, verdict, 0) });
}

fn line(trace: &Trace, verdict: Verdict, took_us: u64) -> Line {
    // Only merchants that exist have lines of their own: invented names can't outgrow the log's limits.
    let known = verdict.keys.is_some();
    let merchant = defined(verdict.spec, &verdict.raw, "mchtId").filter(|_| known).unwrap_or_default();
    let merchant = merchant.to_owned();
    let fields = match verdict.spec {
        Some(spec) => masked(spec, &verdict.raw, verdict.keys.as_ref()),
        None => Raw::new(),
    };
    Line {
        at: trace.at,
        merchant,
        signed: known && verdict.signed,
        path: trace.path.to_owned(),
        code: verdict.code.as_str().to_owned(),
        text: verdict.text,
        field: verdict.field.map(str::to_owned),
        hashed: verdict.hashed.filter(|hashed| !hashed.is_empty()),
        // A misspelt name is why another one is missing.
        unknown: verdict.spec.map(|spec| misspelt(spec, &verdict.raw)).unwrap_or_default(),
        order_no: defined(verdict.spec, &fields, "mchtTrdNo").map(str::to_owned),
        fields: String::from_utf8(protocol::json::encode(&fields)).unwrap_or_default(),
        took_us,
    }
}

/// A field where the message's table has it, as the gate reads it: another of its name, elsewhere, is anybody's word.
fn defined<'a>(spec: Option<&MessageSpec>, raw: &'a Raw, name: &str) -> Option<&'a str> {
    let field = spec?.field(name)?;
    raw.get(field.group, field.name)
}

/// Fields that the message doesn't define, but for those that the integration script posts of itself (PG 2.6).
fn misspelt(spec: &'static MessageSpec, raw: &Raw) -> Vec<String> {
    const SCRIPTS_OWN: [&str; 2] = ["type", "height"];
    let is_window = spec.dialect == Dialect::Window;
    let mut names = unknown(spec, raw);
    names.retain(|name| !(is_window && SCRIPTS_OWN.contains(&name.as_str())));
    names
}
