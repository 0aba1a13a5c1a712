//! Refusals in a buyer's words, where the wire's are a developer's. PG 41.1. A flow has those of its own codes.

use super::Language;

/// What happened, as a customer would say it.
pub fn reason(code: &str, language: Language) -> Option<&'static str> {
    let (ko, en) = match code {
        "ST03" => ("이미 결제된 주문입니다.", "This order is already paid."),
        "ST10" | "ST60" | "ST79" => (
            "일시적인 오류로 결제하지 못했습니다. 잠시 뒤 다시 시도해 주세요.",
            "A temporary error kept us from paying. Please try again in a moment.",
        ),
        "ST11" => ("결제 기관이 점검 중입니다.", "The payment's institution is under maintenance."),
        "ST38" => ("이 주문의 결제가 진행 중입니다.", "This order is being paid right now."),
        "ST41" => (
            "지금은 결제가 몰려 있습니다. 잠시 뒤 다시 시도해 주세요.",
            "Too many payments at once. Please try again in a moment.",
        ),
        "ST50" => ("이미 사용된 주문번호입니다.", "This order number was used before."),
        "ST68" | "ST69" | "ST70" => {
            ("이 상점에서는 쓸 수 없는 결제 수단입니다.", "This shop can't take this means of payment.")
        }
        "VTIM" => ("응답이 늦어 결제하지 못했습니다.", "No answer came in time, so nothing was paid."),
        _ => return None,
    };
    Some(match language {
        Language::Ko => ko,
        Language::En => en,
    })
}
