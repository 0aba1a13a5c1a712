//! A merchant's receiver of notifications: it remembers what came, and answers as it is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::wire::Keys;

/// What a receiver answers.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// 200 and this text; `OK` is what the gateway wants.
    Text(&'static str),
    /// This status, and nothing else wrong: the text is `OK`.
    Status(u16),
    /// `OK`, after a while.
    Slow(Duration),
    /// The line is cut in the midst of the answer.
    CutOff,
}

/// A notification as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Path and query it was posted to.
    pub target: String,
    /// Its content type.
    pub content_type: String,
    /// Its fields, decoded.
    pub fields: BTreeMap<String, String>,
}

impl Letter {
    /// A field; empty if there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The names of its fields, in alphabetical order.
    pub fn names(&self) -> Vec<&str> {
        self.fields.keys().map(String::as_str).collect()
    }

    /// Whether its hash is right: status, date, time, merchant, order number, amount. PG 6.5.
    pub fn is_signed(&self, keys: Keys) -> bool {
        let names = ["outStatCd", "trdDtm", "mchtId", "mchtTrdNo", "trdAmt"];
        keys.hash(names.map(|name| self.field(name))) == self.field("pktHash")
    }
}

/// A receiver, listening for as long as it lives.
#[derive(Debug)]
pub struct Receiver {
    url: String,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

#[derive(Debug)]
struct Desk {
    letters: watch::Sender<Vec<Letter>>,
    answer: Mutex<Answer>,
}

/// How long a test waits for a notification that must come.
const PATIENCE: Duration = Duration::from_secs(20);

impl Receiver {
    /// A receiver that answers `OK`.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let letters = watch::Sender::new(Vec::new());
        let desk = Arc::new(Desk { letters, answer: Mutex::new(Answer::Text("OK")) });
        let router = Router::new().fallback(receive).with_state(Arc::clone(&desk));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("an HTTP server doesn't end by itself");
        });
        Self { url: format!("http://{address}/noti"), desk, serving }
    }

    /// Where it receives: for `notiUrl`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers so from now on.
    pub fn answer(&self, answer: Answer) {
        *self.desk.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
    }

    /// Waits until this many have come since the start, and gives all of them.
    pub async fn wait_for(&self, count: usize) -> Vec<Letter> {
        let mut letters = self.desk.letters.subscribe();
        let enough = timeout(PATIENCE, letters.wait_for(|letters| letters.len() >= count)).await;
        assert!(enough.is_ok(), "{} notifications came instead of {count}", self.received().len());
        self.received()
    }

    /// All that have come so far.
    pub fn received(&self) -> Vec<Letter> {
        self.desk.letters.borrow().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn receive(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let content_type = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let letter = Letter {
        target: uri.to_string(),
        content_type: content_type.unwrap_or_default().to_owned(),
        fields: form_urlencoded::parse(&body).into_owned().collect(),
    };
    let answer = *desk.answer.lock().unwrap_or_else(PoisonError::into_inner);
    desk.letters.send_modify(|letters| letters.push(letter));
    match answer {
        Answer::Text(text) => text.into_response(),
        Answer::Status(status) => (StatusCode::from_u16(status).unwrap_or_default(), "OK").into_response(),
        Answer::Slow(time) => {
            tokio::time::sleep(time).await;
            "OK".into_response()
        }
        Answer::CutOff => {
            let pieces = [Ok("O"), Err(std::io::Error::other("cut off"))];
            Body::from_stream(stream::iter(pieces)).into_response()
        }
    }
}
