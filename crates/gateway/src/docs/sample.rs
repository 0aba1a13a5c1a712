//! Values of an example, by wire name: enough for any request to pass the gate.

use domain::merchant::{CardFlow, Merchant};
use domain::time::{Kst, Moment};
use domain::{Currency, Method, TradeId};
use protocol::registry::Api;
use protocol::{Class, FieldSpec, Format};

use crate::wire::trade_no;

/// Fields that name an earlier transaction: whoever runs the example puts in their own.
const EARLIER: [&str; 5] = ["orgTrdNo", "authTrdNo", "orgTrdDt", "orgMchtTrdNo", "billKey"];

/// Amounts, which the hash covers.
const AMOUNTS: [&str; 2] = ["trdAmt", "cnclAmt"];

/// The test merchant that an API's example is of: one whose contract has what the API needs.
pub(super) fn merchant(api: &Api) -> &'static str {
    match api.id {
        "card" | "inquiry" => "nxca_jt_il",
        "card-capture" => "nxca_jt_hd",
        "bank" | "bank-cancel" => "nx_mid_il",
        "bank-capture" => "nx_mid_hd",
        _ => "nxca_jt_bi",
    }
}

/// Whether the merchant's contract has what the API is about.
pub(super) fn fits(api: &Api, merchant: &Merchant) -> bool {
    match api.id.split('-').next() {
        Some("card") => merchant.card().is_some(),
        Some("bank") => merchant.transfer().is_some(),
        _ => true,
    }
}

/// Whether a reader may change the field's value: what an earlier transaction decides, and amounts.
pub(super) fn is_open(api: &Api, name: &str) -> bool {
    // A capture repeats the order number of its authorisation.
    let repeats_order_no = name == "mchtTrdNo" && api.request.field("authTrdNo").is_some();
    EARLIER.contains(&name) || AMOUNTS.contains(&name) || repeats_order_no
}

/// The value of a field for a merchant at a time of its clock; none leaves the field out.
pub(super) fn value(field: &FieldSpec, merchant: &Merchant, at: Moment) -> Option<String> {
    let asks_holder = merchant.card().is_some_and(|contract| contract.flow == CardFlow::Legacy);
    let of_holder = asks_holder && matches!(field.name, "idntNo" | "cardPwd");
    if !(field.required || of_holder) {
        return None;
    }
    let fixed = field.fixed.first().map(|value| (*value).to_owned());
    Some(fixed.or_else(|| named(field.name, merchant, at)).unwrap_or_else(|| of_shape(field, at.kst())))
}

fn order_no(now: &Kst) -> String {
    let stamp = now.stamp14();
    let (day, time) = stamp.split_at_checked(8).unwrap_or((&stamp, ""));
    format!("ORDER{day}T{time}")
}

fn named(name: &str, merchant: &Merchant, at: Moment) -> Option<String> {
    let now = at.kst();
    let in_three_years = now.day().number() / 10_000 % 100 + 3;
    let text = match name {
        "mchtId" => merchant.id.as_str(),
        // Two examples of one second are two orders. Letters part the digits, which could else be a card's number, and
        // be masked in the request log.
        "mchtTrdNo" => return Some(format!("{}M{:03}", order_no(&now), at.ms().rem_euclid(1_000))),
        "orgMchtTrdNo" => return Some(order_no(&now)),
        "orgTrdNo" | "authTrdNo" => {
            return Some(trade_no::print(
                method(merchant),
                merchant.id,
                TradeId::from_i64(now.stamp12() * 10_000_000),
            ));
        }
        "vldDtYear" => return Some(format!("{:02}", in_three_years % 100)),
        "method" => method(merchant).code(),
        "mchtName" => "한빛서점",
        "mchtEName" => "Hanbit Books",
        "pmtPrdtNm" | "pmtprdNm" | "prdtNm" => "테스트상품",
        "mchtCustNm" => "홍길동",
        "mchtCustId" => "customer-1",
        "notiUrl" => "http://localhost:8081/notifications",
        "nextUrl" | "cancUrl" => "http://localhost:8081/return",
        "crcCd" if merchant.currency == Currency::Usd => "USD",
        "crcCd" => "KRW",
        "cardNo" => "9490191234560402",
        "vldDtMon" => "12",
        "idntNo" => "900101",
        "cardPwd" => "12",
        "instmtMon" => "00",
        "keyRegYn" => "Y",
        "billKey" => "SBILL_0000000000000000",
        _ => return None,
    };
    Some(text.to_owned())
}

/// What a merchant of an example takes: cards, if it does.
fn method(merchant: &Merchant) -> Method {
    if merchant.card().is_some() { Method::Card } else { Method::Transfer }
}

fn of_shape(field: &FieldSpec, now: Kst) -> String {
    let stamp = now.stamp14();
    let (date, time) = stamp.split_at_checked(8).unwrap_or_default();
    match (field.format, field.class) {
        (Format::Amount, _) => "1000".to_owned(),
        (Format::Date, _) => date.to_owned(),
        (Format::Time, _) => time.to_owned(),
        (Format::DateTime, _) => stamp,
        (Format::Ordinal, _) => "001".to_owned(),
        (Format::Text, Class::N) => "1".to_owned(),
        // Lists are in answers alone.
        (Format::Records, _) => String::new(),
        (Format::Text, _) => "TEST".chars().take(field.max).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_number_has_no_run_of_digits_that_a_card_could_have() {
        let order = order_no(&Moment::from_ms(1_795_611_904_123).kst());
        assert_eq!(order, "ORDER20261125T220504");
        assert!(order.split(|c: char| !c.is_ascii_digit()).all(|run| run.len() < 12));
    }
}
