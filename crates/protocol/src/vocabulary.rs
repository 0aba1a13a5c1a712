//! What each wire name means, in every message that uses it: its labels, how secret it is, and the codes that name it
//! when it is missing or too long (PG 41.1 numbers the two lists differently).

use crate::code::{Code, Language};
use crate::mask::Secrecy;

/// A wire name's entry.
#[derive(Debug)]
pub struct Term {
    pub name: &'static str,
    ko: &'static str,
    en: &'static str,
    pub secrecy: Secrecy,
    /// The code for its absence, where the list has one.
    pub missing: Option<Code>,
    /// The code for its being too long, where the list has one.
    pub too_long: Option<Code>,
    /// Kept as it came, though it is free text: addresses, and what the merchant gets back.
    pub verbatim: bool,
}

impl Term {
    /// What refusals call the field, in brackets.
    pub const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Ko => self.ko,
            Language::En => self.en,
        }
    }

    const fn secret(self, secrecy: Secrecy) -> Self {
        Self { secrecy, ..self }
    }

    const fn missing(self, code: &str) -> Self {
        Self { missing: Some(Code::of(code)), ..self }
    }

    const fn too_long(self, code: &str) -> Self {
        Self { too_long: Some(Code::of(code)), ..self }
    }

    const fn verbatim(self) -> Self {
        Self { verbatim: true, ..self }
    }
}

/// The entry of a name that a message declares: one without an entry does not compile.
#[expect(clippy::panic, reason = "in a constant, a compile error")]
pub(crate) const fn term(name: &str) -> &'static Term {
    match find(name) {
        Some(term) => term,
        // The name alone: it is what the compiler shows of this line.
        None => panic!("{}", name),
    }
}

/// The entry of a name, if it has one.
const fn find(name: &str) -> Option<&'static Term> {
    let mut terms = TERMS;
    while let [term, rest @ ..] = terms {
        if same(term.name.as_bytes(), name.as_bytes()) {
            return Some(term);
        }
        terms = rest;
    }
    None
}

/// Slices do not compare in constants.
pub(crate) const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    a.is_empty() && b.is_empty()
}

const fn entry(name: &'static str, ko: &'static str, en: &'static str) -> Term {
    Term { name, ko, en, secrecy: Secrecy::Open, missing: None, too_long: None, verbatim: false }
}

const fn amount(name: &'static str, ko: &'static str, en: &'static str) -> Term {
    entry(name, ko, en).secret(Secrecy::Amount)
}

const fn hidden(name: &'static str, ko: &'static str, en: &'static str) -> Term {
    entry(name, ko, en).secret(Secrecy::Hidden)
}

