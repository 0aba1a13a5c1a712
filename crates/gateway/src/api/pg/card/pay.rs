//! `/spay/APICardActionPay.do` with a card's data. PG 8.1.

use domain::Method;
use domain::Refusal;
use domain::card::{Card, Expiry, Holder};
use domain::merchant::CardFlow;
use engine::{Approved, PayByCard, PayWith};
use protocol::pg::card::{CardPayRequest, CardPayResponse};
use protocol::{Ahn, An, Message, N};
use zeroize::Zeroizing;

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Charges a card.
#[derive(Debug)]
pub(crate) struct Pay;

impl Handler for Pay {
    type Request = CardPayRequest;
    type Response = CardPayResponse;

    async fn handle(call: Call<CardPayRequest>) -> Result<CardPayResponse, Reject> {
        let (card, holder) = card_of(&call)?;
        let message = &call.message;
        let pay = PayByCard {
            request: super::payment_request!(&call, CardPayRequest::SPEC),
            with: PayWith::Card(card, holder),
            instalments: wire::instalments(CardPayRequest::SPEC, &message.instalment_months)?,
            window: None,
        };
        let result = call.app.engine().pay(&call.merchant, pay).await?;
        let approved = answers::approved(result, CardPayRequest::SPEC, &call.merchant, Method::Card)?;
        Ok(response(&call, *approved))
    }
}

/// The card as the merchant's contract asks for it.
fn card_of(call: &Call<CardPayRequest>) -> Result<(Card, Option<Holder>), Reject> {
    let spec = CardPayRequest::SPEC;
    let message = &call.message;
    let holder = match super::contract(CardPayRequest::SPEC, &call.merchant)?.flow {
        CardFlow::Unauthenticated => None,
        CardFlow::Legacy => {
            let identity = message.identity_no.as_ref().ok_or_else(|| Reject::field(spec, "idntNo"))?;
            let pin_prefix = message.pin_prefix.as_ref().ok_or_else(|| Reject::field(spec, "cardPwd"))?;
            Some(holder(identity, pin_prefix))
        }
        // Its customers prove themselves in a window; card data alone isn't in its contract.
        CardFlow::Authenticated => {
            return Err(Reject::refused(
                Refusal::NotContracted,
                CardPayRequest::SPEC,
                call.merchant.merchant().id,
            ));
        }
    };
    let card = card(&message.card_number, &message.expiry_month, &message.expiry_year);
    Ok((card.map_err(|name| Reject::field(spec, name))?, holder))
}

/// A card of the wire's fields, or the name of the field that makes it none.
pub(super) fn card(number: &str, month: &str, year: &str) -> Result<Card, &'static str> {
    let month = month.parse().map_err(|_| "vldDtMon")?;
    let year = year.parse().map_err(|_| "vldDtYear")?;
    let expiry = Expiry::new(year, month).ok_or("vldDtMon")?;
    Card::new(number, expiry).ok_or("cardNo")
}

/// A holder of the wire's fields.
pub(super) fn holder(identity: &str, pin_prefix: &str) -> Holder {
    Holder {
        identity: Zeroizing::new(identity.to_owned()),
        pin_prefix: Zeroizing::new(pin_prefix.to_owned()),
    }
}

fn response(call: &Call<CardPayRequest>, approved: Approved) -> CardPayResponse {
    let key = approved.key.as_ref().map(|(key, _)| An::from(key.0.as_str()));
    super::payment_response!(CardPayResponse, call, approved, key)
}
