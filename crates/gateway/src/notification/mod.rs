//! What merchants hear of by themselves: a file a method. Each says in its own words what happened; where it goes, in
//! which character set, and that it is signed, is the same for all.

mod card;

use std::future::Future;
use std::pin::Pin;

use domain::merchant::Charset;
use domain::payment::Method;
use notify::{Composer, Letter};
use protocol::form;
use store::DueNotification;

use crate::app::App;

/// Writes notifications.
#[derive(Clone, Debug)]
pub struct Letters(pub App);

impl Composer for Letters {
    fn compose<'a>(
        &'a self,
        due: &'a DueNotification,
    ) -> Pin<Box<dyn Future<Output = Option<Letter>> + Send + 'a>> {
        Box::pin(compose(&self.0, due))
    }
}

async fn compose(app: &App, due: &DueNotification) -> Option<Letter> {
    let payment = &due.payment.payment;
    let record = due.payment.operation(due.id.operation)?;
    let (merchant, keys) = app.merchant(payment.merchant.as_str())?;
    let url = due.payment.order.noti_url.clone().or_else(|| merchant.merchant().noti_url.clone())?;
    let message = match payment.method {
        Method::Card => {
            let message = card::message(app, &due.payment, record, &merchant.merchant().name).await?;
            protocol::encode(&message, &keys)
        }
    };
    let (charset, content_type) = match merchant.merchant().charset {
        Charset::Utf8 => (form::Charset::Utf8, "application/x-www-form-urlencoded; charset=UTF-8"),
        Charset::EucKr => (form::Charset::EucKr, "application/x-www-form-urlencoded; charset=EUC-KR"),
    };
    Some(Letter {
        url,
        content_type,
        body: form::encode(&message, charset),
        happened: record.outcome.at,
        offset_ms: merchant.offset_ms(),
    })
}
