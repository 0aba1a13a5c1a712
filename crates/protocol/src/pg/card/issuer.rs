//! Card issuers by their codes. PG 41.2.

/// A card issuer as customers know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issuer {
    /// `cardGb`, `fnCd`, `issrId`.
    pub code: &'static str,
    pub korean: &'static str,
    pub english: &'static str,
    /// Whether it is a wallet app rather than a card: such are offered only where a merchant names them.
    pub wallet: bool,
}

impl Issuer {
    /// The issuer of this code.
    pub fn of(code: &str) -> Option<&'static Self> {
        ISSUERS.iter().find(|issuer| issuer.code == code)
    }
}

const fn card(code: &'static str, korean: &'static str, english: &'static str) -> Issuer {
    Issuer { code, korean, english, wallet: false }
}

const fn wallet(code: &'static str, name: &'static str, english: &'static str) -> Issuer {
    Issuer { code, korean: name, english, wallet: true }
}

/// Every issuer, in the order in which the document prints them.
pub static ISSUERS: &[Issuer] = &[
    card("BCC", "비씨카드", "BC Card"),
    card("KBC", "국민카드", "KB Kookmin Card"),
    card("HNC", "하나카드", "Hana Card"),
    card("SSC", "삼성카드", "Samsung Card"),
    card("SHN", "신한카드", "Shinhan Card"),
    card("WRI", "우리카드", "Woori Card"),
    card("HDC", "현대카드", "Hyundai Card"),
    card("LTC", "롯데카드", "Lotte Card"),
    card("007", "수협카드", "Suhyup Card"),
    card("NHC", "NH농협카드", "NH NongHyup Card"),
    card("035", "제주카드", "Jeju Card"),
    card("034", "광주카드", "Gwangju Card"),
    card("037", "전북카드", "Jeonbuk Card"),
    card("027", "씨티카드", "Citi Card"),
    card("218", "KB증권", "KB Securities"),
    card("050", "저축은행", "Savings Banks"),
    card("071", "우체국", "Korea Post"),
    card("048", "신협", "Credit Unions"),
    card("002", "산업은행", "KDB"),
    card("090", "카카오뱅크", "KakaoBank"),
    card("089", "케이뱅크", "K bank"),
    wallet("KBP", "KB Pay", "KB Pay"),
    wallet("SSP", "삼성페이", "Samsung Pay"),
    wallet("1QP", "1Q Pay", "1Q Pay"),
    card("247", "새마을금고", "MG Saemaul"),
];
