//! The simulated banks, as the engine and a customer's browser meet them.

mod charging;
mod page;
mod taking_back;

use hectare_simulators::bank::{BankSimulator, PATH};
use hectare_simulators::{Simulation, bank};
use institutions::Answer;
use institutions::away::{
    AuthenticationProof, AuthenticationRequest, Away, Means, ProvenCharge, Receipt, Token,
};
use institutions::books::{Books, Deed};
use institutions::domain::account::{AccountNo, Identity};
use institutions::domain::facts::{AccountFacts, Approval};
use institutions::domain::time::{Day, Moment};
use institutions::domain::{Currency, DeclineCode, InstitutionId, MerchantId, Money, RequestId, TradeId};
use institutions::rail::{Asked, Rail, Refund, RefundKind, Standing};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

const BASE: &str = "http://127.0.0.1:8080";
const RETURN: &str = "http://127.0.0.1:8080/window/0123/back";
const ORDINARY: &str = "110-123-456789";

fn merchant() -> MerchantId {
    MerchantId::new("nx_mid_il").expect("a merchant's id")
}

fn id(subject: i64, operation: u16) -> RequestId {
    RequestId { subject: TradeId::from_i64(subject), operation }
}

fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn code(text: &str) -> DeclineCode {
    DeclineCode::new(text).expect("a code")
}

fn at(hour: i64, minute: i64) -> Moment {
    Day::of(20_261_122).expect("a day").start().plus_ms((hour * 60 + minute) * 60_000)
}

fn kookmin() -> InstitutionId {
    InstitutionId::new("RA004").expect("an id")
}

fn asked(id: RequestId) -> Asked {
    Asked { id, institution: kookmin(), merchant: merchant() }
}

fn refund(id: RequestId, original: RequestId, amount: i64) -> Refund {
    let kind = RefundKind::Refund;
    Refund { id, original, institution: kookmin(), merchant: merchant(), amount: won(amount), kind }
}

fn request(account: &str) -> AuthenticationRequest {
    AuthenticationRequest {
        reference: format!("reference of {account}"),
        issuer: "004".to_owned(),
        issuer_name: "국민은행".to_owned(),
        merchant: merchant(),
        merchant_name: "헥타르 서점".to_owned(),
        product: "종이책".to_owned(),
        amount: won(10_000),
        means: Means::Account {
            number: AccountNo::new(account).expect("a number"),
            passbook: "헥타르서점".to_owned(),
            receipt: None,
        },
        return_url: RETURN.to_owned(),
        language: "ko",
    }
}

/// What came with a yes.
fn approved<T: std::fmt::Debug>(answer: Answer<T>) -> T {
    let yes = match answer {
        Answer::Approved(value) => Ok(value),
        other => Err(other),
    };
    yes.expect("approved")
}

fn account_of(approval: &Approval) -> &AccountFacts {
    approval.facts.account().expect("paid from an account")
}

/// A customer before the page of their bank.
struct Customer {
    banks: BankSimulator,
    pages: Router,
    path: String,
    reference: String,
}

impl Customer {
    async fn new(request: AuthenticationRequest) -> Self {
        Self::of(BankSimulator::of(Simulation::in_memory(BASE)), request).await
    }

    async fn of(banks: BankSimulator, request: AuthenticationRequest) -> Self {
        let page = approved(banks.begin(&request).await);
        let path = page.url.strip_prefix(BASE).unwrap_or(&page.url).to_owned();
        let pages = Router::new().nest(PATH, banks.pages());
        Self { banks, pages, path, reference: request.reference }
    }

    async fn get(&self) -> Response<Body> {
        let request = Request::get(&self.path).body(Body::empty()).expect("a request");
        self.pages.clone().oneshot(request).await.expect("an answer")
    }

    async fn post(&self, form: &str) -> Response<Body> {
        self.post_to(&self.path, form).await
    }

    async fn post_to(&self, path: &str, form: &str) -> Response<Body> {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .expect("a request");
        self.pages.clone().oneshot(request).await.expect("an answer")
    }

    async fn ending(&self) -> Answer<AuthenticationProof> {
        self.banks.ending(&self.reference).await
    }

    /// Lets the money go, and gives the word for it.
    async fn agrees(&self) -> Token {
        assert_sent_back(&self.post("action=agree&password=1234").await);
        approved(self.ending().await).token
    }

    /// What the passbook of an account at Kookmin Bank says.
    async fn passbook(&self, account: &str) -> String {
        let form = format!("bank=004&number={account}");
        body(self.post_to(&format!("{PATH}/accounts/"), &form).await).await
    }
}

/// Takes 10,000 won from an account, by its holder's word.
async fn paid(id: RequestId, account: &str) -> (Customer, Approval) {
    let customer = Customer::new(request(account)).await;
    let token = customer.agrees().await;
    let approval = approved(customer.banks.charge(&charge(id, &token)).await);
    (customer, approval)
}

fn charge(id: RequestId, token: &Token) -> ProvenCharge {
    let (institution, amount) = (kookmin(), won(10_000));
    ProvenCharge { id, institution, merchant: merchant(), token: token.clone(), amount, at: at(12, 0) }
}

fn books(books: &dyn Books) -> Vec<(RequestId, Deed, i64)> {
    let mut lines = Vec::new();
    books.visit(&mut |line| lines.push((line.id, line.deed, line.amount.minor()))).expect("readable books");
    lines
}

async fn body(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn assert_sent_back(response: &Response<Body>) {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers().get(header::LOCATION).expect("an address"), RETURN);
}

#[test]
fn a_receipts_number_is_never_printed() {
    let receipt = Receipt::Person(Identity::of_digits("01012345678", &[11]).expect("a number"));
    assert!(!format!("{receipt:?}").contains("0101"));
    assert_eq!(
        bank::MAGIC.len(),
        bank::MAGIC.iter().map(|one| one.number).collect::<std::collections::BTreeSet<_>>().len()
    );
}
