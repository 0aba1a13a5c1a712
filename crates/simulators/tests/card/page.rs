//! The issuers' pages, as a customer's browser walks them.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use hectare_simulators::card::{PATH, issuers};
use http_body_util::BodyExt;
use institutions::away::{AuthenticationProof, AuthenticationRequest, Means, ProvenCharge, Token};
use tower::ServiceExt;

use super::*;

const BASE: &str = "http://127.0.0.1:8080";
const RETURN: &str = "http://127.0.0.1:8080/window/0123/back";

/// A customer before the page of their issuer.
struct Customer {
    network: CardSimulator,
    pages: Router,
    path: String,
}

impl Customer {
    async fn new(request: AuthenticationRequest) -> Self {
        Self::of(network(), request).await
    }

    async fn of(network: CardSimulator, request: AuthenticationRequest) -> Self {
        let page = approved(network.begin(&request).await);
        let path = page.url.strip_prefix(BASE).unwrap_or(&page.url).to_owned();
        let pages = Router::new().nest(PATH, network.pages());
        Self { network, pages, path }
    }

    async fn get(&self, query: &str) -> Response<Body> {
        let request = Request::get(format!("{}{query}", self.path)).body(Body::empty()).expect("a request");
        self.pages.clone().oneshot(request).await.expect("an answer")
    }

