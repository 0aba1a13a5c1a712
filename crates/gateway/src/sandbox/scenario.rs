//! Scenarios: what the simulated institutions answer from now on.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use domain::DeclineCode;
use domain::payment::Method;
use institutions::scenario::{Outcome, Scenario};
use protocol::Code;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{no, whose};
use crate::app::App;

/// `{"mchtId", "method": "CA", "outcome", "code", "delay_ms", "times"}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    #[serde(rename = "mchtId")]
    merchant: Option<String>,
    method: Option<String>,
    outcome: String,
    code: Option<String>,
    delay_ms: Option<u64>,
    times: Option<u32>,
}

/// An institution that takes longer than this is one that never answers.
const LONGEST_MS: u64 = 600_000;

pub(crate) async fn set(State(app): State<App>, body: Result<Json<Wanted>, JsonRejection>) -> Response {
    let wanted = match body {
        Ok(Json(wanted)) => wanted,
        Err(error) => return no(error.body_text()),
    };
    let Some(stage) = app.engine().stage() else {
        return no("these institutions can't be told what to answer");
    };
    if wanted.method.as_deref().is_some_and(|method| method != Method::Card.code()) {
        return no("method: only CA so far");
    }
    let merchant = match whose(&app, wanted.merchant.as_deref()) {
        Ok(merchant) => merchant.map(|id| id.as_str().to_owned()),
        Err(why) => return no(why),
    };
    match outcome(&wanted) {
        Ok(outcome) => {
            stage.set(Scenario { merchant, outcome, times: wanted.times });
            Json(scenarios(&app)).into_response()
        }
        Err(why) => no(why),
    }
}

pub(crate) async fn list(State(app): State<App>) -> Json<Value> {
    Json(scenarios(&app))
}

fn outcome(wanted: &Wanted) -> Result<Outcome, String> {
    Ok(match wanted.outcome.as_str() {
        "approve" => Outcome::Approve,
        "decline" => Outcome::Decline(code(wanted.code.as_deref())?),
        "timeout" => Outcome::Timeout,
        "lost_after_approval" => Outcome::LostAfterApproval,
        "garbled" => Outcome::Garbled,
        "delay" => match wanted.delay_ms {
            Some(ms) if ms <= LONGEST_MS => Outcome::Delay(Duration::from_millis(ms)),
            Some(_) => return Err(format!("delay_ms: at most {LONGEST_MS}")),
            None => return Err("delay needs delay_ms".to_owned()),
        },
        other => {
            return Err(format!(
                "outcome: {other} is none of approve, decline, timeout, lost_after_approval, garbled, delay"
            ));
        }
    })
}

fn code(code: Option<&str>) -> Result<DeclineCode, String> {
    let code = code.unwrap_or("CA31");
    let known = Code::find(code).and_then(|code| DeclineCode::new(code.as_str()));
    known.ok_or_else(|| format!("code: {code} is no reject code"))
}

fn scenarios(app: &App) -> Value {
    let scenarios = app.engine().stage().map(|stage| stage.scenarios()).unwrap_or_default();
    let shown = |scenario: Scenario| {
        let (outcome, code, delay_ms) = words(scenario.outcome);
        json!({
            "mchtId": scenario.merchant.unwrap_or_else(|| "*".to_owned()),
            "method": Method::Card.code(),
            "outcome": outcome,
            "code": code,
            "delay_ms": delay_ms,
            "times": scenario.times,
        })
    };
    json!({ "scenarios": scenarios.into_iter().map(shown).collect::<Vec<_>>() })
}

pub(super) fn words(outcome: Outcome) -> (&'static str, Option<String>, Option<u128>) {
    match outcome {
        Outcome::Approve => ("approve", None, None),
        Outcome::Decline(code) => ("decline", Some(code.as_str().to_owned()), None),
        Outcome::Timeout => ("timeout", None, None),
        Outcome::LostAfterApproval => ("lost_after_approval", None, None),
        Outcome::Garbled => ("garbled", None, None),
        Outcome::Delay(delay) => ("delay", None, Some(delay.as_millis())),
    }
}
