//! Scenarios: what the simulated institutions answer from now on.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::DeclineCode;
use domain::Method;
use institutions::scenario::{Outcome, Scenario};
use protocol::Code;
use serde_json::{Value, json};

use super::asked::{Asked, Values, Wrong};
use super::whose;
use crate::app::App;

const NAMES: [&str; 6] = ["mchtId", "method", "outcome", "code", "delay_ms", "times"];
const OUTCOMES: &str = "approve, decline, timeout, lost_after_approval, garbled, delay";

/// An institution that takes longer than this is one that never answers.
const LONGEST_MS: u64 = 600_000;

/// More requests than anybody sends by hand.
const MOST_TIMES: u64 = 1_000_000;

/// `{"mchtId", "method": "CA", "outcome", "code", "delay_ms", "times"}`.
pub(crate) async fn set(State(app): State<App>, asked: Asked) -> Response {
    match told(&app, &asked.values) {
        Ok(()) => Json(scenarios(&app)).into_response(),
        Err(wrong) => wrong.answer(asked.language),
    }
}

fn told(app: &App, values: &Values) -> Result<(), Wrong> {
    values.only(&NAMES)?;
    let stage = app.engine().stage().ok_or_else(|| {
        Wrong::new(
            "이 기관들에는 답을 정해 줄 수 없습니다",
            "these institutions can't be told what to answer",
        )
    })?;
    if values.text("method", "CA")?.is_some_and(|method| method != Method::Card.code()) {
        return Err(Wrong::new("method: 아직은 CA만 됩니다", "method: only CA so far"));
    }
    let merchant = whose(app, values.text("mchtId", "nxca_jt_il")?)?.map(|id| id.as_str().to_owned());
    let times = values.number("times", 0..=MOST_TIMES)?.and_then(|times| u32::try_from(times).ok());
    let told = stage.set(Scenario { merchant, institution: None, outcome: outcome(values)?, times });
    told.map_err(|why| {
        Wrong::new(
            format!("시나리오를 저장할 수 없습니다: {why}"),
            format!("the scenario can't be kept: {why}"),
        )
    })
}

pub(crate) async fn list(State(app): State<App>) -> Json<Value> {
    Json(scenarios(&app))
}

fn outcome(values: &Values) -> Result<Outcome, Wrong> {
    Ok(match values.text("outcome", "decline")? {
        Some("approve") => Outcome::Approve,
        Some("decline") => Outcome::Decline(code(values.text("code", "CA31")?)?),
        Some("timeout") => Outcome::Timeout,
        Some("lost_after_approval") => Outcome::LostAfterApproval,
        Some("garbled") => Outcome::Garbled,
        Some("delay") => match values.number("delay_ms", 0..=LONGEST_MS)? {
            Some(ms) => Outcome::Delay(Duration::from_millis(ms)),
            None => {
                return Err(Wrong::new("delay에는 delay_ms가 있어야 합니다", "a delay needs delay_ms"));
            }
        },
        Some(other) => {
            return Err(Wrong::new(
                format!("outcome: {other}은(는) 없습니다. 쓸 수 있는 값: {OUTCOMES}"),
                format!("outcome: there is no {other}. There are {OUTCOMES}"),
            ));
        }
        None => {
            return Err(Wrong::new(
                format!("outcome이 있어야 합니다. 쓸 수 있는 값: {OUTCOMES}"),
                format!("outcome is missing: one of {OUTCOMES}"),
            ));
        }
    })
}

fn code(code: Option<&str>) -> Result<DeclineCode, Wrong> {
    let code = code.unwrap_or("CA31");
    let known = Code::find(code).and_then(|code| DeclineCode::new(code.as_str()));
    known.ok_or_else(|| {
        Wrong::new(
            format!("code: {code}은(는) 거절코드가 아닙니다"),
            format!("code: {code} is no reject code"),
        )
    })
}

fn scenarios(app: &App) -> Value {
    let scenarios = app.engine().stage().and_then(|stage| stage.scenarios().ok()).unwrap_or_default();
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
