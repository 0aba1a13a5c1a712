//! Each verb and each noun of a decision's writes, once, with its guard.

use domain::credential::Credential;
use domain::operation::Operation;
use domain::payment::Payment;
use domain::window::WindowStep;
use domain::{Changed, Claim, New, TradeId, Write};

use crate::model::{Holding, Line, Lost, Model};

type Taken = Result<(), Lost>;

impl Model {
    /// All of the writes, or none.
    pub(crate) fn apply(&mut self, writes: &[Write]) -> Taken {
        let mut after = self.clone();
        writes.iter().try_for_each(|write| after.write(write))?;
        *self = after;
        Ok(())
    }

    fn write(&mut self, write: &Write) -> Taken {
        match write {
            Write::Claim(claim, trade) => self.claim(claim, *trade),
            Write::Release(claim, trade) => self.release(claim, *trade),
            Write::Number(number) => guard(self.numbers.insert(*number), Lost::Number),
            Write::Insert(row) => self.insert(row),
            Write::Update(row) => self.update(row),
            Write::TakeStep(step) => self.take_step(step),
            Write::Transfer { id, line, at, transfer } => {
                let (id, line) = (*id, *line);
                let twice = self.journal.iter().any(|other| (other.id, other.line) == (id, line));
                self.journal.push(Line { id, line, at: *at, transfer: transfer.clone() });
                guard(!twice, Lost::Check("a line of the journal is written once"))
            }
            Write::Notify(letter) => {
                let twice =
                    self.letters.iter().any(|other| (other.id, other.part) == (letter.id, letter.part));
                self.letters.push(*letter);
                guard(!twice, Lost::Check("a letter is written once"))
            }
        }
    }

    fn claim(&mut self, claim: &Claim, trade: TradeId) -> Taken {
        match self.claims.iter_mut().find(|holding| holding.claim == *claim) {
            Some(Holding { held: true, .. }) => return Err(Lost::Claim),
            Some(row) => (row.trade, row.held) = (trade, true),
            None => self.claims.push(Holding { claim: claim.clone(), trade, held: true }),
        }
        Ok(())
    }

    fn release(&mut self, claim: &Claim, trade: TradeId) -> Taken {
        let held = |holding: &&mut Holding| holding.claim == *claim && holding.held && holding.trade == trade;
        let row = self.claims.iter_mut().find(held);
        let row = row.ok_or(Lost::Check("who gives an order number back holds it"))?;
        row.held = false;
        Ok(())
    }

    fn insert(&mut self, row: &New) -> Taken {
        match row {
            New::Payment(payment, _) => {
                check_payment(payment)?;
                let before = self.payments.insert(payment.id, (**payment).clone());
                guard(before.is_none(), Lost::Number)
            }
            New::Operation(operation, lease_ms) => {
                let number = Write::Insert(row.clone()).number();
                let taken =
                    number.is_some_and(|number| self.operations.values().any(|it| it.trade == number));
                guard(!taken, Lost::Number)?;
                self.leases.insert(operation.id, *lease_ms);
                guard(self.operations.insert(operation.id, (**operation).clone()).is_none(), Lost::Key)
            }
            New::Window(window) => {
                let taken = self.windows.values().any(|other| other.payment == window.payment);
                guard(!taken, Lost::Number)?;
                guard(self.windows.insert(window.id.0, (**window).clone()).is_none(), Lost::Key)
            }
            New::Credential(key) => {
                guard(self.credentials.insert(key.id.0, (**key).clone()).is_none(), Lost::Key)
            }
        }
    }

    /// A row's new state, if it is still the version that was read; then it is the next.
    fn update(&mut self, row: &Changed) -> Taken {
        match row {
            Changed::Payment(payment) => {
                let row = self.payments.get_mut(&payment.id).filter(|row| row.version == payment.version);
                let row = row.ok_or(Lost::Version)?;
                check_payment(payment)?;
                *row = Payment { version: payment.version + 1, ..(**payment).clone() };
            }
            Changed::Operation(operation) => self.update_operation(operation)?,
            Changed::Credential(key) => {
                let row = self.credentials.get_mut(&key.id.0).filter(|row| row.version == key.version);
                let row = row.ok_or(Lost::Version)?;
                *row = Credential { version: key.version + 1, ..(**key).clone() };
            }
        }
        Ok(())
    }

    fn update_operation(&mut self, operation: &Operation) -> Taken {
        let row = self.operations.get_mut(&operation.id).filter(|row| row.version == operation.version);
        let row = row.ok_or(Lost::Version)?;
        *row = Operation { version: operation.version + 1, ..operation.clone() };
        if !operation.state.is_unresolved() {
            self.leases.remove(&operation.id);
        }
        Ok(())
    }

    fn take_step(&mut self, step: &WindowStep) -> Taken {
        let window = self.windows.get_mut(&step.window.0).filter(|window| window.step == step.step);
        window.ok_or(Lost::Step)?.step += 1;
        Ok(())
    }
}

fn check_payment(payment: &Payment) -> Taken {
    let Payment { paid, cancelled, cancelling, .. } = *payment;
    let held = cancelled >= 0 && cancelling >= 0 && cancelled + cancelling <= paid;
    guard(held, Lost::Check("CHECK (cancelled + cancelling <= paid)"))
}

fn guard(took: bool, otherwise: Lost) -> Taken {
    if took { Ok(()) } else { Err(otherwise) }
}
