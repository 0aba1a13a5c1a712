//! Banks and securities firms by their codes. PG 41.

/// A bank as customers know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bank {
    /// `bankCd`, `fnCd`.
    pub code: &'static str,
    /// As the document prints it and messages carry it (`bankNm`, `fnNm`).
    pub on_wire: &'static str,
    pub english: &'static str,
}

impl Bank {
    /// The bank of this code.
    pub fn of(code: &str) -> Option<&'static Self> {
        BANKS.iter().find(|bank| bank.code == code)
    }
}

const fn bank(code: &'static str, on_wire: &'static str, english: &'static str) -> Bank {
    Bank { code, on_wire, english }
}

/// Every bank, in the order of the codes.
#[rustfmt::skip]
pub static BANKS: &[Bank] = &[
    bank("002", "산업은행", "KDB"),
    bank("003", "기업은행", "IBK"),
    bank("004", "국민은행", "KB Kookmin Bank"),
    bank("005", "외환은행", "KEB"),
    bank("007", "수협은행/수협중앙회", "Suhyup Bank"),
    bank("011", "NH농협", "NH Bank"),
    bank("012", "농협중앙회", "NH Cooperatives"),
    bank("020", "우리은행", "Woori Bank"),
    bank("023", "SC 제일은행", "SC First Bank"),
    bank("027", "한국씨티은행", "Citibank Korea"),
    bank("031", "iM뱅크(대구은행)", "iM Bank"),
    bank("032", "부산은행", "Busan Bank"),
    bank("034", "광주은행", "Kwangju Bank"),
    bank("035", "제주은행", "Jeju Bank"),
    bank("037", "전북은행", "Jeonbuk Bank"),
    bank("039", "경남은행", "Kyongnam Bank"),
    bank("045", "새마을금고중앙회", "MG Community Credit"),
    bank("048", "신협중앙회", "Shinhyup"),
    bank("050", "상호저축은행", "Savings Banks"),
    bank("054", "HSBC 은행", "HSBC"),
    bank("055", "도이치은행", "Deutsche Bank"),
    bank("057", "제이피모간체이스은행", "JPMorgan Chase"),
    bank("060", "BOA은행", "Bank of America"),
    bank("062", "중국공상은행", "ICBC"),
    bank("064", "산림조합중앙회", "NFCF"),
    bank("071", "우체국", "Korea Post"),
    bank("081", "KEB 하나은행", "Hana Bank"),
    bank("088", "신한은행", "Shinhan Bank"),
    bank("089", "K뱅크", "K bank"),
    bank("090", "카카오뱅크", "KakaoBank"),
    bank("092", "토스뱅크", "Toss Bank"),
    bank("103", "SBI 저축은행", "SBI Savings Bank"),
    bank("209", "유안타증권", "Yuanta Securities"),
    bank("218", "KB증권", "KB Securities"),
    bank("238", "미래에셋증권", "Mirae Asset Securities"),
    bank("240", "삼성증권", "Samsung Securities"),
    bank("243", "한국투자증권", "Korea Investment & Securities"),
    bank("247", "NH 투자증권", "NH Investment & Securities"),
    bank("261", "교보증권", "Kyobo Securities"),
    bank("262", "하이투자증권", "HI Investment & Securities"),
    bank("263", "현대차투자증권", "Hyundai Motor Securities"),
    bank("264", "키움증권", "Kiwoom Securities"),
    bank("265", "이베스트투자증권", "eBest Investment & Securities"),
    bank("266", "SK 증권", "SK Securities"),
    bank("267", "대신증권", "Daishin Securities"),
    bank("269", "한화투자증권", "Hanwha Investment & Securities"),
    bank("270", "하나금융투자", "Hana Securities"),
    bank("271", "토스증권", "Toss Securities"),
    bank("278", "신한금융투자", "Shinhan Investment"),
    bank("279", "동부증권", "DB Securities"),
    bank("280", "유진투자증권", "Eugene Investment & Securities"),
    bank("287", "메리츠종합금융증권", "Meritz Securities"),
    bank("290", "부국증권", "Bookook Securities"),
    bank("291", "신영증권", "Shinyoung Securities"),
    bank("292", "케이프투자증권", "CAPE Securities"),
];
