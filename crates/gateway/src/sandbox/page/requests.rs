//! What merchants sent, each request with its verdict and all that helps to mend it.

use domain::time::Moment;
use domain::{Currency, MerchantId};
use protocol::registry::Api;
use protocol::{Code, Group, Language, Raw, Transport};
use serde_json::Value;
use store::request_log::Line;

use super::fault::{FieldAtFault, advice, distant_date};
use super::mark::Mark;
use super::{PAYMENTS_PATH, amount, payment};
use crate::app::App;
use crate::docs::describe;
use crate::page::Frame;
use crate::router;

/// As many as a page shows, and as many as are looked through for those of one order.
const SHOWN: u32 = 50;
const LOOKED_THROUGH: u32 = 1_000;

/// One request.
#[derive(Debug)]
pub(super) struct RequestRow {
    /// The same on every rendering, so that an open row stays open.
    pub(super) id: String,
    pub(super) day: String,
    pub(super) time: String,
    pub(super) merchant: String,
    pub(super) path: String,
    pub(super) api: Option<&'static Api>,
    /// What the order is called, and as much of it as a column holds.
    pub(super) order_no: Option<String>,
    pub(super) short_order_no: String,
    /// The page of the payment that it was about.
    pub(super) payment: Option<String>,
    /// What it was about.
    pub(super) amount: Option<String>,
    pub(super) mark: Mark,
    pub(super) code: String,
    /// The code's meaning in the page's language.
    pub(super) meaning: &'static str,
    /// What the merchant was answered.
    pub(super) answered: String,
    pub(super) field: Option<FieldAtFault>,
    pub(super) advice: Option<String>,
    pub(super) recipe: Option<String>,
    pub(super) hashed: Option<String>,
    pub(super) unknown: Vec<String>,
    pub(super) fields: Vec<SentField>,
    pub(super) took: String,
}

impl RequestRow {
    /// What it was; an outcome of a window came to no path.
    pub(super) fn title(&self, frame: &Frame) -> String {
        match self.api {
            Some(_) if self.is_outcome() => frame.of("결제창 결과", "Outcome of a window").to_owned(),
            Some(api) => api.title(frame.language()).to_owned(),
            None => self.path.clone(),
        }
    }

    /// What stands beside the title: why it was refused, or what happened in a window. That is written in Korean alone.
    pub(super) fn why(&self, frame: &Frame) -> &str {
        match (self.is_outcome(), frame.language()) {
            (true, Language::Ko) => &self.answered,
            _ if self.code == "0000" => "",
            _ => self.meaning,
        }
    }

    /// The field at fault, where the code's meaning doesn't name it anyway.
    pub(super) fn blamed(&self, why: &str) -> Option<&'static str> {
        self.field.as_ref().map(|field| field.label).filter(|label| !why.contains(label))
    }

    /// Whether it says what became of a window, rather than what a merchant sent: such a line has no fields.
    fn is_outcome(&self) -> bool {
        let is_window = self.api.is_some_and(|api| api.request.transport() == Transport::Form);
        is_window && self.fields.is_empty() && self.order_no.is_some()
    }

    /// Whether the merchant was answered more, or in another language, than the code's meaning.
    pub(super) fn says_more(&self) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        !self.is_outcome() && !self.answered.is_empty() && bare(&self.answered) != bare(self.meaning)
    }
}

