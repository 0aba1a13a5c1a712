//! Trade numbers as the wire prints them: 40 characters.

use domain::Method;
use domain::{MerchantId, TradeId};

/// `STFP_PG`, method, merchant padded to ten, `0`, `yyMMddHHmmss`, `M`, seven digits.
pub(crate) fn print(method: Method, merchant: MerchantId, id: TradeId) -> String {
    let digits = format!("{:019}", id.as_i64());
    let (stamp, tail) = digits.split_at_checked(12).unwrap_or((&digits, ""));
    format!("STFP_PG{}{:0<10}0{stamp}M{tail}", method.code(), merchant.as_str())
}

/// The number of a trade number of this merchant; `None` if it can't be one of ours.
pub(crate) fn parse(text: &str, method: Method, merchant: MerchantId) -> Option<TradeId> {
    let (stamp, tail) = text.get(20..)?.split_once('M')?;
    if stamp.len() != 12 || tail.len() != 7 {
        return None;
    }
    let id = TradeId::from_i64(format!("{stamp}{tail}").parse().ok()?);
    (print(method, merchant, id) == text).then_some(id)
}

/// The method that a trade number names; `None` if it names none.
pub(crate) fn method(text: &str) -> Option<Method> {
    Method::of_code(text.get(7..9)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_the_documents_print_it() {
        let merchant = MerchantId::new("nxca_jt_il").expect("valid");
        let id = TradeId::from_i64(2_111_291_358_101_494_620);
        assert_eq!(print(Method::Card, merchant, id), "STFP_PGCAnxca_jt_il0211129135810M1494620");
        let short = MerchantId::new("nxva_fix").expect("valid");
        assert_eq!(print(Method::Card, short, id).len(), 40);
    }

    #[test]
    fn a_trade_number_names_its_method() {
        let merchant = MerchantId::new("nxca_jt_il").expect("valid");
        for of in Method::ALL {
            assert_eq!(method(&print(of, merchant, TradeId::from_i64(1))), Some(of));
        }
        assert_eq!((method("STFP_PG"), method("STFP_PG한글"), method("STFP_PGZZ")), (None, None, None));
    }

    #[test]
    fn only_a_merchants_own_numbers_lead_back() {
        let merchant = MerchantId::new("nxca_jt_il").expect("valid");
        let text = "STFP_PGCAnxca_jt_il0211129135810M1494620";
        assert_eq!(parse(text, Method::Card, merchant), Some(TradeId::from_i64(2_111_291_358_101_494_620)));
        let other = MerchantId::new("nxca_jt_bi").expect("valid");
        assert_eq!(parse(text, Method::Card, other), None);
        for bad in [
            "",
            "한글",
            "STFP_PGCAnxca_jt_il0211129135810M149462",
            "STFP_PGRAnxca_jt_il0211129135810M1494620",
        ] {
            assert_eq!(parse(bad, Method::Card, merchant), None, "{bad}");
        }
    }
}
