//! What carries a letter to its receiver. Whatever is to stand between the sender and the network, a sandbox that loses
//! or repeats letters say, is a [`Courier`] in front of another one.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use reqwest::Client;

use crate::answer::{Answer, KEPT};
use crate::attempt::Letter;
use crate::destination::Resolver;
use crate::{Destination, Reach};

/// A letter on its way.
pub type Posting<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Carries letters.
pub trait Courier: Send + Sync + 'static {
    /// Posts a letter and waits for the answer, for as long as it is patient: the sender itself sets no limit.
    fn post<'a>(&'a self, letter: &'a Letter) -> Posting<'a>;
}

/// Posts letters over HTTP.
#[derive(Clone)]
pub struct HttpCourier {
    client: Client,
    reach: Reach,
}

/// The documents advise merchants to answer within 5 seconds; we wait 30.
const PATIENCE: Duration = Duration::from_secs(30);
/// A receiver that is there lets us in at once, or its queue is full.
const CONNECTING: Duration = Duration::from_secs(10);
/// Connections are kept for the next letter of a burst and no longer: each is a file descriptor.
const IDLE: Duration = Duration::from_secs(4);

impl HttpCourier {
    /// A courier of this reach.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .user_agent("Hectare")
            .timeout(PATIENCE)
            .connect_timeout(CONNECTING)
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Resolver::shared(reach))
            .build()?;
        Ok(Self { client, reach })
    }

    async fn carry(&self, letter: &Letter) -> Answer {
        let destination = match Destination::new(&letter.url, self.reach) {
            Ok(destination) => destination,
            Err(why) => return Answer::Missing(format!("{}: {why}", Answer::NOT_SENT)),
        };
        let request = self
            .client
            .post(destination.url().clone())
            .header("content-type", letter.content_type)
            .body(letter.body.clone());
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => Answer::Missing(in_words(Answer::NO_ANSWER, error)),
        }
    }
}

impl Courier for HttpCourier {
    fn post<'a>(&'a self, letter: &'a Letter) -> Posting<'a> {
        Box::pin(self.carry(letter))
    }
}

impl fmt::Debug for HttpCourier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpCourier").field("reach", &self.reach).finish_non_exhaustive()
    }
}

/// The first bytes of an answer; a receiver can't make us read for ever.
async fn read(mut response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Answer::Came { status, body, cut: false },
            Err(error) => return Answer::Missing(in_words(Answer::BROKE_OFF, error)),
        };
        let room = KEPT.saturating_sub(body.len());
        body.extend(chunk.iter().take(room));
        if chunk.len() > room {
            return Answer::Came { status, body, cut: true };
        }
    }
}

/// What happened, with its causes and without the URL, which may carry what only the merchant should know.
fn in_words(what: &str, error: reqwest::Error) -> String {
    if error.is_timeout() {
        let seconds = if error.is_connect() { CONNECTING } else { PATIENCE }.as_secs();
        return format!("{what} within {seconds} s");
    }
    let error = error.without_url();
    let mut words = what.to_owned();
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        // Each layer may repeat what the one below it says.
        if !words.contains(&said) {
            words = format!("{words}: {said}");
        }
        cause = error.source();
    }
    words
}
