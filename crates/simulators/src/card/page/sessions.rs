//! The authentications under way: who is to prove what, and how it ended.
//!
//! They live in memory and for a quarter of an hour, as long as a customer may take. What outlives
//! them is the proof, in the issuers' books.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use institutions::Answer;
use institutions::away::{AuthenticationProof, AuthenticationRequest};
use institutions::domain::DeclineCode;

use super::random;
use crate::card::codes;
use crate::card::issuers::Issuer;

const LIFE: Duration = Duration::from_mins(15);
const CAPACITY: usize = 100_000;
const PASSWORD_ATTEMPTS: u8 = 3;

/// The authentications under way.
#[derive(Default)]
pub(in crate::card) struct Authentications(Mutex<Table>);

#[derive(Default)]
struct Table {
    sessions: HashMap<String, Session>,
    /// Our reference to the id in the page's address.
    ids: HashMap<String, String>,
    /// Ids by age; all live equally long, so the first goes first.
    oldest: VecDeque<String>,
}

struct Session {
    request: AuthenticationRequest,
    issuer: &'static Issuer,
    begun: Instant,
    wrong_passwords: u8,
    ending: Option<Ending>,
}

/// How an authentication ended.
#[derive(Clone)]
pub(super) enum Ending {
    Proven(AuthenticationProof),
    Failed(DeclineCode),
}

/// What the page shows.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) request: AuthenticationRequest,
    pub(super) issuer: &'static Issuer,
    /// Whether it is over: the customer is only sent back.
    pub(super) ended: bool,
}

impl Authentications {
    /// Begins, and gives the page's path. A repeated reference that isn't over yet gets its first
    /// page again.
    pub(in crate::card) fn begin(
        &self,
        request: &AuthenticationRequest,
        now: Instant,
    ) -> Result<String, DeclineCode> {
        let issuer = Issuer::of(&request.issuer).ok_or(codes::UNSERVED)?;
        if !is_url(&request.return_url) {
            return Err(codes::MALFORMED);
        }
        let mut table = self.lock();
        table.forget_expired(now);
        let id = match table.open(&request.reference) {
            Some(id) => id,
            None => {
                let id = random::hex_128().ok_or(codes::ISSUER_DOWN)?;
                let session = Session {
                    request: request.clone(),
                    issuer,
                    begun: now,
                    wrong_passwords: 0,
                    ending: None,
                };
                table.insert(id.clone(), session);
                id
            }
        };
        Ok(format!("/{}/{id}", issuer.code))
    }

    /// How the authentication of this reference ended. One that never was, isn't over or has expired
    /// is no authentication.
    pub(in crate::card) fn ending(&self, reference: &str, now: Instant) -> Answer<AuthenticationProof> {
        let mut table = self.lock();
        table.forget_expired(now);
        let session = table.ids.get(reference).and_then(|id| table.sessions.get(id));
        match session.and_then(|session| session.ending.clone()) {
            Some(Ending::Proven(proof)) => Answer::Approved(proof),
            Some(Ending::Failed(code)) => Answer::Declined(code),
            None => Answer::Declined(codes::NO_AUTHENTICATION),
        }
    }

    /// What to show to a customer who comes to this address.
    pub(super) fn visit(&self, code: &str, id: &str, now: Instant) -> Option<Visit> {
        let mut table = self.lock();
        table.forget_expired(now);
        let session = table.sessions.get(id).filter(|session| session.issuer.code == code)?;
        let ended = session.ending.is_some();
        Some(Visit { request: session.request.clone(), issuer: session.issuer, ended })
    }

    /// Ends an authentication. The first ending stands: a second press of a button changes nothing.
    pub(super) fn end(&self, id: &str, ending: Ending) {
        if let Some(session) = self.lock().sessions.get_mut(id) {
            session.ending.get_or_insert(ending);
        }
    }

