//! Declines of banks in a buyer's words; the wire's are for developers. PG 41.1.

use protocol::Language;

/// What happened, as a customer would say it.
pub(super) fn reason(code: &str, language: Language) -> Option<&'static str> {
    let (ko, en) = match code {
        "RA01" => {
            ("오늘 이체할 수 있는 횟수를 초과했습니다.", "The account has made too many transfers today.")
        }
        "RA02" | "RA03" | "RA04" => {
            ("이체 한도를 초과했습니다.", "The amount is over the account's transfer limit.")
        }
        "RA05" => ("계좌의 잔액이 부족합니다.", "There is too little money in the account."),
        "RA10" => ("계좌 비밀번호가 올바르지 않습니다.", "The account's password is wrong."),
        "RA11" | "RA12" | "RA13" => (
            "예금주 정보가 계좌와 다릅니다. 은행에 문의해 주세요.",
            "The holder isn't the account's. Please ask the bank.",
        ),
        "RA14" | "RA15" => {
            ("이 금액은 계좌이체로 결제할 수 없습니다.", "This amount can't be paid by transfer.")
        }
        "RA16" => ("같은 결제가 이미 요청되었습니다.", "The same payment was requested before."),
        "RA17" | "RA20" | "RA21" => (
            "이체할 수 없는 계좌입니다. 계좌번호를 확인해 주세요.",
            "No transfer can be made from this account. Please check its number.",
        ),
        "RA30" | "RA31" | "RA88" => (
            "지금은 은행 점검 시간입니다. 다른 은행을 고르거나 잠시 뒤 다시 시도해 주세요.",
            "The bank is closed at this hour. Choose another one, or try again later.",
        ),
        "RA80" | "RA81" | "RA83" | "RA86" | "RA87" => (
            "은행이 지금 응답하지 못합니다. 잠시 뒤 다시 시도해 주세요.",
            "The bank is out of order. Please try again later.",
        ),
        _ => return None,
    };
    Some(match language {
        Language::Ko => ko,
        Language::En => en,
    })
}
