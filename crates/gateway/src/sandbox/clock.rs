//! Merchants' clocks: set or advanced, and everything that the protocol dates moves along.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::time::Moment;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{no, whose};
use crate::app::App;

/// `{"mchtId": "*" or an id, "set": RFC 3339}` or `{…, "advance": "P1DT10M"}`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Move {
    mcht_id: Option<String>,
    set: Option<String>,
    advance: Option<String>,
}

/// A clock can be moved this far: ten years.
const FARTHEST_MS: i64 = 3_660 * domain::time::DAY_MS;

pub(crate) async fn set(
    State(app): State<App>,
    body: Result<Json<Move>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let wanted = match body {
        Ok(Json(wanted)) => wanted,
        Err(error) => return no(error.body_text()),
    };
    let merchant = match whose(&app, wanted.mcht_id.as_deref()) {
        Ok(merchant) => merchant,
        Err(why) => return no(why),
    };
    let mut moved = Vec::new();
    for entry in app.engine().merchants() {
        let id = entry.merchant().id;
        if merchant.is_some_and(|only| only != id) {
            continue;
        }
        match offset(&app, &wanted, entry.offset_ms()) {
            Ok(offset_ms) => moved.push((id, offset_ms)),
            Err(why) => return no(why),
        }
    }
    for (id, offset_ms) in moved {
        if let Err(error) = app.engine().move_clock(Some(id), offset_ms).await {
            return no(error.to_string());
        }
    }
    Json(clocks(&app)).into_response()
}

pub(crate) async fn list(State(app): State<App>) -> Json<Value> {
    Json(clocks(&app))
}

/// How far ahead of real time the clock is to be.
fn offset(app: &App, wanted: &Move, before: i64) -> Result<i64, String> {
    let offset = match (&wanted.set, &wanted.advance) {
        (Some(set), None) => {
            let moment: jiff::Timestamp = set.parse().map_err(|error| format!("set: {error}"))?;
            Moment::from_ms(moment.as_millisecond()).since(app.engine().now())
        }
        (None, Some(advance)) => {
            let span: jiff::Span = advance.parse().map_err(|error| format!("advance: {error}"))?;
            before.saturating_add(length(app, before, &span)?)
        }
        _ => return Err("either set or advance".to_owned()),
    };
    if offset.abs() > FARTHEST_MS {
        return Err("farther than ten years".to_owned());
    }
    Ok(offset)
}

/// A span counted from the clock's own time: a month is as long as the month it is in.
fn length(app: &App, before: i64, span: &jiff::Span) -> Result<i64, String> {
    let from = app.engine().now().plus_ms(before);
    let from = jiff::Timestamp::from_millisecond(from.ms()).map_err(|error| error.to_string())?;
    let seoul = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(9));
    let from = from.to_zoned(seoul);
    let to = from.checked_add(*span).map_err(|error| format!("advance: {error}"))?;
    Ok(to.timestamp().as_millisecond().saturating_sub(from.timestamp().as_millisecond()))
}

fn clocks(app: &App) -> Value {
    let clock = |entry: &std::sync::Arc<engine::MerchantEntry>| {
        let (now, id) = (entry.now().kst().to_string(), entry.merchant().id.as_str().to_owned());
        json!({ "mchtId": id, "now": now, "offsetMs": entry.offset_ms() })
    };
    json!({ "clocks": app.engine().merchants().iter().map(clock).collect::<Vec<_>>() })
}
