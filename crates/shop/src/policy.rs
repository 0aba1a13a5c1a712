//! What the shop's pages may load, open and post to.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::Response;
use client::Error;

/// Who may show a page in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Embedding {
    Nowhere,
    /// The page that the payment window leaves behind stands where the window was: within the shop's own page.
    InOwnPages,
}

/// The Content-Security-Policy, but for the nonce.
#[derive(Debug)]
pub(crate) struct Policy {
    gateway_origin: String,
}

impl Policy {
    /// Refuses an address that would say more in the policy than where the gateway is.
    pub(crate) fn new(gateway_origin: &str) -> Result<Self, Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '[' | ']');
        match gateway_origin.chars().all(plain) {
            true => Ok(Self { gateway_origin: gateway_origin.to_owned() }),
            false => Err(Error::Transport { reason: "the gateway's URL must be an origin".to_owned() }),
        }
    }

    pub(crate) fn header(&self, nonce: &str, embedding: Embedding) -> HeaderValue {
        let gateway = &self.gateway_origin;
        let ancestors = match embedding {
            Embedding::Nowhere => "'none'",
            Embedding::InOwnPages => "'self'",
        };
        // The integration script posts a form from this page to the gateway: form-action has it, redirects included. In
        // an iframe the window is the gateway's first, and a page of our own once the customer comes home.
        let policy = format!(
            "default-src 'none'; script-src {gateway} 'nonce-{nonce}'; style-src 'self'; connect-src 'self'; \
             frame-src 'self' {gateway}; form-action 'self' {gateway}; base-uri 'none'; frame-ancestors {ancestors}"
        );
        HeaderValue::from_str(&policy).expect("an origin of plain characters and a nonce of hex digits")
    }
}

/// A nonce for one page.
pub(crate) fn nonce() -> String {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("every system that runs this has a source of randomness");
    hex::encode(random)
}

/// For every answer. The gateway is told our origin, never an order's address. There is no opener policy: the window
/// must find back to the page that opened it.
pub(crate) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "strict-origin");
    set(CACHE_CONTROL, "no-store");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_cannot_widen_the_policy() {
        assert!(Policy::new("http://127.0.0.1:8080").is_ok() && Policy::new("https://[::1]:1").is_ok());
        for bad in ["http://a; script-src *", "http://a *", "http://a'unsafe-inline'", "http://a,b"] {
            assert!(Policy::new(bad).is_err(), "{bad}");
        }
    }
}
