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
pub(super) fn advice(code: &str, frame: &Frame) -> Option<&'static str> {
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
        _ if code.starts_with("10") => frame.of(
            "빈 값은 없는 것과 같습니다. 이름의 대소문자와, params와 data 중 어디에 있어야 하는지 확인하세요.",
            "An empty value counts as absent. Check the name's case, and whether it belongs into params or data.",
        ),
        _ if code.starts_with("11") => frame.of(
            "길이는 암호화하기 전 값의 UTF-8 바이트로 셉니다. 한글은 한 글자가 3바이트입니다.",
            "Lengths count UTF-8 bytes of the value before encryption; a Hangul syllable has three.",
        ),
        _ => return None,
    })
}