    async fn post(&self, form: &str) -> Response<Body> {
        let request = Request::post(&self.path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .expect("a request");
        self.pages.clone().oneshot(request).await.expect("an answer")
    }

    async fn ending(&self) -> Answer<AuthenticationProof> {
        self.network.ending("reference").await
    }

    async fn proof(&self) -> AuthenticationProof {
        approved(self.ending().await)
    }
}

fn request() -> AuthenticationRequest {
    AuthenticationRequest {
        reference: "reference".to_owned(),
        issuer: "SHN".to_owned(),
        issuer_name: "신한카드".to_owned(),
        merchant: merchant("nxca_jt_il"),
        merchant_name: "헥타르 서점".to_owned(),
        product: "종이책".to_owned(),
        amount: won(10_000),
        means: Means::Card { instalments: 0 },
        return_url: RETURN.to_owned(),
        language: "ko",
    }
}

async fn body(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn assert_sent_back(response: &Response<Body>) {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers().get(header::LOCATION).expect("an address"), RETURN);
}

fn by_token(id: RequestId, token: &Token) -> ProvenCharge {
    let Authorisation { merchant, amount, at, .. } = authorisation(id, ORDINARY, 10_000);
    ProvenCharge { id, institution: acquirer(), merchant, token: token.clone(), amount, at }
}

#[tokio::test]
async fn the_address_cannot_be_guessed_and_names_the_issuer() {
    let customer = Customer::new(request()).await;
    let id = customer.path.strip_prefix("/simulated/issuer/SHN/").expect("the issuer's page");
    assert_eq!(id.len(), 32);
    assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let another = Customer::new(request()).await;
    assert_ne!(another.path, customer.path);
}

#[tokio::test]
async fn without_a_base_the_address_is_a_path() {
    let network = CardSimulator::in_memory("");
    let page = approved(network.begin(&request()).await);
    assert!(page.url.starts_with("/simulated/issuer/SHN/"));
}

#[tokio::test]
async fn shows_who_is_paid_what_and_that_it_is_not_real() {
    let customer = Customer::new(request()).await;
    let response = customer.get("").await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = body(response).await;
    for shown in
        ["신한카드", "헥타르 서점", "종이책", "10,000원", "SANDBOX · 가상", "앱에서 인증 완료", "인증 취소"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains(r#"<html lang="ko" data-issuer="SHN">"#));
}

#[tokio::test]
async fn speaks_english_to_who_wants_it() {
    let issuer_name = "Shinhan Card".to_owned();
    let customer = Customer::new(AuthenticationRequest { language: "en", issuer_name, ..request() }).await;
    let wrong = customer.post("action=password&number=9490191234560402&password=000000").await;
    for response in [customer.get("").await, customer.get("?way=password").await, wrong] {
        let page = body(response).await;
        assert!(
            page.contains(r#"<html lang="en""#) && page.contains("₩10,000") && page.contains("Shinhan Card")
        );
        let korean = page.replace("헥타르 서점", "").replace("종이책", "");
        assert!(!korean.chars().any(|c| ('가'..='힣').contains(&c)), "Korean on the English page");
    }
}

#[tokio::test]
async fn escapes_what_the_merchant_wrote() {
    let evil = AuthenticationRequest { product: "<script>\"'&".to_owned(), ..request() };
    let page = body(Customer::new(evil).await.get("").await).await;
    assert!(!page.contains("<script"));
    assert!(page.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn is_kept_by_nobody_and_runs_nothing() {
    let customer = Customer::new(request()).await;
    for response in [customer.get("").await, customer.get("?way=password").await] {
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors *",
        ] {
            assert!(policy.contains(part), "{part}");
        }
        assert!(!policy.contains("script-src"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert!(!headers.contains_key(header::SET_COOKIE));
        let page = body(response).await;
        assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("//"));
    }
}

#[tokio::test]
async fn an_app_card_is_proven_and_pays() {
    let customer = Customer::new(AuthenticationRequest {
        means: Means::Card { instalments: 3 },
        amount: won(60_000),
        ..request()
    })
    .await;
    assert_eq!(customer.ending().await, Answer::Declined(code("ST13")), "not over yet");
    assert_sent_back(&customer.post("action=app").await);
    let proof = customer.proof().await;
    assert_eq!(proof.institution.as_str(), "CA05");
    let card = proof.facts.card().expect("a card");
    assert_eq!((card.issuer.as_str(), card.acquirer.as_str()), ("SHN", "05"));
    assert!(card.masked.starts_with("940004******"));
    assert_eq!(card.instalments, 3);

    let charge = ProvenCharge { amount: won(60_000), ..by_token(id(1, 1), &proof.token) };
    let approval = approved(customer.network.charge(&charge).await);
    let paid = card_of(&approval);
    assert_eq!((&paid.masked, paid.instalments), (&card.masked, 3), "as was agreed on the page");
}

#[tokio::test]
async fn a_proof_pays_one_request_only() {
    let customer = Customer::new(request()).await;
    customer.post("action=app").await;
    let token = customer.proof().await.token;
    let first = customer.network.charge(&by_token(id(1, 1), &token)).await;
    assert!(matches!(first, Answer::Approved(_)));
    assert_eq!(customer.network.charge(&by_token(id(1, 1), &token)).await, first);
    assert_eq!(customer.network.charge(&by_token(id(1, 2), &token)).await, Answer::Declined(code("CA86")));
    customer.network.reverse(&asked(id(1, 1))).await;
    assert_eq!(
        customer.network.charge(&by_token(id(1, 3), &token)).await,
        Answer::Declined(code("CA86")),
        "not even after a reversal"
    );
}

#[tokio::test]
async fn a_made_up_proof_pays_nothing() {
    let answer = network().charge(&by_token(id(1, 1), &"0123456789abcdef".to_owned().into())).await;
    assert_eq!(answer, Answer::Declined(code("ST13")));
}

#[tokio::test]
async fn a_card_and_its_password_are_proven() {
    let customer = Customer::new(request()).await;
    let response = customer.post("action=password&number=9490-1912+3456+0402&password=123456").await;
    assert_sent_back(&response);
    let proof = customer.proof().await;
    let card = proof.facts.card().expect("a card");
    assert_eq!((card.issuer.as_str(), card.masked.as_str()), ("SHN", "949019******0402"));
}

#[tokio::test]
async fn a_magic_number_keeps_its_magic() {
    let customer = Customer::new(request()).await;
    customer.post("action=password&number=4000000000000002&password=123456").await;
    let token = customer.proof().await.token;
    let answer = customer.network.charge(&by_token(id(1, 1), &token)).await;
    assert_eq!(answer, Answer::Declined(code("CA31")));
}

#[tokio::test]
async fn says_beside_the_field_what_is_wrong_and_repeats_no_card() {
    let customer = Customer::new(request()).await;
    for (form, mistakes) in [
        ("", [true, true]),
        ("number=94901912345&password=123456", [true, false]),
        ("number=9490191234560402&password=12345", [false, true]),
        ("number=9490191234560402&password=12345a", [false, true]),
    ] {
        let response = customer.post(&format!("action=password&{form}")).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = body(response).await;
        let shown = [r#"id="number-mistake""#, r#"id="password-mistake""#].map(|id| page.contains(id));
        assert_eq!(shown, mistakes, "{form}");
        assert!(!page.contains("9490191") && !page.contains("12345"), "{form}");
    }
    assert_eq!(customer.ending().await, Answer::Declined(code("ST13")), "still under way");
}

#[tokio::test]
async fn the_third_wrong_password_ends_it() {
    let customer = Customer::new(request()).await;
    let wrong = "action=password&number=9490191234560402&password=000000";
    for left in [2, 1] {
        let response = customer.post(wrong).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body(response).await.contains(&format!("{left}회 더")));
    }
    assert_sent_back(&customer.post(wrong).await);
    assert_eq!(customer.ending().await, Answer::Declined(code("CA29")));
    assert_sent_back(&customer.post("action=app").await);
    assert_eq!(customer.ending().await, Answer::Declined(code("CA29")), "too late");
}

#[tokio::test]
async fn a_customer_may_cancel() {
    let customer = Customer::new(request()).await;
    assert_sent_back(&customer.post("action=cancel&number=&password=").await);
    assert_eq!(customer.ending().await, Answer::Declined(code("0009")));
}

#[tokio::test]
async fn coming_back_to_what_is_over_only_sends_back() {
    let customer = Customer::new(request()).await;
    customer.post("action=app").await;
    let proof = customer.proof().await;
    assert_sent_back(&customer.get("").await);
    assert_sent_back(&customer.get("?way=password").await);
    assert_sent_back(&customer.post("action=app").await);
    assert_sent_back(&customer.post("action=cancel").await);
    assert_eq!(customer.proof().await, proof);
}

#[tokio::test]
async fn what_it_does_not_offer_changes_nothing() {
    let customer = Customer::new(request()).await;
    assert_eq!(customer.post("action=steal").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(customer.post("").await.status(), StatusCode::BAD_REQUEST);
    let flood = format!("action=app&number={}", "1".repeat(5_000));
    assert_eq!(customer.post(&flood).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(customer.ending().await, Answer::Declined(code("ST13")));
}

#[tokio::test]
async fn an_unknown_address_says_where_to_look() {
    let mut customer = Customer::new(request()).await;
    let elsewhere = customer.path.replace("/SHN/", "/KBC/");
    for path in [elsewhere, format!("{PATH}/SHN/00000000000000000000000000000000")] {
        customer.path = path;
        for response in [customer.get("").await, customer.post("action=app").await] {
            assert_eq!(response.status(), StatusCode::GONE);
            assert!(
                body(response).await.contains("결제 결과는 상점에서"),
                "Korean, where no browser says otherwise"
            );
        }
    }
}

#[tokio::test]
async fn an_issuer_that_does_not_exist_has_no_page() {
    let unknown = AuthenticationRequest { issuer: "XXX".to_owned(), ..request() };
    assert_eq!(network().begin(&unknown).await, Answer::Declined(code("CA80")));
}

#[tokio::test]
async fn the_style_gives_each_issuer_its_colour() {
    let mut customer = Customer::new(request()).await;
    customer.path = format!("{PATH}/style.css");
    let response = customer.get("").await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    let style = body(response).await;
    for issuer in issuers() {
        assert!(style.contains(&format!("[data-issuer=\"{}\"]", issuer.code)), "{}", issuer.code);
    }
}

#[tokio::test]
async fn what_is_over_speaks_the_browsers_language() {
    let customer = Customer::new(request()).await;
    let nowhere = Request::get(format!("{PATH}/SHN/00000000000000000000000000000000"))
        .header(header::ACCEPT_LANGUAGE, "en-US,en;q=0.9,ko;q=0.8")
        .body(Body::empty())
        .expect("a request");
    let page = body(customer.pages.clone().oneshot(nowhere).await.expect("an answer")).await;
    assert!(page.contains(r#"<html lang="en""#) && page.contains("No money moves"));
    assert!(!page.chars().any(|c| ('가'..='힣').contains(&c)), "Korean on the English page");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_card_and_asks_for_the_password_alone() {
    let customer = Customer::new(request()).await;
    for password in ["000000", "12345"] {
        let form = format!("action=password&number=9490191234560402&password={password}");
        let page = body(customer.post(&form).await).await;
        assert!(page.contains("0402") && !page.contains("949019"), "no more than its end is shown");
        let focused = page.split("<input").find(|field| field.contains("autofocus")).expect("a field");
        assert!(focused.contains(r#"id="password""#), "{focused}");
    }
    assert_sent_back(&customer.post("action=password&number=&password=123456").await);
    assert_eq!(customer.proof().await.facts.card().expect("a card").masked, "949019******0402");
}

#[tokio::test]
async fn a_number_that_is_typed_again_takes_the_kept_ones_place() {
    let customer = Customer::new(request()).await;
    customer.post("action=password&number=9490191234560402&password=000000").await;
    customer.post("action=password&number=4000000000000002&password=123456").await;
    assert_eq!(customer.proof().await.facts.card().expect("a card").masked, "400000******0002");
}

#[tokio::test]
async fn the_first_field_has_the_focus() {
    let page = body(Customer::new(request()).await.get("?way=password").await).await;
    let fields: Vec<_> = page.split("<input").skip(1).collect();
    assert!(fields[0].contains("autofocus") && !fields[1].contains("autofocus"));
}

/// The customer is at the issuer's page while the process ends without a goodbye and starts again.
#[tokio::test]
async fn an_authentication_outlives_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || CardSimulator::open(folder.path(), BASE).expect("books");
    let customer = Customer::of(open(), request()).await;
    customer.post("action=password&number=9490191234560402&password=000000").await;
    let path = customer.path.clone();
    std::mem::forget(customer);

    let customer = Customer::of(open(), request()).await;
    assert_eq!(customer.path, path, "the same page");
    let page = body(customer.post("action=password&password=000000").await).await;
    assert!(page.contains("1회 더"), "wrong passwords were counted, and the card was kept");
    assert_sent_back(&customer.post("action=password&password=123456").await);
    let proof = customer.proof().await;
    std::mem::forget(customer);

    assert_eq!(approved(open().ending("reference").await), proof);
}

/// A deferred capture comes long after the customer: the proof pays after a restart, too.
#[tokio::test]
async fn a_proof_outlives_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || CardSimulator::open(folder.path(), BASE).expect("books");
    let customer = Customer::of(open(), request()).await;
    customer.post("action=app").await;
    let proof = customer.proof().await;
    drop(customer);

    let network = open();
    let approval = approved(network.charge(&by_token(id(1, 1), &proof.token)).await);
    assert_eq!(card_of(&approval).masked, proof.facts.card().expect("a card").masked);
    assert_eq!(network.charge(&by_token(id(1, 2), &proof.token)).await, Answer::Declined(code("CA86")));
}
