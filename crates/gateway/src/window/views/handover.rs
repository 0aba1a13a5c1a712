//! The way back to the merchant: a page that holds nothing else.

use std::fmt;

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::words::{Words, fill};
use super::{Language, html};

/// What the browser posts, and where to: nextUrl or cancUrl.
#[derive(Clone)]
pub struct Handover {
    language: Language,
    merchant: String,
    nonce: String,
    url: String,
    fields: Vec<(String, String)>,
}

impl Handover {
    /// `None` if the URL is not one of the web: a merchant's request must not make the customer's browser run or open
    /// anything else.
    pub fn post(
        language: Language,
        merchant: &str,
        nonce: &str,
        url: &str,
        fields: Vec<(String, String)>,
    ) -> Option<Self> {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let own = str::to_owned;
        matches!(scheme.as_deref(), Some("https" | "http")).then(|| Self {
            language,
            merchant: own(merchant),
            nonce: own(nonce),
            url: own(url),
            fields,
        })
    }
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handover").field("language", &self.language).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "window/handover.html")]
struct HandoverPage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    title: String,
    url: &'a str,
    fields: &'a [(String, String)],
}

/// The page.
pub fn handover(handover: &Handover) -> String {
    let Handover { language, merchant, nonce, url, fields } = handover;
    let words = Words::of(*language);
    let title = fill(words.handover_title, &language.towards(merchant));
    html(&HandoverPage { shell: Shell::bare(*language, nonce), words, title, url, fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_to_web_addresses_only() {
        let to = |url: &str| Handover::post(Language::Ko, "m", "n", url, Vec::new()).is_some();
        assert!(to("https://shop.example/next?a=1") && to("HTTP://127.0.0.1:9000/next"));
        for bad in
            ["javascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,x", "/next", "", "ftp://x/"]
        {
            assert!(!to(bad), "{bad}");
        }
    }
}
