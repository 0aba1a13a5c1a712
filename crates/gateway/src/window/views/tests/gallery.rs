//! One of each page.

use crate::window::views::{
    AmountText, Frame, Handover, Language, Notice, Outcome, Receipt, Refused, ResultPage, Said, gone,
    handover, refused, result, unreadable, working,
};

pub(in crate::window) fn frame(language: Language) -> Frame {
    let (merchant, product) = match language {
        Language::Ko => ("한빛서점", "작은 것들의 신 외 2권"),
        Language::En => ("Hanbit Books", "The God of Small Things and 2 more"),
    };
    Frame {
        language,
        merchant: merchant.to_owned(),
        product: product.to_owned(),
        amount: AmountText::won(38_500),
        token: "t0ken".to_owned(),
        step: 3,
        nonce: "n0nce".to_owned(),
        test_environment: true,
        steps: None,
        notice: None,
        merchant_accent: None,
    }
}

/// Every page under its name.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let working =
        vec![("working", working(&frame(Language::Ko))), ("working_english", working(&frame(Language::En)))];
    [working, outcomes(), outside_of_windows()].concat()
}

fn outcomes() -> Vec<(&'static str, String)> {
    let receipt = Receipt {
        lines: vec![("카드", "신한카드 949019******0402".to_owned()), ("할부", "3개월".to_owned())],
        approval_no: Some("30051847".to_owned()),
        time: "2026-01-31 18:04:05".to_owned(),
    };
    let english =
        Receipt { lines: vec![("Card", "Shinhan Card 949019******0402".to_owned())], ..receipt.clone() };
    let said = |code: &str, text: &str| Said { code: code.to_owned(), text: text.to_owned() };
    let show = |frame: &Frame, outcome| {
        result(frame, &ResultPage { order_no: "ORDER20260131180312".to_owned(), outcome })
    };
    let stale = Frame { notice: Some(Notice::StaleStep.text(Language::Ko)), ..frame(Language::Ko) };
    let en = frame(Language::En);
    let frame = frame(Language::Ko);
    let declined = |again| Outcome::Declined {
        said: said("CA31", "한도 관련 오류"),
        reason: "카드 한도를 초과했습니다.".to_owned(),
        again,
    };
    let taken = |code, text, is_paid| Outcome::OrderTaken { said: said(code, text), is_paid };
    vec![
        ("result_paid", show(&frame, Outcome::Paid(receipt.clone()))),
        ("result_paid_english", show(&en, Outcome::Paid(english))),
        ("result_paid_stale", show(&stale, Outcome::Paid(receipt.clone()))),
        (
            "result_authenticated",
            show(&frame, Outcome::Authenticated(Receipt { approval_no: None, ..receipt })),
        ),
        ("result_declined", show(&frame, declined(None))),
        ("result_declined_retry", show(&frame, declined(Some("다른 카드로 결제")))),
        ("result_order_paid", show(&frame, taken("ST03", "기 결제건", true))),
        ("result_order_in_progress_english", show(&en, taken("ST38", "Being processed", false))),
        ("result_unknown", show(&frame, Outcome::Unknown(said("VTIM", "원천사 타임아웃")))),
        ("result_expired", show(&frame, Outcome::Expired(said("5002", "거래 시간 초과(expired error)")))),
    ]
}

fn outside_of_windows() -> Vec<(&'static str, String)> {
    let fields = [("outStatCd", "0021"), ("outRsltMsg", "정상처리"), ("mchtParam", "name=Hong&age=25")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let post = Handover::post(Language::Ko, "한빛서점", "n0nce", "https://shop.example/next?a=1&b=2", fields);
    let hash = Refused {
        language: Language::Ko,
        nonce: "n0nce".to_owned(),
        test_environment: true,
        code: "1901".to_owned(),
        text: "요청 정보 위변조 (pktHash)".to_owned(),
        field: Some("pktHash".to_owned()),
        merchant_id: "nxca_jt_il".to_owned(),
        order_no: "ORDER20260131180312".to_owned(),
        recipe: "mchtId + method + mchtTrdNo + trdDt + trdTm + trdAmt + [hash key]".to_owned(),
    };
    let paid =
        Refused { code: "ST03".to_owned(), text: "기 결제건".to_owned(), field: None, ..hash.clone() };
    let missing = Refused {
        language: Language::En,
        code: "1008".to_owned(),
        text: "Required information missing (product name)".to_owned(),
        field: Some("pmtPrdtNm".to_owned()),
        order_no: String::new(),
        ..hash.clone()
    };
    let not_read = Refused {
        test_environment: false,
        code: "6001".to_owned(),
        text: "유효하지 않은 요청 전문".to_owned(),
        field: None,
        ..hash.clone()
    };
    vec![
        ("handover_post", handover(&post.unwrap())),
        ("refused", refused(&hash)),
        ("refused_english", refused(&missing)),
        ("refused_order_paid", refused(&paid)),
        ("refused_live", refused(&not_read)),
        ("gone_english", gone(Language::En, "n0nce", true)),
        ("gone", gone(Language::Ko, "n0nce", true)),
        ("unreadable_english", unreadable(Language::En, "n0nce", true)),
        ("unreadable", unreadable(Language::Ko, "n0nce", true)),
    ]
}
