//! Card issuers and their acquirers, all behind one network, as one program plays them.

mod charge;
mod codes;
mod issuers;
mod magic;
mod page;
mod rules;

use std::path::Path;

use axum::Router;
use institutions::away::{
    AuthenticationPage, AuthenticationProof, AuthenticationRequest, Away, ProvenCharge,
};
use institutions::books::{Books, Line};
use institutions::card::{Authorisation, CardNetwork, CardRange, Verification};
use institutions::domain::InstitutionId;
use institutions::domain::card::Card;
use institutions::domain::facts::Approval;
use institutions::rail::{Asked, Rail, Refund, Standing};
use institutions::scenario::Actor;
use institutions::{Answer, Call};

use crate::{BooksError, ReadBooks, Simulation, away, random};
use charge::{Cards, Proven};

pub use issuers::{Issuer, issuers};
pub use magic::MAGIC;
pub use page::PATH;

/// The acquirers. Each is known as the issuer of its own cards, the first of those it acquires for.
pub(crate) fn actors() -> Vec<Actor> {
    let mut actors: Vec<Actor> = Vec::new();
    for issuer in issuers() {
        let id = issuer.institution();
        if actors.iter().all(|actor| actor.id != id) {
            actors.push(Actor { id, code: issuer.code });
        }
    }
    actors
}

/// The simulated card network. A clone is a handle to the same one.
#[derive(Clone, Debug)]
pub struct CardSimulator(Simulation);

impl CardSimulator {
    /// The card networks of this simulation.
    pub fn of(simulation: Simulation) -> Self {
        Self(simulation)
    }

    /// The network whose books are in this folder ([`Simulation::open`]).
    pub fn open(dir: &Path, base_url: &str) -> Result<Self, BooksError> {
        Simulation::open(dir, base_url).map(Self)
    }

    /// A network that forgets everything with the process, for measurements.
    pub fn in_memory(base_url: &str) -> Self {
        Self(Simulation::in_memory(base_url))
    }

    /// The books in this folder, to read only, also while another process runs the network; `None` where it never kept
    /// any.
    pub fn open_books(dir: &Path) -> Result<Option<ReadBooks>, BooksError> {
        Simulation::open_books(dir)
    }

    /// The simulation that they are a view of.
    pub fn simulation(&self) -> &Simulation {
        &self.0
    }

    /// The issuers' own pages, to be mounted at [`PATH`].
    pub fn pages(&self) -> Router {
        page::router(self.0.clone())
    }
}

impl Rail for CardSimulator {
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing> {
        Box::pin(self.0.inquire(*request))
    }

    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()> {
        Box::pin(self.0.reverse::<Cards>(*request))
    }

    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval> {
        Box::pin(self.0.refund::<Cards>(request.clone()))
    }
}

impl Away for CardSimulator {
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage> {
        Box::pin(async move {
            if Issuer::of(&request.issuer).is_none() {
                return Answer::Declined(codes::UNSERVED);
            }
            if !away::is_url(&request.return_url) {
                return Answer::Declined(codes::MALFORMED);
            }
            let Some(drawn) = random::hex_128() else { return Answer::Declined(codes::ISSUER_DOWN) };
            self.0.begin_away(format!("{PATH}/{}", request.issuer), request.clone(), drawn).await
        })
    }

    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof> {
        Box::pin(self.0.ending_away(reference.to_owned()))
    }

    fn charge<'a>(&'a self, request: &'a ProvenCharge) -> Call<'a, Approval> {
        Box::pin(self.0.charge::<Cards>(Proven(request.clone())))
    }
}

impl CardNetwork for CardSimulator {
    fn route(&self, card: &Card) -> InstitutionId {
        Issuer::of_number(card.number()).institution()
    }

    fn ranges(&self) -> Vec<CardRange> {
        let of = |issuer: &Issuer| {
            let code = issuer.code;
            issuer.ranges().map(|first| CardRange { first_digits: first.to_owned(), issuer: code.to_owned() })
        };
        issuers::issuers().iter().flat_map(of).collect()
    }

    fn authorise<'a>(&'a self, request: &'a Authorisation) -> Call<'a, Approval> {
        Box::pin(self.0.charge::<Cards>(request.clone()))
    }

    fn verify<'a>(&'a self, request: &'a Verification) -> Call<'a, Approval> {
        let request = request.clone();
        Box::pin(self.0.answer(move |ledger| charge::verify(ledger, &request)))
    }
}

impl Books for CardSimulator {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        self.0.visit(visit)
    }
}
