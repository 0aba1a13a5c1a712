//! The payment window: the form that opens it, and the result that the customer's browser brings home. PG 2, 6, 12.

use std::fmt;

use protocol::pg::card::{CardWindowRequest, CardWindowResponse};
use protocol::pg::transfer::{TransferWindowRequest, TransferWindowResponse};
use protocol::{An, Charset, DateTime14, N, Raw, Won};
use serde_json::{Map, Value, json};

use crate::billing_key::BillingKey;
use crate::error::{Error, NotVerified};
use crate::form;
use crate::kst;
use crate::merchant::Merchant;
use crate::money::Money;
use crate::status::Status;
use crate::tax::{Tax, TaxFields};

/// Which of the windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WindowKind {
    /// The customer chooses the issuer.
    #[default]
    Standard,
    /// Straight to the issuer that the order names.
    Direct,
    /// Cards from abroad, in dollars.
    Abroad,
    /// Account transfer.
    Transfer,
}

impl WindowKind {
    const fn path(self) -> &'static str {
        match self {
            Self::Standard => "/card/main.do",
            Self::Direct => "/card/cardDirect.do",
            Self::Abroad => "/card/abroad/main.do",
            Self::Transfer => "/bank/main.do",
        }
    }

    /// What the integration script knows the window by, besides the method.
    const fn method_sub(self) -> Option<&'static str> {
        match self {
            Self::Standard | Self::Transfer => None,
            Self::Direct => Some("direct"),
            Self::Abroad => Some("abroad"),
        }
    }
}

/// What the customer is to pay. PG 6.1.
#[derive(Debug, Clone, Copy, Default)]
pub struct WindowOrder<'a> {
    pub kind: WindowKind,
    pub order_no: &'a str,
    pub amount: Money,
    pub product: &'a str,
    pub merchant_name: &'a str,
    pub merchant_english_name: &'a str,
    /// Where the gateway posts what happened.
    pub notify_url: &'a str,
    /// Where the customer's browser posts the result.
    pub next_url: &'a str,
    /// Where the customer's browser goes when the customer gives up.
    pub cancel_url: &'a str,
    pub customer_name: Option<&'a str>,
    pub customer_id: Option<&'a str>,
    pub email: Option<&'a str>,
    /// Comes back in the result and in notifications.
    pub merchant_param: Option<&'a str>,
    pub tax: Option<Tax>,
    /// Shows this issuer only. A direct window needs it.
    pub issuer_code: Option<&'a str>,
    /// Fixes the instalment; 0 pays at once.
    pub instalment_months: Option<u8>,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// A window's form: post it to the gateway, or hand it to the integration script.
#[derive(Clone)]
pub struct WindowForm {
    kind: WindowKind,
    fields: Raw,
}

impl WindowForm {
    /// Where a form that works without the script posts to.
    pub fn action(&self, gateway: &str) -> String {
        format!("{}{}", gateway.trim_end_matches('/'), self.kind.path())
    }

    /// Wire names and values, encrypted and hashed.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(_, name, value)| (name, value))
    }

    /// The argument of `SETTLE_PG.pay`, as JSON. `ui_type` is popup, iframe, self or blank. No character of it means
    /// anything to HTML, so that it can stand in a page's script as well as in an attribute.
    pub fn pay_argument(&self, gateway: &str, ui_type: &str) -> String {
        let mut argument = Map::new();
        argument.insert("env".to_owned(), gateway.into());
        argument.insert("ui".to_owned(), json!({ "type": ui_type, "width": "430", "height": "660" }));
        let sub = self.kind.method_sub().map(|sub| ("methodSub", sub));
        argument.extend(self.fields().chain(sub).map(|(name, value)| (name.to_owned(), value.into())));
        let escapes = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")];
        let json = Value::Object(argument).to_string();
        escapes.iter().fold(json, |json, (character, escape)| json.replace(character, escape))
    }
}

impl fmt::Debug for WindowForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowForm").field("kind", &self.kind).field("fields", &self.fields).finish()
    }
}

/// What the customer's browser brought to `next_url` or `cancel_url`. PG 6.4.
///
/// It came by way of the customer and carries no hash: believe it enough to show a page, not to send goods. Only a
/// notification or an inquiry tells that an order is paid.
#[derive(Debug, Clone)]
pub struct WindowResult {
    pub status: Status,
    pub code: String,
    pub message: String,
    pub order_no: String,
    pub trade_no: String,
    pub amount: Money,
    pub merchant_param: Option<String>,
    pub approval_no: Option<String>,
    pub issuer_name: Option<String>,
    pub billing_key: Option<BillingKey>,
}

impl WindowResult {
    /// Whether the customer closed the window without paying.
    pub fn was_given_up(&self) -> bool {
        self.status == Status::Failed && self.code == "0009"
    }
}

