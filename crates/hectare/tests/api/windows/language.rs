//! Pages in one language throughout, and one name for each issuer.

use super::{GOOD_CARD, PATH, TERMS, at_card_form, browse, order, press, step};
use crate::gateway;

/// What is Korean in a page.
fn hangul(page: &str) -> String {
    page.chars().filter(|c| ('\u{AC00}'..='\u{D7A3}').contains(c)).collect()
}

/// Everything that an English browser is shown, from the first question to the receipt.
#[tokio::test]
async fn an_english_window_is_english_throughout() {
    let gateway = gateway();
    let order = order().with("pmtPrdtNm", "A notebook");
    let mut page = browse(&gateway, PATH, &order.form(), "en-GB,en;q=0.9,ko;q=0.8").await;
    for answer in ["action=issuer&issuer=NHC", TERMS, "action=pay&card_number=1&card_expiry=0120", GOOD_CARD]
    {
        assert_eq!(hangul(&page.text), "", "{}", page.text);
        let step =
            page.text.split_once("name=\"step\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        page = browse(&gateway, &page.url, &format!("{answer}&step={step}"), "en-GB").await;
    }
    assert_eq!(hangul(&page.text), "", "{}", page.text);
    assert!(
        page.text.contains("Payment complete") && page.text.contains("Return to Wood Shop"),
        "{}",
        page.text
    );
    assert!(page.text.contains("NH NongHyup Card") && page.text.contains(" KST"), "{}", page.text);
}

#[tokio::test]
async fn refusals_and_lost_windows_speak_the_browsers_language() {
    let gateway = gateway();
    for order in
        [order().sent("pktHash", "0".repeat(64)), order().without("pmtPrdtNm"), order().with("cardGb", "XXX")]
    {
        let english = browse(&gateway, PATH, &order.form(), "en").await.text;
        assert_eq!(hangul(&english), "", "{english}");
        let korean = browse(&gateway, PATH, &order.form(), "ko").await.text;
        assert!(korean.contains("결제창을 열 수 없습니다"), "{korean}");
    }
    let gone = format!("/window/{}", "0".repeat(32));
    let english = browse(&gateway, &gone, "", "en").await;
    assert_eq!((english.status, hangul(&english.text).as_str()), (410, ""));
    assert!(browse(&gateway, &gone, "", "ko").await.text.contains("끝났거나 없는 결제창입니다"));
}

#[tokio::test]
async fn the_issuer_that_was_chosen_is_on_the_receipt_under_the_same_name() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    assert!(form.text.contains("<strong>NH농협카드</strong>"), "{}", form.text);
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert!(paid.text.contains("<dd>NH농협카드 949019******0402</dd>"), "{}", paid.text);
}

/// A number of another issuer says so beside its field, nobody is asked for money, and the customer may go on.
#[tokio::test]
async fn a_number_of_another_issuer_says_so_before_anybody_is_asked() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    let other = press(&gateway, &form, "action=pay&card_number=9400041234567890&card_expiry=12%2F35").await;
    assert!(other.text.contains("role=\"alert\">신한카드 번호입니다."), "{}", other.text);
    assert!(!other.text.contains("9400041234567890"), "{}", other.text);
    assert_eq!((step(&other), gateway.audit().operations()), (step(&form), 0));
    let paid = press(&gateway, &other, GOOD_CARD).await;
    assert!(paid.text.contains("결제가 완료되었습니다"), "{}", paid.text);
}
