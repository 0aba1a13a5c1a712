//! Everything that the pages of card payments say, each phrase in both languages side by side.

use crate::window::views::words;

words! {
    // Steps.
    step_issuer: "카드 선택" | "Card";
    step_terms: "약관 동의" | "Terms";
    step_pay: "결제" | "Pay";
    notice_agreement_missing: "모든 약관에 동의해 주세요." | "Please agree to all of the terms.";
    notice_issuer_missing: "결제할 카드를 선택해 주세요." | "Please choose a card.";

    // The choice of the issuer.
    issuer_title: "어떤 카드로 결제할까요?" | "Which card would you like to use?";
    issuer_list: "카드사" | "Card issuers";
    issuer_search: "카드사 이름으로 찾기" | "Find by name";
    issuer_search_label: "카드사 찾기" | "Find an issuer";
    issuer_none: "그런 이름의 카드사가 없습니다." | "There is no issuer of that name.";

    // Terms and instalments.
    terms_title: "결제 내용을 확인해 주세요" | "Check and agree";
    change_card: "카드 변경" | "Change card";
    instalments: "할부" | "Instalments";
    pay_at_once: "일시불" | "Pay in full";
    months: "{}개월" | "{} months";
    terms: "약관" | "Terms";
    agree_all: "모두 동의합니다" | "I agree to all of the terms";
    required: "필수" | "required";
    read: "내용 보기" | "Read";
    go_to: "{} 이동" | "Continue to {}";
    next: "다음" | "Next";
    agreement_finance: "전자금융거래 이용약관" | "Electronic payment terms";
    agreement_finance_text:
        "판매자의 의뢰로 카드 결제를 카드사에 전달하고 그 결과를 알려 드립니다. 승인된 거래는 주문번호와 \
         승인번호로 확인할 수 있으며, 본인이 요청하지 않은 거래나 금액이 다른 거래는 판매자 또는 카드사에 \
         알려 정정을 요구할 수 있습니다. 주문의 취소와 환불은 판매자에게 요청하며, 취소된 금액은 결제한 \
         카드로 돌아갑니다."
        | "On the merchant's behalf we pass this card payment to the issuer and tell you its outcome. An \
           approved payment can be traced by its order and approval numbers; a payment that you did not \
           ask for, or of another amount, can be disputed with the merchant or the issuer. Cancellation \
           and refund are requested from the merchant, and the money returns to the card that paid.";
    agreement_collection: "개인정보 수집·이용 동의" | "Collection and use of personal data";
    agreement_collection_text:
        "수집 항목: 카드번호, 유효기간, 결제 금액과 주문 정보, 접속 IP. 판매자 계약에 따라 생년월일 또는 \
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
        "제공받는 자: 결제를 승인하는 카드사와 주문을 받은 판매자. 제공 항목: 카드사에는 승인에 필요한 \
         카드 정보와 결제 금액, 판매자에게는 결제 결과, 승인번호, 가려진 카드번호. 이용 목적: 결제 승인과 \
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
    card_number_others: "{} 번호입니다. 선택한 카드의 번호를 입력하거나 카드를 변경해 주세요."
        | "This is the number of another card: {}. Enter one of the card that you chose, or change the card.";
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
    card_use_kept:
        "카드 정보를 암호화해 보관하고, {}의 다음 자동결제에 사용합니다." | "Your card details are kept, encrypted, \
         for the next automatic payments to {}.";
    card_use:
        "카드 정보는 이 결제의 승인에만 사용합니다." | "Your card details are used only to authorise this \
         payment.";

    // The outcome.
    another_card: "다른 카드로 결제" | "Try another card";
    card: "카드" | "Card";
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_say_everything_and_fill_the_same_places() {
        crate::window::views::check_words(super::ALL);
    }
}
