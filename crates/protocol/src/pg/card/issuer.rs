//! Card issuers by their codes. PG 41.2.

/// A card issuer as customers know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issuer {
    /// `cardGb`, `fnCd`, `issrId`.
    pub code: &'static str,
    /// As the document prints it and messages carry it (`fnNm`, `cardNm`).
    pub on_wire: &'static str,
    /// As customers know it.
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

const fn card(
    code: &'static str,
    on_wire: &'static str,
    korean: &'static str,
    english: &'static str,
) -> Issuer {
    Issuer { code, on_wire, korean, english, wallet: false }
}

const fn wallet(
    code: &'static str,
    on_wire: &'static str,
    korean: &'static str,
    english: &'static str,
) -> Issuer {
    Issuer { code, on_wire, korean, english, wallet: true }
}

/// Every issuer, in the order in which the document prints them.
pub static ISSUERS: &[Issuer] = &[
    card("BCC", "비씨", "비씨카드", "BC Card"),
    card("KBC", "국민", "국민카드", "KB Kookmin Card"),
    card("HNC", "하나(외환)", "하나카드", "Hana Card"),
    card("SSC", "삼성", "삼성카드", "Samsung Card"),
    card("SHN", "신한", "신한카드", "Shinhan Card"),
    card("WRI", "우리", "우리카드", "Woori Card"),
    card("HDC", "현대", "현대카드", "Hyundai Card"),
    card("LTC", "롯데", "롯데카드", "Lotte Card"),
    card("007", "수협", "수협카드", "Suhyup Card"),
    card("NHC", "NH농협", "NH농협카드", "NH NongHyup Card"),
    card("035", "제주", "제주카드", "Jeju Card"),
    card("034", "광주", "광주카드", "Gwangju Card"),
    card("037", "전북", "전북카드", "Jeonbuk Card"),
    card("027", "시티", "씨티카드", "Citi Card"),
    card("218", "KB증권", "KB증권", "KB Securities"),
    card("050", "저축은행", "저축은행", "Savings Banks"),
    card("071", "우체국", "우체국", "Korea Post"),
    card("048", "신협", "신협", "Credit Unions"),
    card("002", "산업", "산업은행", "KDB"),
    card("090", "카카오뱅크", "카카오뱅크", "KakaoBank"),
    card("089", "케이뱅크", "케이뱅크", "K bank"),
    wallet("KBP", "KBPay", "KB Pay", "KB Pay"),
    wallet("SSP", "삼성페이", "삼성페이", "Samsung Pay"),
    wallet("1QP", "1QPay", "1Q Pay", "1Q Pay"),
    card("247", "새마을", "새마을금고", "MG Saemaul"),
];
