//! Everything that the pages of account transfers say, each phrase in both languages side by side.

use crate::window::views::words;

words! {
    // Steps.
    step_bank: "은행 선택" | "Bank";
    step_account: "계좌 · 동의" | "Account";
    step_confirm: "은행 승인" | "Confirm";
    notice_agreement_missing: "모든 약관에 동의해 주세요." | "Please agree to all of the terms.";
    notice_bank_missing: "이체할 은행을 선택해 주세요." | "Please choose a bank.";

    // The choice of the bank.
    bank_title: "어느 은행에서 이체할까요?" | "Which bank is your account with?";
    bank_list: "은행" | "Banks";
    bank_search: "은행 이름으로 찾기" | "Find by name";
    bank_search_label: "은행 찾기" | "Find a bank";
    bank_none: "그런 이름의 은행이 없습니다." | "There is no bank of that name.";
    closed: "점검 중" | "closed now";

    // Account and terms.
    account_title: "이체할 계좌를 알려 주세요" | "Which account?";
    change_bank: "은행 변경" | "Change bank";
    account_number: "계좌번호" | "Account number";
    account_hint: "하이픈(-)은 있어도 없어도 됩니다" | "With or without hyphens";
    account_missing: "계좌번호를 입력해 주세요." | "Enter the account number.";
    account_malformed: "계좌번호는 숫자 8~16자리입니다." | "An account number has 8 to 16 digits.";
    receipt_title: "현금영수증" | "Cash receipt";
    receipt_not: "신청 안 함" | "None";
    receipt_person: "소득공제용" | "Income deduction";
    receipt_business: "지출증빙용" | "Business expense";
    receipt_number: "휴대폰번호 또는 사업자번호" | "Mobile or business number";
    receipt_hint: "소득공제는 휴대폰번호, 지출증빙은 사업자번호 10자리"
        | "A mobile number for a deduction, the ten digits of a business for an expense";
    receipt_missing: "현금영수증을 받을 번호를 입력해 주세요." | "Enter the number that the receipt is for.";
    receipt_malformed: "번호를 다시 확인해 주세요." | "Check the number.";
    agree_all: "모두 동의합니다" | "I agree to all of the terms";
    terms: "약관" | "Terms";
    required: "필수" | "required";
    read: "내용 보기" | "Read";
    go_to: "{} 이동" | "Continue to {}";
    agreement_finance: "전자금융거래 이용약관" | "Electronic payment terms";
    agreement_finance_text:
        "판매자의 의뢰로 계좌이체를 은행에 전달하고 그 결과를 알려 드립니다. 이체한 금액은 바로 계좌에서 빠져나가며, \
         통장에는 판매자가 정한 이름이 적힙니다. 본인이 요청하지 않은 이체나 금액이 다른 이체는 판매자 또는 은행에 \
         알려 정정을 요구할 수 있습니다. 취소는 결제한 날로부터 180일 안에 판매자에게 요청하며, 취소된 금액은 \
         이체한 계좌로 돌아갑니다."
        | "On the merchant's behalf we pass this transfer to the bank and tell you its outcome. The money leaves your \
           account at once, and the passbook shows the name that the merchant chose. A transfer that you did not ask \
           for, or of another amount, can be disputed with the merchant or the bank. Cancellation is requested from \
           the merchant within 180 days, and the money returns to the account that paid.";
    agreement_collection: "개인정보 수집·이용 동의" | "Collection and use of personal data";
    agreement_collection_text:
        "수집 항목: 은행, 계좌번호, 결제 금액과 주문 정보, 접속 IP, 현금영수증을 신청하면 휴대폰번호 또는 사업자번호. \
         이용 목적: 이체, 취소, 정산, 현금영수증 발급, 부정 거래 방지. 보유 기간: 거래 기록은 법령이 정한 5년. \
         계좌번호는 앞뒤 세 자리만 남깁니다."
        | "What: bank, account number, amount, order and IP address; for a cash receipt, a mobile or business number. \
           What for: transfer, cancellation, settlement, cash receipts, prevention of fraud. How long: records of \
           payments for the five years that the law demands. Of the account number only the first and last three \
           digits are kept.";
    agreement_provision: "개인정보 제3자 제공 동의" | "Disclosure of personal data to others";
    agreement_provision_text:
        "제공받는 자: 이체하는 은행과 주문을 받은 판매자. 제공 항목: 은행에는 계좌번호와 결제 금액, 판매자에게는 결제 \
         결과와 은행 이름. 이용 목적: 이체와 주문 처리. 보유 기간: 각 법령이 정한 기간."
        | "To whom: the bank that makes the transfer and the merchant that took the order. What: to the bank the account \
           number and amount; to the merchant the outcome and the bank's name. What for: the transfer and fulfilment of \
           the order. How long: as long as the law demands of each.";

    // The outcome.
    another_account: "다른 계좌로 결제" | "Try another account";
    account: "출금 계좌" | "From account";
    passbook: "통장 표시" | "In the passbook";
    receipt: "현금영수증" | "Cash receipt";
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_say_everything_and_fill_the_same_places() {
        crate::window::views::check_words(super::ALL);
    }
}
