//! What a failed payment means for its customer, by its code. PG 41.1.

use crate::language::Language;

/// Whether the order may be paid all the same: its number is paid, or being paid, by an earlier try.
pub(crate) fn may_be_paid(code: &str) -> bool {
    matches!(code, "ST03" | "ST38")
}

/// What happened to the money, and what to do next.
pub(crate) fn advice(code: &str, language: &Language) -> &'static str {
    match code {
        // The institution may have charged the card; the gateway takes it back until that is acknowledged.
        "VTIM" => language.of(
            "카드사가 제때 답하지 않아 결제를 되돌리고 있습니다(망취소). 승인 문자를 받으셨더라도 곧 취소됩니다. 다시 결제하면 새 주문번호로 진행합니다.",
            "The card company didn't answer in time, so the payment is being taken back (net-cancel), even if your card \
             app has shown an approval. Paying again takes a new order number.",
        ),
        "5002" => language.of(
            "결제창의 시간이 지났습니다. 나간 돈은 없습니다. 다시 결제하면 새 주문번호로 진행합니다.",
            "The window's time was up. Nothing was charged. Paying again takes a new order number.",
        ),
        "ST50" => language.of(
            "이 주문번호는 이미 쓰여서 더 결제할 수 없습니다. 나간 돈은 없습니다. 새 주문번호로 다시 결제해 주세요.",
            "This order number is used up. Nothing was charged. Pay again under a new order number.",
        ),
        _ if code.starts_with("CA") => language.of(
            "카드 승인이 거절되었고 나간 돈은 없습니다. 다른 카드로 다시 결제해 보세요. 새 주문번호로 진행합니다.",
            "The card was declined, and nothing was charged. Try another card: it takes a new order number.",
        ),
        _ => language.of(
            "결제되지 않았고 나간 돈도 없습니다. 다시 결제하면 새 주문번호로 진행합니다.",
            "It was not paid, and nothing was charged. Paying again takes a new order number.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_fits_the_code() {
        let advice = |code| advice(code, &Language::ENGLISH);
        assert!(advice("VTIM").contains("taken back") && !advice("VTIM").contains("another card"));
        assert!(advice("CA31").contains("another card"));
        assert!(advice("5002").contains("time was up"));
        assert!(advice("????").contains("nothing was charged"));
    }
}
