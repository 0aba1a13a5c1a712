//! The request log: what it keeps, and what it lets go.

use std::path::PathBuf;

use rusqlite::Connection;
use store::domain::time::{DAY_MS, Moment};
use store::request_log::{Line, RequestLog};
use tempfile::TempDir;

const NOW: Moment = Moment::from_ms(1_767_322_800_000);

fn line(merchant: &str, text: &str) -> Line {
    Line {
        at: NOW,
        merchant: merchant.to_owned(),
        path: "/spay/APICardActionPay.do".to_owned(),
        code: "1901".to_owned(),
        text: text.to_owned(),
        field: Some("pktHash".to_owned()),
        hashed: Some("20260102120000nxca_jt_biORDER11000".to_owned()),
        unknown: vec!["foo".to_owned()],
        fields: r#"{"mchtId":"nxca_jt_bi","cardNo":"***"}"#.to_owned(),
        order_no: Some("ORDER1".to_owned()),
        took_us: 420,
    }
}

fn file(dir: &TempDir) -> PathBuf {
    dir.path().join("requests.db")
}

/// Appends lines and ends the log; it writes what waits before it ends.
fn append(dir: &TempDir, lines: impl IntoIterator<Item = Line>) {
    let log = RequestLog::open(&file(dir)).expect("opens");
    lines.into_iter().for_each(|line| log.append(move || line));
}

fn latest(dir: &TempDir, merchant: Option<&str>, limit: u32) -> Vec<String> {
    RequestLog::open(&file(dir)).expect("opens").latest(merchant, limit).expect("reads")
}

fn texts(lines: &[String]) -> Vec<String> {
    let text = |line: &String| {
        let line: serde_json::Value = serde_json::from_str(line).expect("is JSON");
        line.get("text").and_then(serde_json::Value::as_str).expect("has a text").to_owned()
    };
    lines.iter().map(text).collect()
}

#[test]
fn the_latest_come_first_and_survive_the_process() {
    let dir = tempfile::tempdir().expect("a directory");
    append(&dir, [line("one", "first"), line("two", "second"), line("one", "third")]);
    assert_eq!(texts(&latest(&dir, None, 10)), ["third", "second", "first"]);
    assert_eq!(texts(&latest(&dir, None, 2)), ["third", "second"]);
    assert_eq!(texts(&latest(&dir, Some("one"), 10)), ["third", "first"]);
    assert_eq!(texts(&latest(&dir, Some("three"), 10)), Vec::<String>::new());
}

#[test]
fn a_line_says_what_the_developer_needs() {
    let dir = tempfile::tempdir().expect("a directory");
    append(&dir, [line("one", "해쉬 \"불일치\"")]);
    let found = latest(&dir, None, 1);
    let found: serde_json::Value = serde_json::from_str(found.first().expect("a line")).expect("is JSON");
    let expected = serde_json::json!({
        "at": 1_767_322_800_000_i64,
        "merchant": "one",
        "path": "/spay/APICardActionPay.do",
        "code": "1901",
        "field": "pktHash",
        "text": "해쉬 \"불일치\"",
        "hashed": "20260102120000nxca_jt_biORDER11000",
        "unknown": ["foo"],
        "fields": r#"{"mchtId":"nxca_jt_bi","cardNo":"***"}"#,
        "order_no": "ORDER1",
        "took_us": 420,
    });
    assert_eq!(found, expected);
}

#[test]
fn a_merchant_keeps_its_ten_thousand_latest() {
    let dir = tempfile::tempdir().expect("a directory");
    let few = (0..10).map(|_| line("few", "kept"));
    let many = (0..14_990).map(|number| line("many", &number.to_string()));
    append(&dir, few.chain(many));
    let kept = texts(&latest(&dir, Some("many"), 20_000));
    assert_eq!(kept.len(), 10_000);
    assert_eq!((kept[0].as_str(), kept[9_999].as_str()), ("14989", "4990"));
    assert_eq!(latest(&dir, Some("few"), 20_000).len(), 10, "others lose nothing by it");
}

#[test]
fn lines_older_than_a_week_go() {
    let dir = tempfile::tempdir().expect("a directory");
    let aged = |text: &str, ms: i64| Line { at: NOW.plus_ms(-ms), ..line("one", text) };
    let old = [aged("too old", 7 * DAY_MS + 1), aged("old", 7 * DAY_MS)];
    append(&dir, old.into_iter().chain((0..4_998).map(|_| line("one", "new"))));
    let kept = texts(&latest(&dir, None, 10_000));
    assert_eq!(kept.len(), 4_999);
    assert_eq!(kept.last().map(String::as_str), Some("old"));
}

#[test]
fn a_full_queue_drops_lines_instead_of_waiting() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = RequestLog::open(&file(&dir)).expect("opens");
    let other = Connection::open(file(&dir)).expect("exists");
    other.execute_batch("BEGIN IMMEDIATE").expect("the database is free");
    for number in 0..20_500 {
        // Four merchants, so that no merchant has too many.
        log.append(move || line(["a", "b", "c", "d"][number % 4], &number.to_string()));
    }
    other.execute_batch("ROLLBACK").expect("lets go");
    drop(log);
    let kept = texts(&latest(&dir, None, 30_000));
    assert_eq!(kept.len(), 20_000);
    assert_eq!((kept[0].as_str(), kept[19_999].as_str()), ("19999", "0"), "the latest were dropped");
    append(&dir, [line("a", "and again")]);
    assert_eq!(texts(&latest(&dir, None, 1)), ["and again"]);
}
