//! What a tool asks of the sandbox: a JSON object or a query, each value by its name. Whatever is wrong is said in our
//! words: which field, and what is expected.

use std::ops::RangeInclusive;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use protocol::Language;
use serde_json::{Map, Value, json};

use crate::body::Body;
use crate::{media, page};

/// What is wrong, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    ko: String,
    en: String,
}

impl Wrong {
    pub(super) fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into() }
    }

    pub(super) fn answer(self, language: Language) -> Response {
        self.answer_as(StatusCode::BAD_REQUEST, language)
    }

    pub(super) fn answer_as(self, status: StatusCode, language: Language) -> Response {
        let text = if language == Language::Ko { self.ko } else { self.en };
        (status, Json(json!({ "error": text }))).into_response()
    }
}

/// The language of an answer to a tool: English, unless it asks for Korean.
pub(super) fn language(headers: &HeaderMap) -> Language {
    if headers.contains_key(ACCEPT_LANGUAGE) { page::preferred(headers) } else { Language::En }
}

/// Named values, and the language of the answer.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(super) language: Language,
    pub(super) values: Values,
}

/// Values by name.
#[derive(Debug)]
pub(super) struct Values(Map<String, Value>);

impl Values {
    /// That there is nothing but these.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Wrong> {
        let Some(stray) = self.0.keys().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
        let known = known.join(", ");
        Err(Wrong::new(
            format!("{stray}: 없는 이름입니다. 쓸 수 있는 이름: {known}"),
            format!("{stray}: there is no such name. There are {known}"),
        ))
    }

    /// A text; `example` is what one looks like.
    pub(super) fn text(&self, name: &str, example: &str) -> Result<Option<&str>, Wrong> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Wrong::new(
                format!("{name}: 문자열이어야 합니다. 예: \"{example}\""),
                format!("{name}: a text is expected, such as \"{example}\""),
            )),
        }
    }

    /// A whole number within a range, as a number or, in a query, in digits.
    pub(super) fn number(&self, name: &str, range: RangeInclusive<u64>) -> Result<Option<u64>, Wrong> {
        let number = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(digits)) => digits.parse().ok(),
            Some(_) => None,
        };
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return Ok(Some(number));
        }
        let (least, most) = (range.start(), range.end());
        Err(Wrong::new(
            format!("{name}: {least} 이상 {most} 이하의 정수여야 합니다"),
            format!("{name}: a whole number from {least} to {most} is expected"),
        ))
    }

    /// `true`, or not there.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Wrong> {
        match self.0.get(name) {
            None | Some(Value::Null | Value::Bool(false)) => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(_) => Err(Wrong::new(
                format!("{name}: true 또는 false여야 합니다"),
                format!("{name}: true or false is expected"),
            )),
        }
    }
}

/// A JSON object. Nothing else is taken, whatever it holds: a page elsewhere can send a form, but no JSON.
impl<S: Sync> FromRequest<S> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let language = language(request.headers());
        if !media::is(request.headers(), "application/json") {
            let wrong = Wrong::new(
                "JSON만 받습니다. Content-Type: application/json 으로 보내세요",
                "only JSON is taken: send it as Content-Type: application/json",
            );
            return Err(wrong.answer_as(StatusCode::UNSUPPORTED_MEDIA_TYPE, language));
        }
        let Body(body) = Body::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        let values = object(&body).map_err(|wrong| wrong.answer(language))?;
        Ok(Self { language, values: Values(values) })
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Wrong> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Wrong::new(
            "본문은 {\"이름\": 값} 꼴의 JSON 객체여야 합니다",
            "the body has to be a JSON object: {\"name\": value}",
        )),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(Wrong::new(
                format!("본문이 JSON이 아닙니다 ({line}행 {column}열)"),
                format!("the body is no JSON (line {line}, column {column})"),
            ))
        }
    }
}

/// The query of an address.
#[derive(Debug)]
pub(crate) struct Parameters(pub(super) Asked);

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        let values = pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())));
        Ok(Self(Asked { language: language(&parts.headers), values: Values(values.collect()) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(json: &str) -> Values {
        Values(object(json.as_bytes()).expect("an object"))
    }

    #[test]
    fn a_misspelt_name_is_told_with_those_that_there_are() {
        let wrong = values(r#"{"advnce":"P1D"}"#).only(&["set", "advance"]).expect_err("misspelt");
        assert_eq!(wrong.en, "advnce: there is no such name. There are set, advance");
        assert!(values(r#"{"set":1}"#).only(&["set", "advance"]).is_ok());
    }

    #[test]
    fn a_value_of_another_kind_is_told_with_what_is_expected() {
        let asked = values(r#"{"a":1,"b":"x","c":"yes","d":null}"#);
        assert_eq!(
            asked.text("a", "P1D").map_err(|wrong| wrong.en),
            Err("a: a text is expected, such as \"P1D\"".to_owned())
        );
        assert_eq!(
            asked.number("b", 1..=9).map_err(|wrong| wrong.en),
            Err("b: a whole number from 1 to 9 is expected".to_owned())
        );
        assert_eq!(asked.flag("c").map_err(|wrong| wrong.en), Err("c: true or false is expected".to_owned()));
        assert_eq!(
            (asked.text("d", ""), asked.number("d", 0..=1), asked.flag("d")),
            (Ok(None), Ok(None), Ok(false))
        );
    }

    #[test]
    fn what_is_no_object_is_told_apart_from_what_is_no_json() {
        assert_eq!(
            object(b"{\"a\":").map_err(|wrong| wrong.en),
            Err("the body is no JSON (line 1, column 5)".to_owned())
        );
        assert!(object(b"[1]").is_err_and(|wrong| wrong.en.contains("JSON object")));
    }
}
