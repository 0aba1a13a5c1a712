//! A store in memory: it reads what a command names, and applies decisions with their guards.

use std::collections::{BTreeMap, BTreeSet};

use domain::credential::Credential;
use domain::operation::{Operation, OperationKind, OperationState};
use domain::payment::Payment;
use domain::tax::TaxParts;
use domain::time::Moment;
use domain::window::Window;
use domain::{
    Claim, ClaimKind, Claimant, Command, Decision, Letter, Method, OwnerId, Reply, RequestId, State, TradeId,
    Transfer, Write, decide,
};

/// A guard that was lost, in the words of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    Claim,
    Number,
    /// A new row's key is taken.
    Key,
    /// Somebody was faster to change a row, or there is none.
    Version,
    Step,
    /// A constraint that no decision may run into.
    Check(&'static str),
}

/// Who holds an order number, or held it last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Holding {
    pub(crate) claim: Claim,
    pub(crate) trade: TradeId,
    pub(crate) held: bool,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) id: RequestId,
    pub(crate) line: u16,
    pub(crate) at: Moment,
    pub(crate) transfer: Transfer,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) payments: BTreeMap<TradeId, Payment>,
    pub(crate) operations: BTreeMap<RequestId, Operation>,
    pub(crate) leases: BTreeMap<RequestId, i64>,
    pub(crate) claims: Vec<Holding>,
    /// Numbers that no other row guards.
    pub(crate) numbers: BTreeSet<TradeId>,
    pub(crate) windows: BTreeMap<[u8; 16], Window>,
    pub(crate) credentials: BTreeMap<[u8; 16], Credential>,
    pub(crate) journal: Vec<Line>,
    pub(crate) letters: Vec<Letter>,
}

impl Model {
    /// Decides and applies, as a store does: an order number found taken is decided again, a trade number found
    /// taken is told.
    pub(crate) fn submit(&mut self, command: &Command) -> Result<Reply, Lost> {
        let mut state = self.read(command);
        for _ in 0..2 {
            let Decision { writes, reply } = decide(&state, command);
            match self.apply(&writes) {
                Ok(()) => return Ok(reply),
                Err(Lost::Number) => return Ok(Reply::NumberTaken),
                Err(Lost::Claim) => {
                    let claim = writes.iter().find_map(|write| match write {
                        Write::Claim(claim, _) => Some(claim),
                        _ => None,
                    });
                    state.claimant = claim.and_then(|claim| self.claimant(claim));
                }
                Err(lost) => return Err(lost),
            }
        }
        Err(Lost::Claim)
    }

    /// Each noun that the command speaks of.
    pub(crate) fn read(&self, command: &Command) -> State {
        let reads = command.reads();
        let payment = reads.payment.and_then(|id| self.payments.get(&id));
        let waiting = payment.filter(|_| reads.waiting).and_then(|payment| self.waiting(payment.id));
        let taken = payment.filter(|_| reads.taken).and_then(|it| self.operations.get(&it.taken_by()));
        let operation = reads.operation.and_then(|id| self.operations.get(&id)).or(waiting).or(taken);
        let its = operation.filter(|_| reads.its_credential).and_then(|operation| operation.credential);
        let credential = reads.credential.or(its).and_then(|id| self.credentials.get(&id.0));
        let windows = reads.claim.filter(|_| reads.windows).map_or(0, |claim| self.windows_of(claim));
        State {
            refunded: payment
                .filter(|_| reads.refunded)
                .map_or_else(TaxParts::default, |it| self.refunded(it.id)),
            claimant: reads.claim.and_then(|claim| self.claimant(claim)),
            window_step: reads.window.and_then(|id| self.windows.get(&id.0)).map(|window| window.step),
            windows,
            credential: credential.cloned(),
            operation: operation.cloned(),
            payment: payment.cloned(),
        }
    }

    pub(crate) fn claimant(&self, claim: &Claim) -> Option<Claimant> {
        let holding = self.claims.iter().find(|holding| holding.claim == *claim && holding.held)?;
        let cancel = |of: &&Operation| of.kind == OperationKind::Cancel && of.trade == holding.trade;
        let cancelled = self.operations.values().find(cancel).map(|cancel| cancel.id.subject);
        let payment = self.payments.get(&cancelled.unwrap_or(holding.trade));
        let status = payment.filter(|_| claim.kind == ClaimKind::Payment).map(|payment| payment.status);
        let method = payment.map_or(Method::Card, |payment| payment.method);
        Some(Claimant { trade: holding.trade, method, status })
    }

    fn waiting(&self, payment: TradeId) -> Option<&Operation> {
        self.of(payment).find(|operation| operation.state == OperationState::Waiting)
    }

    pub(crate) fn windows_of(&self, claim: &Claim) -> u32 {
        let of_order = self.windows.values().filter(|window| window.claim() == *claim);
        u32::try_from(of_order.count()).expect("few")
    }

    /// The operations of a subject.
    pub(crate) fn of(&self, subject: TradeId) -> impl Iterator<Item = &Operation> {
        self.operations.values().filter(move |operation| operation.id.subject == subject)
    }

    /// The parts of a payment that its cancels have taken.
    pub(crate) fn refunded(&self, id: TradeId) -> TaxParts {
        let taken = |operation: &&Operation| {
            operation.kind == OperationKind::Cancel && operation.state == OperationState::Approved
        };
        self.of(id).filter(taken).fold(TaxParts::default(), |sum, operation| TaxParts {
            supply: sum.supply + operation.tax.supply,
            vat: sum.vat + operation.tax.vat,
            tax_free: sum.tax_free + operation.tax.tax_free,
            service: sum.service + operation.tax.service,
        })
    }

    /// Recovery takes over what nobody carries on. It is a change like any other: who read the operation before
    /// can't conclude it any more.
    pub(crate) fn take_over(&mut self, id: RequestId, by: OwnerId) {
        if let Some(operation) = self.operations.get_mut(&id).filter(|it| it.state.is_unresolved()) {
            operation.owner = by;
            operation.tries += 1;
            operation.version += 1;
        }
    }
}
