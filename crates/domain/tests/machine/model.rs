//! A store in memory: it reads what a command names, and applies decisions with their guards.

use std::collections::BTreeMap;

use domain::billing_key::{KeyId, KeyState};
use domain::payment::{Claim, ClaimKind, Operation, OperationKind, OperationState, Payment};
use domain::tax::TaxParts;
use domain::{
    Claimant, Command, Decision, Entry, OwnerId, Reads, Reply, RequestId, State, TradeId, Write, decide,
};

/// A guard that was lost, in the words of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    Claim,
    Number,
    Other,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) payments: BTreeMap<TradeId, Payment>,
    pub(crate) operations: BTreeMap<RequestId, Operation>,
    /// Who holds an order number, or held it last.
    pub(crate) claims: Vec<(Claim, TradeId, bool)>,
    pub(crate) windows: BTreeMap<u8, u32>,
    pub(crate) keys: BTreeMap<[u8; 16], KeyState>,
    pub(crate) postings: Vec<(RequestId, Entry)>,
    pub(crate) notifications: Vec<RequestId>,
}

/// Windows that are open from the start.
pub(crate) const WINDOWS: u8 = 3;

impl Model {
    pub(crate) fn new() -> Self {
        Self { windows: (0..WINDOWS).map(|window| (window, 0)).collect(), ..Self::default() }
    }

    /// Decides and applies, as a store does: an order number found taken is decided again.
    pub(crate) fn submit(&mut self, command: &Command) -> Result<Reply, Lost> {
        let mut state = self.read(command);
        for _ in 0..2 {
            let Decision { writes, reply } = decide(&state, command);
            match self.apply(&writes) {
                Ok(()) => return Ok(reply),
                Err(Lost::Claim) => state.claimant = command.claim().and_then(|claim| self.claimant(claim)),
                Err(lost) => return Err(lost),
            }
        }
        Err(Lost::Claim)
    }

    pub(crate) fn read(&self, command: &Command) -> State {
        let mut state = State::default();
        match command.reads() {
            Reads::Nothing => {}
            Reads::Payment(id) => state.payment = self.payments.get(&id).cloned(),
            Reads::Window(id, step, claim) => {
                state.payment = self.payments.get(&id).cloned();
                state.claimant = self.claimant(claim);
                state.window_step = self.windows.get(&step.window[0]).copied();
            }
            Reads::Refundable(id, claim) => {
                state.payment = self.payments.get(&id).cloned();
                state.refunded = self.refunded(id);
                state.claimant = claim.and_then(|claim| self.claimant(claim));
            }
            Reads::Operation(id) => {
                state.payment = self.payments.get(&id.payment).cloned();
                state.operation = self.operations.get(&id).cloned();
            }
            Reads::Key(KeyId(id), claim) => {
                state.key = self.keys.get(&id).copied();
                state.claimant = self.claimant(claim);
            }
        }
        state
    }

    fn claimant(&self, claim: &Claim) -> Option<Claimant> {
        let (_, trade, _) = self.claims.iter().find(|(other, _, held)| other == claim && *held)?;
        let payment = self.payments.get(trade).filter(|_| claim.kind == ClaimKind::Payment);
        Some(Claimant { trade: *trade, status: payment.map(|payment| payment.status) })
    }

    /// The parts of a payment that its cancels have taken.
    pub(crate) fn refunded(&self, id: TradeId) -> TaxParts {
        let taken = |operation: &&Operation| {
            let is_cancel = operation.kind == OperationKind::Cancel && operation.id.payment == id;
            is_cancel && operation.state == OperationState::Approved
        };
        self.operations.values().filter(taken).fold(TaxParts::default(), |sum, operation| TaxParts {
            supply: sum.supply + operation.tax.supply,
            vat: sum.vat + operation.tax.vat,
            tax_free: sum.tax_free + operation.tax.tax_free,
            service: sum.service + operation.tax.service,
        })
    }

    /// Recovery takes over what nobody carries on.
    pub(crate) fn take_over(&mut self, id: RequestId, by: OwnerId) {
        if let Some(operation) = self.operations.get_mut(&id).filter(|it| it.state.is_unresolved()) {
            operation.owner = by;
            operation.tries += 1;
        }
    }

    /// All of the writes, or none.
    pub(crate) fn apply(&mut self, writes: &[Write]) -> Result<(), Lost> {
        let mut after = self.clone();
        for write in writes {
            if let Some(lost) = after.write(write) {
                return Err(lost);
            }
        }
        *self = after;
        Ok(())
    }

    fn write(&mut self, write: &Write) -> Option<Lost> {
        let (took, otherwise) = match write {
            Write::TakeStep(step) => {
                let at = self.windows.get_mut(&step.window[0]).filter(|at| **at == step.step);
                (at.map(|at| *at += 1).is_some(), Lost::Other)
            }
            Write::Claim(claim, trade) => (self.claim(claim, *trade), Lost::Claim),
            Write::Release(claim) => {
                let row = self.claims.iter_mut().find(|(other, ..)| other == claim);
                (row.map(|(_, _, held)| *held = false).is_some(), Lost::Other)
            }
            Write::InsertPayment(payment, _) => {
                (self.payments.insert(payment.id, (**payment).clone()).is_none(), Lost::Number)
            }
            Write::UpdatePayment { to, from, operations } => {
                let row = self.payments.get_mut(&to.id);
                let row = row.filter(|row| (row.status, row.operations) == (*from, *operations));
                (row.map(|row| *row = (**to).clone()).is_some(), Lost::Other)
            }
            Write::InsertOperation(operation, ..) => (self.insert_operation(operation), Lost::Number),
            Write::CloseOperation { id, from, owner, to, .. } => {
                let row = self.operations.get_mut(id);
                let row = row.filter(|row| (row.state, row.owner) == (*from, *owner));
                (row.map(|row| row.state = *to).is_some(), Lost::Other)
            }
            Write::Post(id, entry) => {
                self.postings.push((*id, entry.clone()));
                (true, Lost::Other)
            }
            Write::Notify(id, _) => {
                self.notifications.push(*id);
                (true, Lost::Other)
            }
            Write::InsertKey(key, state) => (self.keys.insert(key.id.0, *state).is_none(), Lost::Number),
            Write::SetKey(KeyId(id), from, to) => {
                let row = self.keys.get_mut(id).filter(|state| **state == *from);
                (row.map(|state| *state = *to).is_some(), Lost::Other)
            }
        };
        (!took).then_some(otherwise)
    }

    fn claim(&mut self, claim: &Claim, trade: TradeId) -> bool {
        match self.claims.iter_mut().find(|(other, ..)| other == claim) {
            Some((_, _, true)) => return false,
            Some(row) => (row.1, row.2) = (trade, true),
            None => self.claims.push((claim.clone(), trade, true)),
        }
        true
    }

    fn insert_operation(&mut self, operation: &Operation) -> bool {
        let same_cancel = |other: &Operation| {
            let cancels = (other.kind, operation.kind) == (OperationKind::Cancel, OperationKind::Cancel);
            cancels && other.trade == operation.trade
        };
        let fresh = !self.operations.values().any(same_cancel);
        fresh && self.operations.insert(operation.id, operation.clone()).is_none()
    }
}
