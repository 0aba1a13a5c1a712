//! The sandbox's own page: what merchants sent, what institutions answer, what time it is.
//!
//! It shows; what it changes goes to the same JSON endpoints that tools use.

mod amount;
mod clocks;
mod fault;
mod mark;
mod merchants;
mod method;
mod payment;
mod payments;
mod requests;
mod scenarios;
mod tries;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use crate::app::App;
use crate::page::Frame;
use clocks::ClockRow;
use merchants::MerchantRow;
use requests::RequestRow;
use scenarios::{Choice, ScenarioRow};

/// Where it is.
const PATH: &str = "/sandbox/";
const PAYMENTS_PATH: &str = "/sandbox/payments";

pub(crate) use payment::show as payment;
pub(crate) use payments::list as payments;

/// What the sandbox's pages tell and the gateway itself can't know: the binary plugs the institutions in.
#[derive(Clone, Debug, Default)]
pub struct Sandbox {
    /// Where merchants reach this gateway, for examples that can be run.
    pub url: String,
    /// The card numbers with a fate.
    pub magic: Vec<MagicNumber>,
    /// The account numbers with one.
    pub magic_accounts: Vec<MagicNumber>,
    /// Where anybody's passbook can be looked at; empty where it can't.
    pub passbooks: String,
}

/// A number that a simulated institution treats in its own way.
#[derive(Clone, Copy, Debug)]
pub struct MagicNumber {
    /// All its digits.
    pub number: &'static str,
    /// What happens, in Korean.
    pub ko: &'static str,
    /// The same in English.
    pub en: &'static str,
}

impl MagicNumber {
    /// In groups of four, as on a card.
    fn grouped(&self) -> String {
        let digits = self.number.chars().enumerate();
        digits
            .flat_map(|(i, digit)| (i > 0 && i.is_multiple_of(4)).then_some(' ').into_iter().chain([digit]))
            .collect()
    }
}

/// `?mchtId`: whose requests; all without it.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "mchtId", default)]
    merchant: String,
}

#[derive(Template)]
#[template(path = "sandbox/page.html")]
struct SandboxPage<'a> {
    frame: &'a Frame,
    sandbox: &'a Sandbox,
    /// Whose requests are shown; empty is everybody's.
    whose: &'a str,
    requests: Vec<RequestRow>,
    /// None where they can't be read.
    scenarios: Option<Vec<ScenarioRow>>,
    actors: Vec<(String, String)>,
    choices: [Choice; 6],
    declines: Vec<(String, &'static str)>,
    clocks: Vec<ClockRow>,
    merchants: Vec<MerchantRow>,
    keys: Option<(String, String)>,
}

pub(crate) async fn show(State(app): State<App>, Query(wanted): Query<Wanted>, frame: Frame) -> Response {
    let requests = requests::latest(&app, &wanted.merchant, &frame).await;
    let (merchants, keys) = merchants::rows(&app, &frame);
    frame.respond(&SandboxPage {
        frame: &frame,
        sandbox: app.sandbox(),
        whose: &wanted.merchant,
        requests,
        scenarios: scenarios::in_force(&app, &frame).await,
        actors: scenarios::actors(&app, &frame),
        choices: scenarios::choices(&frame),
        declines: scenarios::declines(frame.language()),
        clocks: clocks::rows(&app, &frame),
        merchants,
        keys,
    })
}

/// `/sandbox`, as people type it.
pub(crate) async fn elsewhere(frame: Frame) -> Redirect {
    Redirect::to(&frame.to(PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_as_on_a_card() {
        let magic = MagicNumber { number: "4000000000000002", ko: "", en: "" };
        assert_eq!(magic.grouped(), "4000 0000 0000 0002");
    }
}
