//! Merchants' clocks: set, advanced or reset, and everything that the protocol dates moves along.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::time::Moment;
use serde_json::{Value, json};

use super::asked::{Asked, Values, Wrong};
use super::{failed, whose};
use crate::app::App;

const NAMES: [&str; 4] = ["mchtId", "set", "advance", "reset"];
const A_TIME: &str = "2026-01-02T03:04:05+09:00";
const A_SPAN: &str = "P1DT10M";

/// A clock can be moved this far: ten years.
const FARTHEST_MS: i64 = 3_660 * domain::time::DAY_MS;

/// `{"mchtId": "*" or an id}` with one of `"set"`: RFC 3339, `"advance"`: ISO 8601, `"reset": true`.
pub(crate) async fn set(State(app): State<App>, asked: Asked) -> Response {
    match moved(&app, &asked.values).await {
        Ok(()) => Json(clocks(&app)).into_response(),
        Err(wrong) => wrong.answer(asked.language),
    }
}

pub(crate) async fn list(State(app): State<App>) -> Json<Value> {
    Json(clocks(&app))
}

async fn moved(app: &App, values: &Values) -> Result<(), Wrong> {
    values.only(&NAMES)?;
    let merchant = whose(app, values.text("mchtId", "nxca_jt_il")?)?;
    let how = How::read(values)?;
    let entries = app.engine().merchants();
    let entries = entries.iter().filter(|entry| merchant.is_none_or(|only| only == entry.merchant().id));
    let moved = entries.map(|entry| Ok((entry.merchant().id, how.offset(app, entry.offset_ms())?)));
    for (id, offset_ms) in moved.collect::<Result<Vec<_>, Wrong>>()? {
        app.engine().move_clock(Some(id), offset_ms).await.map_err(failed)?;
    }
    Ok(())
}

/// How clocks are to be moved.
enum How {
    Set(Moment),
    Advance(jiff::Span),
    Reset,
}

impl How {
    fn read(values: &Values) -> Result<Self, Wrong> {
        let (set, advance) = (values.text("set", A_TIME)?, values.text("advance", A_SPAN)?);
        match (set, advance, values.flag("reset")?) {
            (Some(set), None, false) => {
                let moment: jiff::Timestamp = set.parse().map_err(|_| no_time(set))?;
                Ok(Self::Set(Moment::from_ms(moment.as_millisecond())))
            }
            (None, Some(advance), false) => Ok(Self::Advance(advance.parse().map_err(|_| no_span(advance))?)),
            (None, None, true) => Ok(Self::Reset),
            _ => Err(Wrong::new(
                format!("set, advance, reset 가운데 하나를 보내세요. 예: {{\"advance\": \"{A_SPAN}\"}}"),
                format!("one of set, advance and reset is expected, such as {{\"advance\": \"{A_SPAN}\"}}"),
            )),
        }
    }

    /// How far ahead of real time the clock is to be.
    fn offset(&self, app: &App, before: i64) -> Result<i64, Wrong> {
        let offset = match self {
            Self::Set(moment) => moment.since(app.engine().now()),
            Self::Advance(span) => before.saturating_add(length(app, before, span)?),
            Self::Reset => 0,
        };
        if offset.abs() > FARTHEST_MS {
            return Err(too_far());
        }
        Ok(offset)
    }
}

/// A span counted from the clock's own time: a month is as long as the month it is in.
fn length(app: &App, before: i64, span: &jiff::Span) -> Result<i64, Wrong> {
    let from = app.engine().now().plus_ms(before);
    let from = jiff::Timestamp::from_millisecond(from.ms()).map_err(|_| too_far())?;
    let seoul = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(9));
    let from = from.to_zoned(seoul);
    let to = from.checked_add(*span).map_err(|_| too_far())?;
    Ok(to.timestamp().as_millisecond().saturating_sub(from.timestamp().as_millisecond()))
}

fn no_time(text: &str) -> Wrong {
    Wrong::new(
        format!("set: {text}은(는) 시각이 아닙니다. 시간대가 있는 시각을 쓰세요. 예: {A_TIME}"),
        format!("set: {text} is no time. One with its zone is expected, such as {A_TIME}"),
    )
}

fn no_span(text: &str) -> Wrong {
    Wrong::new(
        format!("advance: {text}은(는) 기간이 아닙니다. 예: {A_SPAN} (1일 10분), PT1H, -P1D"),
        format!(
            "advance: {text} is no span of time. {A_SPAN} (a day and ten minutes) is one, and so are PT1H and -P1D"
        ),
    )
}

fn too_far() -> Wrong {
    Wrong::new(
        "시계는 실제 시간에서 10년까지만 옮길 수 있습니다",
        "a clock can be ten years from real time at most",
    )
}

fn clocks(app: &App) -> Value {
    let clock = |entry: &std::sync::Arc<engine::MerchantEntry>| {
        let (now, id) = (entry.now().kst().to_string(), entry.merchant().id.as_str().to_owned());
        json!({ "mchtId": id, "now": now, "offsetMs": entry.offset_ms() })
    };
    json!({ "clocks": app.engine().merchants().iter().map(clock).collect::<Vec<_>>() })
}
