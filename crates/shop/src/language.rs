//! What a page is written in: what the browser prefers, until somebody chooses. No cookie remembers the choice: links
//! and orders carry it along.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

/// A language, and whether it was chosen or is the browser's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Language {
    tongue: Tongue,
    is_chosen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Korean,
    English,
}

impl Language {
    #[cfg(test)]
    pub(crate) const KOREAN: Self = Self { tongue: Tongue::Korean, is_chosen: false };
    #[cfg(test)]
    pub(crate) const ENGLISH: Self = Self { tongue: Tongue::English, is_chosen: false };

    /// The text in this language. Both stand where they are used: a page is read in one place.
    pub(crate) const fn of<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        match self.tongue {
            Tongue::Korean => korean,
            Tongue::English => english,
        }
    }

    pub(crate) const fn tag(&self) -> &'static str {
        self.of("ko", "en")
    }

    pub(crate) const fn is_korean(&self) -> bool {
        matches!(self.tongue, Tongue::Korean)
    }

    /// What a link to a page of the same language ends with: nothing where the browser says it anyway.
    pub(crate) const fn query(&self) -> &'static str {
        if self.is_chosen { self.of("?lang=ko", "?lang=en") } else { "" }
    }

    /// What a link ends with by which somebody chooses the other language.
    pub(crate) const fn other_query(&self) -> &'static str {
        self.of("?lang=en", "?lang=ko")
    }

    /// A code's text from the gateway's tables (PG 41.1); the wire's own words, which are Korean, where it has none.
    pub(crate) fn of_code(&self, code: &str, wire: &str) -> String {
        let known = client::Code::find(code).map(|code| code.text(client::Language::En));
        match known.filter(|_| !self.is_korean()) {
            Some(english) => english.to_owned(),
            None => wire.to_owned(),
        }
    }

    fn chosen(query: &str) -> Option<Self> {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (_, value) = pairs.find(|(name, _)| name == "lang")?;
        let tongue = match &*value {
            "ko" => Tongue::Korean,
            "en" => Tongue::English,
            _ => return None,
        };
        Some(Self { tongue, is_chosen: true })
    }

    /// The browser's first language: Korean, or where it says nothing; English for all others.
    fn preferred(headers: &HeaderMap) -> Self {
        let first = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_korean =
            first.is_empty() || first.starts_with('*') || first.to_ascii_lowercase().starts_with("ko");
        Self { tongue: if is_korean { Tongue::Korean } else { Tongue::English }, is_chosen: false }
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let chosen = Self::chosen(parts.uri.query().unwrap_or_default());
        Ok(chosen.unwrap_or_else(|| Self::preferred(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn follows_the_browser() {
        let of = |languages: &'static str| {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(languages))]);
            Language::preferred(&headers)
        };
        assert_eq!(of("ko-KR,ko;q=0.9,en;q=0.8"), Language::KOREAN);
        assert_eq!(of("en-GB,en;q=0.9,ko;q=0.8"), Language::ENGLISH);
        assert_eq!(of("*"), Language::KOREAN);
        assert_eq!(Language::preferred(&HeaderMap::new()), Language::KOREAN);
        assert_eq!(Language::ENGLISH.query(), "");
    }

    #[test]
    fn a_choice_is_carried_along() {
        assert_eq!(Language::chosen("a=b&lang=en").map(|chosen| chosen.query()), Some("?lang=en"));
        assert_eq!(Language::chosen("lang=ko").map(|chosen| chosen.query()), Some("?lang=ko"));
        assert_eq!((Language::chosen("lang=xx"), Language::chosen("")), (None, None));
    }

    #[test]
    fn a_refusal_is_told_in_the_pages_language() {
        assert!(Language::ENGLISH.of_code("ST46", "취소기간경과").is_ascii());
        assert_eq!(Language::KOREAN.of_code("ST46", "취소기간경과"), "취소기간경과");
        assert_eq!(Language::ENGLISH.of_code("????", "모름"), "모름");
    }
}
