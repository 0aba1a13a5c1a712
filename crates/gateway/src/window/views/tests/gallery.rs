//! One of each page.

use crate::window::views::{
    AmountText, CardForm, CardFormErrors, FieldError, Frame, Handover, Instalment, Issuer, Language,
    NextStep, Notice, Outcome, Receipt, Refused, ResultPage, StepBar, Terms, card_form, choose_issuer, gone,
    handover, refused, result, terms, working,
};

pub(super) const AT_ONCE: Instalment = Instalment { months: 0, interest_free: false };

pub(super) fn frame(language: Language) -> Frame {
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

fn at_step(language: Language, current: usize) -> Frame {
    Frame { steps: Some(StepBar::of_card(language, current)), ..frame(language) }
}

pub(super) fn issuers() -> Vec<Issuer> {
    [
        ("SHN", "신한카드", "Shinhan Card"),
        ("KBC", "KB국민카드", "KB Kookmin Card"),
        ("SSC", "삼성카드", "Samsung Card"),
        ("HDC", "현대카드", "Hyundai Card"),
        ("LTC", "롯데카드", "Lotte Card"),
        ("WRI", "우리카드", "Woori Card"),
        ("HNC", "하나카드", "Hana Card"),
        ("NHC", "NH농협카드", "NH NongHyup Card"),
        ("BCC", "BC카드", "BC Card"),
        ("090", "카카오뱅크", "KakaoBank"),
        ("089", "케이뱅크", "K bank"),
        ("071", "우체국", "Korea Post"),
        ("247", "새마을금고", "MG Community Credit"),
        ("048", "신협", "Credit Unions"),
        ("050", "저축은행", "Savings Banks"),
        ("035", "제주은행", "Jeju Bank"),
        ("034", "광주은행", "Kwangju Bank"),
        ("037", "전북은행", "Jeonbuk Bank"),
    ]
    .map(|(code, korean, english)| Issuer {
        code: code.to_owned(),
        korean: korean.to_owned(),
        english: english.to_owned(),
    })
    .to_vec()
}

/// Every page under its name.
pub(super) fn all() -> Vec<(&'static str, String)> {
    [questions(), outcomes(), outside_of_windows()].concat()
}

fn questions() -> Vec<(&'static str, String)> {
    let issuers = issuers();
    let (ko, en) = (Language::Ko, Language::En);
    let months = |months, interest_free| Instalment { months, interest_free };
    let instalments = [AT_ONCE, months(2, true), months(3, true), months(6, false), months(12, false)];
    let by_issuer = Terms {
        issuer: &issuers[0],
        may_change_issuer: true,
        instalments: &instalments,
        next: NextStep::IssuerPage,
    };
    let by_form = Terms {
        issuer: &issuers[1],
        may_change_issuer: false,
        instalments: &[AT_ONCE],
        next: NextStep::CardForm,
    };
    let form = CardForm {
        issuer: &issuers[0],
        may_change_issuer: true,
        instalment: months(3, true),
        asks_holder: false,
        keeps_card: false,
        errors: CardFormErrors::default(),
    };
    let legacy = CardForm { may_change_issuer: false, asks_holder: true, keeps_card: true, ..form };
    let faulty = CardForm {
        errors: CardFormErrors {
            number: Some(FieldError::Malformed),
            expiry: Some(FieldError::Expired),
            holder_identity: Some(FieldError::Malformed),
            pin_prefix: Some(FieldError::Missing),
        },
        ..legacy
    };
    let told = |notice, frame| Frame { notice: Some(notice), ..frame };
    let dollars = Frame { amount: AmountText::us_cents(150), steps: None, ..at_step(en, 0) };
    vec![
        ("choose_issuer", choose_issuer(&at_step(ko, 0), &issuers)),
        ("choose_issuer_english", choose_issuer(&dollars, &issuers)),
        ("choose_issuer_missing", choose_issuer(&told(Notice::IssuerMissing, at_step(ko, 0)), &issuers)),
        ("terms", terms(&at_step(ko, 1), &by_issuer)),
        ("terms_english", terms(&at_step(en, 1), &by_issuer)),
        ("terms_not_agreed", terms(&told(Notice::AgreementMissing, at_step(ko, 1)), &by_form)),
        ("card_form", card_form(&at_step(ko, 2), &form)),
        ("card_form_legacy_english", card_form(&at_step(en, 2), &legacy)),
        ("card_form_faulty", card_form(&at_step(ko, 2), &faulty)),
        ("working", working(&frame(ko))),
    ]
}

fn outcomes() -> Vec<(&'static str, String)> {
    let receipt = Receipt {
        approval_no: Some("30051847".to_owned()),
        card: "신한카드".to_owned(),
        masked_number: "949019******0402".to_owned(),
        instalment: Instalment { months: 3, interest_free: true },
        time: "2026-01-31 18:04:05".to_owned(),
    };
    let show = |frame: &Frame, outcome| {
        result(frame, &ResultPage { order_no: "ORDER20260131180312".to_owned(), outcome })
    };
    let stale = Frame { notice: Some(Notice::StaleStep), ..frame(Language::Ko) };
    let frame = frame(Language::Ko);
    let declined =
        |may_retry| Outcome::Declined {
            code: "CA11".to_owned(), text: "잔액 부족".to_owned(), may_retry
        };
    vec![
        ("result_paid", show(&frame, Outcome::Paid(receipt.clone()))),
        ("result_paid_english", show(&self::frame(Language::En), Outcome::Paid(receipt.clone()))),
        ("result_paid_stale", show(&stale, Outcome::Paid(receipt.clone()))),
        (
            "result_authenticated",
            show(&frame, Outcome::Authenticated(Receipt { approval_no: None, ..receipt })),
        ),
        ("result_declined", show(&frame, declined(false))),
        ("result_declined_retry", show(&frame, declined(true))),
        ("result_order_paid", show(&frame, Outcome::OrderTaken { code: "ST03".to_owned(), is_paid: true })),
        (
            "result_order_in_progress_english",
            show(&self::frame(Language::En), Outcome::OrderTaken { code: "ST38".to_owned(), is_paid: false }),
        ),
        ("result_unknown", show(&frame, Outcome::Unknown { code: "VTIM".to_owned() })),
        ("result_expired", show(&frame, Outcome::Expired { code: "5002".to_owned() })),
    ]
}

fn outside_of_windows() -> Vec<(&'static str, String)> {
    let fields = [("outStatCd", "0021"), ("outRsltMsg", "정상처리"), ("mchtParam", "name=Hong&age=25")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let post = Handover::post(Language::Ko, "n0nce", "https://shop.example/next?a=1&b=2", fields.clone());
    let hash = Refused {
        language: Language::Ko,
        nonce: "n0nce".to_owned(),
        test_environment: true,
        code: "1901".to_owned(),
        text: "요청 정보 위변조 (pktHash)".to_owned(),
        field: Some("pktHash".to_owned()),
        merchant_id: "nxca_jt_il".to_owned(),
        order_no: "ORDER20260131180312".to_owned(),
    };
    let missing = Refused {
        language: Language::En,
        code: "1008".to_owned(),
        text: "Required information missing (product name)".to_owned(),
        field: Some("pmtPrdtNm".to_owned()),
        order_no: String::new(),
        ..hash.clone()
    };
    vec![
        ("handover_post", handover(&post.unwrap())),
        ("handover_message", handover(&Handover::message(Language::Ko, "n0nce", fields))),
        ("refused", refused(&hash)),
        ("refused_english", refused(&missing)),
        ("gone", gone(Language::Ko, "n0nce", true)),
    ]
}
