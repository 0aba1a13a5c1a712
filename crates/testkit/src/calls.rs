//! A gateway's HTTP, from a merchant's and a developer's side.

use reqwest::Body;
use serde_json::{Value, json};

use crate::process::Gateway;
use crate::reply::Reply;
use crate::request::Request;

impl Gateway {
    /// Calls an API.
    pub async fn call(&self, request: &Request) -> Reply {
        self.post(request.path(), request.body().to_string()).await
    }

    /// Posts any bytes, said to be JSON.
    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Reply {
        self.send("POST", path, "application/json", body).await
    }

    /// Gets a path.
    pub async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "text/plain", "").await
    }

    /// Sends anything; redirects are followed.
    pub async fn send(&self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
        self.line().send(method, path, kind, body).await.expect("the gateway answers")
    }

    /// Sets a merchant's clock (`*`: everybody's) to a time like `2026-01-02T03:04:05+09:00`.
    pub async fn set_clock(&self, merchant: &str, time: &str) {
        self.tell("/sandbox/clock", &json!({ "mchtId": merchant, "set": time })).await;
    }

    /// Moves a merchant's clock on (`*`: everybody's) by a duration like `PT61S`.
    pub async fn advance_clock(&self, merchant: &str, by: &str) {
        self.tell("/sandbox/clock", &json!({ "mchtId": merchant, "advance": by })).await;
    }

    /// Tells the issuers what to do with a merchant's next request.
    pub async fn next_outcome(&self, merchant: &str, outcome: &str) {
        self.scenario(json!({ "mchtId": merchant, "outcome": outcome, "times": 1 })).await;
    }

    /// Tells the issuers what to do, in full: `{mchtId, outcome, code, delay_ms, times}`.
    pub async fn scenario(&self, mut scenario: Value) {
        if let Some(fields) = scenario.as_object_mut() {
            fields.entry("method").or_insert_with(|| "CA".into());
        }
        self.tell("/sandbox/scenario", &scenario).await;
    }

    async fn tell(&self, path: &str, what: &Value) {
        let reply = self.post(path, what.to_string()).await;
        assert_eq!(reply.status, 200, "{path} {what}: {}", reply.text);
    }
}