    /// Counts a wrong password and gives how many attempts are left; without any, it has failed.
    pub(super) fn wrong_password(&self, id: &str) -> u8 {
        let mut table = self.lock();
        let Some(session) = table.sessions.get_mut(id) else { return 0 };
        session.wrong_passwords = session.wrong_passwords.saturating_add(1);
        let left = PASSWORD_ATTEMPTS.saturating_sub(session.wrong_passwords);
        if left == 0 {
            session.ending.get_or_insert(Ending::Failed(codes::PIN_ATTEMPTS));
        }
        left
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// The id of the authentication of this reference that isn't over.
    fn open(&self, reference: &str) -> Option<String> {
        let id = self.ids.get(reference)?;
        self.sessions.get(id).is_some_and(|session| session.ending.is_none()).then(|| id.clone())
    }

    fn insert(&mut self, id: String, session: Session) {
        if self.oldest.len() >= CAPACITY {
            self.forget_oldest();
        }
        self.ids.insert(session.request.reference.clone(), id.clone());
        self.oldest.push_back(id.clone());
        self.sessions.insert(id, session);
    }

    fn forget_expired(&mut self, now: Instant) {
        while let Some(session) = self.oldest.front().and_then(|id| self.sessions.get(id))
            && now.saturating_duration_since(session.begun) >= LIFE
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some(id) = self.oldest.pop_front() else { return };
        let Some(session) = self.sessions.remove(&id) else { return };
        // The reference may have been begun anew since.
        if self.ids.get(&session.request.reference) == Some(&id) {
            self.ids.remove(&session.request.reference);
        }
    }
}

/// Whether a customer can be sent there: an address of the web, or a path.
fn is_url(text: &str) -> bool {
    let known = ["https://", "http://", "/"].iter().any(|start| text.starts_with(start));
    known && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Ids and tokens are as good as keys, so none is printed.
impl fmt::Debug for Authentications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authentications").field("under_way", &self.lock().oldest.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use institutions::domain::{Currency, MerchantId, Money};

    use super::*;

    fn request(reference: &str) -> AuthenticationRequest {
        AuthenticationRequest {
            reference: reference.to_owned(),
            issuer: "SHN".to_owned(),
            merchant: MerchantId::new("nxca_jt_il").expect("an id"),
            merchant_name: "상점".to_owned(),
            product: "책".to_owned(),
            amount: Money::new(10_000, Currency::Krw).expect("not negative"),
            instalments: 0,
            return_url: "/window/1".to_owned(),
            language: "ko",
        }
    }

    fn id(path: &str) -> &str {
        path.rsplit('/').next().expect("the last part")
    }

    #[test]
    fn forgets_after_a_quarter_of_an_hour() {
        let (table, begun) = (Authentications::default(), Instant::now());
        let path = table.begin(&request("1"), begun).expect("begun");
        table.end(id(&path), Ending::Failed(codes::WRONG_PIN));
        let last = begun + LIFE - Duration::from_millis(1);
        assert_eq!(table.ending("1", last), Answer::Declined(codes::WRONG_PIN));
        assert_eq!(table.ending("1", begun + LIFE), Answer::Declined(codes::NO_AUTHENTICATION));
        assert!(table.visit("SHN", id(&path), last).is_none());
    }

    #[test]
    fn a_repeated_reference_gets_its_page_again_until_it_is_over() {
        let (table, now) = (Authentications::default(), Instant::now());
        let first = table.begin(&request("1"), now).expect("begun");
        assert_eq!(table.begin(&request("1"), now), Ok(first.clone()));
        table.end(id(&first), Ending::Failed(codes::CANCELLED_BY_CUSTOMER));
        let second = table.begin(&request("1"), now).expect("begun");
        assert_ne!(second, first);
        assert_eq!(table.ending("1", now), Answer::Declined(codes::NO_AUTHENTICATION));
    }

    #[test]
    fn holds_so_many_and_drops_the_oldest() {
        let (table, now) = (Authentications::default(), Instant::now());
        let first = table.begin(&request("first"), now).expect("begun");
        for number in 1..CAPACITY {
            table.begin(&request(&number.to_string()), now).expect("begun");
        }
        assert!(table.visit("SHN", id(&first), now).is_some());
        table.begin(&request("last"), now).expect("begun");
        assert!(table.visit("SHN", id(&first), now).is_none());
        assert_eq!(table.lock().ids.len(), CAPACITY);
        assert_eq!(table.lock().sessions.len(), CAPACITY);
    }

    #[test]
    fn refuses_an_issuer_or_an_address_that_does_not_exist() {
        let (table, now) = (Authentications::default(), Instant::now());
        let unknown = AuthenticationRequest { issuer: "XXX".to_owned(), ..request("1") };
        assert_eq!(table.begin(&unknown, now), Err(codes::UNSERVED));
        for return_url in ["javascript:alert(1)", "", "/a\r\nb", "/한글"] {
            let bad = AuthenticationRequest { return_url: return_url.to_owned(), ..request("1") };
            assert_eq!(table.begin(&bad, now), Err(codes::MALFORMED), "{return_url}");
        }
    }

    #[test]
    fn the_first_ending_stands() {
        let (table, now) = (Authentications::default(), Instant::now());
        let path = table.begin(&request("1"), now).expect("begun");
        table.end(id(&path), Ending::Failed(codes::CANCELLED_BY_CUSTOMER));
        table.end(id(&path), Ending::Failed(codes::WRONG_PIN));
        assert_eq!(table.ending("1", now), Answer::Declined(codes::CANCELLED_BY_CUSTOMER));
    }
}
