//! Cards: choose the issuer, agree to the terms, then the issuer's own page, or the form for the card's data. PG 6.

mod offer;
mod opening;
mod pay;
mod reasons;
mod response;
mod typed;
mod views;

use domain::Method;
use domain::merchant::CardFlow as Contract;
use protocol::pg::card::{CardWindowRequest, CardWindowResponse, Issuer};
use protocol::{Code, Language};
use serde::{Deserialize, Serialize};
use store::StoreError;

use self::views::{AGREEMENTS, CardForm, CardFormErrors, NextStep, Terms, Words, instalment_text, steps};
use crate::reject::Reject;
use crate::window::answer::Answer;
use crate::window::flow::{Ask, End, Flow, Next, Opening};
use crate::window::record::Window;
use crate::window::visit::Visit;

/// The flow of the three card windows.
#[derive(Debug)]
pub(super) struct CardFlow;

/// What the request asks of it. PG 6.2.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Wishes {
    /// Straight to the issuer: no questions asked (PG 2.3).
    direct: bool,
    /// The only issuer to offer (`cardGb`).
    issuer: Option<String>,
    /// The instalments that the merchant asks for (`instmtMon`).
    instalments: Option<u8>,
}

/// Where a customer can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Place {
    /// Chooses an issuer.
    Choice,
    /// Reads the terms, and chooses instalments.
    Terms { issuer: String },
    /// Types the card's data.
    Card { issuer: String, instalments: u8 },
    /// Was sent to the issuer's own page. Who comes back without an answer reads the terms again.
    AtIssuer { issuer: String, instalments: u8 },
}

type Here<'a> = crate::window::flow::Here<'a, CardFlow>;

const DIRECT: &str = "/card/cardDirect.do";
const ABROAD: &str = "/card/abroad/main.do";

impl Flow for CardFlow {
    type Request = CardWindowRequest;
    type Response = CardWindowResponse;
    type Wishes = Wishes;
    type Place = Place;

    const NAME: &'static str = "card";
    const METHOD: Method = Method::Card;

    fn language(path: &str, browsers: Language) -> Language {
        if path == ABROAD { Language::En } else { browsers }
    }

    fn opening(ask: &Ask<'_, CardWindowRequest>) -> Result<(Opening, Wishes), Reject> {
        opening::read(ask)
    }

    fn begin(wishes: &Wishes) -> Place {
        match &wishes.issuer {
            None => Place::Choice,
            Some(issuer) if wishes.direct => {
                Place::Card { issuer: issuer.clone(), instalments: wishes.instalments.unwrap_or(0) }
            }
            // With one issuer there is nothing to choose.
            Some(issuer) => Place::Terms { issuer: issuer.clone() },
        }
    }

    async fn opened(here: &Here<'_>) -> Next<Place> {
        match (&here.place, next_step(here)) {
            (Place::Card { issuer, instalments }, NextStep::IssuerPage) if here.wishes.direct => {
                pay::to_issuer(here, issuer.clone(), *instalments).await
            }
            _ => Next::Stay,
        }
    }

    fn page(here: &Here<'_>) -> Option<String> {
        match &here.place {
            Place::Choice => {
                Some(views::choose_issuer(&here.frame.at(steps(here.language(), 0)), &here.issuers()))
            }
            Place::Terms { issuer } | Place::AtIssuer { issuer, .. } => terms(here, issuer, None),
            Place::Card { issuer, instalments } => {
                card_form(here, issuer, *instalments, CardFormErrors::default())
            }
        }
    }

    async fn answer(here: &Here<'_>, answer: &Answer) -> Next<Place> {
        match (answer.action(), &here.place) {
            ("issuer", Place::Choice) => choose(here, answer),
            ("terms", Place::Terms { issuer } | Place::AtIssuer { issuer, .. }) => {
                agree(here, answer, issuer).await
            }
            ("pay", Place::Card { issuer, instalments }) => {
                pay::by_form(here, answer, issuer, *instalments).await
            }
            ("change", Place::Terms { .. } | Place::AtIssuer { .. } | Place::Card { .. })
                if here.may_change_issuer() =>
            {
                Next::Go(Place::Choice)
            }
            _ => Next::Stay,
        }
    }

