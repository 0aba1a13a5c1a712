//! A second family, for tests: vouchers that pay as long as their balance lasts, and a page that asks for a press
//! of a button. It shows what a family has to bring, and what it needn't.

mod page;
mod rules;
mod tests;

use institutions::away::{
    AuthenticationPage, AuthenticationProof, AuthenticationRequest, Away, ProvenCharge,
};
use institutions::domain::facts::Approval;
use institutions::domain::{InstitutionId, MerchantId, Money, RequestId};
use institutions::rail::{Asked, Rail, Refund, Standing};
use institutions::{Answer, Call};

use crate::{Simulation, away, random};
use rules::Vouchers;

/// The vouchers' issuer.
#[derive(Clone, Debug)]
struct VoucherSimulator(Simulation);

/// A request to pay by a voucher.
#[derive(Clone, Debug)]
struct Redemption {
    id: RequestId,
    institution: InstitutionId,
    merchant: MerchantId,
    voucher: String,
    amount: Money,
}

impl VoucherSimulator {
    async fn redeem(&self, request: Redemption) -> Answer<Approval> {
        self.0.charge::<Vouchers>(request).await
    }
}

impl Rail for VoucherSimulator {
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing> {
        Box::pin(self.0.inquire(*request))
    }

    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()> {
        Box::pin(self.0.reverse::<Vouchers>(*request))
    }

    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval> {
        Box::pin(self.0.refund::<Vouchers>(request.clone()))
    }
}

impl Away for VoucherSimulator {
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage> {
        let (path, drawn) =
            (format!("{}/{}", page::PATH, request.issuer), random::hex_128().expect("randomness"));
        Box::pin(self.0.begin_away(path, request.clone(), drawn))
    }

    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof> {
        Box::pin(self.0.ending_away(reference.to_owned()))
    }

    /// Here a voucher's number pays, and no proof.
    fn charge<'a>(&'a self, _: &'a ProvenCharge) -> Call<'a, Approval> {
        Box::pin(async { Answer::Declined(away::NO_AUTHENTICATION) })
    }
}
