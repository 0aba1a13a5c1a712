//! Declines of cards in a buyer's words; the wire's are for developers. PG 41.1.

use protocol::Language;

/// What happened, as a customer would say it.
pub(super) fn reason(code: &str, language: Language) -> Option<&'static str> {
    let (ko, en) = match code {
        "CA01" => (
            "카드사가 점검 중입니다. 잠시 뒤 다시 시도해 주세요.",
            "The card issuer is under maintenance. Please try again later.",
        ),
        "CA02" | "CA04" => (
            "카드사가 지금 응답하지 못합니다. 잠시 뒤 다시 시도해 주세요.",
            "The card issuer is out of order. Please try again later.",
        ),
        "CA20" => (
            "카드의 유효기간이 지났거나 올바르지 않습니다.",
            "The card has expired, or its expiry date is wrong.",
        ),
        "CA21" | "CA22" | "CA23" => {
            ("이 할부 개월 수로는 결제할 수 없습니다.", "This payment can't be made in so many instalments.")
        }
        "CA26" => ("카드의 사용 횟수를 초과했습니다.", "The card was used too many times."),
        "CA27" | "CA28" => ("카드 비밀번호가 올바르지 않습니다.", "The card's PIN is wrong."),
        "CA29" => (
            "비밀번호를 여러 번 잘못 입력해 카드를 쓸 수 없습니다.",
            "The PIN was wrong too many times, so the card is blocked.",
        ),
        "CA30" | "CA70" => (
            "생년월일(사업자번호) 또는 비밀번호가 카드 정보와 다릅니다.",
            "The date of birth, business number or PIN isn't the card's.",
        ),
        "CA31" | "CA32" | "CA33" | "CA34" | "CA35" | "CA36" | "CA37" => {
            ("카드 한도를 초과했습니다.", "The amount is over the card's limit.")
        }
        "CA38" => ("카드 포인트가 부족합니다.", "The card has too few points."),
        "CA40" | "CA41" | "CA42" => {
            ("이 금액은 카드로 결제할 수 없습니다.", "This amount can't be paid by card.")
        }
        "CA50" | "CA51" | "CA52" | "CA53" | "CA54" | "CA55" | "CA56" | "CA57" => (
            "사용할 수 없는 카드입니다. 카드사에 문의해 주세요.",
            "This card can't be used. Please ask its issuer.",
        ),
        "CA58" => ("카드사에 등록되지 않은 카드입니다.", "The issuer doesn't know this card."),
        "CA59" => ("법인카드로는 결제할 수 없습니다.", "Corporate cards can't be used here."),
        "CA60" | "CA61" | "CA62" | "CA63" | "CA64" | "CA65" | "CA80" | "CA87" => {
            ("이 상점에서는 쓸 수 없는 카드입니다.", "This shop can't take this card.")
        }
        "CA82" => (
            "카드사의 확인이 필요합니다. 카드사에 전화해 주세요.",
            "The issuer wants to hear from you: please call it.",
        ),
        "CA86" => ("같은 결제가 이미 요청되었습니다.", "The same payment was requested before."),
        _ => return None,
    };
    Some(match language {
        Language::Ko => ko,
        Language::En => en,
    })
}