impl Merchant {
    /// The form that opens a window: of cards (PG 6.1, its hash 6.3), or of account transfers (PG 12).
    pub fn card_window(&self, order: &WindowOrder<'_>) -> Result<WindowForm, Error> {
        if order.kind == WindowKind::Direct && order.issuer_code.is_none() {
            let message = "a direct window needs the issuer's code".to_owned();
            return Err(Error::Invalid { field: "cardGb", message });
        }
        let fields = match order.kind {
            WindowKind::Transfer => self.seal(&transfer(self, order)?)?,
            WindowKind::Standard | WindowKind::Direct | WindowKind::Abroad => {
                self.seal(&request(self, order)?)?
            }
        };
        Ok(WindowForm { kind: order.kind, fields })
    }

    /// Reads what the customer's browser posted. Its amount is encrypted with the merchant's key, the rest is not.
    pub fn read_window_result(&self, body: &[u8]) -> Result<WindowResult, NotVerified> {
        let raw = form::read(body, Charset::Utf8)?;
        if raw.find("method") == Some("bank") {
            return Ok(self.result_of_transfer(self.open(&raw)?));
        }
        let result: CardWindowResponse = self.open(&raw)?;
        Ok(WindowResult {
            status: Status::of(&result.status),
            code: result.result_code.to_string(),
            message: result.result_message.to_string(),
            order_no: result.order_no.to_string(),
            trade_no: result.trade_no.to_string(),
            amount: self.money(result.amount.minor_units()),
            merchant_param: result.merchant_param.map(|text| text.to_string()),
            approval_no: result.approval_no.map(|text| text.to_string()),
            issuer_name: result.issuer_name.map(|text| text.to_string()),
            billing_key: result.billing_key.map(|key| BillingKey::new(key.to_string())),
        })
    }
}

impl Merchant {
    fn result_of_transfer(&self, result: TransferWindowResponse) -> WindowResult {
        WindowResult {
            status: Status::of(&result.status),
            code: result.result_code.to_string(),
            message: result.result_message.to_string(),
            order_no: result.order_no.to_string(),
            trade_no: result.trade_no.to_string(),
            amount: self.money(result.amount.minor_units()),
            merchant_param: result.merchant_param.map(|text| text.to_string()),
            approval_no: None,
            issuer_name: result.bank_name.map(|text| text.to_string()),
            billing_key: None,
        }
    }
}

fn transfer(merchant: &Merchant, order: &WindowOrder<'_>) -> Result<TransferWindowRequest, Error> {
    let at = order.at.unwrap_or_else(kst::now);
    let tax = TaxFields::of(order.tax);
    Ok(TransferWindowRequest {
        merchant_id: merchant.id().into(),
        method: An::from("bank"),
        date: at.date,
        time: at.time,
        order_no: order.order_no.into(),
        merchant_name: order.merchant_name.into(),
        merchant_english_name: order.merchant_english_name.into(),
        product_name: order.product.into(),
        amount: Won::new(merchant.units(order.amount)?).into(),
        customer_name: order.customer_name.map(|text| protocol::Ahn::from(text).into()),
        notification_url: order.notify_url.into(),
        next_url: order.next_url.into(),
        cancel_url: order.cancel_url.into(),
        merchant_param: order.merchant_param.map(Into::into),
        email: order.email.map(|text| An::from(text).into()),
        product_term: None,
        customer_id: order.customer_id.map(|text| An::from(text).into()),
        tax_type: tax.tax_type,
        taxable_amount: tax.taxable,
        vat_amount: tax.vat,
        tax_free_amount: tax.tax_free,
        customer_ip: None,
        app_scheme: None,
        passbook_text: None,
    })
}

fn request(merchant: &Merchant, order: &WindowOrder<'_>) -> Result<CardWindowRequest, Error> {
    let at = order.at.unwrap_or_else(kst::now);
    let tax = TaxFields::of(order.tax);
    Ok(CardWindowRequest {
        merchant_id: merchant.id().into(),
        method: An::from("card"),
        date: at.date,
        time: at.time,
        order_no: order.order_no.into(),
        merchant_name: order.merchant_name.into(),
        merchant_english_name: order.merchant_english_name.into(),
        product_name: order.product.into(),
        amount: Won::new(merchant.units(order.amount)?).into(),
        customer_name: order.customer_name.map(|text| protocol::Ahn::from(text).into()),
        notification_url: order.notify_url.into(),
        next_url: order.next_url.into(),
        cancel_url: order.cancel_url.into(),
        merchant_param: order.merchant_param.map(Into::into),
        email: order.email.map(|text| An::from(text).into()),
        product_term: None,
        customer_id: order.customer_id.map(|text| An::from(text).into()),
        tax_type: tax.tax_type,
        taxable_amount: tax.taxable,
        vat_amount: tax.vat,
        tax_free_amount: tax.tax_free,
        service_charge: tax.service_charge,
        instalment_months: order.instalment_months.map(|months| N::from(format!("{months:02}"))),
        card_type: None,
        payshot_id: None,
        issuer_code: order.issuer_code.map(Into::into),
        app_scheme: None,
        customer_ip: None,
    })
}