    async fn back(here: &Here<'_>, reference: &str) -> Next<Place> {
        match &here.place {
            Place::AtIssuer { issuer, .. } => pay::back_from_issuer(here, reference, issuer).await,
            _ => Next::Stay,
        }
    }

    fn receipt(window: &Window) -> Vec<(&'static str, String)> {
        let (words, language) = (Words::of(window.language()), window.language());
        let card = window
            .paid()
            .and_then(|record| record.outcome.approval.facts.card().cloned())
            .unwrap_or_default();
        let issuer = Issuer::of(&card.issuer).map_or("", |issuer| views::name(issuer, language));
        vec![
            (words.card, format!("{issuer} {}", card.masked)),
            (words.instalments, instalment_text(card.instalments, language)),
        ]
    }

    fn reason(code: Code, language: Language) -> Option<&'static str> {
        reasons::reason(code.as_str(), language)
    }

    fn again(language: Language) -> &'static str {
        Words::of(language).another_card
    }

    async fn response(visit: &Visit, end: &End) -> Result<CardWindowResponse, StoreError> {
        response::write(visit, end).await
    }
}

fn choose(here: &Here<'_>, answer: &Answer) -> Next<Place> {
    match here.issuer(answer.field("issuer")) {
        Some(issuer) => Next::Go(Place::Terms { issuer: issuer.code.to_owned() }),
        None => {
            let frame = here.frame.at(steps(here.language(), 0));
            let frame = frame.telling(Words::of(here.language()).notice_issuer_missing);
            Next::Again(views::choose_issuer(&frame, &here.issuers()))
        }
    }
}

async fn agree(here: &Here<'_>, answer: &Answer, issuer: &str) -> Next<Place> {
    if !AGREEMENTS.iter().all(|what| answer.agrees_to(what)) {
        let notice = Words::of(here.language()).notice_agreement_missing;
        return terms(here, issuer, Some(notice)).map_or(Next::Stay, Next::Again);
    }
    let offered = here.instalments();
    let months = answer.field("instalment").parse().ok();
    let chosen = offered.iter().find(|offer| Some(**offer) == months).or(offered.first());
    let (issuer, instalments) = (issuer.to_owned(), chosen.copied().unwrap_or(0));
    match next_step(here) {
        NextStep::IssuerPage => pay::to_issuer(here, issuer, instalments).await,
        NextStep::CardForm => Next::Go(Place::Card { issuer, instalments }),
    }
}

fn terms(here: &Here<'_>, issuer: &str, notice: Option<&str>) -> Option<String> {
    let frame = here.frame.at(steps(here.language(), 1));
    let frame = notice.map_or_else(|| frame.clone(), |notice| frame.telling(notice));
    let terms = Terms {
        issuer: here.issuer(issuer)?,
        may_change_issuer: here.may_change_issuer(),
        instalments: &here.instalments(),
        next: next_step(here),
    };
    Some(views::terms(&frame, &terms))
}

/// The form for the card's data, with what was wrong with the last answer.
fn card_form(here: &Here<'_>, issuer: &str, instalments: u8, errors: CardFormErrors) -> Option<String> {
    let contract = here.merchant.merchant().card();
    let issuer = here.issuer(issuer)?;
    let form = CardForm {
        issuer,
        may_change_issuer: here.may_change_issuer(),
        instalments,
        asks_holder: asks_holder(here),
        keeps_card: contract.is_some_and(|contract| contract.billing_keys),
        this_month: typed::this_month(&here.merchant),
        others: &here.ranges_of_others(issuer),
        errors,
    };
    Some(views::card_form(&here.frame.at(steps(here.language(), 2)), &form))
}

fn contract(visit: &Visit) -> Option<Contract> {
    visit.merchant.merchant().card().map(|contract| contract.flow)
}

fn asks_holder(visit: &Visit) -> bool {
    contract(visit) == Some(Contract::Legacy)
}

fn next_step(visit: &Visit) -> NextStep {
    match contract(visit) {
        Some(Contract::Authenticated) => NextStep::IssuerPage,
        _ => NextStep::CardForm,
    }
}
