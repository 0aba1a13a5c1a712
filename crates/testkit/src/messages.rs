//! The requests of every server-to-server API, each valid as it stands.

use crate::request::{Form, Merchant, Request, order_no};

/// Nothing is charged to it but in a sandbox: an NH check card. PG 6.4 prints its mask.
const CARD: &str = "9490191234560402";

/// Charges a card. PG 8.1.
pub fn card_pay(merchant: &Merchant) -> Request {
    static FORM: Form = Form {
        path: "/spay/APICardActionPay.do",
        sealed: &[
            "cardNo",
            "vldDtMon",
            "vldDtYear",
            "idntNo",
            "cardPwd",
            "trdAmt",
            "taxAmt",
            "vatAmt",
            "taxFreeAmt",
            "svcAmt",
        ],
        hashed: BY_AMOUNT,
    };
    let card = [("cardNo", CARD), ("vldDtMon", "12"), ("vldDtYear", "35")];
    request(&FORM, merchant, "B0", &[&ORDERED[..], &card, &AT_ONCE].concat())
}

/// Opens a card window straight at the issuer's page. PG 6.1.
pub fn card_window(merchant: &Merchant) -> Request {
    static FORM: Form = Form {
        path: "/card/cardDirect.do",
        sealed: &["trdAmt", "mchtCustNm", "mchtCustId", "email"],
        hashed: BY_METHOD_AND_AMOUNT,
    };
    let own = order_no();
    let fields = [&window_fields(merchant, "card", &own)[..], &[("cardGb", "NHC")]].concat();
    Request::new(&FORM, merchant, &fields, &[])
}

/// Charges the card of a billing key. PG 9.1.
pub fn billing_key_pay(merchant: &Merchant, key: &str) -> Request {
    static FORM: Form = Form {
        path: "/spay/APICardActionPay.do",
        sealed: &["trdAmt", "taxAmt", "vatAmt", "taxFreeAmt", "svcAmt"],
        hashed: BY_AMOUNT,
    };
    request(&FORM, merchant, "B0", &[&ORDERED[..], &[("billKey", key)], &AT_ONCE].concat())
}

/// Checks a card, and issues a billing key for it. PG 8.5.
pub fn billing_key_issue(merchant: &Merchant) -> Request {
    static FORM: Form = Form {
        path: "/spay/APICardAuth.do",
        sealed: &["cardNo", "idntNo", "vldDtMon", "vldDtYear", "cardPwd"],
        hashed: BY_NOTHING,
    };
    let data = [
        ("cardNo", CARD),
        ("idntNo", "880101"),
        ("vldDtMon", "12"),
        ("vldDtYear", "35"),
        ("cardPwd", "12"),
        ("mchtCustNm", "홍길동"),
        ("mchtCustId", "HongGilDong"),
        ("keyRegYn", "Y"),
    ];
    request(&FORM, merchant, "A4", &data)
}

/// Deletes a billing key. PG 10.1.
pub fn billing_key_delete(merchant: &Merchant, key: &str) -> Request {
    static FORM: Form = Form { path: "/spay/APICardActionDelkey.do", sealed: &[], hashed: BY_NOTHING };
    request(&FORM, merchant, "A1", &[("billKey", key)])
}

/// Cancels a payment: the first cancel of it, of 1,000 won. PG 11.1.
pub fn card_cancel(merchant: &Merchant, trade_no: &str) -> Request {
    static FORM: Form = Form {
        path: "/spay/APICancel.do",
        sealed: &["cnclAmt", "taxAmt", "vatAmt", "taxFreeAmt", "svcAmt"],
        hashed: &["trdDt", "trdTm", "mchtId", "mchtTrdNo", "cnclAmt"],
    };
    let data = [
        ("orgTrdNo", trade_no),
        ("crcCd", "KRW"),
        ("cnclOrd", "001"),
        ("cnclAmt", "1000"),
        ("cnclRsn", "고객 변심"),
    ];
    request(&FORM, merchant, "C0", &data)
}

/// Captures an authenticated payment of 1,000 won, under its own order number. PG guide "Deferred Capture".
pub fn card_capture(merchant: &Merchant, order_no: &str, trade_no: &str) -> Request {
    static FORM: Form = Form { path: "/spay/APIService.do", sealed: &["trdAmt"], hashed: BY_AMOUNT };
    let data = [("trdAmt", "1000"), ("authTrdNo", trade_no)];
    request(&FORM, merchant, "B2", &data).with("mchtTrdNo", order_no)
}

