//! Account transfer: choose the bank, name the account and agree, then the bank's own page. PG 12.

mod opening;
mod reasons;
mod response;
mod send;
mod typed;
mod views;

use domain::Method;
use protocol::pg::bank::Bank;
use protocol::pg::transfer::{TransferWindowRequest, TransferWindowResponse};
use protocol::{Code, Language};
use serde::{Deserialize, Serialize};
use store::StoreError;

use self::views::{AccountErrors, Words, steps};
use crate::reject::Reject;
use crate::window::answer::Answer;
use crate::window::flow::{Ask, End, Flow, Next, Opening};
use crate::window::record::Window;
use crate::window::visit::Visit;

/// The flow of the account transfer window.
#[derive(Debug)]
pub(super) struct TransferFlow;

/// What the request asks of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Wishes {
    /// What is to stand in the customer's passbook.
    passbook: String,
}

/// Where a customer can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Place {
    /// Chooses a bank.
    Choice,
    /// Names the account, and agrees. Who comes back from the bank without an answer is here again.
    Account { bank: String },
}

type Here<'a> = crate::window::flow::Here<'a, TransferFlow>;

impl Flow for TransferFlow {
    type Request = TransferWindowRequest;
    type Response = TransferWindowResponse;
    type Wishes = Wishes;
    type Place = Place;

    const NAME: &'static str = "bank";
    const METHOD: Method = Method::Transfer;

    fn opening(ask: &Ask<'_, TransferWindowRequest>) -> Result<(Opening, Wishes), Reject> {
        opening::read(ask)
    }

    fn begin(_: &Wishes) -> Place {
        Place::Choice
    }

    fn page(here: &Here<'_>) -> Option<String> {
        match &here.place {
            Place::Choice => {
                Some(views::choose_bank(&here.frame.at(steps(here.language(), 0)), &here.banks()))
            }
            Place::Account { bank } => account(here, bank, AccountErrors::default()),
        }
    }

    async fn answer(here: &Here<'_>, answer: &Answer) -> Next<Place> {
        match (answer.action(), &here.place) {
            ("bank", Place::Choice) => choose(here, answer),
            ("account", Place::Account { bank }) => match typed::read(answer) {
                Ok(account) => send::to_bank(here, bank, account).await,
                Err(errors) => account(here, bank, errors).map_or(Next::Stay, Next::Again),
            },
            ("change", Place::Account { .. }) => Next::Go(Place::Choice),
            _ => Next::Stay,
        }
    }

    async fn back(here: &Here<'_>, reference: &str) -> Next<Place> {
        match &here.place {
            Place::Account { bank } => send::back_from_bank(here, reference, bank).await,
            Place::Choice => Next::Stay,
        }
    }

    fn receipt(window: &Window) -> Vec<(&'static str, String)> {
        let (words, language) = (Words::of(window.language()), window.language());
        let paid = window.paid().map(|record| record.outcome.approval.facts.clone()).unwrap_or_default();
        let account = paid.account().cloned().unwrap_or_default();
        let bank = Bank::of(&account.bank).map_or("", |bank| views::name(bank, language));
        let mut lines =
            vec![(words.account, format!("{bank} {}", account.masked)), (words.passbook, account.passbook)];
        lines.extend(account.receipt_no.map(|number| (words.receipt, number)));
        lines
    }

    fn reason(code: Code, language: Language) -> Option<&'static str> {
        reasons::reason(code.as_str(), language)
    }

    fn again(language: Language) -> &'static str {
        Words::of(language).another_account
    }

    async fn response(visit: &Visit, end: &End) -> Result<TransferWindowResponse, StoreError> {
        Ok(response::write(visit, end))
    }
}

impl Here<'_> {
    /// The banks on offer, and whether each takes transfers at this hour of the merchant's clock; those that don't last.
    fn banks(&self) -> Vec<(&'static Bank, bool)> {
        let open = self.engine().transfer_banks(self.merchant.now());
        let mut banks: Vec<_> =
            open.iter().filter_map(|(code, open)| Some((Bank::of(code)?, *open))).collect();
        banks.sort_by_key(|(_, open)| !open);
        banks
    }

    /// A bank that takes transfers now.
    fn open_bank(&self, code: &str) -> Option<&'static Bank> {
        self.banks().into_iter().find(|(bank, open)| *open && bank.code == code).map(|(bank, _)| bank)
    }
}

fn choose(here: &Here<'_>, answer: &Answer) -> Next<Place> {
    match here.open_bank(answer.field("bank")) {
        Some(bank) => Next::Go(Place::Account { bank: bank.code.to_owned() }),
        None => {
            let frame = here.frame.at(steps(here.language(), 0));
            let frame = frame.telling(Words::of(here.language()).notice_bank_missing);
            Next::Again(views::choose_bank(&frame, &here.banks()))
        }
    }
}

fn account(here: &Here<'_>, bank: &str, errors: AccountErrors) -> Option<String> {
    Some(views::account(&here.frame.at(steps(here.language(), 1)), Bank::of(bank)?, errors))
}
