//! Customers who were sent to an institution's page: who is to prove what, and how it ended.
//!
//! A session lasts a quarter of an hour, as long as a customer may take, on real time. What outlives it is the
//! proof, which may pay long after (a deferred capture).

use std::time::{SystemTime, UNIX_EPOCH};

use institutions::Answer;
use institutions::away::{self, AuthenticationProof, AuthenticationRequest};
use institutions::domain::time::Moment;
use institutions::domain::{DeclineCode, Money};
use serde::{Deserialize, Serialize};

use crate::bank;
use crate::books::{BooksError, Ledger};
use crate::proofs::{self, Proof};

const LIFE_MS: i64 = 15 * 60 * 1000;
const CAPACITY: u32 = 100_000;
const PASSWORD_ATTEMPTS: u8 = 3;

/// One that never was, isn't over or has expired is no authentication (PG 41.1).
pub(crate) const NO_AUTHENTICATION: DeclineCode = DeclineCode::new("ST13").expect("a code");
/// The customer doesn't want to (PG 41.1).
pub(crate) const CANCELLED_BY_CUSTOMER: DeclineCode = DeclineCode::new("0009").expect("a code");

/// A customer at an institution's page. The page's address is its key, so it isn't printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) reference: String,
    pub(crate) issuer: String,
    pub(crate) issuer_name: String,
    pub(crate) merchant_name: String,
    pub(crate) product: String,
    pub(crate) amount: Money,
    pub(crate) means: Means,
    pub(crate) return_url: String,
    pub(crate) english: bool,
    pub(crate) begun_at: Moment,
    wrong_passwords: u8,
    /// What the customer needn't type again, never more than a mask.
    pub(crate) kept: Option<String>,
    pub(crate) ending: Option<Ending>,
}

/// What is to pay, as the books keep it: no number of anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Means {
    Card {
        instalments: u8,
    },
    Account {
        /// What the bank's books know it by.
        key: String,
        masked: String,
        passbook: String,
        /// Whether a cash receipt is wanted.
        receipt: bool,
    },
}

impl Means {
    fn of(request: &AuthenticationRequest) -> Self {
        match &request.means {
            away::Means::Card { instalments } => Self::Card { instalments: *instalments },
            away::Means::Account { number, passbook, receipt } => Self::Account {
                key: bank::account_key(&request.issuer, number),
                masked: number.masked(),
                passbook: passbook.clone(),
                receipt: receipt.is_some(),
            },
        }
    }
}

/// How it ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ending {
    /// The token of the proof.
    Proven(String),
    Failed(DeclineCode),
}

