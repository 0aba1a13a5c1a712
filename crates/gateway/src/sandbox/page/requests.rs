//! What merchants sent, each request with its verdict and all that helps to mend it.

use domain::time::Moment;
use protocol::registry::Api;
use protocol::{Code, Group, Language, Raw};
use serde_json::Value;
use store::request_log::Line;

use super::fault::{FieldAtFault, advice};
use crate::app::App;
use crate::docs::describe;
use crate::page::Frame;
use crate::router;

/// As many as a page shows.
const SHOWN: u32 = 50;

/// How a request ended, in a word, a colour and a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Success,
    Failure,
    /// The institution's answer is not known.
    Waiting,
}

impl Mood {
    fn of(code: &str) -> Self {
        match code {
            "0000" => Self::Success,
            "VTIM" => Self::Waiting,
            _ => Self::Failure,
        }
    }

    /// Its name in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Waiting => "waiting",
        }
    }

    /// Drawn in a square of 16.
    pub(super) const fn shape(self) -> &'static str {
        match self {
            Self::Success => "M3.5 8.5 6.500 11.500 12.500 4.500",
            Self::Failure => "M4 4 12 12M12 4 4 12",
            Self::Waiting => "M8 3V8.500M8 12.500V12.600",
        }
    }

    pub(super) fn word(self, frame: &Frame) -> &'static str {
        match self {
            Self::Success => frame.of("성공", "Success"),
            Self::Failure => frame.of("거절", "Refused"),
            Self::Waiting => frame.of("미확정", "Unknown"),
        }
    }
}

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
    /// What it was about, in minor units with separators.
    pub(super) amount: Option<String>,
    pub(super) mood: Mood,
    pub(super) code: String,
    /// The code's meaning in the page's language.
    pub(super) meaning: &'static str,
    /// What the merchant was answered.
    pub(super) answered: String,
    pub(super) field: Option<FieldAtFault>,
    pub(super) advice: Option<&'static str>,
    pub(super) recipe: Option<String>,
    pub(super) hashed: Option<String>,
    pub(super) unknown: Vec<String>,
    pub(super) fields: Vec<SentField>,
    pub(super) took: String,
}

impl RequestRow {
    /// Whether the merchant was answered more, or in another language, than the code's meaning.
    pub(super) fn says_more(&self) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        !self.answered.is_empty() && bare(&self.answered) != bare(self.meaning)
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
    let merchant = Some(whose.to_owned()).filter(|id| !id.is_empty());
    let app = app.clone();
    let reading = tokio::task::spawn_blocking(move || app.log().latest(merchant.as_deref(), SHOWN));
    let lines = reading.await.ok().and_then(Result::ok).unwrap_or_default();
    lines.iter().filter_map(|line| serde_json::from_str(line).ok()).map(|line| row(line, frame)).collect()
}

fn row(line: Line, frame: &Frame) -> RequestRow {
    let raw = raw(&line.fields);
    let api = router::meant(&line.path, &raw);
    let (day, time) = day_and_time(line.at);
    let code = Code::find(&line.code);
    RequestRow {
        id: format!("r{}-{}", line.at.ms(), line.took_us),
        day,
        time,
        merchant: line.merchant,
        api,
        amount: ["trdAmt", "cnclAmt"].into_iter().find_map(|name| raw.find(name)).and_then(grouped),
        mood: Mood::of(&line.code),
        meaning: code.map(|code| code.text(frame.language())).unwrap_or_default(),
        field: line.field.and_then(|name| FieldAtFault::find(api, &name, frame.language())),
        advice: advice(&line.code, frame),
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

/// Digits with a comma before every three; none where it is no amount.
fn grouped(amount: &str) -> Option<String> {
    let digits = amount.bytes().all(|byte| byte.is_ascii_digit());
    let comma = |at: usize| at > 0 && at.is_multiple_of(3);
    let backwards = amount.chars().rev().enumerate();
    let backwards: String =
        backwards.flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit])).collect();
    digits.then(|| backwards.chars().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_threes() {
        assert_eq!(grouped("1").as_deref(), Some("1"));
        assert_eq!(grouped("1000").as_deref(), Some("1,000"));
        assert_eq!(grouped("123456789").as_deref(), Some("123,456,789"));
        assert_eq!(grouped("***"), None);
    }

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
