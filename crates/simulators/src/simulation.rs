//! The one program that plays every institution: their books, what it was told to answer, and where customers
//! reach it. Each family is a view of it.

use std::path::Path;
use std::sync::Arc;

use institutions::Answer;
use institutions::away::{AuthenticationPage, AuthenticationProof, AuthenticationRequest};
use institutions::books::Line;
use institutions::domain::facts::Approval;
use institutions::rail::{Asked, Refund, Standing};
use institutions::scenario::{Actor, Scenario, Stage, Told};

use crate::away;
use crate::books::{Books, BooksError, Ledger, ReadBooks};
use crate::reply::Reply;
use crate::requests::{self, Charge, Family};
use crate::{bank, card, scenarios};

/// What all simulated institutions share. A clone is a handle to the same.
#[derive(Clone, Debug)]
pub struct Simulation(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    books: Books,
    base_url: String,
}

impl Simulation {
    /// With the books in this folder, made at first use. `base_url` is where customers reach the
    /// institutions' own pages (scheme, host and port; empty for a path alone).
    pub fn open(dir: &Path, base_url: &str) -> Result<Self, BooksError> {
        Ok(Self::new(Books::open(dir)?, base_url))
    }

    /// One that forgets everything with the process, for measurements.
    pub fn in_memory(base_url: &str) -> Self {
        Self::new(Books::in_memory(), base_url)
    }

    /// The books in this folder, to read only, also while another process runs the simulation; `None` where it never
    /// kept any.
    pub fn open_books(dir: &Path) -> Result<Option<ReadBooks>, BooksError> {
        ReadBooks::open(dir)
    }

    fn new(books: Books, base_url: &str) -> Self {
        Self(Arc::new(Inner { books, base_url: base_url.trim_end_matches('/').to_owned() }))
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.base_url)
    }

    /// Runs `act` on the books. An institution whose books are broken is one that doesn't answer.
    pub(crate) async fn transact<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
    ) -> Option<T> {
        let result = self.0.books.transact(act).await;
        result.inspect_err(|error| tracing::error!(%error, "a simulated institution can't work")).ok()
    }

    /// Runs `act` on the books, and waits as long as its answer takes.
    pub(crate) async fn answer<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<Reply<T>, BooksError> + Send + 'static,
    ) -> Answer<T> {
        match self.transact(act).await {
            Some(reply) => reply.arrive().await,
            None => Answer::Unknown,
        }
    }

    /// Asks an institution of the family for money.
    pub(crate) async fn charge<F: Family>(&self, request: impl Charge) -> Answer<Approval> {
        self.answer(move |ledger| requests::charge::<F>(ledger, &request)).await
    }

    /// Asks an institution of the family to pay back.
    pub(crate) async fn refund<F: Family>(&self, request: Refund) -> Answer<Approval> {
        self.answer(move |ledger| requests::refund::<F>(ledger, &request)).await
    }

    /// Takes a request to the family back.
    pub(crate) async fn reverse<F: Family>(&self, asked: Asked) -> Answer<()> {
        self.answer(move |ledger| requests::reverse::<F>(ledger, &asked)).await
    }

    /// Receives a customer at an institution's own page: `path` and a session's id lead there.
    pub(crate) async fn begin_away(
        &self,
        path: String,
        request: AuthenticationRequest,
        drawn: String,
    ) -> Answer<AuthenticationPage> {
        let id = self.transact(move |ledger| away::begin(ledger, &request, &drawn, away::now())).await;
        let page = |id| AuthenticationPage { url: self.url(&format!("{path}/{id}")) };
        id.map_or(Answer::Unknown, |id| Answer::Approved(page(id)))
    }

    /// What came of a customer's stay there.
    pub(crate) async fn ending_away(&self, reference: String) -> Answer<AuthenticationProof> {
        let ending = self.transact(move |ledger| away::ending(ledger, &reference, away::now())).await;
        ending.unwrap_or(Answer::Unknown)
    }

    /// What became of a request.
    pub(crate) async fn inquire(&self, asked: Asked) -> Answer<Standing> {
        self.answer(move |ledger| requests::inquire(ledger, &asked)).await
    }
}

impl institutions::books::Books for Simulation {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        self.0.books.visit(visit).map_err(|error| error.to_string())
    }
}

impl Stage for Simulation {
    fn actors(&self) -> Vec<Actor> {
        [card::actors(), bank::actors()].concat()
    }

    fn set(&self, scenario: Scenario) -> Told<'_, ()> {
        Box::pin(async move {
            let set = self.0.books.transact(move |ledger| scenarios::set(ledger, scenario.clone())).await;
            set.map_err(|error| error.to_string())
        })
    }

    fn scenarios(&self) -> Told<'_, Vec<Scenario>> {
        Box::pin(async {
            self.0.books.transact(|ledger| ledger.scenarios()).await.map_err(|error| error.to_string())
        })
    }
}