#[rustfmt::skip]
static TERMS: &[Term] = &[
    // Who, what, when
    entry("mchtId", "상점아이디", "merchant ID").missing("1001").too_long("1101"),
    entry("ver", "버전", "version"),
    entry("method", "결제수단", "payment method").missing("1002").too_long("1102"),
    entry("bizType", "업무구분", "type of business"),
    entry("encCd", "암호화 구분", "encryption code"),
    entry("mchtTrdNo", "상점주문번호", "merchant order number").missing("1005").too_long("1105"),
    entry("trdNo", "거래번호", "transaction number"),
    entry("trdDt", "요청일자", "request date").missing("1003").too_long("1103"),
    entry("trdTm", "요청시간", "request time").missing("1004").too_long("1104"),
    entry("trdDtm", "거래일시", "transaction date and time"),
    entry("mobileYn", "모바일 여부", "mobile or not"),
    entry("osType", "OS 구분", "operating system"),
    entry("outStatCd", "거래상태", "transaction status"),
    entry("outRsltCd", "거절코드", "result code"),
    entry("outRsltMsg", "결과메세지", "result message"),
    hidden("pktHash", "hash데이터", "hash").too_long("1127"),
    // Merchant, product, customer
    entry("mchtName", "상점한글명", "merchant's Korean name").missing("1006").too_long("1106"),
    entry("mchtEName", "상점영문명", "merchant's English name").missing("1007").too_long("1107"),
    entry("pmtPrdtNm", "상품명", "product name").secret(Secrecy::Free).missing("1008").too_long("1108"),
    entry("pmtprdNm", "상품명", "product name").secret(Secrecy::Free).missing("1008").too_long("1108"),
    entry("prdtNm", "상품명", "product name").secret(Secrecy::Free).missing("1008").too_long("1108"),
    entry("prdtTerm", "상품제공기간", "product's period").too_long("1116"),
    entry("mchtParam", "상점예약필드", "merchant's own field").secret(Secrecy::Free).too_long("1114").verbatim(),
    hidden("mchtCustNm", "고객명", "customer's name").too_long("1110"),
    hidden("mchtCustId", "상점고객아이디", "merchant's customer ID").missing("1013").too_long("1117"),
    hidden("email", "이메일", "e-mail address").too_long("1115").verbatim(),
    hidden("custIp", "고객 IP주소", "customer's IP address").too_long("1126"),
    // Addresses
    entry("notiUrl", "결과처리URL", "notification URL").missing("1010").too_long("1111").verbatim(),
    entry("nextUrl", "결과화면URL", "result URL").missing("1011").too_long("1112").verbatim(),
    entry("cancUrl", "결제취소URL", "cancel URL").missing("1012").too_long("1113").verbatim(),
    entry("appScheme", "앱스키마", "app scheme").too_long("1125").verbatim(),
    // Money
    amount("trdAmt", "거래금액", "amount").missing("1009").too_long("1109"),
    entry("crcCd", "통화구분", "currency"),
    entry("taxTypeCd", "면세여부", "taxation").too_long("1118"),
    amount("taxAmt", "과세금액", "taxable amount").too_long("1119"),
    amount("vatAmt", "부가세금액", "VAT").too_long("1120"),
    amount("taxFreeAmt", "비과세금액", "tax-free amount").too_long("1121"),
    amount("svcAmt", "봉사료", "service charge").too_long("1122"),
    amount("pointTrdAmt", "포인트 거래금액", "amount paid in points"),
    amount("cardTrdAmt", "신용카드 결제금액", "amount paid by card"),
    amount("mixTrdAmt", "복합결제 금액", "amount paid by other means"),
    amount("payAmt", "실 결제금액", "amount paid by this means"),
    amount("dcTrdAmt", "할인금액", "discount"),
    amount("ornPntAmt", "카드사 포인트 사용금액", "amount paid in the issuer's points"),
    entry("dcYn", "할인여부", "discounted or not"),
    entry("ornPntUseYn", "카드사 포인트 사용여부", "issuer's points used or not"),
    // Cards
    entry("cardType", "카드결제타입", "type of card payment").too_long("1123"),
    entry("cardGb", "특정카드사코드", "the one issuer").too_long("1124"),
    hidden("chainUserId", "현대카드 PayShot ID", "Hyundai Card PayShot ID"),
    entry("instmtMon", "할부개월수", "instalment months"),
    entry("intMon", "할부개월수", "instalment months"),
    entry("instmtType", "할부타입", "type of instalment"),
    entry("ninstmtTypeCd", "무이자할부타입", "interest-free or not"),
    entry("cardNo", "카드번호", "card number").secret(Secrecy::CardNumber),
    hidden("vldDtMon", "유효기간(월)", "expiry month"),
    hidden("vldDtYear", "유효기간(년)", "expiry year"),
    hidden("idntNo", "식별번호", "birth date or business number"),
    hidden("cardPwd", "카드비밀번호", "card PIN, first two digits"),
    entry("billKey", "빌키", "billing key").secret(Secrecy::BillingKey),
    hidden("billKeyExpireDt", "자동결제키 유효기간", "billing key's expiry"),
    entry("keyRegYn", "빌키발급요청여부", "billing key wanted or not"),
    entry("etcInfo", "해지사유", "reason for the deletion").secret(Secrecy::Free),
    entry("authDt", "승인일시", "time of the approval"),
    entry("authNo", "승인번호", "approval number"),
    entry("apprNo", "승인번호", "approval number"),
    entry("cardApprNo", "카드승인번호", "approval number"),
    entry("fnNm", "카드사명", "issuer's name"),
    entry("fnCd", "카드사코드", "issuer's code"),
    entry("issrId", "발급사아이디", "issuer's code"),
    entry("cardCd", "카드사코드", "issuer's code"),
    entry("cardNm", "카드사명", "card's name"),
    entry("cardKind", "카드종류명", "kind of card"),
    entry("pointTrdNo", "포인트 거래번호", "transaction number of the points"),
    entry("mixTrdNo", "복합결제 거래번호", "transaction number of the other means"),
    // Accounts
    entry("bankNm", "은행명", "bank's name"),
    hidden("acntPrintNm", "통장인자명", "text in the passbook"),
    hidden("AcntPrintNm", "통장인자명", "text in the passbook"),
    hidden("dpstrNm", "통장인자명", "text in the passbook"),
    entry("csrcIssNo", "현금영수증 승인번호", "cash receipt's number"),
    hidden("ordNm", "주문자명", "customer's name"),
    entry("sellerNm", "판매자명", "merchant's name"),
    // Earlier transactions, cancels
    entry("authTrdNo", "인증거래번호", "transaction number of the authorisation"),
    entry("orgTrdNo", "원거래번호", "original transaction number"),
    entry("orgTrdDt", "원거래일자", "original transaction date"),
    entry("orgMchtTrdNo", "원거래 상점주문번호", "original order number"),
    entry("cnclOrd", "취소회차", "position of the cancel"),
    amount("cnclAmt", "취소금액", "amount to cancel"),
    entry("cnclRsn", "취소사유내용", "reason for the cancel").secret(Secrecy::Free),
    entry("cnclType", "취소거래타입", "full or partial cancel"),
    amount("cardCnclAmt", "신용카드 취소금액", "amount cancelled of the card"),
    amount("pntCnclAmt", "포인트 취소금액", "amount cancelled of the points"),
    amount("blcAmt", "취소가능잔액", "amount that can still be cancelled"),
    // Easy Cash
    entry("hdInfo", "전문정보", "message code"),
    entry("reqDt", "요청일자", "request date"),
    entry("reqTm", "요청시간", "request time"),
    entry("dataCnt", "건수", "number of records"),
    entry("bankCd", "은행코드", "bank's code"),
    hidden("custAcntNo", "계좌번호", "account number"),
    hidden("custAcntSumry", "통장인자내용", "text in the passbook"),
    entry("bankRecords", "은행내역", "banks"),
    entry("recordBankCd", "은행코드", "bank's code"),
    entry("recordBankNm", "은행명", "bank's name"),
    entry("recordBankOrd", "순서", "position"),
    entry("recordUseYn", "사용가능 여부", "usable or not"),
    entry("acntRecords", "계좌내역", "accounts"),
    entry("recordTrdDt", "거래일시", "date and time"),
    hidden("recordCustAcntNoMask", "계좌번호", "account number, masked"),
    entry("recordCustAcntKey", "계좌번호키", "account's key").secret(Secrecy::BillingKey),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once() {
        for (position, term) in TERMS.iter().enumerate() {
            assert!(std::ptr::eq(find(term.name).unwrap(), &TERMS[position]), "{}", term.name);
        }
    }
}
