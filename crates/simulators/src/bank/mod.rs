//! Banks, all behind one network, as one program plays them: accounts with holder, balance and passbook, hours, and
//! pages of their own. Any account exists, and holds enough, unless a magic number says otherwise.

mod accounts;
mod banks;
mod codes;
mod debit;
mod magic;
mod page;

use axum::Router;
use institutions::away::{
    AuthenticationPage, AuthenticationProof, AuthenticationRequest, Away, ProvenCharge,
};
use institutions::domain::facts::Approval;
use institutions::domain::time::Moment;
use institutions::domain::{DeclineCode, InstitutionId};
use institutions::rail::{Asked, Rail, Refund, Standing};
use institutions::scenario::Actor;
use institutions::{Answer, Call};

use crate::{Simulation, away, random};
pub(crate) use accounts::key as account_key;
use banks::Bank;
use debit::{Banks, Debit};

pub use magic::MAGIC;
pub use page::PATH;

/// The banks that transfers can be made from.
pub(crate) fn actors() -> Vec<Actor> {
    banks::ALL.iter().map(|bank| Actor { id: bank.institution(), code: bank.code }).collect()
}

/// The simulated banks. A clone is a handle to the same ones.
#[derive(Clone, Debug)]
pub struct BankSimulator(Simulation);

impl BankSimulator {
    /// The banks of this simulation.
    pub fn of(simulation: Simulation) -> Self {
        Self(simulation)
    }

    /// The banks' own pages, to be mounted at [`PATH`].
    pub fn pages(&self) -> Router {
        page::router(self.0.clone())
    }
}

impl Rail for BankSimulator {
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing> {
        Box::pin(self.0.inquire(*request))
    }

    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()> {
        Box::pin(self.0.reverse::<Banks>(*request))
    }

    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval> {
        Box::pin(self.0.refund::<Banks>(request.clone()))
    }

    fn institutions(&self) -> Vec<(&'static str, InstitutionId)> {
        banks::ALL.iter().map(|bank| (bank.code, bank.institution())).collect()
    }

    fn closed(&self, institution: InstitutionId, at: Moment) -> Option<DeclineCode> {
        Bank::of_institution(institution).filter(|bank| bank.is_closed(at)).map(|_| codes::CLOSED)
    }
}

impl Away for BankSimulator {
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage> {
        Box::pin(async move {
            if Bank::of(&request.issuer).is_none() {
                return Answer::Declined(codes::NO_BANK);
            }
            if !away::is_url(&request.return_url) {
                return Answer::Declined(codes::MALFORMED);
            }
            let Some(drawn) = random::hex_128() else { return Answer::Declined(codes::BANK_DOWN) };
            self.0.begin_away(format!("{PATH}/{}", request.issuer), request.clone(), drawn).await
        })
    }

    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof> {
        Box::pin(self.0.ending_away(reference.to_owned()))
    }

    fn charge<'a>(&'a self, request: &'a ProvenCharge) -> Call<'a, Approval> {
        Box::pin(self.0.charge::<Banks>(Debit(request.clone())))
    }
}
