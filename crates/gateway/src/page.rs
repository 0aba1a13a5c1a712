//! What the pages for developers have in common: the frame around them, its language, their headers.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
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

/// The frame of one page. Korean, unless its address says `lang=en`: no cookie remembers it, links carry it along.
#[derive(Debug)]
pub(crate) struct Frame {
    language: Language,
    /// The response's own, for its script.
    pub(crate) nonce: String,
    /// The page's address without its query.
    path: String,
    /// Whether there is a sandbox to lead to.
    pub(crate) is_test: bool,
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::new(parts.uri.path(), language(query), app))
    }
}

fn language(query: &str) -> Language {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    match pairs.find(|(name, _)| name == "lang") {
        Some((_, value)) if value == "en" => Language::En,
        _ => Language::Ko,
    }
}

fn nonce() -> String {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    hex::encode(random)
}

impl Frame {
    pub(crate) fn new(path: &str, language: Language, app: &App) -> Self {
        Self { language, nonce: nonce(), path: path.to_owned(), is_test: app.is_test() }
    }

    /// A frame without a request.
    #[cfg(test)]
    pub(crate) fn for_test(language: Language) -> Self {
        Self { language, nonce: String::new(), path: "/docs".to_owned(), is_test: true }
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

    pub(crate) fn is_english(&self) -> bool {
        self.language == Language::En
    }

    /// A page of ours, in the language of this one.
    pub(crate) fn to(&self, address: &str) -> String {
        match (self.language, address.split_once('#')) {
            (Language::Ko, _) => address.to_owned(),
            (Language::En, None) => format!("{address}?lang=en"),
            (Language::En, Some((path, part))) => format!("{path}?lang=en#{part}"),
        }
    }

    /// This page in the other language.
    pub(crate) fn translated(&self) -> String {
        format!("{}{}", self.path, self.of("?lang=en", ""))
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
    fn is_korean_unless_asked() {
        assert_eq!(language("a=b&lang=en"), Language::En);
        assert_eq!(language("lang=xx"), Language::Ko);
        assert_eq!(language(""), Language::Ko);
    }

    #[test]
    fn links_carry_the_language_along() {
        let frame = Frame::for_test;
        assert_eq!(frame(Language::Ko).to("/docs/codes#1901"), "/docs/codes#1901");
        assert_eq!(frame(Language::En).to("/docs/codes#1901"), "/docs/codes?lang=en#1901");
        assert_eq!(frame(Language::En).to("/docs"), "/docs?lang=en");
        assert_eq!(
            (frame(Language::Ko).translated(), frame(Language::En).translated().as_str()),
            ("/docs?lang=en".to_owned(), "/docs")
        );
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
