//! The way back to the merchant: a page that holds nothing else.

use std::fmt;

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::script_json::script_object;
use super::words::Words;
use super::{Language, html};

/// What is handed over, and how.
#[derive(Clone)]
pub struct Handover {
    language: Language,
    nonce: String,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Post { url: String, fields: Vec<(String, String)> },
    Message { params: Vec<(String, String)> },
}

impl Handover {
    /// The browser posts `fields` to `url`: nextUrl, cancUrl, or an issuer's page. `None` if the URL is not one
    /// of the web: a merchant's request must not make the customer's browser run or open anything else.
    pub fn post(
        language: Language,
        nonce: impl Into<String>,
        url: impl Into<String>,
        fields: Vec<(String, String)>,
    ) -> Option<Self> {
        let url = url.into();
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        matches!(scheme.as_deref(), Some("https" | "http")).then(|| Self {
            language,
            nonce: nonce.into(),
            way: Way::Post { url, fields },
        })
    }

    /// The merchant's script, which holds the window in an iframe, gets `params` and closes it (PG 2.6).
    pub fn message(language: Language, nonce: impl Into<String>, params: Vec<(String, String)>) -> Self {
        Self { language, nonce: nonce.into(), way: Way::Message { params } }
    }
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handover").field("language", &self.language).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "window/handover_post.html")]
struct PostPage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    url: &'a str,
    fields: &'a [(String, String)],
}

#[derive(Template)]
#[template(path = "window/handover_message.html")]
struct MessagePage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    params: String,
}

/// The page.
pub fn handover(handover: &Handover) -> String {
    let shell = Shell::bare(handover.language, &handover.nonce);
    let words = handover.language.words();
    match &handover.way {
        Way::Post { url, fields } => html(&PostPage { shell, words, url, fields }),
        Way::Message { params } => html(&MessagePage { shell, words, params: script_object(params) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_to_web_addresses_only() {
        let to = |url: &str| Handover::post(Language::Ko, "n", url, Vec::new()).is_some();
        assert!(to("https://shop.example/next?a=1") && to("HTTP://127.0.0.1:9000/next"));
        for bad in
            ["javascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,x", "/next", "", "ftp://x/"]
        {
            assert!(!to(bad), "{bad}");
        }
    }
}
