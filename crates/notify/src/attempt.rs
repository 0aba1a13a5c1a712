//! One try: composed, posted, recorded.

use std::fmt;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use reqwest::Url;
use store::domain::MerchantId;
use store::domain::time::Moment;
use store::{DueNotification, Next, NotificationId, NotificationTry, Pending, StoreError};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};

use crate::answer::Answer;
use crate::places::Pace;
use crate::sender::{Event, PUT_OFF_MS, Shared};

/// Turns what happened into what is posted.
pub trait Composer: Send + Sync + 'static {
    /// The letter; `None` if nobody can be told. An error is tried again: a letter is whole or isn't sent.
    fn compose<'a>(&'a self, due: &'a DueNotification) -> Pending<'a, Option<Letter>>;
}

/// A notification, ready to be posted.
#[derive(Clone)]
pub struct Letter {
    /// Where to.
    pub url: String,
    /// Its content type.
    pub content_type: &'static str,
    /// Its body.
    pub body: Vec<u8>,
    /// Who is told.
    pub merchant: MerchantId,
    /// When it happened, by the merchant's clock.
    pub happened: Moment,
    /// How far that clock is ahead of real time.
    pub offset_ms: i64,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body may carry a billing key, and the URL's query whatever the merchant put there.
        f.debug_struct("Letter")
            .field("merchant", &self.merchant)
            .field("to", &self.to())
            .finish_non_exhaustive()
    }
}

impl Letter {
    /// Where to, as far as a log may know.
    fn to(&self) -> String {
        let Ok(mut url) = Url::parse(&self.url) else { return "not a URL".to_owned() };
        url.set_query(None);
        url.set_fragment(None);
        let _ = (url.set_username(""), url.set_password(None));
        url.into()
    }
}

/// The documents advise merchants to answer within 5 seconds.
const SOON: Duration = Duration::from_secs(5);
/// Between tries to record an answer, doubled each time.
const RECORDING: Duration = Duration::from_secs(1);
const RECORDING_AT_MOST: Duration = Duration::from_secs(30);

/// How a try ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// It is recorded.
    Recorded(Pace),
    /// It couldn't be made or recorded: it is due as before.
    PutOff,
}

/// One try. Whatever becomes of it, even a panic of the composer, its place is given back.
pub(crate) struct Attempt {
    pub(crate) shared: Arc<Shared>,
    pub(crate) merchant: MerchantId,
    pub(crate) due: DueNotification,
    pub(crate) events: UnboundedSender<Event>,
    pub(crate) end: End,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let _ = self.events.send(Event::Over(self.merchant, self.due.id, self.end));
    }
}

impl Attempt {
    pub(crate) async fn make(mut self) {
        match self.shared.composer.compose(&self.due).await {
            Ok(Some(letter)) => self.send(letter).await,
            Ok(None) => {
                let nobody = Answer::Missing(Answer::NOBODY.to_owned());
                self.failed(&nobody, Next::GivenUp, || "nowhere".to_owned());
                self.record(nobody, Next::GivenUp, Pace::Unknown).await;
            }
            // Nothing was sent, so there is no try to record.
            Err(error) => self.failed(
                &Answer::Missing(format!("could not be written: {error}")),
                Next::Again(PUT_OFF_MS),
                || "nowhere yet".to_owned(),
            ),
        }
    }

    async fn send(&mut self, letter: Letter) {
        let (answer, pace) = self.post(&letter).await;
        let next = self.next(&answer, &letter);
        if next == Next::Delivered {
            tracing::debug!(notification = %self.due.id, merchant = %self.merchant, "a notification was accepted");
        } else {
            self.failed(&answer, next, || letter.to());
        }
        self.record(answer, next, pace).await;
    }

    async fn post(&self, letter: &Letter) -> (Answer, Pace) {
        let mut posting = self.shared.courier.post(letter);
        let (answer, pace) = tokio::select! {
            answer = &mut posting => (answer, Pace::Prompt),
            () = sleep(SOON) => {
                let _ = self.events.send(Event::Late(self.merchant));
                (posting.await, Pace::Late)
            }
        };
        match answer {
            Answer::Came { .. } => (answer, pace),
            Answer::Missing(_) => (answer, Pace::Silent),
        }
    }

    fn next(&self, answer: &Answer, letter: &Letter) -> Next {
        if answer.is_accepted() {
            return Next::Delivered;
        }
        let merchant_now = store::wall_clock().plus_ms(letter.offset_ms);
        let pause = self.shared.schedule.pause_ms(self.tries(), letter.happened, merchant_now);
        pause.map_or(Next::GivenUp, Next::Again)
    }

    /// Tries, this one included.
    fn tries(&self) -> u32 {
        self.due.tries.saturating_add(1)
    }

    /// Tells the log, unless it has heard enough of this merchant.
    fn failed(&self, answer: &Answer, next: Next, to: impl FnOnce() -> String) {
        let (reason, given_up) = (answer.reason(), next == Next::GivenUp);
        let mut complaints = self.shared.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        if !complaints.note(self.merchant, given_up, &reason, Instant::now()) {
            return;
        }
        drop(complaints);
        let (notification, merchant, tries, to) = (self.due.id, self.merchant, self.tries(), to());
        match next {
            Next::Again(pause_ms) => {
                let again_in_s = pause_ms / 1_000;
                tracing::warn!(%notification, %merchant, to, tries, reason, again_in_s, "a notification was not accepted");
            }
            Next::GivenUp | Next::Delivered => {
                tracing::warn!(%notification, %merchant, to, tries, reason, "a notification was not accepted and is given up");
            }
        }
    }

    /// Records what came of it. While that can't be recorded it keeps its place: who can't write down what was answered
    /// shouldn't send more.
    async fn record(&mut self, answer: Answer, next: Next, pace: Pace) {
        let (status, answer) = answer.into_record();
        let attempt = NotificationTry { at: store::wall_clock(), status, answer };
        let mut pause = RECORDING;
        loop {
            match self.shared.outbox.record_try(self.due.id, attempt.clone(), next).await {
                Ok(()) => break,
                Err(StoreError::Closing) => return,
                Err(error) => not_recorded(self.due.id, &error, pause),
            }
            sleep(pause).await;
            pause = pause.saturating_mul(2).min(RECORDING_AT_MOST);
        }
        self.end = End::Recorded(pace);
    }
}

fn not_recorded(notification: NotificationId, error: &StoreError, pause: Duration) {
    // Once a try: what is wrong with the database is told elsewhere, too.
    if pause == RECORDING {
        tracing::error!(%notification, %error, "a notification's answer is not recorded yet");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_shows_neither_its_body_nor_the_urls_query() {
        let letter = Letter {
            url: "https://shop.example/noti?token=hidden#part".to_owned(),
            content_type: "application/x-www-form-urlencoded",
            body: b"billKey=SBILL_0PQ8M2XK7".to_vec(),
            merchant: MerchantId::new("nxca_jt_bi").expect("valid"),
            happened: Moment::from_ms(0),
            offset_ms: 0,
        };
        assert_eq!(
            format!("{letter:?}"),
            "Letter { merchant: nxca_jt_bi, to: \"https://shop.example/noti\", .. }"
        );
    }
}
