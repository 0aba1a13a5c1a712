//! The banks' pages, as a customer's browser walks them.

use super::*;

#[tokio::test]
async fn shows_who_is_paid_what_from_where_and_that_it_is_not_real() {
    let customer = Customer::new(request(ORDINARY)).await;
    let id = customer.path.strip_prefix("/simulated/bank/004/").expect("the bank's page");
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let response = customer.get().await;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let page = body(response).await;
    for shown in
        ["국민은행", "헥타르 서점", "종이책", "10,000원", "110******789", "헥타르서점", "SANDBOX · 가상"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("110123456789") && !page.contains(ORDINARY), "a number is on the page");
}

#[tokio::test]
async fn speaks_english_to_who_wants_it() {
    let issuer_name = "KB Kookmin Bank".to_owned();
    let english = AuthenticationRequest { language: "en", issuer_name, ..request(ORDINARY) };
    let page = body(Customer::new(english).await.get().await).await;
    let own = page.replace("헥타르 서점", "").replace("종이책", "").replace("헥타르서점", "");
    assert!(!own.chars().any(|c| ('가'..='힣').contains(&c)), "{own}");
}

#[tokio::test]
async fn a_wrong_password_may_be_typed_three_times() {
    let customer = Customer::new(request(ORDINARY)).await;
    for left in ["2회", "1회"] {
        let told = customer.post("action=agree&password=0000").await;
        assert_eq!(told.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body(told).await.contains(left));
    }
    assert_sent_back(&customer.post("action=agree&password=0000").await);
    assert_eq!(customer.ending().await, Answer::Declined(code("RA10")));
    assert_sent_back(&customer.post("action=agree&password=1234").await);
    assert_eq!(customer.ending().await, Answer::Declined(code("RA10")), "it is over");
}

#[tokio::test]
async fn a_password_has_four_digits() {
    let customer = Customer::new(request(ORDINARY)).await;
    for malformed in ["", "123", "12345", "12a4", "１２３４"] {
        let told = customer.post(&format!("action=agree&password={malformed}")).await;
        assert_eq!(told.status(), StatusCode::UNPROCESSABLE_ENTITY, "{malformed}");
    }
    assert_eq!(customer.ending().await, Answer::Declined(code("ST13")), "nothing was agreed to");
}

#[tokio::test]
async fn who_cancels_is_sent_back_without_a_word() {
    let customer = Customer::new(request(ORDINARY)).await;
    assert_sent_back(&customer.post("action=cancel").await);
    assert_eq!(customer.ending().await, Answer::Declined(code("0009")));
    assert!(customer.passbook(ORDINARY).await.contains("10,000,000원"));
}

#[tokio::test]
async fn a_passbook_needs_a_bank_and_a_number() {
    let customer = Customer::new(request(ORDINARY)).await;
    for wrong in ["bank=999&number=110123456789", "bank=004&number=12", "bank=004", ""] {
        let told = customer.post_to(&format!("{PATH}/accounts/"), wrong).await;
        assert_eq!(told.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}
