//! Scenarios: what the simulated institutions answer from now on.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::DeclineCode;
use domain::Method;
use institutions::scenario::{Outcome, Scenario, Stage};
use protocol::{Code, Language};
use serde_json::{Value, json};

use super::asked::{Asked, Values, Wrong, language};
use super::{failed, whose};
use crate::app::App;

const NAMES: [&str; 7] = ["mchtId", "method", "institution", "outcome", "code", "delay_ms", "times"];
/// The methods whose institutions can be told: an institution's id begins with its method's code.
const METHODS: [&str; 2] = [Method::Card.code(), Method::Transfer.code()];
const OUTCOMES: &str = "approve, decline, timeout, lost_after_approval, garbled, delay";

/// An institution that takes longer than this is one that never answers.
const LONGEST_MS: u64 = 600_000;

/// More requests than anybody sends by hand.
const MOST_TIMES: u64 = 1_000_000;

/// `{"mchtId", "method": "CA" or "RA", "institution", "outcome", "code", "delay_ms", "times"}`.
pub(crate) async fn set(State(app): State<App>, asked: Asked) -> Response {
    match told(&app, &asked.values).await {
        Ok(()) => in_force(&app, asked.language).await,
        Err(wrong) => wrong.answer(asked.language),
    }
}

async fn told(app: &App, values: &Values) -> Result<(), Wrong> {
    values.only(&NAMES)?;
    let stage = app.engine().stage().ok_or_else(|| {
        Wrong::new(
            "이 기관들에는 답을 정해 줄 수 없습니다",
            "these institutions can't be told what to answer",
        )
    })?;
    let method = values.text("method", "CA")?.map(ToOwned::to_owned);
    let method = method.filter(|method| method != "*");
    if method.as_deref().is_some_and(|method| !METHODS.contains(&method)) {
        return Err(Wrong::new("method: 아직은 CA와 RA만 됩니다", "method: only CA and RA so far"));
    }
    let merchant = whose(app, values.text("mchtId", "nxca_jt_il")?)?.map(|id| id.as_str().to_owned());
    let times = values.number("times", 0..=MOST_TIMES)?.and_then(|times| u32::try_from(times).ok());
    let institution = institution(stage.as_ref(), values)?;
    if let (Some(method), Some(id)) = (&method, &institution)
        && !id.starts_with(method.as_str())
    {
        return Err(Wrong::new(
            format!("institution: {id}는 {method}의 기관이 아닙니다"),
            format!("institution: {id} is none of {method}"),
        ));
    }
    let scenario = Scenario { merchant, institution, outcome: outcome(values)?, times };
    stage.set(scenario).await.map_err(failed)
}

pub(crate) async fn list(State(app): State<App>, headers: HeaderMap) -> Response {
    in_force(&app, language(&headers)).await
}

async fn in_force(app: &App, language: Language) -> Response {
    let Some(stage) = app.engine().stage() else { return Json(shown(Vec::new())).into_response() };
    match stage.scenarios().await {
        Ok(scenarios) => Json(shown(scenarios)).into_response(),
        Err(why) => failed(why).answer_as(StatusCode::INTERNAL_SERVER_ERROR, language),
    }
}

/// Whose answer it is; `*` or none is every institution's.
fn institution(stage: &dyn Stage, values: &Values) -> Result<Option<String>, Wrong> {
    let id = values.text("institution", "CA04")?.filter(|id| *id != "*");
    let Some(id) = id else { return Ok(None) };
    let actors = stage.actors();
    if actors.iter().any(|actor| actor.id.as_str() == id) {
        return Ok(Some(id.to_owned()));
    }
    // Beside the code that windows call it by, which is easily taken for its id.
    let there: Vec<String> = actors.iter().map(|actor| format!("{} ({})", actor.id, actor.code)).collect();
    let there = there.join(", ");
    Err(Wrong::new(
        format!("institution: {id}라는 기관이 없습니다. 모든 기관은 *, 쓸 수 있는 값: {there}"),
        format!("institution: there is no {id}; * is all of them. There are {there}"),
    ))
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

fn shown(scenarios: Vec<Scenario>) -> Value {
    let shown = |scenario: Scenario| {
        let (outcome, code, delay_ms) = words(scenario.outcome);
        json!({
            "mchtId": scenario.merchant.unwrap_or_else(|| "*".to_owned()),
            "method": scenario.institution.as_deref().and_then(|id| id.get(..2)).unwrap_or("*"),
            "institution": scenario.institution.unwrap_or_else(|| "*".to_owned()),
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
