//! Windows, tabs and frames: where in the browser we are.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::driver::Browser;

impl Browser {
    /// All windows and tabs.
    pub(crate) async fn windows(&self) -> BTreeSet<String> {
        let windows = self.get("/window/handles").await.expect("a browser has windows");
        let names = windows.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    }

    /// The window that we are in.
    pub(crate) async fn window(&self) -> String {
        let window = self.get("/window").await.expect("we are in a window");
        window.as_str().unwrap_or_default().to_owned()
    }

    /// Goes into another window.
    pub(crate) async fn enter(&self, window: &str) {
        self.post("/window", json!({ "handle": window })).await.expect("the window is there");
    }

    /// Goes into the window that is new since then, as soon as it is there.
    pub(crate) async fn enter_new(&self, before: &BTreeSet<String>) {
        let new = self
            .until("a new window", async || Ok(self.windows().await.difference(before).next().cloned()))
            .await;
        self.enter(&new).await;
    }

    /// Opens a tab, and goes into it.
    pub(crate) async fn open_tab(&self) {
        let tab = self.post("/window/new", json!({ "type": "tab" })).await.expect("a tab can be opened");
        self.enter(tab["handle"].as_str().unwrap_or_default()).await;
    }

    /// Waits until a window has closed.
    pub(crate) async fn closes(&self, window: &str) {
        self.until("the window's end", async || Ok((!self.windows().await.contains(window)).then_some(())))
            .await;
    }

    /// Goes into the payment window's frame, as soon as it is there.
    pub(crate) async fn enter_frame(&self) {
        self.until("the payment window's frame", async || {
            let frames = "return [...document.querySelectorAll('[role=dialog] iframe')]";
            let Some(frame) = self.elements(frames, json!([])).await?.pop() else { return Ok(None) };
            self.post("/frame", json!({ "id": Value::from(&frame) })).await.map(Some)
        })
        .await;
    }

    /// Goes from a frame to the page that holds it.
    pub(crate) async fn leave_frame(&self) {
        self.post("/frame", json!({ "id": null })).await.expect("a window has a page");
    }

    /// Waits for an alert, and gives what it says.
    pub(crate) async fn alert(&self) -> String {
        let text = self.until("an alert", async || self.get("/alert/text").await.map(Some)).await;
        self.post("/alert/accept", json!({})).await.expect("an alert can be accepted");
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What the browser complained about, on any page, since it was asked last: errors of scripts, requests that failed,
    /// and what a page's policy forbade.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.post("/se/log", json!({ "type": "browser" })).await.expect("there is a log");
        let complaint = |entry: &Value| {
            let text = entry["message"].as_str()?;
            let serious = entry["level"] == "SEVERE" || text.contains("Content Security Policy");
            serious.then(|| text.to_owned())
        };
        entries.as_array().into_iter().flatten().filter_map(complaint).collect()
    }
}
