//! Everything that the driver's pages say, each phrase in both languages side by side. A flow has words of its own.

/// Declares phrases: a struct `Words` with a field for each, and one value of it for each language.
macro_rules! words {
    ($($name:ident: $ko:literal | $en:literal;)*) => {
        /// Phrases. `{}` stands for what [`fill`](crate::window::views::fill) puts there.
        #[derive(Debug)]
        pub(in crate::window) struct Words { $(pub(in crate::window) $name: &'static str,)* }

        impl Words {
            pub(in crate::window) fn of(language: protocol::Language) -> &'static Self {
                static KO: Words = Words { $($name: $ko,)* };
                static EN: Words = Words { $($name: $en,)* };
                match language {
                    protocol::Language::Ko => &KO,
                    protocol::Language::En => &EN,
                }
            }
        }

        #[cfg(test)]
        pub(in crate::window) const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $ko, $en),)*];
    };
}
pub(in crate::window) use words;

/// The phrase with `value` in its place.
pub(in crate::window) fn fill(phrase: &str, value: &str) -> String {
    phrase.replacen("{}", value, 1)
}

words! {
    // The frame.
    ribbon_mark: "SANDBOX · 가상" | "SANDBOX · simulated";
    ribbon: "실제로 결제되지 않습니다" | "No real money moves";
    merchant: "판매자" | "Seller";
    product: "상품" | "Product";
    amount: "결제 금액" | "Amount";
    close: "닫기" | "Close";
    close_window: "결제 그만두기" | "Leave the payment";
    steps: "결제 단계" | "Steps of the payment";
    busy: "처리 중입니다…" | "One moment…";

    // Notices.
    notice_stale_step: "이미 처리된 화면이라 지금 단계를 보여 드립니다. 중복으로 결제되지 않았습니다."
        | "That step was already taken, so here is where things stand. Nothing was charged twice.";
    notice_nothing_proved: "인증이 완료되지 않았습니다. 결제된 금액은 없습니다."
        | "It was not confirmed that it is you. Nothing was charged.";

    // Leaving by Escape.
    leave_title: "결제를 그만둘까요?" | "Leave this payment?";
    leave_text: "입력한 내용은 저장되지 않습니다." | "What you typed is not kept.";
    leave_stay: "계속 결제하기" | "Keep paying";
    leave_go: "그만두기" | "Leave";

    // The step that pays.
    pay: "{} 결제하기" | "Pay {}";
    paying: "결제하고 있습니다…" | "Paying…";

    // While money moves.
    working_title: "결제를 승인받고 있습니다" | "Your payment is being authorised";
    working_text: "잠시만 기다려 주세요. 화면을 새로 고쳐도 중복으로 결제되지 않습니다."
        | "Please wait a moment. Reloading this page will not charge you twice.";

    // The outcome.
    paid_title: "결제가 완료되었습니다" | "Payment complete";
    return_to: "{} 돌아가기" | "Return to {}";
    paid_next: "주문 내역에서 결제 결과를 다시 볼 수 있습니다." | "Your order at the shop shows this payment, too.";
    authenticated_title: "본인 인증이 완료되었습니다" | "You are confirmed";
    authenticated_next: "아직 결제되지 않았습니다. {} 돌아가면 결제가 마무리됩니다."
        | "Nothing is charged yet. Return to {} to complete the payment.";
    declined_title: "결제되지 않았습니다" | "Payment declined";
    nothing_charged: "청구된 금액은 없습니다." | "Nothing was charged.";
    declined_next_retry: "다른 수단으로 다시 결제하거나 {} 돌아가 주세요."
        | "Try again another way, or return to {}.";
    declined_next: "{} 돌아가서 다시 주문해 주세요." | "Return to {} and order again.";
    order_paid_title: "이미 결제된 주문입니다" | "This order is already paid";
    order_in_progress_title: "이미 결제가 진행 중인 주문입니다" | "This order is already being paid";
    nothing_charged_here: "이 창에서 청구된 금액은 없습니다." | "Nothing was charged in this window.";
    order_taken_next: "다시 결제하지 마시고, {} 돌아가서 주문 상태를 확인해 주세요."
        | "Don't pay again: return to {} and look at your order there.";
    unknown_title: "결제를 확인 중입니다" | "Payment being checked";
    unknown_text:
        "응답이 늦어 결제를 취소하고 있습니다. 승인 알림을 받으셨더라도 자동으로 취소되어 청구되지 않습니다."
        | "No answer came in time, so the payment is being taken back. Even if an approval was reported to you, \
           it is cancelled automatically and you will not be charged.";
    unknown_next: "따로 하실 일은 없습니다. 주문 상태를 확인한 뒤 새로 주문해 주세요."
        | "There is nothing you need to do. Check your order, then order anew.";
    expired_title: "결제 시간이 지났습니다" | "This payment has expired";
    expired_text: "결제창을 열고 10분이 지나 결제를 멈췄습니다." | "Ten minutes have passed since the window opened.";
    order_again: "{} 돌아가서 다시 결제해 주세요." | "Return to {} and pay again.";
    order_no: "주문번호" | "Order";
    approval_no: "승인번호" | "Approval";
    paid_at: "결제 시각" | "Paid at";
    confirmed_at: "인증 시각" | "Confirmed at";
    code: "코드" | "Code";

    // Handing over to the merchant.
    handover_title: "{} 이동하고 있습니다" | "Returning to {}";
    handover_button: "계속" | "Continue";
    handover_needs_script: "자동으로 이동하지 않으면 계속을 눌러 주세요." | "If nothing happens, press Continue.";

    // Requests that opened no window, and windows that are no more.
    refused_title: "결제창을 열 수 없습니다" | "The payment window could not be opened";
    refused_text:
        "쇼핑몰이 보낸 결제 요청에 문제가 있어 결제를 시작하지 않았습니다. 청구된 금액은 없습니다. 아래 \
         내용을 쇼핑몰에 알려 주세요."
        | "The shop's payment request has a fault, so no payment was started and nothing was charged. \
           Please tell the shop what is shown below.";
    order_repeated_title: "이미 사용된 주문번호입니다" | "This order number was used before";
    order_taken_text: "청구된 금액은 없습니다. 다시 결제하지 마시고, 쇼핑몰의 주문 내역을 확인해 주세요."
        | "Nothing was charged now. Don't pay again: look at your order in the shop.";
    order_repeated_text: "청구된 금액은 없습니다. 쇼핑몰에서 새로 주문해 주세요."
        | "Nothing was charged. Please place a new order in the shop.";
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
    check_hash: "pktHash는 {} 순서로 암호화 전 값을 이어 붙인 SHA-256의 16진수입니다."
        | "pktHash is the hex SHA-256 of {}, values before encryption.";
    check_hash_values: "해시에 넣은 값과 폼으로 보낸 값이 글자 하나까지 같은지 확인해 주세요."
        | "Hash exactly the values that the form sends, to the character.";
    check_merchant: "상점아이디와 결제창 주소가 같은 환경(테스트 또는 운영)의 것인지 확인해 주세요."
        | "The merchant ID and this address must belong to the same environment, test or live.";
    check_order_no: "주문번호는 하루에 한 번만 쓸 수 있습니다. 새 주문번호로 다시 요청해 주세요."
        | "An order number is used once a day. Ask again with a new one.";
    check_date: "trdDt는 한국 시각(UTC+9)의 날짜 8자리이고, 상점의 시계와 하루 넘게 다르면 받지 않습니다."
        | "trdDt is the date in Korea (UTC+9), eight digits, at most a day from the merchant's clock.";
    check_digits: "금액은 쉼표나 소수점 없이 숫자로만 씁니다. 달러는 센트로 보냅니다."
        | "Amounts are digits alone, without commas or a decimal point; dollars are sent as cents.";
    check_address: "http:// 또는 https://로 시작하는 전체 주소여야 합니다." | "It has to be a whole address, from http:// or https:// on.";
    check_contract: "이 상점아이디로 쓸 수 있는 결제수단과 통화인지, 그에 맞는 결제창 주소인지 확인해 주세요."
        | "Check that this merchant ID takes this method and currency, and that the window's address is theirs.";
    check_body: "본문은 UTF-8로 인코딩한 폼(application/x-www-form-urlencoded)이어야 합니다. EUC-KR은 읽을 수 없습니다."
        | "The body has to be a form (application/x-www-form-urlencoded) in UTF-8; EUC-KR can't be read.";
    see_log: "샌드박스의 요청 로그에서 자세히 보기" | "See the sandbox's request log";
    check_other: "표시된 코드와 항목을 연동 문서에서 찾아 값의 형식을 확인해 주세요."
        | "Look the code and field up in the integration guide and check the value's format.";
    gone_title: "끝났거나 없는 결제창입니다" | "This payment window is no longer available";
    gone_text: "이 화면에서는 결제가 진행되지 않습니다. 이미 결제했다면 쇼핑몰의 주문 내역에서 결과를 확인해 주세요."
        | "No payment can be made on this page. If you have already paid, your order at the shop shows the outcome.";
    gone_next:
        "결제하지 않았다면 쇼핑몰에서 다시 시작해 주세요." | "If you have not paid, start again from the \
         shop.";
    unreadable_title: "결제창을 불러오지 못했습니다" | "This payment window could not be loaded";
    unreadable_text: "일시적인 오류입니다. 이미 결제되었다면 그 결과가 그대로 남아 있습니다."
        | "A temporary error. If your payment has gone through, it stands as it was.";
    unreadable_next: "잠시 뒤 화면을 새로 고쳐 주세요. 새로 고쳐도 중복으로 결제되지 않습니다."
        | "Please reload this page in a moment. Reloading will not charge you twice.";
}

#[cfg(test)]
pub(in crate::window) mod tests {
    use super::*;

    /// Both languages say everything and fill the same places.
    pub(in crate::window) fn check(all: &[(&str, &str, &str)]) {
        for (name, ko, en) in all {
            assert!(!ko.is_empty() && !en.is_empty(), "{name}");
            let places = ko.matches("{}").count();
            assert!(places <= 1, "{name}");
            assert_eq!(en.matches("{}").count(), places, "{name}");
        }
    }

    #[test]
    fn both_languages_say_everything_and_fill_the_same_places() {
        check(ALL);
    }

    #[test]
    fn a_value_is_put_in_once_and_not_read_again() {
        assert_eq!(fill("{} 결제하기", "{}원"), "{}원 결제하기");
    }
}
