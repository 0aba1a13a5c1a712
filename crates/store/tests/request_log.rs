//! The request log: what it keeps, what it lets go, and that nothing stops it.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use store::domain::time::{DAY_MS, Moment};
use store::request_log::{Line, RequestLog};
use tempfile::TempDir;

const NOW: Moment = Moment::from_ms(1_767_322_800_000);

fn line(merchant: &str, text: &str) -> Line {
    Line {
        at: NOW,
        merchant: merchant.to_owned(),
        signed: !merchant.is_empty(),
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
    let log = RequestLog::open(&file(dir));
    lines.into_iter().for_each(|line| log.append(0, move || line));
}

fn latest(dir: &TempDir, merchant: Option<&str>, limit: u32) -> Vec<String> {
    RequestLog::open(&file(dir)).latest(merchant, limit).expect("reads")
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
fn a_merchant_keeps_its_latest_up_to_ten_thousand() {
    let dir = tempfile::tempdir().expect("a directory");
    let few = (0..10).map(|_| line("few", "kept"));
    let many = (0..14_990).map(|number| line("many", &number.to_string()));
    append(&dir, few.chain(many));
    let kept = texts(&latest(&dir, Some("many"), 20_000));
    assert!((9_374..=10_000).contains(&kept.len()), "{}", kept.len());
    let last: Vec<_> = (0..14_990).rev().take(kept.len()).map(|number| number.to_string()).collect();
    assert_eq!(kept, last);
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
    let log = RequestLog::open(&file(&dir));
    let other = Connection::open(file(&dir)).expect("exists");
    other.execute_batch("BEGIN IMMEDIATE").expect("the database is free");
    for number in 0..20_500 {
        // Four merchants, so that no merchant has too many.
        log.append(0, move || line(["a", "b", "c", "d"][number % 4], &number.to_string()));
    }
    other.execute_batch("ROLLBACK").expect("lets go");
    drop(log);
    let kept = texts(&latest(&dir, None, 30_000));
    assert_eq!(kept.len(), 20_000);
    assert_eq!((kept[0].as_str(), kept[19_999].as_str()), ("19999", "0"), "the latest were dropped");
    append(&dir, [line("a", "and again")]);
    assert_eq!(texts(&latest(&dir, None, 1)), ["and again"]);
}

#[test]
fn what_waits_fills_no_memory() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = RequestLog::open(&file(&dir));
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    log.append(40 << 20, move || {
        let _ = wait.recv();
        line("one", "first")
    });
    log.append(40 << 20, || line("one", "second"));
    log.append(0, || line("one", "finds no place"));
    drop(go_on);
    drop(log);
    assert_eq!(texts(&latest(&dir, None, 10)), ["second", "first"]);
}

/// A line whose fields are as long as this.
fn heavy(merchant: &str, bytes: usize) -> Line {
    Line {
        fields: serde_json::json!({ "data": { "pmtprdNm": "x".repeat(bytes) } }).to_string(),
        ..line(merchant, "")
    }
}

#[test]
fn a_line_is_cut_short_and_stays_json() {
    let dir = tempfile::tempdir().expect("a directory");
    let long = "가".repeat(50_000);
    let many: serde_json::Map<_, _> = (0..5_000).map(|number| (number.to_string(), "v".into())).collect();
    let cut = Line { text: long.clone(), unknown: vec![long.clone(); 500], ..heavy("cut", 60_000) };
    let left_off = Line { fields: serde_json::Value::from(many).to_string(), ..line("left off", "") };
    append(&dir, [cut, left_off]);
    for merchant in ["cut", "left off"] {
        let found = latest(&dir, Some(merchant), 1).remove(0);
        assert!(found.len() < 24 << 10, "{merchant}: {} bytes", found.len());
        let found: serde_json::Value = serde_json::from_str(&found).expect("is JSON");
        let fields = found["fields"].as_str().expect("a text");
        let fields: serde_json::Value = serde_json::from_str(fields).expect("is JSON");
        match merchant {
            "cut" => {
                let name = fields["data"]["pmtprdNm"].as_str().expect("a text");
                assert!(name.starts_with("xxx") && name.ends_with("… (60000 bytes)"), "{name}");
                assert!(found["text"].as_str().expect("a text").ends_with("… (150000 bytes)"));
            }
            _ => assert!(fields["…"].as_str().expect("a text").ends_with("of fields are left off")),
        }
    }
}

#[test]
fn strangers_share_what_they_fill_whatever_merchant_they_name() {
    let dir = tempfile::tempdir().expect("a directory");
    let unsigned = (0..12_000).map(|_| Line { signed: false, ..heavy("one", 10) });
    append(&dir, std::iter::once(line("one", "signed")).chain(unsigned));
    let kept = latest(&dir, Some("one"), 20_000);
    assert!(kept.len() <= 10_001, "{}", kept.len());
    assert_eq!(texts(&kept).last().map(String::as_str), Some("signed"), "what was signed stays");
}

#[test]
fn a_damaged_log_is_set_aside() {
    for damaged in [&b"this is no database"[..], &[0x5a; 20_000]] {
        let dir = tempfile::tempdir().expect("a directory");
        append(&dir, [line("one", "before")]);
        fs::write(file(&dir), damaged).expect("written");
        append(&dir, [line("one", "after")]);
        assert_eq!(texts(&latest(&dir, None, 10)), ["after"]);
        assert_eq!(fs::read(dir.path().join("requests.db-damaged")).expect("is there"), damaged);
    }
}

#[test]
fn a_log_that_is_lost_while_it_runs_begins_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = RequestLog::open(&file(&dir));
    log.append(0, || line("one", "before"));
    fs::remove_file(file(&dir)).expect("removed");
    let started = Instant::now();
    while !file(&dir).exists() || texts(&log.latest(None, 1).unwrap_or_default()) != ["after"] {
        assert!(started.elapsed() < Duration::from_secs(20), "no log was begun");
        log.append(0, || line("one", "after"));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_log_that_can_not_be_opened_drops_its_lines() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::create_dir(file(&dir)).expect("made");
    fs::write(file(&dir).join("something"), "else").expect("written");
    append(&dir, [line("one", "lost")]);
    assert_eq!(latest(&dir, None, 1), Vec::<String>::new());
}

#[test]
fn a_line_that_can_not_be_made_costs_no_other() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = RequestLog::open(&file(&dir));
    log.append(0, || line("one", "first"));
    log.append(0, || panic!("an error in the masking"));
    log.append(0, || line("one", "second"));
    drop(log);
    assert_eq!(texts(&latest(&dir, None, 10)), ["second", "first"]);
}

#[test]
fn a_log_of_an_earlier_version_is_forgotten() {
    let dir = tempfile::tempdir().expect("a directory");
    let earlier = Connection::open(file(&dir)).expect("opens");
    let tables = "CREATE TABLE request (id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, \
                  merchant TEXT NOT NULL, line TEXT NOT NULL) STRICT;
                  CREATE INDEX request_merchant ON request (merchant, id);
                  INSERT INTO request VALUES (1, 1, 'one', '{}')";
    earlier.execute_batch(tables).expect("is SQL");
    drop(earlier);
    append(&dir, [line("one", "first")]);
    assert_eq!(texts(&latest(&dir, None, 10)), ["first"]);
}
