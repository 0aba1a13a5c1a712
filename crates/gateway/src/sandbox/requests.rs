//! What merchants sent lately, masked, with the verdict and the string that was hashed.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::asked::{Parameters, Values, Wrong};
use super::{failed, whose};
use crate::app::App;

const MOST: u64 = 1_000;
const USUAL: u32 = 20;

/// `?mchtId&last`
pub(crate) async fn latest(State(app): State<App>, Parameters(asked): Parameters) -> Response {
    match read_latest(&app, &asked.values).await {
        Ok(lines) => {
            let lines: Vec<Value> = lines.iter().map(|line| read(line)).collect();
            Json(json!({ "requests": lines })).into_response()
        }
        Err(wrong) => wrong.answer(asked.language),
    }
}

async fn read_latest(app: &App, values: &Values) -> Result<Vec<String>, Wrong> {
    values.only(&["mchtId", "last"])?;
    let merchant = whose(app, values.text("mchtId", "nxca_jt_il")?)?;
    let last = values.number("last", 1..=MOST)?.and_then(|last| u32::try_from(last).ok()).unwrap_or(USUAL);
    let app = app.clone();
    let read = move || app.log().latest(merchant.as_ref().map(domain::MerchantId::as_str), last);
    tokio::task::spawn_blocking(read).await.map_err(failed)?.map_err(failed)
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
