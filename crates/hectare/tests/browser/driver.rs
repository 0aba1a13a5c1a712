//! Chromium, told what to do through chromedriver: as much of W3C WebDriver as the tests speak.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What a browser is like, where it differs from a Korean's on a desktop.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kind {
    /// A telephone's screen, the narrowest that is still in use: 320 pixels.
    pub(crate) is_phone: bool,
    /// Runs no page's scripts.
    pub(crate) is_scriptless: bool,
    /// Opens windows only upon a press, as browsers do for people.
    pub(crate) blocks_popups: bool,
}

/// A browser of the test's own. It ends with the test.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    http: reqwest::Client,
    _profile: TempDir,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

/// Why a command was not carried out: the error's name, and what is said about it.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) error: String,
    pub(crate) message: String,
}

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// Starts one with a profile that nobody has used.
    pub(crate) async fn start(kind: Kind) -> Self {
        let (driver, port) = start_driver();
        let profile = tempfile::tempdir().expect("a folder can be made");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build();
        let http = http.expect("an HTTP client can be made");
        let mut browser = Self { driver, port, session: String::new(), http, _profile: profile };
        let capabilities = capabilities(kind, &browser._profile.path().display().to_string());
        let made = browser.send(Method::POST, "/session", &capabilities).await;
        let made = made.expect("Chromium starts");
        browser.session = made["sessionId"].as_str().expect("a session has an id").to_owned();
        browser
    }

    /// A command of the session.
    pub(crate) async fn post(&self, command: &str, body: Value) -> Result<Value, Trouble> {
        self.send(Method::POST, &format!("/session/{}{command}", self.session), &body).await
    }

    /// A question about the session.
    pub(crate) async fn get(&self, what: &str) -> Result<Value, Trouble> {
        self.send(Method::GET, &format!("/session/{}{what}", self.session), &Value::Null).await
    }

    /// Runs a script in the page, and gives what it returns.
    pub(crate) async fn run(&self, script: &str, arguments: Value) -> Result<Value, Trouble> {
        self.post("/execute/sync", json!({ "script": script, "args": arguments })).await
    }

    /// The elements that a script returns a list of.
    pub(crate) async fn elements(&self, script: &str, arguments: Value) -> Result<Vec<Element>, Trouble> {
        let found = self.run(script, arguments).await?;
        let element = |value: &Value| value[ELEMENT].as_str().map(|id| Element(id.to_owned()));
        Ok(found.as_array().into_iter().flatten().filter_map(element).collect())
    }

    /// What a screen reader calls it.
    pub(crate) async fn label_of(&self, element: &Element) -> Result<String, Trouble> {
        let label = self.get(&format!("/element/{}/computedlabel", element.0)).await?;
        Ok(label.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Presses it with the mouse.
    pub(crate) async fn click(&self, element: &Element) -> Result<(), Trouble> {
        self.post(&format!("/element/{}/click", element.0), json!({})).await.map(drop)
    }

    /// Types into it.
    pub(crate) async fn keys(&self, element: &Element, text: &str) -> Result<(), Trouble> {
        self.post(&format!("/element/{}/value", element.0), json!({ "text": text })).await.map(drop)
    }

    /// What has the keyboard.
    pub(crate) async fn focused(&self) -> Result<Element, Trouble> {
        let focused = self.get("/element/active").await?;
        Ok(Element(focused[ELEMENT].as_str().unwrap_or_default().to_owned()))
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Result<Value, Trouble> {
        let request = self.http.request(method.clone(), format!("http://127.0.0.1:{}{path}", self.port));
        let request = if method == Method::POST { request.body(body.to_string()) } else { request };
        let answer = request.send().await.expect("chromedriver answers");
        let refused = !answer.status().is_success();
        let text = answer.text().await.expect("chromedriver's answer is whole");
        let mut answer: Value = serde_json::from_str(&text).expect("chromedriver answers in JSON");
        let value = answer["value"].take();
        if refused {
            let said = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            return Err(Trouble { error: said("error"), message: said("message") });
        }
        Ok(value)
    }
}

/// As an argument of a script.
impl From<&Element> for Value {
    fn from(element: &Element) -> Self {
        json!({ ELEMENT: element.0 })
    }
}

impl Drop for Browser {
    /// Killing chromedriver alone would leave Chromium behind, so the session is ended first: by hand, as nothing can be
    /// awaited here.
    fn drop(&mut self) {
        if let Ok(mut line) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = line.set_read_timeout(Some(Duration::from_secs(5)));
            let session = &self.session;
            let _ = write!(
                line,
                "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            );
            let _ = line.read(&mut [0; 64]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Starts chromedriver at a port that is free.
fn start_driver() -> (Child, u16) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is installed");
    let lines = BufReader::new(driver.stdout.take().expect("its output is piped")).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    (driver, port.expect("chromedriver says where it listens"))
}

fn capabilities(kind: Kind, profile: &str) -> Value {
    let mut arguments = vec![
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-first-run".to_owned(),
        // Sites share a process, since chromedriver can't tell a control's name in another one's frame. What one site may
        // see of another stays the same.
        "--disable-site-isolation-trials".to_owned(),
        "--disable-features=IsolateOrigins,site-per-process".to_owned(),
        // Pictures don't depend on the moment.
        "--force-prefers-reduced-motion".to_owned(),
        "--lang=ko".to_owned(),
        "--window-size=1280,900".to_owned(),
    ];
    arguments.push(format!("--user-data-dir={profile}"));
    let mut preferences = json!({ "intl.accept_languages": "ko" });
    if kind.is_scriptless {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    let mut options = json!({ "args": arguments, "prefs": preferences });
    if kind.is_phone {
        let screen = json!({ "width": 320, "height": 640, "pixelRatio": 2.0, "touch": true });
        options["mobileEmulation"] = json!({ "deviceMetrics": screen });
    }
    if kind.blocks_popups {
        options["excludeSwitches"] = json!(["disable-popup-blocking"]);
    }
    let always = json!({
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "unhandledPromptBehavior": "ignore",
    });
    json!({ "capabilities": { "alwaysMatch": always } })
}
