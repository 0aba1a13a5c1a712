//! What merchants hear of by themselves: a file a method. Each says in its own words what happened; where it goes, in
//! which character set, and that it is signed, is the same for all.

mod card;
mod transfer;

use domain::Method;
use domain::merchant::Charset;
use notify::Letter;
use protocol::{Keys, Raw, form};
use store::{DueNotification, Pending, StoreError};

use crate::app::App;

/// Writes notifications, from what is stored of what they tell.
#[derive(Clone, Debug)]
pub struct Letters(pub App);

impl notify::Composer for Letters {
    fn compose<'a>(&'a self, due: &'a DueNotification) -> Pending<'a, Option<Letter>> {
        Box::pin(compose(&self.0, due))
    }
}

/// `None` if nobody can be told. What can't be read is an error, and tried again: a letter is whole or isn't sent.
async fn compose(app: &App, due: &DueNotification) -> Result<Option<Letter>, StoreError> {
    let request = due.id.id;
    let Some(record) = app.engine().store().payment(request.subject).await? else { return Ok(None) };
    let Some(operation) = record.operation(request.operation) else { return Ok(None) };
    let Some((merchant, keys)) = app.merchant(operation.merchant.as_str()) else { return Ok(None) };
    let contract = merchant.merchant();
    let Some(url) = contract.noti_url_of(&record.order).map(ToOwned::to_owned) else { return Ok(None) };
    let Some(raw) = message(app, &record, operation, contract.name.as_str(), &keys).await? else {
        return Ok(None);
    };
    let (charset, content_type) = match contract.charset {
        Charset::Utf8 => (form::Charset::Utf8, "application/x-www-form-urlencoded; charset=UTF-8"),
        Charset::EucKr => (form::Charset::EucKr, "application/x-www-form-urlencoded; charset=EUC-KR"),
    };
    Ok(Some(Letter {
        url,
        content_type,
        body: form::encode(&raw, charset),
        merchant: contract.id,
        happened: operation.outcome.at,
        offset_ms: merchant.offset_ms(),
    }))
}

/// The method's own message.
async fn message(
    app: &App,
    record: &store::PaymentRecord,
    operation: &domain::operation::Operation,
    merchant_name: &str,
    keys: &Keys,
) -> Result<Option<Raw>, StoreError> {
    match record.payment.method {
        Method::Card => card::message(app, record, operation, merchant_name, keys).await,
        Method::Transfer => Ok(transfer::message(record, operation, merchant_name, keys)),
        // No payment of these can be made yet.
        Method::VirtualAccount
        | Method::Carrier
        | Method::TeenCash
        | Method::HappyMoney
        | Method::CultureCash
        | Method::SmartGift
        | Method::BookVoucher
        | Method::Tmoney
        | Method::Points
        | Method::Wallet => Ok(None),
    }
}
