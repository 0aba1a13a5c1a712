//! The data folder's files: some are worth everything, some nothing.

use std::fs;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rusqlite::Connection;
use testkit::{Gateway, card_pay};

use crate::{gateway, keyed_in};

/// What a start says that is refused.
fn refused(gateway: &Gateway) -> String {
    let (started, text) = gateway.run("serve", &["--listen", "127.0.0.1:0"]);
    assert!(!started, "{text}");
    text
}

#[tokio::test]
async fn a_database_that_is_deleted_under_a_gateway_ends_it_and_is_not_made_anew() {
    for name in ["hectare.db", "issuers.db"] {
        let mut gateway = gateway();
        gateway.call(&card_pay(&keyed_in())).await.succeeded();
        fs::remove_file(gateway.data().join(name)).unwrap();
        let status = gateway.ended();
        assert_eq!(status.code(), Some(75), "{name}: {}", gateway.log());
        assert!(gateway.log().contains(&format!("{name} is gone")), "{}", gateway.log());
        let text = refused(&gateway);
        assert!(text.contains(&format!("{name} is missing")) && text.contains("backup"), "{text}");
        assert!(!gateway.data().join(name).exists());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_may_read_its_files() {
    use std::os::unix::fs::PermissionsExt;
    let gateway = gateway();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    for file in fs::read_dir(gateway.data()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} {mode:o}", file.file_name());
    }
}

/// Ours alone can't be right by themselves where theirs were kept.
#[tokio::test]
async fn an_audit_says_that_it_cannot_read_the_institutions_books() {
    let mut gateway = gateway();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    gateway.terminate();
    for beside in ["issuers.db-wal", "issuers.db-shm"] {
        let _ = fs::remove_file(gateway.data().join(beside));
    }
    fs::write(gateway.data().join("issuers.db"), "this is no database").unwrap();
    let audit = gateway.audit_of_damage();
    assert!(!audit.right && audit.text.contains("the institutions' books"), "{}", audit.text);
    fs::remove_file(gateway.data().join("issuers.db")).unwrap();
    let audit = gateway.audit_of_damage();
    assert!(!audit.right && audit.text.contains("issuers.db is missing"), "{}", audit.text);
}

#[tokio::test]
async fn a_log_that_is_cut_under_a_gateway_ends_it() {
    let mut gateway = gateway();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    let log = fs::OpenOptions::new().write(true).open(gateway.data().join("hectare.db-wal")).unwrap();
    log.set_len(log.metadata().unwrap().len() / 2).unwrap();
    assert_eq!(gateway.ended().code(), Some(75), "{}", gateway.log());
}

#[tokio::test]
async fn the_request_log_neither_prevents_a_start_nor_ends_a_gateway() {
    let mut gateway = gateway();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    let log = gateway.data().join("requests.db");
    // Deleted while it is open …
    fs::remove_file(&log).unwrap();
    for _ in 0..3 {
        gateway.call(&card_pay(&keyed_in())).await.succeeded();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // … damaged while it isn't …
    gateway.kill();
    fs::remove_file(gateway.data().join("requests.db-wal")).unwrap();
    fs::write(&log, "this is no database").unwrap();
    gateway.restart();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    assert!(gateway.log().contains("the request log is damaged"), "{}", gateway.log());
    // … or something else altogether.
    gateway.kill();
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
    gateway.restart();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    assert!(gateway.is_alive());
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let mut gateway = gateway();
    gateway.kill();
    let key = gateway.data().join("master.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let text = refused(&gateway);
    assert!(text.contains(&format!("`chmod 600 {}`", key.display())), "{text}");
}

#[tokio::test]
async fn a_locked_database_refuses_everybody_within_a_merchants_patience() {
    let gateway = gateway();
    let other = Connection::open(gateway.data().join("hectare.db")).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let requests: Vec<_> = (0..8).map(|_| card_pay(&keyed_in())).collect();
    let asked = Instant::now();
    let replies = join_all(requests.iter().map(|request| gateway.call(request))).await;
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
    for reply in replies {
        assert_eq!(reply.code(), "ST10", "{}", reply.text);
    }
    other.execute_batch("ROLLBACK").unwrap();
    // Nothing was done: each may be paid now.
    for request in &requests {
        gateway.call(request).await.succeeded();
    }
}
