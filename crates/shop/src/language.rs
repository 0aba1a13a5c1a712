//! Korean first, English by `?lang=en`. No cookie remembers it: links and orders carry it along.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    Korean,
    English,
}

impl Language {
    /// The text in this language. Both stand where they are used: a page is read in one place.
    pub(crate) const fn of<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Korean => korean,
            Self::English => english,
        }
    }

    pub(crate) const fn tag(&self) -> &'static str {
        self.of("ko", "en")
    }

    /// What a link to a page of the same language ends with.
    pub(crate) const fn query(&self) -> &'static str {
        self.of("", "?lang=en")
    }

    fn of_query(query: &str) -> Self {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        match pairs.find(|(name, _)| name == "lang").map(|(_, value)| value) {
            Some(value) if value == "en" => Self::English,
            _ => Self::Korean,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of_query(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_korean_unless_asked() {
        assert_eq!(Language::of_query("a=b&lang=en"), Language::English);
        assert_eq!(Language::of_query("lang=xx"), Language::Korean);
        assert_eq!(Language::of_query(""), Language::Korean);
    }
}
