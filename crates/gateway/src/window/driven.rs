//! A flow whose types are forgotten, so that one driver drives them all. Whoever writes a [`Flow`] has it.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use domain::Method;
use engine::MerchantEntry;
use protocol::{Code, Keys, Language, Message, MessageSpec, Raw};
use serde::Serialize;
use serde_json::Value;
use store::StoreError;

use super::answer::Answer;
use super::flow::{Ask, End, Flow, Here, Next, Opening};
use super::record::Window;
use super::visit::Visit;
use crate::app::App;
use crate::log::Verdict;
use crate::reject::Reject;

/// Something that takes a while.
pub(super) type Working<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What the driver asks of a flow.
pub(super) trait Driven: Debug + Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn method(&self) -> Method;
    fn spec(&self) -> &'static MessageSpec;
    fn language_at(&self, path: &str, browsers: Language) -> Language;
    /// Decodes the request into an opening and the flow's wishes. The verdict gets what was hashed, and whether it fits.
    fn read(&self, asked: &Asked<'_>, raw: &Raw, verdict: &mut Verdict) -> Result<(Opening, Value), Reject>;
    fn first_place(&self, window: &Value) -> Value;
    fn enter<'a>(&'a self, visit: &'a Visit) -> Working<'a, Next<Value>>;
    fn draw(&self, visit: &Visit) -> Option<String>;
    fn take<'a>(&'a self, visit: &'a Visit, answer: &'a Answer) -> Working<'a, Next<Value>>;
    fn welcome<'a>(&'a self, visit: &'a Visit, reference: &'a str) -> Working<'a, Next<Value>>;
    fn lines(&self, window: &Window) -> Vec<(&'static str, String)>;
    fn reason_for(&self, code: Code, language: Language) -> Option<&'static str>;
    fn again_label(&self, language: Language) -> &'static str;
    fn fields<'a>(
        &'a self,
        visit: &'a Visit,
        end: &'a End,
        keys: &'a Keys,
    ) -> Working<'a, Result<Raw, StoreError>>;
}

/// A request for a window whose merchant is known, and not yet more.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) app: &'a App,
    pub(super) path: &'a str,
    pub(super) language: Language,
    pub(super) merchant: &'a MerchantEntry,
    pub(super) keys: &'a Keys,
}

impl<F: Flow> Driven for F {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn method(&self) -> Method {
        F::METHOD
    }

    fn spec(&self) -> &'static MessageSpec {
        F::Request::SPEC
    }

    fn language_at(&self, path: &str, browsers: Language) -> Language {
        F::language(path, browsers)
    }

    fn read(&self, asked: &Asked<'_>, raw: &Raw, verdict: &mut Verdict) -> Result<(Opening, Value), Reject> {
        let Asked { app, path, language, merchant, keys } = *asked;
        let decoded = protocol::decode::<F::Request>(raw, keys, app.rules())
            .inspect_err(|refusal| verdict.hashed.clone_from(&refusal.hashed))?;
        (verdict.hashed, verdict.signed) = (Some(decoded.hashed), true);
        let (opening, wishes) = F::opening(&Ask { path, language, merchant, message: &decoded.message })?;
        Ok((opening, serde_json::to_value(&wishes).unwrap_or_default()))
    }

    fn first_place(&self, wishes: &Value) -> Value {
        let wishes = serde_json::from_value(wishes.clone()).ok();
        wishes.and_then(|wishes| serde_json::to_value(F::begin(&wishes)).ok()).unwrap_or_default()
    }

    fn enter<'a>(&'a self, visit: &'a Visit) -> Working<'a, Next<Value>> {
        Box::pin(async move {
            let Some(here) = here::<F>(visit) else { return Next::Stay };
            F::opened(&here).await.stored()
        })
    }

    fn draw(&self, visit: &Visit) -> Option<String> {
        F::page(&here::<F>(visit)?)
    }

    fn take<'a>(&'a self, visit: &'a Visit, answer: &'a Answer) -> Working<'a, Next<Value>> {
        Box::pin(async move {
            let Some(here) = here::<F>(visit) else { return Next::Stay };
            F::answer(&here, answer).await.stored()
        })
    }

    fn welcome<'a>(&'a self, visit: &'a Visit, reference: &'a str) -> Working<'a, Next<Value>> {
        Box::pin(async move {
            let Some(here) = here::<F>(visit) else { return Next::Stay };
            F::back(&here, reference).await.stored()
        })
    }

    fn lines(&self, window: &Window) -> Vec<(&'static str, String)> {
        F::receipt(window)
    }

    fn reason_for(&self, code: Code, language: Language) -> Option<&'static str> {
        F::reason(code, language)
    }

    fn again_label(&self, language: Language) -> &'static str {
        F::again(language)
    }

    fn fields<'a>(
        &'a self,
        visit: &'a Visit,
        end: &'a End,
        keys: &'a Keys,
    ) -> Working<'a, Result<Raw, StoreError>> {
        Box::pin(async move { Ok(protocol::encode(&F::response(visit, end).await?, keys)) })
    }
}

/// Where the customer is, in the flow's types; `None` if another version wrote it.
fn here<F: Flow>(visit: &Visit) -> Option<Here<'_, F>> {
    let wishes = serde_json::from_value(visit.window.opened.wishes.clone()).ok()?;
    let place = serde_json::from_value(visit.window.place()?.clone()).ok()?;
    Some(Here { visit, wishes, place })
}

impl<P: Serialize> Next<P> {
    fn stored(self) -> Next<Value> {
        let text = |place: P| serde_json::to_value(place).unwrap_or_default();
        match self {
            Self::Stay => Next::Stay,
            Self::Again(page) => Next::Again(page),
            Self::Go(place) => Next::Go(text(place)),
            Self::Away { trip, url, place } => Next::Away { trip, url, place: text(place) },
            Self::Tried(tried) => Next::Tried(tried),
            Self::Refuse(reject) => Next::Refuse(reject),
        }
    }
}
