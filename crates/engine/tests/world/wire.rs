//! The wire between a gateway and the issuers: it writes down what was asked, and can be cut.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::card::Card;
use domain::facts::Approval;
use domain::{InstitutionId, RequestId};
use institutions::away::{
    AuthenticationPage, AuthenticationProof, AuthenticationRequest, Away, ProvenCharge,
};
use institutions::card::{Authorisation, CardNetwork, Verification};
use institutions::rail::{Asked, Rail, Refund, Standing};
use institutions::{Answer, Call};
use simulators::card::CardSimulator;

/// What a gateway asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    Authorise,
    Inquire,
    Reverse,
    Refund,
    Verify,
}

/// How the wire fails a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It never reaches the issuers.
    Before,
    /// It reaches them, and their answer doesn't come back.
    Behind,
    /// It is stuck, and reaches them when [`Wire::arrive_late`] says so; the gateway waits in vain.
    Stuck,
    /// It takes this long to reach them.
    Slow(Duration),
}

/// The wire. A clone is a handle to the same one.
#[derive(Clone)]
pub(crate) struct Wire(Arc<Inner>);

/// A request for money that waits on the wire.
enum Stuck {
    Card(Authorisation),
    Proven(ProvenCharge),
}

struct Inner {
    issuers: CardSimulator,
    asked: Mutex<Vec<(Ask, RequestId, Instant)>>,
    cuts: Mutex<Vec<(Ask, Cut)>>,
    stuck: Mutex<Vec<Stuck>>,
    dead: Mutex<Option<InstitutionId>>,
}

impl Wire {
    pub(crate) fn to(issuers: CardSimulator) -> Self {
        let (asked, cuts, stuck) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { issuers, asked, cuts, stuck, dead: Mutex::default() }))
    }

    pub(crate) fn issuers(&self) -> &CardSimulator {
        &self.0.issuers
    }

    /// Cuts the wire for so many of the next requests of this kind.
    pub(crate) fn cut(&self, ask: Ask, cut: Cut, times: usize) {
        self.0.cuts.lock().expect("no panic").extend(std::iter::repeat_n((ask, cut), times));
    }

    /// From now on this institution answers nothing.
    pub(crate) fn kill(&self, institution: InstitutionId) {
        *self.0.dead.lock().expect("no panic") = Some(institution);
    }

    /// Every institution answers again.
    pub(crate) fn revive(&self) {
        *self.0.dead.lock().expect("no panic") = None;
    }

    /// Waits for ever at an institution that is dead.
    async fn reach(&self, institution: InstitutionId) {
        let is_dead = *self.0.dead.lock().expect("no panic") == Some(institution);
        if is_dead {
            std::future::pending::<()>().await;
        }
    }

    /// Mends the wire.
    pub(crate) fn mend(&self) {
        self.0.cuts.lock().expect("no panic").clear();
    }

    /// What was asked, and when, oldest first.
    pub(crate) fn asked(&self, ask: Ask) -> Vec<(RequestId, Instant)> {
        let asked = self.0.asked.lock().expect("no panic");
        asked.iter().filter(|asked| asked.0 == ask).map(|asked| (asked.1, asked.2)).collect()
    }

    /// Lets the stuck requests reach the issuers, and says what they answer.
    pub(crate) async fn arrive_late(&self) -> Vec<Answer<Approval>> {
        let stuck = std::mem::take(&mut *self.0.stuck.lock().expect("no panic"));
        let mut answers = Vec::new();
        for request in stuck {
            answers.push(match request {
                Stuck::Card(request) => self.issuers().authorise(&request).await,
                Stuck::Proven(request) => self.issuers().charge(&request).await,
            });
        }
        answers
    }

    fn note(&self, ask: Ask, id: RequestId) -> Option<Cut> {
        self.0.asked.lock().expect("no panic").push((ask, id, Instant::now()));
        let mut cuts = self.0.cuts.lock().expect("no panic");
        let place = cuts.iter().position(|cut| cut.0 == ask)?;
        Some(cuts.remove(place).1)
    }

    async fn pass<T>(&self, ask: Ask, at: InstitutionId, id: RequestId, call: Call<'_, T>) -> Answer<T> {
        self.reach(at).await;
        let cut = self.note(ask, id);
        deliver(cut, call).await
    }
}

/// Carries a request, as far as the wire goes, and its answer back.
async fn deliver<T>(cut: Option<Cut>, call: Call<'_, T>) -> Answer<T> {
    match cut {
        None => call.await,
        Some(Cut::Before) => Answer::Unknown,
        Some(Cut::Behind) => {
            call.await;
            Answer::Unknown
        }
        Some(Cut::Stuck) => std::future::pending().await,
        Some(Cut::Slow(by)) => {
            tokio::time::sleep(by).await;
            call.await
        }
    }
}

impl Away for Wire {
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage> {
        self.issuers().begin(request)
    }

    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof> {
        self.issuers().ending(reference)
    }

    fn charge<'a>(&'a self, request: &'a ProvenCharge) -> Call<'a, Approval> {
        Box::pin(async move {
            self.reach(request.institution).await;
            let cut = self.note(Ask::Authorise, request.id);
            if cut == Some(Cut::Stuck) {
                self.0.stuck.lock().expect("no panic").push(Stuck::Proven(request.clone()));
            }
            deliver(cut, self.issuers().charge(request)).await
        })
    }
}

impl Rail for Wire {
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing> {
        Box::pin(self.pass(Ask::Inquire, request.institution, request.id, self.issuers().inquire(request)))
    }

    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()> {
        Box::pin(self.pass(Ask::Reverse, request.institution, request.id, self.issuers().reverse(request)))
    }

    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval> {
        Box::pin(self.pass(Ask::Refund, request.institution, request.id, self.issuers().refund(request)))
    }
}

impl CardNetwork for Wire {
    fn route(&self, card: &Card) -> InstitutionId {
        self.issuers().route(card)
    }

    fn authorise<'a>(&'a self, request: &'a Authorisation) -> Call<'a, Approval> {
        Box::pin(async move {
            self.reach(request.institution).await;
            let cut = self.note(Ask::Authorise, request.id);
            if cut == Some(Cut::Stuck) {
                self.0.stuck.lock().expect("no panic").push(Stuck::Card(request.clone()));
            }
            deliver(cut, self.issuers().authorise(request)).await
        })
    }

    fn verify<'a>(&'a self, request: &'a Verification) -> Call<'a, Approval> {
        Box::pin(self.pass(
            Ask::Verify,
            self.route(&request.card),
            request.id,
            self.issuers().verify(request),
        ))
    }
}
