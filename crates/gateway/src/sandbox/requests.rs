//! What merchants sent lately, masked, with the verdict and the string that was hashed.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::no;
use crate::app::App;

/// `?mchtId&last`
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "mchtId")]
    merchant: Option<String>,
    last: Option<u32>,
}

const MOST: u32 = 1_000;

pub(crate) async fn latest(State(app): State<App>, Query(wanted): Query<Wanted>) -> Response {
    let limit = wanted.last.unwrap_or(20).min(MOST);
    let merchant = wanted.merchant.filter(|id| id != "*");
    let reading = tokio::task::spawn_blocking(move || app.log().latest(merchant.as_deref(), limit));
    match reading.await {
        Ok(Ok(lines)) => {
            let lines: Vec<Value> = lines.iter().map(|line| read(line)).collect();
            Json(json!({ "requests": lines })).into_response()
        }
        Ok(Err(error)) => no(error.to_string()),
        Err(_) => no("the request log could not be read"),
    }
}

/// A line as stored; its fields are JSON within it.
fn read(line: &str) -> Value {
    let mut line: Value = serde_json::from_str(line).unwrap_or_default();
    if let Some(fields) =
        line.get("fields").and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok())
        && let Some(line) = line.as_object_mut()
    {
        line.insert("fields".to_owned(), fields);
    }
    line
}
