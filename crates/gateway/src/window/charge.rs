//! Charging a customer who came back with a proof, whatever the method: at once, or noted for the merchant's capture.

use domain::operation::Rail;
use engine::{AuthenticateInWindow, PayByProof};
use institutions::away::AuthenticationProof;

use super::flow::{Flow, Here, Next, Tried};

pub(super) async fn by_proof<F: Flow>(
    here: &Here<'_, F>,
    rail: Rail,
    proof: AuthenticationProof,
    deferred: bool,
) -> Next<F::Place> {
    let (request, window) = (here.payment_request(F::METHOD), here.step());
    if !deferred {
        let pay = PayByProof { request, rail, proof, window };
        return Next::Tried(here.engine().pay_by_proof(&here.merchant, pay).await.map(Tried::from));
    }
    let noted = AuthenticateInWindow { request, rail, proof, window };
    let noted = here.engine().authenticate(&here.merchant, noted).await;
    Next::Tried(noted.map(|noted| match noted {
        Ok(_) => Tried::Authenticated,
        Err(refusal) => Tried::Refused(refusal),
    }))
}
