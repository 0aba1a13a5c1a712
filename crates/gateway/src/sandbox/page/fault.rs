//! What is wrong with a request, and what usually mends it.

use domain::time::Moment;
use protocol::registry::Api;
use protocol::{Language, Raw};

use crate::docs::describe;
use crate::page::Frame;
use crate::wire;

/// The field that a verdict blames, and what the API's table asks of it.
#[derive(Debug)]
pub(super) struct FieldAtFault {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// As `AN, 100 bytes`.
    pub(super) rule: String,
}

impl FieldAtFault {
    pub(super) fn find(api: Option<&'static Api>, name: &str, language: Language) -> Option<Self> {
        let field = api?.request.field(name)?;
        let label = field.term.label(language);
        Some(Self { name: field.name, label, rule: describe::rule(field, language) })
    }
}

/// A date that lies more than a day from the merchant's clock, beside what that clock showed.
pub(super) fn distant_date(raw: &Raw, clock: Moment, frame: &Frame) -> Option<String> {
    let (sent, today) = wire::distant(raw, clock)?;
    Some(match frame.language() {
        Language::Ko => format!(
            "보낸 날짜(trdDt)는 {sent}, 가맹점의 시계는 {today}입니다. 하루 넘게 다르면 받지 않습니다. 샌드박스의 시계를 옮겼다면 그 날짜로 보내거나 시계를 되돌리세요."
        ),
        Language::En => format!(
            "The date sent (trdDt) is {sent}, the merchant's clock shows {today}: more than a day apart. Send the \
             date of the sandbox's clock, or set the clock back to real time."
        ),
    })
}

/// What usually causes this code, where experience says so. PG 41.1.
pub(super) fn advice(code: &str, field: Option<&str>, raw: &Raw, frame: &Frame) -> Option<&'static str> {
    Some(match code {
        "1901" => frame.of(
            "아래 문자열 뒤에 해시 키를 붙여 SHA-256을 계산해 보세요. 구분자 없이, 암호화하기 전 값으로, 보낸 값과 글자 하나까지 같아야 합니다.",
            "Append your hash key to the string below and take its SHA-256: no separators, values before encryption, \
             the same to the character as those you sent.",
        ),
        "1902" => frame.of(
            "AES-256/ECB/PKCS#5로 암호화하고 Base64로 인코딩해야 합니다. 폼에서는 +를 %2B로 보냅니다. 키가 그 가맹점의 것인지도 확인하세요.",
            "Encrypt with AES-256/ECB/PKCS#5, then Base64; in a form, + goes as %2B. Check that the key is this \
             merchant's.",
        ),
        "ST47" => frame.of(
            "가맹점 아이디를 확인하세요. 아래 목록에 있는 가맹점만 이 샌드박스에 있습니다.",
            "Check the merchant ID: this sandbox has the merchants listed below, and no others.",
        ),
        "ST03" | "ST38" | "ST50" => frame.of(
            "같은 날 같은 주문번호는 한 번만 쓸 수 있습니다. 응답의 trdNo가 처음 거래입니다.",
            "An order number is taken once a day. The trdNo in the answer is the first transaction.",
        ),
        "VTIM" => frame.of(
            "카드사의 결과를 모른 채 답했습니다. 이 거래는 자동으로 망취소되니 실패로 처리하세요.",
            "Answered without knowing the issuer's result. The payment is net-cancelled by itself: treat it as failed.",
        ),
        "ST69" => frame.of(
            "이 가맹점이 계약한 결제가 아닙니다. 어떤 카드와 서비스를 쓸 수 있는지는 아래 가맹점 표에 있습니다.",
            "The merchant has no contract for this. The table of merchants below says which cards and services each has.",
        ),
        "ST09" | "6001" => return sense(field, raw, frame),
        _ if code.starts_with("10") => missing(frame),
        _ if code.starts_with("11") => frame.of(
            "길이는 암호화하기 전 값의 UTF-8 바이트로 셉니다. 한글은 한 글자가 3바이트입니다.",
            "Lengths count UTF-8 bytes of the value before encryption; a Hangul syllable has three.",
        ),
        _ => return None,
    })
}

fn missing(frame: &Frame) -> &'static str {
    frame.of(
        "빈 값은 없는 것과 같습니다. 이름의 대소문자와, params와 data 중 어디에 있어야 하는지 확인하세요.",
        "An empty value counts as absent. Check the name's case, and whether it belongs into params or data.",
    )
}

/// What is asked of a value, or of a whole body, that no other code names.
fn sense(field: Option<&str>, raw: &Raw, frame: &Frame) -> Option<&'static str> {
    Some(match field {
        None if raw.is_empty() => frame.of(
            "본문을 읽을 수 없었습니다. API에는 UTF-8로 된 JSON {\"params\": {…}, \"data\": {…}}을, 결제창에는 UTF-8 폼을 보내세요.",
            "The body couldn't be read. APIs take JSON in UTF-8, {\"params\": {…}, \"data\": {…}}; windows a form in UTF-8.",
        ),
        Some(name) if raw.find(name).is_none() => missing(frame),
        Some(name) if name.ends_with("Amt") => frame.of(
            "금액은 쉼표나 소수점 없이 숫자로만 씁니다. 달러는 센트로 보냅니다.",
            "Amounts are digits alone, without commas or a decimal point; dollars are sent as cents.",
        ),
        Some(name) if name.ends_with("Url") => frame.of(
            "http:// 또는 https://로 시작하는 전체 주소여야 합니다.",
            "It has to be a whole address, from http:// or https:// on.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use protocol::Group;

    use super::*;

    #[test]
    fn a_value_that_makes_no_sense_is_told_what_is_asked_of_it() {
        let mut sent = Raw::new();
        sent.push(Group::Data, "trdAmt", "10,000");
        sent.push(Group::Data, "notiUrl", "/notifications");
        sent.push(Group::Data, "vldDtMon", "");
        let frame = Frame::for_test(Language::En);
        let told = |field, raw: &Raw| advice("ST09", field, raw, &frame).unwrap_or_default();
        assert!(told(Some("trdAmt"), &sent).contains("without commas"));
        assert!(told(Some("notiUrl"), &sent).contains("https://"));
        assert!(told(Some("vldDtMon"), &sent).contains("counts as absent"));
        assert!(told(Some("pktHash"), &sent).contains("counts as absent"));
        assert!(told(None, &Raw::new()).contains("UTF-8"));
        assert_eq!(told(None, &sent), "");
        assert!(advice("ST69", None, &sent, &frame).is_some_and(|told| told.contains("contract")));
    }
}
