//! Anybody's passbook: type bank and number. What a holder would see in the bank's app, so that a merchant's developer sees
//! where the money went.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use institutions::domain::account::AccountNo;
use institutions::domain::{Currency, Money};
use serde::Deserialize;

use crate::Simulation;
use crate::bank::accounts::{self, Account, Line};
use crate::bank::banks::{self, Bank};
use crate::page::{self, Spoken};

/// The lines that are shown, the latest first.
const MOST_LINES: u32 = 50;

/// The form as it comes. It holds an account number, so it has no Debug.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    bank: String,
    #[serde(default)]
    number: String,
}

#[derive(Template)]
#[template(path = "bank/passbook.html")]
struct Passbook {
    english: bool,
    banks: &'static [Bank],
    bank: String,
    mistaken: bool,
    found: Option<(Account, Vec<Line>)>,
}

impl Spoken for Passbook {
    fn in_english(&self) -> bool {
        self.english
    }
}

impl Passbook {
    fn won(&self, minor: &i64) -> String {
        let amount = Money::new(minor.saturating_abs(), Currency::Krw).unwrap_or(Money::zero(Currency::Krw));
        let sign = if *minor < 0 { "−" } else { "" };
        format!("{sign}{}", page::written(amount, self.english))
    }

    fn when(line: &Line) -> String {
        let stamp = line.at.kst().stamp14();
        let part = |range: std::ops::Range<usize>| stamp.get(range).unwrap_or_default();
        format!("{}-{}-{} {}:{}", part(0..4), part(4..6), part(6..8), part(8..10), part(10..12))
    }
}

pub(super) async fn ask(headers: HeaderMap) -> Response {
    let english = page::wants_english(&headers);
    let bank = banks::ALL.iter().find(|bank| bank.code == "004").map_or("", |bank| bank.code).to_owned();
    page::plain(&Passbook { english, banks: banks::ALL, bank, mistaken: false, found: None }, StatusCode::OK)
}

pub(super) async fn show(
    State(simulation): State<Simulation>,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Response {
    let english = page::wants_english(&headers);
    let account = AccountNo::new(&wanted.number).filter(|_| Bank::of(&wanted.bank).is_some());
    let Some(number) = account else {
        let page = Passbook { english, banks: banks::ALL, bank: wanted.bank, mistaken: true, found: None };
        return page::plain(&page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let (bank, key, masked) = (wanted.bank.clone(), accounts::key(&wanted.bank, &number), number.masked());
    let found = simulation.transact(move |ledger| {
        let account = accounts::named(ledger, &key, &bank, &masked)?;
        let lines = accounts::passbook(ledger, &key, &account, MOST_LINES)?;
        Ok((account, lines))
    });
    match found.await {
        Some(found) => {
            let page = Passbook {
                english,
                banks: banks::ALL,
                bank: wanted.bank,
                mistaken: false,
                found: Some(found),
            };
            page::plain(&page, StatusCode::OK)
        }
        None => page::out_of_order(),
    }
}
