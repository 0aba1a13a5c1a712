//! A request that can be run as it stands: values, hash and encryption made here, for a test merchant.

use std::collections::HashMap;
use std::sync::Arc;

use engine::MerchantEntry;
use protocol::registry::Api;
use protocol::{Group, Keys, Language, Plain, Raw, Refusal, Rules, Transport};

use super::sample;
use crate::app::App;
use crate::router;

/// An example of an API.
#[derive(Debug)]
pub(super) struct Example {
    pub(super) merchant: String,
    /// The merchants that it could be of.
    pub(super) merchants: Vec<String>,
    /// What the reader may put in: name, label, value.
    pub(super) open: Vec<Open>,
    /// The text that was hashed, before the hash key; or why the reader's values are refused.
    pub(super) hashed: Result<String, Refusal>,
    pub(super) hash: String,
    pub(super) command: String,
}

/// A field that the reader may change.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) max: usize,
}

/// The example for the wanted merchant and values. None outside the test environment: nothing is signed there that
/// anybody may ask for, and in it with the published keys alone.
pub(super) fn example(
    app: &App,
    api: &Api,
    wanted: &HashMap<String, String>,
    language: Language,
) -> Option<Example> {
    if !app.is_test() {
        return None;
    }
    let entries = app.engine().merchants();
    let fits =
        |entry: &&Arc<MerchantEntry>| entry.has_published_keys() && sample::fits(api, entry.merchant());
    let published: Vec<_> = entries.iter().filter(fits).collect();
    let is = |id: &str| published.iter().find(|entry| entry.merchant().id.as_str() == id);
    let entry = wanted.get("mchtId").and_then(|id| is(id)).or_else(|| is(sample::merchant(api)))?;
    let (_, keys) = app.merchant(entry.merchant().id.as_str())?;

    let now = entry.now();
    let values: Vec<Option<Plain>> = api
        .request
        .fields
        .iter()
        .map(|field| {
            let own =
                wanted.get(field.name).filter(|text| sample::is_open(api, field.name) && !text.is_empty());
            let sample = || sample::value(field, entry.merchant(), now);
            own.cloned().or_else(sample).map(Plain::from)
        })
        .collect();
    let raw = protocol::seal(api.request, &values, &keys);
    Some(Example {
        merchant: entry.merchant().id.to_string(),
        merchants: published.iter().map(|entry| entry.merchant().id.to_string()).collect(),
        open: open(api, &values, language),
        hashed: hashed(api, &raw, &keys),
        hash: raw.find("pktHash").unwrap_or_default().to_owned(),
        command: command(&app.sandbox().url, api, &raw),
    })
}

fn open(api: &Api, values: &[Option<Plain>], language: Language) -> Vec<Open> {
    let fields = api.request.fields.iter().zip(values);
    let open = fields.filter(|(field, value)| value.is_some() && sample::is_open(api, field.name));
    open.map(|(field, value)| Open {
        name: field.name,
        label: field.term.label(language),
        value: value.as_deref().unwrap_or_default().to_owned(),
        max: field.max,
    })
    .collect()
}

/// As the gate sees it, which is what a merchant compares with.
fn hashed(api: &Api, raw: &Raw, keys: &Keys) -> Result<String, Refusal> {
    protocol::verify(api.request, raw, keys, Rules::default()).map(|verified| verified.hashed)
}

/// The command for a POSIX shell.
fn command(url: &str, api: &Api, raw: &Raw) -> String {
    let path = router::paths(api.id).next().unwrap_or_default();
    match api.request.transport() {
        Transport::Json | Transport::Flat => format!(
            "curl -sS {url}{path} \\\n  -H 'Content-Type: application/json' \\\n  -d {}",
            quoted(&pretty(raw))
        ),
        Transport::Form => {
            let fields = raw.iter().map(|(_, name, value)| {
                format!(" \\\n  --data-urlencode {}", quoted(&format!("{name}={value}")))
            });
            format!("curl -sSi {url}{path}{}", fields.collect::<String>())
        }
    }
}

/// A message over several lines, in the order of its table.
fn pretty(raw: &Raw) -> String {
    let group = |group: Group| {
        let fields = raw.iter().filter(|(of, ..)| *of == group);
        let lines: Vec<_> =
            fields.map(|(_, name, value)| format!("    {}: {}", text(name), text(value))).collect();
        lines.join(",\n")
    };
    format!(
        "{{\n  \"params\": {{\n{}\n  }},\n  \"data\": {{\n{}\n  }}\n}}",
        group(Group::Params),
        group(Group::Data)
    )
}

fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// One word of a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_its_word() {
        assert_eq!(quoted("a'; rm -rf ~'"), r"'a'\''; rm -rf ~'\'''");
    }

    #[test]
    fn a_pretty_message_is_the_message() {
        let mut raw = Raw::new();
        raw.push(Group::Params, "mchtId", "nxca_jt_il");
        raw.push(Group::Data, "pmtprdNm", "a \"quoted\" 책");
        raw.push(Group::Data, "crcCd", "KRW");
        assert_eq!(protocol::json::parse(pretty(&raw).as_bytes()).expect("a message"), raw);
    }
}
