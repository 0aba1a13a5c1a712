//! A merchant's request: plain values first, sealed and signed when it is sent.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Map, Value};

use crate::wire::Keys;

/// Who asks, and what its clock says.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// `mchtId`.
    pub id: &'static str,
    /// Its keys.
    pub keys: Keys,
    /// `trdDt`.
    pub date: String,
    /// `trdTm`.
    pub time: String,
}

impl Merchant {
    /// A merchant of the test environment, today in Korea.
    pub fn today(id: &'static str) -> Self {
        let now = Offset::constant(9).to_datetime(Timestamp::now());
        let (date, time) = (now.strftime("%Y%m%d").to_string(), now.strftime("%H%M%S").to_string());
        Self { id, keys: Keys::TEST, date, time }
    }

    /// The same merchant on another day of its clock.
    pub fn on(self, date: &str, time: &str) -> Self {
        Self { date: date.to_owned(), time: time.to_owned(), ..self }
    }
}

/// An order number that no other request of this process has.
pub fn order_no() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("ORDER{:06}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What tells one API's requests from another's.
#[derive(Debug)]
pub(crate) struct Form {
    /// Where it is sent.
    pub(crate) path: &'static str,
    /// The fields that travel encrypted.
    pub(crate) sealed: &'static [&'static str],
    /// What is hashed: fields, or a literal zero.
    pub(crate) hashed: &'static [&'static str],
}

/// A request of a server-to-server API: `{params, data}`.
#[derive(Clone, Debug)]
pub struct Request {
    form: &'static Form,
    keys: Keys,
    params: Vec<(String, String)>,
    data: Vec<(String, String)>,
    sent: Vec<(String, Value)>,
}

impl Request {
    pub(crate) fn new(
        form: &'static Form,
        merchant: &Merchant,
        params: &[(&str, &str)],
        data: &[(&str, &str)],
    ) -> Self {
        let owned = |fields: &[(&str, &str)]| {
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        Self { form, keys: merchant.keys, params: owned(params), data: owned(data), sent: Vec::new() }
    }

    /// Where it is sent.
    pub fn path(&self) -> &'static str {
        self.form.path
    }

    /// The plain value of a field, or nothing.
    pub fn value(&self, name: &str) -> &str {
        let mut fields = self.params.iter().chain(&self.data);
        fields.find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// With another plain value of a field; a new field is put into `data`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.params.iter_mut().chain(&mut self.data).find(|(own, _)| own == name) {
            Some((_, old)) => *old = value,
            None => self.data.push((name.to_owned(), value)),
        }
        self
    }

    /// Without a field: neither sent nor hashed.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.params.retain(|(own, _)| own != name);
        self.data.retain(|(own, _)| own != name);
        self
    }

    /// With this very value on the wire, whatever was sealed or signed: for what a merchant gets wrong.
    #[must_use]
    pub fn sent(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.sent.push((name.to_owned(), value.into()));
        self
    }

    /// The hash of its plain values.
    pub fn hash(&self) -> String {
        let value = |name: &&'static str| if *name == "0" { "0" } else { self.value(name) };
        self.keys.hash(self.form.hashed.iter().map(value))
    }

    /// The same as a browser posts it: one flat form.
    pub fn form(&self) -> String {
        let body = self.body();
        let groups = ["params", "data"].into_iter().filter_map(|group| body.get(group)?.as_object());
        let pairs = groups.flatten().filter_map(|(name, value)| Some((name, value.as_str()?)));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// What goes over the wire.
    pub fn body(&self) -> Value {
        let sealed = |(name, value): &(String, String)| {
            let seal = self.form.sealed.contains(&name.as_str()) && !value.is_empty();
            (name.clone(), Value::from(if seal { self.keys.seal(value) } else { value.clone() }))
        };
        let mut params: Map<_, _> = self.params.iter().map(sealed).collect();
        let mut data: Map<_, _> = self.data.iter().map(sealed).collect();
        data.insert("pktHash".to_owned(), Value::from(self.hash()));
        for (name, value) in self.sent.clone() {
            let group = if params.contains_key(&name) { &mut params } else { &mut data };
            group.insert(name, value);
        }
        Map::from_iter([("params".to_owned(), params.into()), ("data".to_owned(), data.into())]).into()
    }
}
