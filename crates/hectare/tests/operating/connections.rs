//! Connections: how many, for how long, and how the last of them end.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use testkit::{Answer, Gateway, Receiver, card_pay};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{gateway, keyed_in};

fn host(gateway: &Gateway) -> &str {
    gateway.url().trim_start_matches("http://")
}

async fn connect(gateway: &Gateway) -> TcpStream {
    TcpStream::connect(host(gateway)).await.unwrap()
}

/// Sends this and no more; what comes back until the gateway hangs up.
async fn half(gateway: &Gateway, sent: &str) -> String {
    let mut stream = connect(gateway).await;
    // Who has heard enough may hang up meanwhile.
    let _ = stream.write_all(sent.as_bytes()).await;
    let mut answer = Vec::new();
    let ended = timeout(Duration::from_secs(40), stream.read_to_end(&mut answer)).await;
    ended.unwrap_or_else(|_| panic!("kept for ever: {sent:?}")).unwrap_or_default();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn whoever_sends_nothing_or_half_of_it_is_hung_up_on() {
    let gateway = gateway();
    let head = |path: &str| format!("POST {path} HTTP/1.1\r\nHost: {}\r\n", host(&gateway));
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b";
    let json = "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\"";
    let halves = [
        String::new(),
        head("/spay/APICardActionPay.do"),
        format!("{}{json}", head("/spay/APICardActionPay.do")),
        format!("{}{form}", head("/card/main.do")),
        format!("{}{json}", head("/sandbox/scenario")),
        format!("{}{json}", head("/docs")),
        format!("{}{form}", head("/simulated/issuer/nowhere")),
    ];
    let answers = join_all(halves.iter().map(|sent| half(&gateway, sent))).await;
    assert_eq!(answers[0], "", "nobody has asked for anything");
    assert!(answers[2].starts_with("HTTP/1.1 408 "), "{}", answers[2]);
}

/// What a head may be long is what each connection can hold of the memory.
#[tokio::test]
async fn a_head_beyond_measure_is_refused() {
    let gateway = gateway();
    let head = |length: usize| {
        let field = "x".repeat(length);
        format!(
            "GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX: {field}\r\n\r\n",
            host(&gateway)
        )
    };
    assert!(half(&gateway, &head(32 << 10)).await.starts_with("HTTP/1.1 200 "));
    let answer = half(&gateway, &head(128 << 10)).await;
    assert!(!answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

/// The binary, with these limits on open files.
fn limited(folder: &tempfile::TempDir, soft: u32, hard: u32) -> Gateway {
    let wrapper = folder.path().join("limited");
    let binary = env!("CARGO_BIN_EXE_hectare");
    let script = format!("#!/bin/sh\nulimit -Sn {soft} && ulimit -Hn {hard} && exec '{binary}' \"$@\"\n");
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    Gateway::start(wrapper.to_str().unwrap())
}

#[tokio::test]
async fn the_limit_on_open_files_is_raised() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = limited(&folder, 128, 4_096);
    let idle = join_all((0..400).map(|_| connect(&gateway))).await;
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    drop(idle);
}

/// They wait for a place; those who have one and send nothing lose it.
#[tokio::test]
async fn idle_connections_keep_no_merchant_out_where_files_are_few() {
    let folder = tempfile::tempdir().unwrap();
    let mut gateway = limited(&folder, 128, 128);
    let idle = join_all((0..100).map(|_| connect(&gateway))).await;
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    drop(idle);
    assert!(gateway.is_alive());
    assert!(gateway.log().contains("as many connections are open as there may be"), "{}", gateway.log());
    assert!(gateway.audit().right);
}

#[tokio::test]
async fn a_receiver_that_hangs_does_not_hold_up_the_end() {
    let mut gateway = gateway();
    let receiver = Receiver::start().await;
    receiver.answer(Answer::Slow(Duration::from_secs(300)));
    let payment = card_pay(&keyed_in()).with("notiUrl", receiver.url());
    gateway.call(&payment).await.succeeded();
    receiver.wait_for(1).await;
    let asked = Instant::now();
    let status = gateway.terminate();
    assert!(status.success(), "{status:?}");
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
    receiver.answer(Answer::Text("OK"));
    gateway.restart();
    receiver.wait_for(2).await;
}
