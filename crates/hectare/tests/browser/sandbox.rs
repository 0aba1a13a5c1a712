//! The sandbox as a newcomer starts it: a gateway at 127.0.0.1, and the demo shop at localhost, which browsers take for
//! another site.

use std::io::{BufRead, BufReader, Lines};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::Audit;

/// The binary, running on a data folder of its own.
pub(crate) struct Sandbox {
    process: Child,
    _output: Lines<BufReader<ChildStdout>>,
    folder: TempDir,
    http: reqwest::Client,
    /// Where the gateway is.
    pub(crate) gateway: String,
    /// Where the shop is.
    pub(crate) shop: String,
}

const BINARY: &str = env!("CARGO_BIN_EXE_hectare");

impl Sandbox {
    pub(crate) async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client can be made");
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut process = Command::new(BINARY)
            .args(["--listen", "127.0.0.1:0", "--shop", "127.0.0.1:0", "--data"])
            .arg(data(&folder))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary can be run");
        let output = process.stdout.take().expect("its output is piped");
        let mut output = BufReader::new(output).lines();
        let mut told = |before: &str| {
            let line = output.next().expect("it says where it is").expect("in words");
            let (_, address) = line.split_once(before).expect("an address");
            let address = address.split_whitespace().next().expect("an address");
            address.trim_end_matches('/').to_owned()
        };
        let gateway = told("listens at ");
        let shop = told("demo shop ");
        Self { process, _output: output, folder, http, gateway, shop }
    }

    /// Audits the books.
    pub(crate) fn audit(&self) -> Audit {
        Audit::of(BINARY, &data(&self.folder))
    }

    /// Sets everybody's clock to a time like `2026-01-02T03:04:05+09:00`.
    pub(crate) async fn set_clocks(&self, time: &str) {
        self.tell("/sandbox/clock", json!({ "mchtId": "*", "set": time })).await;
    }

    /// Moves a merchant's clock on by a duration like `PT11M`.
    pub(crate) async fn advance_clock(&self, merchant: &str, by: &str) {
        self.tell("/sandbox/clock", json!({ "mchtId": merchant, "advance": by })).await;
    }

    /// A merchant's next request never reaches the issuer.
    pub(crate) async fn next_request_gets_lost(&self, merchant: &str) {
        let scenario = json!({ "mchtId": merchant, "method": "CA", "outcome": "timeout", "times": 1 });
        self.tell("/sandbox/scenario", scenario).await;
    }

    /// The issuer takes three seconds to approve a merchant's next request: long enough for a customer to do something rash.
    pub(crate) async fn next_approval_is_slow(&self, merchant: &str) {
        let mut scenario = json!({ "mchtId": merchant, "method": "CA", "outcome": "delay", "times": 1 });
        scenario["delay_ms"] = json!(3_000);
        self.tell("/sandbox/scenario", scenario).await;
    }

    async fn tell(&self, path: &str, what: Value) {
        let request = self.http.post(format!("{}{path}", self.gateway));
        let request = request.header("content-type", "application/json").body(what.to_string());
        let answer = request.send().await.expect("the gateway answers");
        assert!(answer.status().is_success(), "{path} {what}: {}", answer.text().await.unwrap_or_default());
    }

    /// How many requests merchants have sent so far.
    pub(crate) async fn requests(&self) -> usize {
        let answer = self.http.get(format!("{}/sandbox/requests", self.gateway)).send().await;
        let text = answer.expect("the gateway answers").text().await.expect("its answer is whole");
        let log: Value = serde_json::from_str(&text).expect("the request log is JSON");
        log["requests"].as_array().map_or(0, Vec::len)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn data(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}
