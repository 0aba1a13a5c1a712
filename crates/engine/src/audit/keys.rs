//! Order numbers and credentials, each against what it leads to.

use domain::ClaimKind;
use domain::credential::CredentialState;
use domain::operation::OperationState;
use domain::time::Day;
use store::exhibit::{ClaimRecord, CredentialDossier};

use super::{Audit, What};

pub(super) fn check_claim(record: &ClaimRecord, audit: &mut Audit) {
    let claim = &record.claim;
    let about = format!("order number of {} on {} as {:?}", claim.merchant, claim.day, claim.kind);
    let may_be_free = claim.kind == ClaimKind::Payment;
    if !record.exists || Day::of(claim.day).is_none() {
        audit.find(What::ClaimLeadsNowhere, about, format!("to {:?}", record.to.trade));
    } else if !record.to.held && !may_be_free {
        audit.find(What::ClaimReleased, about, format!("to {:?}", record.to.trade));
    }
}

pub(super) fn check_credential(dossier: &CredentialDossier, audit: &mut Audit) {
    let id = dossier.id.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let about = format!("credential {id}");
    let Some(credential) = &dossier.credential else {
        for issue in &dossier.issued_by {
            audit.find(What::CredentialMissing, issue.id, &about);
        }
        return;
    };
    let is_dead = credential.state == CredentialState::Dead;
    let seal_fits = if is_dead { credential.sealed.is_empty() } else { dossier.opens };
    if !seal_fits {
        audit.find(What::CredentialSeal, &about, format!("it is {:?}", credential.state));
    }
    let [issue] = dossier.issued_by.as_slice() else {
        return audit.find(
            What::CredentialUnissued,
            &about,
            format!("{} operations", dossier.issued_by.len()),
        );
    };
    audit.equal(What::CredentialOwner, &about, &credential.merchant, &issue.merchant);
    let fits = match issue.state {
        OperationState::Open | OperationState::Reversing | OperationState::Waiting => {
            credential.state == CredentialState::Pending
        }
        // It may have been deleted since.
        OperationState::Approved => credential.state != CredentialState::Pending,
        OperationState::Declined | OperationState::Reversed => is_dead,
    };
    if !fits {
        let detail = format!("it is {:?}, its operation {:?}", credential.state, issue.state);
        audit.find(What::CredentialState, &about, detail);
    }
}
