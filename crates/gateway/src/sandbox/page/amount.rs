//! Amounts in their own currency, and numbers that are too long for a column.

use domain::Currency;
use protocol::Language;

use crate::window::views::AmountText;

/// `10,000원` or `₩10,000`, and `$52.00` in either language.
pub(super) fn text(minor: i64, currency: Currency, language: Language) -> String {
    let sign = if minor < 0 { "−" } else { "" };
    format!("{sign}{}", AmountText::of(minor.unsigned_abs(), currency).text(language))
}

/// The ends of a long number: where numbers of one merchant differ. The whole one stands a click away.
pub(super) fn shortened(number: &str) -> String {
    const WHOLE: usize = 22;
    const END: usize = 9;
    let length = number.chars().count();
    if length <= WHOLE {
        return number.to_owned();
    }
    let head: String = number.chars().take(END).collect();
    let tail: String = number.chars().skip(length.saturating_sub(END)).collect();
    format!("{head}…{tail}")
}

/// The parts of a trade number, between which it may go over to the next line: method and merchant, second, counter.
pub(super) fn parts(trade_no: &str) -> [&str; 3] {
    let (head, counter) = trade_no.split_at_checked(32).unwrap_or((trade_no, ""));
    let (whose, second) = head.split_at_checked(19).unwrap_or((head, ""));
    [whose, second, counter]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_their_own_currency() {
        assert_eq!(text(1_000, Currency::Krw, Language::Ko), "1,000원");
        assert_eq!(text(123_456_789, Currency::Krw, Language::En), "₩123,456,789");
        assert_eq!(text(5_200, Currency::Usd, Language::Ko), "$52.00");
        assert_eq!(text(-5, Currency::Usd, Language::En), "−$0.05");
    }

    #[test]
    fn a_trade_number_breaks_where_it_means_something() {
        let parts = parts("STFP_PGCAnxca_jt_il0211129135810M1494620");
        assert_eq!(parts, ["STFP_PGCAnxca_jt_il", "0211129135810", "M1494620"]);
    }

    #[test]
    fn a_long_number_keeps_its_ends() {
        assert_eq!(shortened("W20260102ABCDEFGHJKLM"), "W20260102ABCDEFGHJKLM");
        assert_eq!(shortened("STFP_PGCAnxca_jt_il0211129135810M1494620"), "STFP_PGCA…0M1494620");
    }
}
