//! Everything that the window says, each phrase in both languages side by side.

/// Declares the phrases: a struct with a field for each, and one value of it for each language.
macro_rules! words {
    ($($name:ident: $ko:literal | $en:literal;)*) => {
        /// The window's phrases. `{}` stands for what [`fill`] puts there.
        #[derive(Debug)]
        pub(super) struct Words { $(pub(super) $name: &'static str,)* }
        pub(super) static KO: Words = Words { $($name: $ko,)* };
        pub(super) static EN: Words = Words { $($name: $en,)* };
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $ko, $en),)*];
    };
}

/// The phrase with `value` in its place.
pub(super) fn fill(phrase: &str, value: &str) -> String {
    phrase.replacen("{}", value, 1)
}

words! {
    // The frame.
    ribbon: "실제로 결제되지 않습니다" | "No real money moves";
    merchant: "가맹점" | "Merchant";
    product: "상품" | "Product";
    amount: "결제 금액" | "Amount";
    close: "닫기" | "Close";
    close_window: "결제 그만두기" | "Leave the payment";
    steps: "결제 단계" | "Steps of the payment";
    step_issuer: "카드 선택" | "Card";
    step_terms: "약관 동의" | "Terms";
    step_pay: "결제" | "Pay";
    busy: "처리 중입니다…" | "One moment…";

    // Notices.
    notice_stale_step: "이미 처리된 화면이라 지금 단계를 보여 드립니다. 중복으로 결제되지 않았습니다."
        | "That step was already taken, so here is where things stand. Nothing was charged twice.";
    notice_agreement_missing: "모든 약관에 동의해 주세요." | "Please agree to all of the terms.";
    notice_issuer_missing: "결제할 카드를 선택해 주세요." | "Please choose a card.";
    notice_authentication_failed: "카드 인증이 완료되지 않았습니다. 결제된 금액은 없습니다."
        | "The card issuer did not confirm that it is you. Nothing was charged.";

    // The choice of the issuer.
    issuer_title: "어떤 카드로 결제할까요?" | "Which card would you like to use?";
    issuer_list: "카드사" | "Card issuers";

    // Terms and instalments.
    terms_title: "결제 내용을 확인해 주세요" | "Check and agree";
    change_card: "카드 변경" | "Change card";
    instalments: "할부" | "Instalments";
    pay_at_once: "일시불" | "Pay in full";
    months: "{}개월" | "{} months";
    months_interest_free: "{}개월 (무이자)" | "{} months (interest-free)";
    terms: "약관" | "Terms";
    agree_all: "모두 동의합니다" | "I agree to all of the terms";
    required: "필수" | "required";
    read: "내용 보기" | "Read";
    go_to: "{} 이동" | "Continue to {}";
    next: "다음" | "Next";
    agreement_finance: "전자금융거래 이용약관" | "Electronic payment terms";
    agreement_finance_text:
        "가맹점의 의뢰로 카드 결제를 카드사에 전달하고 그 결과를 알려 드립니다. 승인된 거래는 주문번호와 \
         승인번호로 확인할 수 있으며, 본인이 요청하지 않은 거래나 금액이 다른 거래는 가맹점 또는 카드사에 \
         알려 정정을 요구할 수 있습니다. 주문의 취소와 환불은 가맹점에 요청하며, 취소된 금액은 결제한 \
         카드로 돌아갑니다."
        | "On the merchant's behalf we pass this card payment to the issuer and tell you its outcome. An \
           approved payment can be traced by its order and approval numbers; a payment that you did not \
           ask for, or of another amount, can be disputed with the merchant or the issuer. Cancellation \
           and refund are requested from the merchant, and the money returns to the card that paid.";
    agreement_collection: "개인정보 수집·이용 동의" | "Collection and use of personal data";
    agreement_collection_text:
        "수집 항목: 카드번호, 유효기간, 결제 금액과 주문 정보, 접속 IP. 가맹점 계약에 따라 생년월일 또는 \
         사업자번호와 비밀번호 앞 두 자리. 이용 목적: 결제 승인, 취소, 정산, 부정 거래 방지. 보유 기간: \
         거래 기록은 법령이 정한 5년. 카드번호는 앞 여섯 자리와 뒤 네 자리만 남기고, 생년월일과 \
         비밀번호는 저장하지 않습니다."
        | "What: card number, expiry, amount, order and IP address; where the merchant's contract asks \
           for it, date of birth or business number and the first two digits of the PIN. What for: \
           authorisation, cancellation, settlement, prevention of fraud. How long: records of payments \
           for the five years that the law demands. Of the card number only the first six and last four \
           digits are kept; date of birth and PIN are never stored.";
    agreement_provision: "개인정보 제3자 제공 동의" | "Disclosure of personal data to others";
    agreement_provision_text:
        "제공받는 자: 결제를 승인하는 카드사와 주문을 받은 가맹점. 제공 항목: 카드사에는 승인에 필요한 \
         카드 정보와 결제 금액, 가맹점에는 결제 결과, 승인번호, 가려진 카드번호. 이용 목적: 결제 승인과 \
         주문 처리. 보유 기간: 각 법령이 정한 기간."
        | "To whom: the issuer that authorises the payment and the merchant that took the order. What: to \
           the issuer the card data and amount that the authorisation needs; to the merchant the outcome, \
           the approval number and the masked card number. What for: authorisation and fulfilment of the \
           order. How long: as long as the law demands of each.";

    // The card's data.
    card_title: "카드 정보를 입력해 주세요" | "Enter your card details";
    card_number: "카드번호" | "Card number";
    card_number_missing: "카드번호를 입력해 주세요." | "Enter the card number.";
    card_number_malformed: "카드번호를 다시 확인해 주세요." | "Check the card number.";
    card_expiry: "유효기간" | "Expiry";
    card_expiry_hint: "월/년" | "MM/YY";
    card_expiry_missing: "유효기간을 입력해 주세요." | "Enter the expiry date.";
    card_expiry_malformed: "월/년 순서로 네 자리를 입력해 주세요. 예: 08/29" | "Enter month and year, such as 08/29.";
    card_expired: "유효기간이 지난 카드입니다." | "This card has expired.";
    holder_identity: "생년월일 또는 사업자번호" | "Date of birth or business number";
    holder_identity_hint: "생년월일 6자리, 법인카드는 사업자번호 10자리"
        | "Six digits (YYMMDD); ten digits for a corporate card";
    holder_identity_missing:
        "생년월일 또는 사업자번호를 입력해 주세요." | "Enter the date of birth or business number.";
    holder_identity_malformed: "생년월일 6자리 또는 사업자번호 10자리를 확인해 주세요."
        | "Check the six digits of the date of birth or the ten of the business number.";
    pin_prefix: "비밀번호 앞 2자리" | "First 2 of PIN";
    pin_prefix_missing: "카드 비밀번호 앞 두 자리를 입력해 주세요." | "Enter the first two digits of the PIN.";
    pin_prefix_malformed: "숫자 두 자리를 입력해 주세요." | "Enter two digits.";
    pay: "{} 결제하기" | "Pay {}";
    paying: "결제하고 있습니다…" | "Paying…";
    card_use_kept:
        "카드 정보를 암호화해 보관하고, 이 가맹점의 다음 자동결제에 사용합니다." | "Your card details are kept, encrypted, \
         for this merchant's next automatic payments.";
    card_use:
        "카드 정보는 이 결제의 승인에만 사용합니다." | "Your card details are used only to authorise this \
         payment.";

    // While money moves.
    working_title: "결제를 승인받고 있습니다" | "Your payment is being authorised";
    working_text: "잠시만 기다려 주세요. 화면을 새로 고쳐도 중복으로 결제되지 않습니다."
        | "Please wait a moment. Reloading this page will not charge you twice.";

    // The outcome.
    paid_title: "결제가 완료되었습니다" | "Payment complete";
    paid_text: "닫기를 누르면 {} 돌아갑니다." | "Close this window to return to {}.";
    authenticated_title: "카드 인증이 완료되었습니다" | "Card confirmed";
    authenticated_text: "아직 결제되지 않았습니다. 닫기를 누르면 가맹점에서 결제를 마무리합니다."
        | "Nothing is charged yet. Close this window and the merchant will complete the payment.";
    declined_title: "결제되지 않았습니다" | "Payment declined";
    nothing_charged: "청구된 금액은 없습니다." | "Nothing was charged.";
    declined_next_retry: "다른 카드로 결제하거나, 닫기를 누르고 가맹점에서 다시 주문해 주세요."
        | "Try another card, or close this window and order again.";
    declined_next: "닫기를 누르고 가맹점에서 다시 주문해 주세요. 이유가 분명하지 않으면 카드사에 문의해 주세요."
        | "Close this window and order again. If the reason is unclear, ask your card issuer.";
    order_paid_title: "이미 결제된 주문입니다" | "This order is already paid";
    order_in_progress_title: "이미 결제가 진행 중인 주문입니다" | "This order is already being paid";
    nothing_charged_here: "이 창에서 청구된 금액은 없습니다." | "Nothing was charged in this window.";
    order_taken_next: "다시 결제하지 마시고, 닫기를 누른 뒤 가맹점에서 주문 상태를 확인해 주세요."
        | "Don't pay again: close this window and look at your order in the shop.";
    unknown_title: "결제를 확인 중입니다" | "Payment being checked";
    unknown_text:
        "카드사의 응답이 늦어 결제를 취소하고 있습니다. 카드 승인 알림을 받으셨더라도 자동으로 취소되어 \
         청구되지 않습니다."
        | "The issuer did not answer in time, so the payment is being taken back. Even if your card \
           reported an approval, it is cancelled automatically and you will not be charged.";
    unknown_next: "따로 하실 일은 없습니다. 닫기를 누르고 주문 상태를 확인한 뒤 다시 결제해 주세요."
        | "There is nothing you need to do. Close this window, check your order, and then pay again.";
    expired_title: "결제 시간이 지났습니다" | "This payment has expired";
    expired_text: "결제창을 열고 10분이 지나 결제를 멈췄습니다." | "Ten minutes have passed since the window opened.";
    order_again: "닫기를 누르고 가맹점에서 다시 결제해 주세요." | "Close this window and pay again from the shop.";
    another_card: "다른 카드로 결제" | "Try another card";
    order_no: "주문번호" | "Order";
    approval_no: "승인번호" | "Approval";
    card: "카드" | "Card";
    paid_at: "결제 시각" | "Paid at";
    confirmed_at: "인증 시각" | "Confirmed at";
    code: "코드" | "Code";

    // Handing over to the merchant.
    handover_title: "가맹점으로 이동하고 있습니다" | "Returning to the merchant";
    handover_button: "계속" | "Continue";
    handover_needs_script: "자동으로 이동하지 않으면 계속을 눌러 주세요." | "If nothing happens, press Continue.";
    handover_close: "이 창을 닫아 주세요." | "You can close this window.";

    // Requests that opened no window, and windows that are no more.
    refused_title: "결제창을 열 수 없습니다" | "The payment window could not be opened";
    refused_text:
        "쇼핑몰이 보낸 결제 요청에 문제가 있어 결제를 시작하지 않았습니다. 청구된 금액은 없습니다. 아래 \
         내용을 쇼핑몰에 알려 주세요."
        | "The shop's payment request has a fault, so no payment was started and nothing was charged. \
           Please tell the shop what is shown below.";
    reason: "사유" | "Reason";
    field: "항목" | "Field";
    merchant_id: "상점아이디" | "Merchant ID";
    what_to_check: "개발자가 확인할 것" | "For the shop's developers";
    check_missing: "빈 값으로 보내면 없는 것으로 봅니다. 파라미터 이름의 대소문자도 확인해 주세요."
        | "An empty value counts as absent. Names of parameters are case-sensitive.";
    check_length: "길이는 암호화하기 전 값의 UTF-8 바이트 수로 셉니다. 한글은 한 글자가 3바이트입니다."
        | "Lengths count the UTF-8 bytes of the value before encryption; a Hangul syllable has three.";
    check_decryption:
        "AES-256/ECB/PKCS#5로 암호화한 뒤 Base64로 보내야 합니다. 폼으로 보낼 때 +는 %2B로 인코딩합니다."
        | "Encrypt with AES-256/ECB/PKCS#5, then Base64. In a form, + has to be sent as %2B.";
    check_key: "상점아이디에 맞는 암호화 키와 해시 키인지, 테스트 키와 운영 키가 바뀌지 않았는지 확인해 주세요."
        | "Use the keys that belong to this merchant ID, and don't swap test and live ones.";
    check_hash:
        "pktHash는 mchtId + method + mchtTrdNo + trdDt + trdTm + trdAmt(평문) + 해시 키를 이어 붙인 \
         SHA-256의 16진수입니다."
        | "pktHash is the hex SHA-256 of mchtId + method + mchtTrdNo + trdDt + trdTm + trdAmt (plain) + hash key.";
    check_hash_values: "해시에 넣은 값과 폼으로 보낸 값이 글자 하나까지 같은지 확인해 주세요."
        | "Hash exactly the values that the form sends, to the character.";
    check_merchant: "상점아이디와 결제창 주소가 같은 환경(테스트 또는 운영)의 것인지 확인해 주세요."
        | "The merchant ID and this address must belong to the same environment, test or live.";
    check_order_no: "주문번호는 하루에 한 번만 쓸 수 있습니다. 새 주문번호로 다시 요청해 주세요."
        | "An order number is used once a day. Ask again with a new one.";
    check_other: "표시된 코드와 항목을 연동 문서에서 찾아 값의 형식을 확인해 주세요."
        | "Look the code and field up in the integration guide and check the value's format.";
    gone_title: "끝났거나 없는 결제창입니다" | "This payment window is no longer available";
    gone_text: "이 화면에서는 결제가 진행되지 않습니다. 이미 결제했다면 쇼핑몰의 주문 내역에서 결과를 확인해 주세요."
        | "No payment can be made on this page. If you have already paid, your order at the shop shows the outcome.";
    gone_next:
        "결제하지 않았다면 쇼핑몰에서 다시 시작해 주세요." | "If you have not paid, start again from the \
         shop.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_everything_and_fill_the_same_places() {
        for (name, ko, en) in ALL {
            assert!(!ko.is_empty() && !en.is_empty(), "{name}");
            let places = ko.matches("{}").count();
            assert!(places <= 1, "{name}");
            assert_eq!(en.matches("{}").count(), places, "{name}");
        }
    }

    #[test]
    fn a_value_is_put_in_once_and_not_read_again() {
        assert_eq!(fill("{} 결제하기", "{}원"), "{}원 결제하기");
    }
}
