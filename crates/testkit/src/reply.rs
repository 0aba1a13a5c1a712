//! What the gateway answered.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::wire::Keys;

/// An answer over HTTP.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Where it came from, redirects followed.
    pub url: String,
    /// The content type.
    pub content_type: String,
    /// The body as it came.
    pub text: String,
}

impl Reply {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A field of `params` or `data`; empty if there is none.
    pub fn field(&self, name: &str) -> String {
        let body = self.json();
        let find = |group: &str| body.get(group)?.get(name)?.as_str().map(str::to_owned);
        find("params").or_else(|| find("data")).unwrap_or_default()
    }

    /// An encrypted field, opened with the test keys; empty if there is none or it doesn't open.
    pub fn opened(&self, name: &str) -> String {
        Keys::TEST.open(&self.field(name)).unwrap_or_default()
    }

    /// `outRsltCd`.
    pub fn code(&self) -> String {
        self.field("outRsltCd")
    }

    /// `trdNo`.
    pub fn trade_no(&self) -> String {
        self.field("trdNo")
    }

    /// The inputs of a page that have a value: what its forms send whatever the customer types.
    pub fn inputs(&self) -> BTreeMap<String, String> {
        let inputs = self.text.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let attribute = |input: &str, name: &str| {
            let value = input.split_once(&format!(" {name}=\""))?.1;
            Some(value.split('"').next()?.to_owned())
        };
        inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?))).collect()
    }

    /// The answer, if it says that all went well; otherwise the test ends here, telling what it says.
    pub fn succeeded(self) -> Self {
        assert_eq!((self.status, self.field("outStatCd").as_str()), (200, "0021"), "{}", self.text);
        self
    }
}