/// The real time.
pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Whether a customer can be sent there: an address of the web, or a path.
pub(crate) fn is_url(text: &str) -> bool {
    let known = ["https://", "http://", "/"].iter().any(|start| text.starts_with(start));
    known && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Begins under the id `drawn`, and gives the id of the session: a repeated reference that isn't over
/// yet gets its first one again.
pub(crate) fn begin(
    ledger: &mut dyn Ledger,
    request: &AuthenticationRequest,
    drawn: &str,
    now: Moment,
) -> Result<String, BooksError> {
    ledger.forget_sessions(now.plus_ms(-LIFE_MS), CAPACITY)?;
    if let Some((id, session)) = ledger.session_of(&request.reference)?
        && session.is_alive(now)
        && session.ending.is_none()
    {
        return Ok(id);
    }
    ledger.write_session(drawn, &Session::new(request, now))?;
    Ok(drawn.to_owned())
}

/// How the authentication of this reference ended.
pub(crate) fn ending(
    ledger: &dyn Ledger,
    reference: &str,
    now: Moment,
) -> Result<Answer<AuthenticationProof>, BooksError> {
    let session = ledger.session_of(reference)?.map(|(_, session)| session);
    let ending = session.filter(|session| session.is_alive(now)).and_then(|session| session.ending);
    let token = match ending {
        Some(Ending::Proven(token)) => token,
        Some(Ending::Failed(code)) => return Ok(Answer::Declined(code)),
        None => return Ok(Answer::Declined(NO_AUTHENTICATION)),
    };
    Ok(match proofs::find(ledger, &token)? {
        Some(Proof { institution, facts, .. }) => {
            Answer::Approved(AuthenticationProof { token: token.into(), institution, facts })
        }
        None => Answer::Declined(NO_AUTHENTICATION),
    })
}

/// The session of a page's address.
pub(crate) fn find(
    ledger: &dyn Ledger,
    issuer: &str,
    id: &str,
    now: Moment,
) -> Result<Option<Session>, BooksError> {
    let session = ledger.session(id)?;
    Ok(session.filter(|session| session.issuer == issuer && session.is_alive(now)))
}

/// Ends a session. The first ending stands: a second press of a button changes nothing.
pub(crate) fn fail(ledger: &mut dyn Ledger, id: &str, code: DeclineCode) -> Result<(), BooksError> {
    change(ledger, id, |session| session.ending = Some(Ending::Failed(code)))?;
    Ok(())
}

/// Ends a session with a proof, which is known by `token` from then on.
pub(crate) fn prove(ledger: &mut dyn Ledger, id: &str, token: &str, proof: &Proof) -> Result<(), BooksError> {
    if change(ledger, id, |session| session.ending = Some(Ending::Proven(token.to_owned())))?.is_some() {
        proofs::write(ledger, token, proof)?;
    }
    Ok(())
}

/// Keeps what the customer needn't type again.
pub(crate) fn keep(ledger: &mut dyn Ledger, id: &str, kept: Option<String>) -> Result<(), BooksError> {
    change(ledger, id, |session| session.kept = kept)?;
    Ok(())
}

/// Counts a wrong password, keeps what it was typed for, and gives how many attempts are left; without any, it has failed
/// as `code`.
pub(crate) fn wrong_password(
    ledger: &mut dyn Ledger,
    id: &str,
    kept: &str,
    code: DeclineCode,
) -> Result<u8, BooksError> {
    let changed = change(ledger, id, |session| {
        session.kept = Some(kept.to_owned());
        session.wrong_passwords = session.wrong_passwords.saturating_add(1);
        if session.wrong_passwords >= PASSWORD_ATTEMPTS {
            session.ending = Some(Ending::Failed(code));
        }
    })?;
    Ok(changed.map_or(0, |session| PASSWORD_ATTEMPTS.saturating_sub(session.wrong_passwords)))
}

/// Changes a session that isn't over.
fn change(
    ledger: &mut dyn Ledger,
    id: &str,
    change: impl FnOnce(&mut Session),
) -> Result<Option<Session>, BooksError> {
    let Some(mut session) = ledger.session(id)?.filter(|session| session.ending.is_none()) else {
        return Ok(None);
    };
    change(&mut session);
    ledger.write_session(id, &session)?;
    Ok(Some(session))
}

impl Session {
    fn new(request: &AuthenticationRequest, now: Moment) -> Self {
        Self {
            reference: request.reference.clone(),
            issuer: request.issuer.clone(),
            issuer_name: request.issuer_name.clone(),
            merchant_name: request.merchant_name.clone(),
            product: request.product.clone(),
            amount: request.amount,
            means: Means::of(request),
            return_url: request.return_url.clone(),
            english: request.language == "en",
            begun_at: now,
            wrong_passwords: 0,
            kept: None,
            ending: None,
        }
    }

    /// 0 is at once.
    pub(crate) fn instalments(&self) -> u8 {
        match self.means {
            Means::Card { instalments } => instalments,
            Means::Account { .. } => 0,
        }
    }

    fn is_alive(&self, now: Moment) -> bool {
        now.since(self.begun_at) < LIFE_MS
    }
}

#[cfg(test)]
mod tests {
    use institutions::domain::facts::Facts;
    use institutions::domain::{Currency, InstitutionId, MerchantId};

    use super::*;
    use crate::books::Tables;

    const BEGUN: Moment = Moment::from_ms(1_800_000_000_000);
    const WRONG_PIN: DeclineCode = DeclineCode::new("CA27").expect("a code");

    fn request(reference: &str) -> AuthenticationRequest {
        AuthenticationRequest {
            reference: reference.to_owned(),
            issuer: "SHN".to_owned(),
            issuer_name: "신한카드".to_owned(),
            merchant: MerchantId::new("nxca_jt_il").expect("an id"),
            merchant_name: "상점".to_owned(),
            product: "책".to_owned(),
            amount: Money::new(10_000, Currency::Krw).expect("not negative"),
            means: institutions::away::Means::Card { instalments: 0 },
            return_url: "/window/1".to_owned(),
            language: "ko",
        }
    }

    fn begun(tables: &mut Tables, reference: &str, id: &str, now: Moment) -> String {
        begin(tables, &request(reference), id, now).expect("begun")
    }

    fn ended(tables: &Tables, reference: &str, now: Moment) -> Answer<AuthenticationProof> {
        ending(tables, reference, now).expect("readable")
    }

    #[test]
    fn forgets_after_a_quarter_of_an_hour() {
        let mut tables = Tables::default();
        begun(&mut tables, "1", "a", BEGUN);
        fail(&mut tables, "a", WRONG_PIN).expect("ended");
        let (last, over) = (BEGUN.plus_ms(LIFE_MS - 1), BEGUN.plus_ms(LIFE_MS));
        assert_eq!(ended(&tables, "1", last), Answer::Declined(WRONG_PIN));
        assert!(find(&tables, "SHN", "a", last).expect("readable").is_some());
        assert_eq!(ended(&tables, "1", over), Answer::Declined(NO_AUTHENTICATION));
        assert!(find(&tables, "SHN", "a", over).expect("readable").is_none());
        begun(&mut tables, "2", "b", over);
        assert!(
            tables.session("a").expect("readable").is_none(),
            "and the row is gone with the next beginning"
        );
    }

    #[test]
    fn a_repeated_reference_gets_its_page_again_until_it_is_over() {
        let mut tables = Tables::default();
        assert_eq!(begun(&mut tables, "1", "a", BEGUN), "a");
        assert_eq!(begun(&mut tables, "1", "b", BEGUN), "a");
        fail(&mut tables, "a", CANCELLED_BY_CUSTOMER).expect("ended");
        assert_eq!(begun(&mut tables, "1", "c", BEGUN), "c");
        assert_eq!(ended(&tables, "1", BEGUN), Answer::Declined(NO_AUTHENTICATION));
    }

    #[test]
    fn the_first_ending_stands() {
        let mut tables = Tables::default();
        begun(&mut tables, "1", "a", BEGUN);
        fail(&mut tables, "a", CANCELLED_BY_CUSTOMER).expect("ended");
        fail(&mut tables, "a", WRONG_PIN).expect("too late");
        let institution = InstitutionId::new("CA05").expect("an id");
        let proof = Proof { institution, facts: Facts::None, means: None, spent_on: None };
        prove(&mut tables, "a", "token", &proof).expect("too late");
        assert_eq!(ended(&tables, "1", BEGUN), Answer::Declined(CANCELLED_BY_CUSTOMER));
        assert_eq!(proofs::find(&tables, "token").expect("readable"), None, "no proof without its ending");
    }

    #[test]
    fn a_customer_can_be_sent_back_to_the_web_or_a_path_alone() {
        assert!(["https://pay.example/1", "http://127.0.0.1:1/", "/window/1"].into_iter().all(is_url));
        assert!(!["javascript:alert(1)", "", "/a\r\nb", "/한글"].into_iter().any(is_url));
    }
}