/// Opens an account transfer window. PG 12.
pub fn bank_window(merchant: &Merchant) -> Request {
    static FORM: Form = Form {
        path: "/bank/main.do",
        sealed: &["trdAmt", "mchtCustNm", "mchtCustId", "email", "taxAmt", "vatAmt", "taxFreeAmt"],
        hashed: BY_METHOD_AND_AMOUNT,
    };
    let own = order_no();
    Request::new(&FORM, merchant, &window_fields(merchant, "bank", &own), &[])
}

/// Cancels a transfer of 1,000 won in full. PG 13.
pub fn bank_cancel(merchant: &Merchant, trade_no: &str) -> Request {
    static FORM: Form = Form {
        path: "/spay/APICancel.do",
        sealed: &["cnclAmt", "taxAmt", "vatAmt", "taxFreeAmt"],
        hashed: &["trdDt", "trdTm", "mchtId", "mchtTrdNo", "cnclAmt"],
    };
    let data = [
        ("orgTrdNo", trade_no),
        ("crcCd", "KRW"),
        ("cnclOrd", "001"),
        ("cnclAmt", "1000"),
        ("cnclRsn", "고객 변심"),
    ];
    request(&FORM, merchant, "C0", &data).with("method", "RA")
}

/// Captures an authenticated transfer of 1,000 won, under its own order number. PG guide "Deferred Capture".
pub fn bank_capture(merchant: &Merchant, order_no: &str, trade_no: &str) -> Request {
    static FORM: Form = Form { path: "/spay/APIService.do", sealed: &["trdAmt"], hashed: BY_AMOUNT };
    let data = [("trdAmt", "1000"), ("authTrdNo", trade_no)];
    request(&FORM, merchant, "B1", &data).with("method", "RA").with("mchtTrdNo", order_no)
}

/// Asks what became of a payment of 1,000 won of the same day. PG 38.
pub fn inquiry(merchant: &Merchant, order_no: &str) -> Request {
    static FORM: Form = Form { path: "/spay/APITrdcheck.do", sealed: &[], hashed: BY_AMOUNT };
    let own = crate::order_no();
    let params = [
        ("mchtId", merchant.id),
        ("ver", "0A1M"),
        ("mchtTrdNo", own.as_str()),
        ("trdDt", merchant.date.as_str()),
        ("trdTm", merchant.time.as_str()),
    ];
    let data = [
        ("method", "CA"),
        ("trdAmt", "1000"),
        ("orgTrdDt", merchant.date.as_str()),
        ("orgMchtTrdNo", order_no),
    ];
    Request::new(&FORM, merchant, &params, &data)
}

/// What every window's form holds.
fn window_fields<'a>(
    merchant: &'a Merchant,
    method: &'static str,
    order_no: &'a str,
) -> [(&'static str, &'a str); 12] {
    [
        ("mchtId", merchant.id),
        ("method", method),
        ("trdDt", merchant.date.as_str()),
        ("trdTm", merchant.time.as_str()),
        ("mchtTrdNo", order_no),
        ("mchtName", "나무상점"),
        ("mchtEName", "Wood Shop"),
        ("pmtPrdtNm", "테스트상품"),
        ("trdAmt", "1000"),
        ("notiUrl", "http://127.0.0.1:9/noti"),
        ("nextUrl", "http://127.0.0.1:9/next"),
        ("cancUrl", "http://127.0.0.1:9/canc"),
    ]
}

const BY_METHOD_AND_AMOUNT: &[&str] = &["mchtId", "method", "mchtTrdNo", "trdDt", "trdTm", "trdAmt"];
const BY_AMOUNT: &[&str] = &["trdDt", "trdTm", "mchtId", "mchtTrdNo", "trdAmt"];
const BY_NOTHING: &[&str] = &["trdDt", "trdTm", "mchtId", "mchtTrdNo", "0"];

const ORDERED: [(&str, &str); 3] =
    [("pmtprdNm", "테스트상품"), ("mchtCustNm", "홍길동"), ("mchtCustId", "HongGilDong")];
const AT_ONCE: [(&str, &str); 3] = [("instmtMon", "00"), ("crcCd", "KRW"), ("trdAmt", "1000")];

/// What all card requests begin with.
fn request(form: &'static Form, merchant: &Merchant, business: &str, data: &[(&str, &str)]) -> Request {
    let order_no = order_no();
    let params = [
        ("mchtId", merchant.id),
        ("ver", "0A19"),
        ("method", "CA"),
        ("bizType", business),
        ("encCd", "23"),
        ("mchtTrdNo", order_no.as_str()),
        ("trdDt", merchant.date.as_str()),
        ("trdTm", merchant.time.as_str()),
        ("mobileYn", "N"),
        ("osType", "W"),
    ];
    Request::new(form, merchant, &params, data)
}
