//! Card issuers and their acquirers, all behind one network, as one program plays them.

mod books;
mod codes;
mod issuers;
mod issuing;
mod magic;
mod page;
mod reply;
mod rules;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use institutions::away::{AuthenticationPage, AuthenticationProof, AuthenticationRequest, Away};
use institutions::books::{Books, Line};
use institutions::card::{Authorisation, CardNetwork, Verification};
use institutions::domain::InstitutionId;
use institutions::domain::card::Card;
use institutions::domain::facts::{Approval, Facts};
use institutions::rail::{Asked, Rail, Refund, Standing};
use institutions::scenario::{Outcome, Scenario, Stage};
use institutions::{Answer, Call};

use crate::stage::Scenarios;
use books::{CardBooks, Ledger};
use page::Authentications;
use reply::Reply;

pub use books::{BooksError, ReadBooks};
pub use issuers::{Issuer, issuers};
pub use magic::{MAGIC, Magic};
pub use page::PATH;

/// The simulated card network. A clone is a handle to the same one.
#[derive(Clone, Debug)]
pub struct CardSimulator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    books: CardBooks,
    scenarios: Scenarios,
    authentications: Authentications,
    base_url: String,
}

impl CardSimulator {
    /// The network whose books are in this folder, made at first use. `base_url` is where customers
    /// reach the issuers' own pages (scheme, host and port; empty for a path alone).
    pub fn open(dir: &Path, base_url: &str) -> Result<Self, BooksError> {
        Ok(Self::new(CardBooks::open(dir)?, base_url))
    }

    /// A network that forgets everything with the process, for measurements.
    pub fn in_memory(base_url: &str) -> Self {
        Self::new(CardBooks::in_memory(), base_url)
    }

    /// The books in this folder, to read only, also while another process runs the network.
    pub fn open_books(dir: &Path) -> Result<ReadBooks, BooksError> {
        ReadBooks::open(dir)
    }

    /// The issuers' own pages, to be mounted at [`PATH`].
    pub fn pages(&self) -> Router {
        page::router(self.clone())
    }

    fn new(books: CardBooks, base_url: &str) -> Self {
        Self(Arc::new(Inner {
            books,
            scenarios: Scenarios::default(),
            authentications: Authentications::default(),
            base_url: base_url.trim_end_matches('/').to_owned(),
        }))
    }

    /// Runs `act` on the books. An issuer whose books are broken is an issuer that doesn't answer.
    async fn transact<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
    ) -> Option<T> {
        let result = self.0.books.transact(act).await;
        result.inspect_err(|error| tracing::error!(%error, "a simulated issuer can't work")).ok()
    }
}

impl Rail for CardSimulator {
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing> {
        Box::pin(async move {
            let id = request.id;
            let standing = self.transact(move |ledger| issuing::inquire(ledger, id)).await;
            standing.map_or(Answer::Unknown, Answer::Approved)
        })
    }

    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()> {
        Box::pin(async move {
            let request = *request;
            let answer = self.transact(move |ledger| issuing::reverse(ledger, &request)).await;
            answer.unwrap_or(Answer::Unknown)
        })
    }

    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval> {
        Box::pin(async move {
            let told = self.0.scenarios.take(request.merchant);
            let request = request.clone();
            let reply = self.transact(move |ledger| issuing::refund(ledger, &request, told)).await;
            arrive(reply).await
        })
    }
}

impl Away for CardSimulator {
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage> {
        Box::pin(async move {
            match self.0.authentications.begin(request, Instant::now()) {
                Ok(path) => {
                    Answer::Approved(AuthenticationPage { url: format!("{}{PATH}{path}", self.0.base_url) })
                }
                Err(code) => Answer::Declined(code),
            }
        })
    }

    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof> {
        Box::pin(async move { self.0.authentications.ending(reference, Instant::now()) })
    }
}

impl CardNetwork for CardSimulator {
    fn route(&self, card: &Card) -> InstitutionId {
        Issuer::of_number(card.number()).institution()
    }

    fn authorise<'a>(&'a self, request: &'a Authorisation) -> Call<'a, Approval> {
        Box::pin(async move {
            let told = self.0.scenarios.take(request.merchant);
            let request = request.clone();
            let reply = self.transact(move |ledger| issuing::authorise(ledger, &request, told)).await;
            arrive(reply).await
        })
    }

    fn verify<'a>(&'a self, request: &'a Verification) -> Call<'a, Approval> {
        Box::pin(async move { verify(request, self.0.scenarios.peek(request.merchant)) })
    }
}

impl Books for CardSimulator {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        self.0.books.visit(visit).map_err(|error| error.to_string())
    }
}

impl Stage for CardSimulator {
    fn set(&self, scenario: Scenario) {
        self.0.scenarios.set(scenario);
    }

    fn scenarios(&self) -> Vec<Scenario> {
        self.0.scenarios.all()
    }
}

/// Checks a card without money. Of a scenario it knows declines alone.
fn verify(request: &Verification, told: Option<Outcome>) -> Answer<Approval> {
    let card = &request.card;
    let outcome = told.or(Magic::of(card).map(|magic| magic.verification));
    if let Some(Outcome::Decline(code)) = outcome {
        return Answer::Declined(code);
    }
    if let Some(code) = rules::refuses_card(card, request.holder.as_ref(), request.at) {
        return Answer::Declined(code);
    }
    let facts = Issuer::of_number(card.number()).facts(card.number(), card.masked(), 0);
    Answer::Approved(Approval { approval_no: None, facts: Facts::Card(facts) })
}

async fn arrive<T>(reply: Option<Reply<T>>) -> Answer<T> {
    match reply {
        Some(reply) => reply.arrive().await,
        None => Answer::Unknown,
    }
}