/// A field as it was sent, masked.
#[derive(Debug)]
pub(super) struct SentField {
    pub(super) group: &'static str,
    pub(super) name: String,
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// The latest requests of a merchant, or of all if `whose` is empty.
pub(super) async fn latest(app: &App, whose: &str, frame: &Frame) -> Vec<RequestRow> {
    lines(app, whose, SHOWN).await.into_iter().map(|line| row(app, line, frame)).collect()
}

/// Those about an order, by its number or by its payment's.
pub(super) async fn of_order(
    app: &App,
    merchant: MerchantId,
    (order_no, trade_no): (&str, &str),
    frame: &Frame,
) -> Vec<RequestRow> {
    let about = |line: &Line| {
        let raw = raw(&line.fields);
        let names = ["mchtTrdNo", "orgMchtTrdNo", "orgTrdNo", "authTrdNo"];
        line.order_no.as_deref() == Some(order_no)
            || names
                .iter()
                .filter_map(|name| raw.find(name))
                .any(|value| value == order_no || value == trade_no)
    };
    let lines = lines(app, merchant.as_str(), LOOKED_THROUGH).await;
    lines.into_iter().filter(about).map(|line| row(app, line, frame)).collect()
}

/// The latest lines of a merchant, or of all if `whose` is empty.
async fn lines(app: &App, whose: &str, most: u32) -> Vec<Line> {
    let merchant = Some(whose.to_owned()).filter(|id| !id.is_empty());
    let app = app.clone();
    let reading = tokio::task::spawn_blocking(move || app.log().latest(merchant.as_deref(), most));
    let lines = reading.await.ok().and_then(Result::ok).unwrap_or_default();
    lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// What the merchant calls the order.
fn order_no(line: &Line, raw: &Raw) -> Option<String> {
    line.order_no.clone().or_else(|| raw.find("mchtTrdNo").map(str::to_owned))
}

fn row(app: &App, line: Line, frame: &Frame) -> RequestRow {
    let raw = raw(&line.fields);
    let api = router::meant(&line.path, &raw);
    let (day, time) = day_and_time(line.at);
    let code = Code::find(&line.code);
    let order_no = order_no(&line, &raw);
    // What became of a window is a line of its own, without a request's fields.
    let is_opening = api.is_some_and(|api| api.request.transport() == Transport::Form) && !raw.is_empty();
    let merchant = app.merchant(&line.merchant).map(|(entry, _)| entry);
    let currency = merchant.as_ref().map_or(Currency::Krw, |entry| entry.merchant().currency);
    let clock = line.at.plus_ms(merchant.map_or(0, |entry| entry.offset_ms()));
    let date = line.field.as_deref() == Some("trdDt");
    let distant = date.then(|| distant_date(&raw, clock, frame)).flatten();
    let payment = payment_of(&line, &raw, order_no.as_deref());
    RequestRow {
        id: format!("r{}-{}", line.at.ms(), line.took_us),
        day,
        time,
        merchant: line.merchant,
        api,
        short_order_no: order_no.as_deref().map(amount::shortened).unwrap_or_default(),
        payment,
        order_no,
        amount: about(&raw).map(|minor| amount::text(minor, currency, frame.language())),
        mark: Mark::of_request(&line.code, is_opening, frame),
        meaning: code.map(|code| code.text(frame.language())).unwrap_or_default(),
        advice: distant.or_else(|| advice(&line.code, line.field.as_deref(), &raw, frame).map(str::to_owned)),
        field: line.field.and_then(|name| FieldAtFault::find(api, &name, frame.language())),
        code: line.code,
        answered: line.text,
        recipe: api.and_then(|api| describe::recipe(api.request)),
        hashed: line.hashed,
        unknown: line.unknown,
        fields: sent(api, &raw, frame.language()),
        took: format!("{}.{:01} ms", line.took_us / 1_000, line.took_us % 1_000 / 100),
        path: line.path,
    }
}

/// Where the payment that a request was about is shown. One that was refused at the gate is about none.
fn payment_of(line: &Line, raw: &Raw, order_no: Option<&str>) -> Option<String> {
    let at_gate = line.code.starts_with('1') || matches!(&*line.code, "ST09" | "ST47" | "ST69" | "6001");
    if at_gate || line.merchant.is_empty() {
        return None;
    }
    if let Some(original) = raw.find("orgTrdNo").filter(|number| number.starts_with("STFP_PG")) {
        return Some(payment::path(original));
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("mchtId", &line.merchant).append_pair("mchtTrdNo", order_no?);
    if let Some(day) = raw.find("trdDt") {
        query.append_pair("trdDt", day);
    }
    Some(format!("{PAYMENTS_PATH}?{}", query.finish()))
}

/// The amount in minor units, where it could be read.
fn about(raw: &Raw) -> Option<i64> {
    ["trdAmt", "cnclAmt"].into_iter().find_map(|name| raw.find(name))?.parse().ok()
}

fn day_and_time(at: Moment) -> (String, String) {
    let text = at.kst().to_string();
    let (day, time) = text.split_once(' ').unwrap_or((&text, ""));
    (day.to_owned(), time.to_owned())
}

/// The line's fields: a message again, but for the order of its fields.
fn raw(fields: &str) -> Raw {
    let mut raw = Raw::new();
    let Ok(Value::Object(members)) = serde_json::from_str(fields) else { return raw };
    for (name, value) in members {
        let group = [Group::Params, Group::Data].into_iter().find(|group| group.key() == Some(&name));
        match (group, value) {
            (Some(group), Value::Object(fields)) => {
                for (name, value) in fields {
                    raw.push(group, &name, value.as_str().unwrap_or_default());
                }
            }
            (_, value) => raw.push(Group::Whole, &name, value.as_str().unwrap_or_default()),
        }
    }
    raw
}

/// What was sent in the order of the API's table, then what the table doesn't have.
fn sent(api: Option<&Api>, raw: &Raw, language: Language) -> Vec<SentField> {
    let table = api.map(|api| api.request.fields).unwrap_or_default();
    let known = |group, name: &str| table.iter().any(|field| field.group == group && field.name == name);
    let show = |group: Group, name: &str, label, value: &str| SentField {
        group: group.key().unwrap_or_default(),
        name: name.to_owned(),
        label,
        value: value.to_owned(),
    };
    let in_table = table.iter().filter_map(|field| {
        let value = raw.get(field.group, field.name)?;
        Some(show(field.group, field.name, field.term.label(language), value))
    });
    let others = raw.iter().filter(|(group, name, value)| !known(*group, name) && !value.is_empty());
    in_table.chain(others.map(|(group, name, value)| show(group, name, "", value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_the_order_of_the_table_and_strays_behind() {
        let raw = raw(r#"{"params":{"zz":"1","ver":"0A19","mchtId":"nxca_jt_bi"},"data":{"pmtprdNm":"책"}}"#);
        let api = router::meant("/spay/APICardActionPay.do", &raw);
        let fields = sent(api, &raw, Language::Ko);
        let names: Vec<_> =
            fields.iter().map(|field| (field.group, field.name.as_str(), field.label)).collect();
        assert_eq!(
            names,
            [
                ("params", "mchtId", "상점아이디"),
                ("params", "ver", "버전"),
                ("data", "pmtprdNm", "상품명"),
                ("params", "zz", "")
            ]
        );
    }

    #[test]
    fn a_flat_form_is_read_too() {
        let raw = raw(r#"{"mchtId":"nxca_jt_il","trdAmt":"1000"}"#);
        assert_eq!(raw.get(Group::Whole, "trdAmt"), Some("1000"));
        assert!(super::raw("no JSON").is_empty());
    }
}
