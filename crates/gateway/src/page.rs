//! What the pages for developers have in common: the frame around them, its language, their headers.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use protocol::Language;

use crate::app::App;

const STYLE_PATH: &str = "/resources/css/sandbox.css";
pub(crate) const STYLE: &str = include_str!("../../../web/style/sandbox.css");

const SCRIPT_PATH: &str = "/resources/js/sandbox.js";
const SCRIPT: &str = include_str!("../../../web/script/sandbox.js");

/// The files that the pages load: path, type, content.
pub(crate) const ASSETS: [(&str, &str, &str); 2] =
    [(STYLE_PATH, "text/css; charset=utf-8", STYLE), (SCRIPT_PATH, "text/javascript; charset=utf-8", SCRIPT)];

/// The frame of one page. Its language is the browser's until somebody chooses: then its address says `lang=`, which no
/// cookie remembers and links carry along.
#[derive(Debug)]
pub(crate) struct Frame {
    language: Language,
    is_chosen: bool,
    /// The response's own, for its script.
    pub(crate) nonce: String,
    /// The page's address without its query.
    path: String,
    /// What else the query says: a link to the other language keeps it.
    query: String,
    /// Whether there is a sandbox to lead to.
    pub(crate) is_test: bool,
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::at(parts.uri.path(), parts.uri.query().unwrap_or_default(), &parts.headers, app))
    }
}

fn chosen(query: &str) -> Option<Language> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, value) = pairs.find(|(name, _)| name == "lang")?;
    match &*value {
        "ko" => Some(Language::Ko),
        "en" => Some(Language::En),
        _ => None,
    }
}

fn without_language(query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang");
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The browser's first language: Korean, or where it says nothing; English for all others.
pub(crate) fn preferred(headers: &HeaderMap) -> Language {
    let first = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_korean =
        first.is_empty() || first.starts_with('*') || first.to_ascii_lowercase().starts_with("ko");
    if is_korean { Language::Ko } else { Language::En }
}

/// A nonce for one response.
pub(crate) fn nonce() -> String {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    hex::encode(random)
}

impl Frame {
    /// The frame of a page at `path` for whoever asks with these headers.
    pub(crate) fn at(path: &str, query: &str, headers: &HeaderMap, app: &App) -> Self {
        let chosen = chosen(query);
        Self {
            language: chosen.unwrap_or_else(|| preferred(headers)),
            is_chosen: chosen.is_some(),
            nonce: nonce(),
            path: path.to_owned(),
            query: without_language(query),
            is_test: app.is_test(),
        }
    }

    /// A frame without a request.
    #[cfg(test)]
    pub(crate) fn for_test(language: Language) -> Self {
        let (nonce, path, query) = (String::new(), "/docs".to_owned(), String::new());
        Self { language, is_chosen: false, nonce, path, query, is_test: true }
    }

    #[cfg(test)]
    fn chosen_for_test(language: Language, query: &str) -> Self {
        Self { is_chosen: true, query: query.to_owned(), ..Self::for_test(language) }
    }

    /// The text in the page's language. Both stand where they are used: a page is read in one place.
    pub(crate) const fn of<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Ko => korean,
            Language::En => english,
        }
    }

    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    pub(crate) const fn tag(&self) -> &'static str {
        self.of("ko", "en")
    }

    /// The language that somebody chose, for forms to carry along.
    pub(crate) fn chosen(&self) -> Option<&'static str> {
        self.is_chosen.then(|| self.tag())
    }

    /// A page of ours, in the language that was chosen.
    pub(crate) fn to(&self, address: &str) -> String {
        let Some(chosen) = self.chosen() else { return address.to_owned() };
        let (page, part) = address.split_once('#').map_or((address, ""), |(page, part)| (page, part));
        let (joint, mark) =
            (if page.contains('?') { '&' } else { '?' }, if part.is_empty() { "" } else { "#" });
        format!("{page}{joint}lang={chosen}{mark}{part}")
    }

    /// This page in the other language. Its path isn't repeated: one that begins with two slashes would lead elsewhere.
    pub(crate) fn translated(&self) -> String {
        let joint = if self.query.is_empty() { "" } else { "&" };
        format!("?{}{joint}lang={}", self.query, self.of("en", "ko"))
    }

    pub(crate) fn style_path(&self) -> &'static str {
        STYLE_PATH
    }

    pub(crate) fn script_path(&self) -> &'static str {
        SCRIPT_PATH
    }

    /// The mark for where the reader is.
    pub(crate) fn current(&self, path: &str) -> &'static str {
        if self.path == path { "page" } else { "false" }
    }

    /// The page with its policy: nothing from elsewhere, nothing inline, nobody embeds it, nobody keeps it.
    pub(crate) fn respond(&self, page: &impl Template) -> Response {
        let html = page.render().expect("a page is written to a string, which takes all that it is given");
        let mut response = Html(html).into_response();
        let policy = format!(
            "default-src 'none'; style-src 'self'; script-src 'nonce-{}'; img-src 'self' data:; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            self.nonce
        );
        let policy = HeaderValue::try_from(policy).expect("the nonce has hexadecimal digits only");
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    /// A page that isn't there.
    pub(crate) fn nothing_here(self) -> Response {
        let mut response = self.respond(&NothingHere { frame: &self });
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }
}

#[derive(Template)]
#[template(path = "docs/nothing_here.html")]
struct NothingHere<'a> {
    frame: &'a Frame,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::views::assets;

    #[test]
    fn follows_the_browser_until_somebody_chooses() {
        assert_eq!((chosen("a=b&lang=en"), chosen("lang=ko")), (Some(Language::En), Some(Language::Ko)));
        assert_eq!((chosen("lang=xx"), chosen("")), (None, None));
        let of = |languages| {
            preferred(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(languages))]))
        };
        assert_eq!((of("ko-KR,ko;q=0.9"), of("en-US,ko;q=0.8")), (Language::Ko, Language::En));
        assert_eq!((of("*"), preferred(&HeaderMap::new())), (Language::Ko, Language::Ko));
    }

    #[test]
    fn links_carry_a_choice_along() {
        assert_eq!(Frame::for_test(Language::En).to("/docs/codes#1901"), "/docs/codes#1901");
        let chosen = Frame::chosen_for_test(Language::En, "mchtId=nxca_jt_il");
        assert_eq!(chosen.to("/docs/codes#1901"), "/docs/codes?lang=en#1901");
        assert_eq!(chosen.to("/docs"), "/docs?lang=en");
        assert_eq!(chosen.to("/sandbox/?mchtId=x#requests"), "/sandbox/?mchtId=x&lang=en#requests");
        assert_eq!(chosen.translated(), "?mchtId=nxca_jt_il&lang=ko");
        assert_eq!(Frame::for_test(Language::Ko).translated(), "?lang=en");
        assert_eq!(without_language("a=1&lang=en&b=%2F"), "a=1&b=%2F");
    }

    /// The windows' colours are measured against each other; these pages have the same.
    #[test]
    fn the_colours_are_the_windows() {
        let declared = |line: &&str| line.starts_with("--") && line.contains(": #");
        let colours: Vec<&str> = STYLE.lines().map(str::trim).filter(declared).collect();
        assert!(colours.len() > 20);
        for colour in colours {
            assert!(assets::STYLE.body.contains(colour), "{colour}");
        }
    }
}
