//! The line to the gateway: one request, one answer, and what it means when there is none.

use std::time::Duration;

use protocol::{Message, Raw, json};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;

use crate::error::Error;
use crate::merchant::Merchant;

/// The gateway's server-to-server APIs. Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub struct Gateway {
    base_url: String,
    http: reqwest::Client,
}

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct GatewayOptions {
    pub connect_timeout: Duration,
    /// For the whole call. The gateway itself gives an institution 15 s and answers within 20; giving up earlier
    /// leaves more outcomes unknown.
    pub timeout: Duration,
}

impl Default for GatewayOptions {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), timeout: Duration::from_secs(25) }
    }
}

impl Gateway {
    /// A gateway by its base URL: `https://gateway.example`.
    pub fn new(base_url: &str) -> Result<Self, Error> {
        Self::with_options(base_url, GatewayOptions::default())
    }

    pub fn with_options(base_url: &str, options: GatewayOptions) -> Result<Self, Error> {
        let url = reqwest::Url::parse(base_url).map_err(|error| Error::transport(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::transport("the gateway's URL is not one of the web"));
        }
        // A process that has chosen its TLS provider keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(options.connect_timeout)
            .timeout(options.timeout)
            // Nobody follows a payment elsewhere.
            .redirect(Policy::none())
            .build()
            .map_err(|error| Error::transport(error.to_string()))?;
        Ok(Self { base_url: base_url.trim_end_matches('/').to_owned(), http })
    }

    pub(crate) async fn call<Q: Message, A: Message>(
        &self,
        merchant: &Merchant,
        path: &str,
        request: &Q,
    ) -> Result<A, Error> {
        let request = merchant.seal(request)?;
        let body = self.post(path, json::encode(&request)).await?;
        let answer = json::parse(&body)
            .map_err(|unreadable| Error::unknown(unreadable.reason(protocol::Language::En)))?;
        read(merchant, &request, &answer)
    }

    async fn post(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, Error> {
        let request = self.http.post(format!("{}{path}", self.base_url));
        let sent = request.header(CONTENT_TYPE, "application/json; charset=UTF-8").body(body).send().await;
        let response = sent.map_err(why_no_answer)?;
        let status = response.status();
        // Every answer of the APIs, refusals too, is a 200. A 4xx comes from in front of them.
        if status.is_client_error() {
            return Err(Error::transport(format!("HTTP {status}")));
        }
        if !status.is_success() {
            return Err(Error::unknown(format!("HTTP {status}")));
        }
        Ok(response.bytes().await.map_err(why_no_answer)?.to_vec())
    }

    /// Reads something that changes nothing.
    pub(crate) async fn get(&self, path: &str) -> Result<Vec<u8>, Error> {
        let sent = self.http.get(format!("{}{path}", self.base_url)).send().await;
        let response = sent.map_err(why_no_answer)?;
        match response.status() {
            status if status.is_success() => Ok(response.bytes().await.map_err(why_no_answer)?.to_vec()),
            status => Err(Error::transport(format!("HTTP {status}"))),
        }
    }
}

/// Without a connection nothing was sent. Anything later may have happened after the gateway took the request.
fn why_no_answer(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Error::transport(root_cause(&error))
    } else if error.is_timeout() {
        Error::unknown("no answer in time")
    } else {
        Error::unknown(root_cause(&error))
    }
}

/// What the layers above it only call "an error".
fn root_cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.last().unwrap_or(error).to_string()
}

/// An answer is believed if it is to our request, and its hash, where it has one of its own, is right.
fn read<A: Message>(merchant: &Merchant, request: &Raw, answer: &Raw) -> Result<A, Error> {
    for name in ["mchtId", "mchtTrdNo"] {
        if answer.find(name).is_some_and(|echoed| request.find(name) != Some(echoed)) {
            return Err(Error::unknown(format!("the answer is to another request: {name} differs")));
        }
    }
    match answer.find("outStatCd") {
        Some("0021") => merchant.open(answer).map_err(|error| Error::unknown(error.to_string())),
        Some("0031") => Err(refusal(answer)),
        status => Err(Error::unknown(format!("status {}", status.unwrap_or("missing")))),
    }
}

fn refusal(answer: &Raw) -> Error {
    let text = |name| answer.find(name).unwrap_or_default().to_owned();
    match answer.find("outRsltCd") {
        // The institution did not answer the gateway: whether money moved is to be asked.
        Some("VTIM") => Error::unknown("the institution did not answer in time (VTIM)"),
        // Under way, under a number of its own: a cancel that is being repeated, or a payment still being made.
        Some("ST38") if answer.find("trdNo").is_some() => Error::unknown("it is still under way (ST38)"),
        _ => Error::Refused {
            code: text("outRsltCd"),
            message: text("outRsltMsg"),
            trade_no: answer.find("trdNo").map(str::to_owned),
        },
    }
}
