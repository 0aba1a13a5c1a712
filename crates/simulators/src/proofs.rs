//! What finished authentications leave, by the tokens that show them.

use institutions::domain::facts::Facts;
use institutions::domain::{InstitutionId, RequestId, TradeId};
use serde::{Deserialize, Serialize};

use crate::away::Means;
use crate::books::{BooksError, Ledger};

const KIND: &str = "proof";

/// That a customer proved who they are, without the number of anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    /// Who will be asked for the money.
    pub(crate) institution: InstitutionId,
    /// What the customer chose to pay with.
    pub(crate) facts: Facts,
    /// What pays, where its facts don't tell.
    pub(crate) means: Option<Means>,
    /// The request that it paid: a proof pays once.
    pub(crate) spent_on: Option<RequestId>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    institution: String,
    facts: Facts,
    means: Option<Means>,
    spent_on: Option<(i64, u16)>,
}

pub(crate) fn find(ledger: &dyn Ledger, token: &str) -> Result<Option<Proof>, BooksError> {
    let Some(text) = ledger.note(KIND, token)? else { return Ok(None) };
    let stored: Stored = serde_json::from_str(&text).map_err(|_| BooksError::Unreadable("proof"))?;
    let institution = InstitutionId::new(&stored.institution).ok_or(BooksError::Unreadable("institution"))?;
    let spent_on = stored
        .spent_on
        .map(|(subject, operation)| RequestId { subject: TradeId::from_i64(subject), operation });
    Ok(Some(Proof { institution, facts: stored.facts, means: stored.means, spent_on }))
}

pub(crate) fn write(ledger: &mut dyn Ledger, token: &str, proof: &Proof) -> Result<(), BooksError> {
    let stored = Stored {
        institution: proof.institution.to_string(),
        facts: proof.facts.clone(),
        means: proof.means.clone(),
        spent_on: proof.spent_on.map(|id| (id.subject.as_i64(), id.operation)),
    };
    let text = serde_json::to_string(&stored).map_err(|_| BooksError::Unreadable("proof"))?;
    ledger.write_note(KIND, token, &text)
}

/// Marks a proof as spent on this request.
pub(crate) fn spend(ledger: &mut dyn Ledger, token: &str, on: RequestId) -> Result<(), BooksError> {
    match find(ledger, token)? {
        Some(proof) => write(ledger, token, &Proof { spent_on: Some(on), ..proof }),
        None => Ok(()),
    }
}
