//! What institutions can be told to answer, and what they have been told.

use domain::Method;
use institutions::scenario::{Actor, Outcome, Scenario};
use protocol::pg::bank::Bank;
use protocol::pg::card::Issuer;
use protocol::{Code, Language};

use crate::app::App;
use crate::page::Frame;
use crate::sandbox::scenario::words;

/// An outcome to choose.
#[derive(Debug)]
pub(super) struct Choice {
    /// What `/sandbox/scenario` calls it.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// What the merchant sees of it.
    pub(super) effect: &'static str,
}

/// A scenario in force.
#[derive(Debug)]
pub(super) struct ScenarioRow {
    /// `*` is everybody.
    pub(super) merchant: String,
    /// `*` is all of them.
    pub(super) institution: String,
    /// What people call it; empty for all.
    pub(super) name: String,
    pub(super) title: String,
    /// How often it still applies; until it is replaced without a number.
    pub(super) times: Option<u32>,
}

pub(super) fn choices(frame: &Frame) -> [Choice; 6] {
    let choice = |name, title, effect| Choice { name, title, effect };
    [
        choice(
            "decline",
            frame.of("거절", "Decline"),
            frame.of("기관이 이 거절코드로 답합니다.", "The institution answers with this reject code."),
        ),
        choice(
            "timeout",
            frame.of("무응답", "No answer"),
            frame.of(
                "요청이 기관에 닿지 않습니다. VTIM을 답하고 망취소합니다.",
                "The request never arrives: VTIM, then a net-cancel.",
            ),
        ),
        choice(
            "lost_after_approval",
            frame.of("승인 후 응답 유실", "Answer lost"),
            frame.of(
                "기관은 승인했지만 응답이 사라집니다. VTIM을 답하고 망취소합니다.",
                "Approved, but the answer gets lost: VTIM, then a net-cancel.",
            ),
        ),
        choice(
            "garbled",
            frame.of("응답 깨짐", "Answer garbled"),
            frame.of(
                "승인 응답을 읽을 수 없습니다. 무응답과 같이 처리합니다.",
                "Approved, but unreadable: treated as no answer.",
            ),
        ),
        choice(
            "delay",
            frame.of("지연", "Delay"),
            frame.of("정해진 시간 뒤에 정상으로 답합니다.", "As always, but this much later."),
        ),
        choice(
            "approve",
            frame.of("정상", "As always"),
            frame.of(
                "거절용 테스트 번호에도 평소처럼 승인합니다.",
                "Approves what it can, test numbers included.",
            ),
        ),
    ]
}

/// The codes that card issuers and banks decline with, for the form to offer.
pub(super) fn declines(language: Language) -> Vec<(String, &'static str)> {
    let theirs = [Method::Card, Method::Transfer].map(Method::code);
    let of_theirs = |code: &Code| theirs.iter().any(|method| code.as_str().starts_with(method));
    protocol::Codes::Pg.all().filter(of_theirs).map(|code| (code.to_string(), code.text(language))).collect()
}

/// Who can be told, by id and name.
pub(super) fn actors(app: &App, frame: &Frame) -> Vec<(String, String)> {
    let actors = app.engine().stage().map(|stage| stage.actors()).unwrap_or_default();
    actors.iter().map(|actor| (actor.id.to_string(), name(actor, frame))).collect()
}

fn name(actor: &Actor, frame: &Frame) -> String {
    let name = if actor.id.as_str().starts_with(Method::Transfer.code()) {
        Bank::of(actor.code).map(|bank| frame.of(bank.on_wire, bank.english))
    } else {
        Issuer::of(actor.code).map(|issuer| frame.of(issuer.korean, issuer.english))
    };
    name.unwrap_or(actor.code).to_owned()
}

/// The scenarios in force; none where they can't be read.
pub(super) async fn in_force(app: &App, frame: &Frame) -> Option<Vec<ScenarioRow>> {
    let Some(stage) = app.engine().stage() else { return Some(Vec::new()) };
    let scenarios = stage.scenarios().await;
    let scenarios = scenarios.inspect_err(|error| tracing::error!(%error, "scenarios can't be read")).ok()?;
    let actors = stage.actors();
    Some(scenarios.into_iter().map(|scenario| row(scenario, &actors, frame)).collect())
}

fn row(scenario: Scenario, actors: &[Actor], frame: &Frame) -> ScenarioRow {
    let institution = scenario.institution.unwrap_or_else(|| "*".to_owned());
    let actor = actors.iter().find(|actor| actor.id.as_str() == institution);
    ScenarioRow {
        merchant: scenario.merchant.unwrap_or_else(|| "*".to_owned()),
        name: actor.map(|actor| name(actor, frame)).unwrap_or_default(),
        institution,
        title: title(scenario.outcome, frame),
        times: scenario.times,
    }
}

fn title(outcome: Outcome, frame: &Frame) -> String {
    let (name, code, delay_ms) = words(outcome);
    let choice = choices(frame).into_iter().find(|choice| choice.name == name);
    let title = choice.map_or(name, |choice| choice.title);
    let detail = match (code, delay_ms) {
        (Some(code), _) => {
            let text = Code::find(&code).map(|code| code.text(frame.language())).unwrap_or_default();
            format!(" {code} · {text}")
        }
        (None, Some(ms)) => format!(" {ms} ms"),
        (None, None) => String::new(),
    };
    format!("{title}{detail}")
}
