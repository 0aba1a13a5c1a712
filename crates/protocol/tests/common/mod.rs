//! What several tests need: the documents' printed keys, and messages made of plain texts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests speak by panicking")]
#![allow(dead_code, reason = "each test binary uses its own part")]

use protocol::{Group, Keys, MessageSpec, Plain, Raw, Refusal, Rules, registry, seal, verify};

pub(crate) const AES_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
pub(crate) const HASH_KEY: &str = "ST1009281328226982205";

pub(crate) fn keys() -> Keys {
    Keys::new(AES_KEY, HASH_KEY).unwrap()
}

/// Every message of every API.
pub(crate) fn messages() -> Vec<&'static MessageSpec> {
    registry::ALL.iter().flat_map(registry::Api::messages).collect()
}

pub(crate) fn message(id: &str) -> &'static MessageSpec {
    messages().into_iter().find(|spec| spec.id == id).unwrap_or_else(|| panic!("no message {id}"))
}

/// A message as a careful sender would send it.
pub(crate) fn sent(spec: &MessageSpec, plain: &[(&str, &str)]) -> Raw {
    for (name, _) in plain {
        assert!(spec.field(name).is_some(), "{} has no {name}", spec.id);
    }
    let text =
        |name: &str| plain.iter().rev().find(|(of, _)| *of == name).map(|(_, text)| Plain::from(*text));
    let values: Vec<_> = spec.fields.iter().map(|field| text(field.name)).collect();
    seal(spec, &values, &keys())
}

/// A valid cancel, with some values replaced.
pub(crate) fn cancel(replaced: &[(&str, &str)]) -> Raw {
    let mut plain = vec![
        ("mchtId", "nxca_jt_il"),
        ("ver", "0A19"),
        ("method", "CA"),
        ("bizType", "C0"),
        ("encCd", "23"),
        ("mchtTrdNo", "ORDER20211231100000"),
        ("trdDt", "20211231"),
        ("trdTm", "100000"),
        ("orgTrdNo", "STFP_PGCAnxca_jt_il0211129135810M1494620"),
        ("crcCd", "KRW"),
        ("cnclOrd", "001"),
        ("cnclAmt", "1000"),
    ];
    plain.extend(replaced);
    sent(message("card-cancel.request"), &plain)
}

/// A valid payment by a card's data, with some values replaced.
pub(crate) fn card_payment(replaced: &[(&str, &str)]) -> Raw {
    let mut plain = vec![
        ("mchtId", "nxca_ks_gu"),
        ("ver", "0A19"),
        ("method", "CA"),
        ("bizType", "B0"),
        ("encCd", "23"),
        ("mchtTrdNo", "ORDER20211231100000"),
        ("trdDt", "20211231"),
        ("trdTm", "100000"),
        ("pmtprdNm", "테스트상품"),
        ("mchtCustNm", "홍길동"),
        ("mchtCustId", "HongGilDong"),
        ("cardNo", "4111111111111234"),
        ("vldDtMon", "12"),
        ("vldDtYear", "37"),
        ("instmtMon", "00"),
        ("crcCd", "KRW"),
        ("trdAmt", "10000"),
    ];
    plain.extend(replaced);
    sent(message("card-pay.request"), &plain)
}

/// A valid window request, with some values replaced.
pub(crate) fn window(replaced: &[(&str, &str)]) -> Raw {
    let mut plain = vec![
        ("mchtId", "nxca_jt_il"),
        ("method", "card"),
        ("trdDt", "20211231"),
        ("trdTm", "100000"),
        ("mchtTrdNo", "ORDER20211231100000"),
        ("mchtName", "헥토파이낸셜"),
        ("mchtEName", "Hecto Financial"),
        ("pmtPrdtNm", "테스트상품"),
        ("trdAmt", "1000"),
        ("notiUrl", "https://example.com/notiUrl"),
        ("nextUrl", "https://example.com/nextUrl"),
        ("cancUrl", "https://example.com/cancUrl"),
    ];
    plain.extend(replaced);
    sent(message("card.request"), &plain)
}

pub(crate) fn without(raw: &Raw, dropped: &str) -> Raw {
    let mut rest = Raw::new();
    raw.iter()
        .filter(|(_, name, _)| *name != dropped)
        .for_each(|(group, name, value)| rest.push(group, name, value));
    rest
}

pub(crate) fn with(raw: &Raw, group: Group, name: &str, value: &str) -> Raw {
    let mut changed = raw.clone();
    changed.set(group, name, value);
    changed
}

/// The refusal of a message outside the test environment.
pub(crate) fn refusal(id: &str, raw: &Raw) -> Refusal {
    verify(message(id), raw, &keys(), Rules::default()).expect_err("the message should be refused")
}

/// The code and the field at fault, as a refusal names them.
pub(crate) fn fault(id: &str, raw: &Raw) -> (String, Option<&'static str>) {
    let refusal = refusal(id, raw);
    (refusal.code.to_string(), refusal.field.map(|field| field.name))
}
