//! The list of every API. Documentation, fuzzers and tests walk it; the gateway finds the message of a call by it.

use crate::code::Language;
use crate::message::{Message, MessageSpec};
use crate::pg::card::{
    CardBillkeyDeleteRequest, CardBillkeyDeleteResponse, CardBillkeyIssueRequest, CardBillkeyIssueResponse,
    CardBillkeyPayRequest, CardBillkeyPayResponse, CardCancelRequest, CardCancelResponse, CardCaptureRequest,
    CardCaptureResponse, CardNotification, CardPayRequest, CardPayResponse, CardWindowRequest,
    CardWindowResponse,
};
use crate::pg::inquiry::{InquiryRequest, InquiryResponse};
use crate::raw::Raw;

/// An API: where it is, and the messages it speaks.
#[derive(Debug)]
pub struct Api {
    pub id: &'static str,
    /// The chapter of the PG document; none where only the guides print the API.
    pub chapter: Option<u8>,
    title_en: &'static str,
    title_ko: &'static str,
    pub paths: &'static [&'static str],
    /// What tells its requests from those of other APIs on the same path; all of them hold.
    pub signs: &'static [Sign],
    pub request: &'static MessageSpec,
    pub response: &'static MessageSpec,
    /// What the merchant is notified with. Several APIs may share one.
    pub notification: Option<&'static MessageSpec>,
}

impl Api {
    /// Whether a request on one of the API's paths is this API's.
    pub fn is_meant_by(&self, request: &Raw) -> bool {
        self.signs.iter().all(|sign| sign.holds(request))
    }

    /// What people call it.
    pub const fn title(&self, language: Language) -> &'static str {
        match language {
            Language::Ko => self.title_ko,
            Language::En => self.title_en,
        }
    }

    /// The messages, the notification only where it is the API's own.
    pub fn messages(&self) -> impl Iterator<Item = &'static MessageSpec> {
        let own = |spec: &&MessageSpec| spec.id.split_once('.').is_some_and(|(api, _)| api == self.id);
        [Some(self.request), Some(self.response), self.notification.filter(own)].into_iter().flatten()
    }
}

/// A mark of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The field has this value.
    Is(&'static str, &'static str),
    Present(&'static str),
    Absent(&'static str),
}

impl Sign {
    fn holds(self, request: &Raw) -> bool {
        match self {
            Self::Is(name, value) => request.find(name) == Some(value),
            Self::Present(name) => request.find(name).is_some(),
            Self::Absent(name) => request.find(name).is_none(),
        }
    }
}

/// The APIs on a path.
pub fn on_path(path: &str) -> impl Iterator<Item = &'static Api> {
    ALL.iter().filter(move |api| api.paths.contains(&path))
}

/// The API that a request on a path is meant for.
pub fn find(path: &str, request: &Raw) -> Option<&'static Api> {
    on_path(path).find(|api| api.is_meant_by(request))
}

pub static ALL: &[Api] = &[
    Api {
        id: "card",
        chapter: Some(6),
        title_en: "Card payment window",
        title_ko: "신용카드 결제창",
        paths: &["/card/main.do", "/card/cardDirect.do", "/card/abroad/main.do"],
        signs: &[],
        request: CardWindowRequest::SPEC,
        response: CardWindowResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-pay",
        chapter: Some(8),
        title_en: "Card payment",
        title_ko: "신용카드 결제",
        paths: &["/spay/APICardActionPay.do"],
        signs: &[Sign::Absent("billKey")],
        request: CardPayRequest::SPEC,
        response: CardPayResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-billkey-issue",
        chapter: Some(8),
        title_en: "Billing key issue",
        title_ko: "빌키 발급",
        paths: &["/spay/APICardAuth.do"],
        signs: &[],
        request: CardBillkeyIssueRequest::SPEC,
        response: CardBillkeyIssueResponse::SPEC,
        notification: None,
    },
    Api {
        id: "card-billkey-pay",
        chapter: Some(9),
        title_en: "Card payment with a billing key",
        title_ko: "빌키 결제",
        paths: &["/spay/APICardActionPay.do"],
        signs: &[Sign::Present("billKey")],
        request: CardBillkeyPayRequest::SPEC,
        response: CardBillkeyPayResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-billkey-delete",
        chapter: Some(10),
        title_en: "Billing key deletion",
        title_ko: "빌키 삭제",
        paths: &["/spay/APICardActionDelkey.do"],
        signs: &[],
        request: CardBillkeyDeleteRequest::SPEC,
        response: CardBillkeyDeleteResponse::SPEC,
        notification: None,
    },
    Api {
        id: "card-cancel",
        chapter: Some(11),
        title_en: "Card cancel",
        title_ko: "신용카드 취소",
        paths: &["/spay/APICancel.do"],
        signs: &[Sign::Is("method", "CA")],
        request: CardCancelRequest::SPEC,
        response: CardCancelResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-capture",
        chapter: None,
        title_en: "Card capture",
        title_ko: "신용카드 매입",
        paths: &["/spay/APIService.do"],
        signs: &[Sign::Is("method", "CA"), Sign::Is("bizType", "B2")],
        request: CardCaptureRequest::SPEC,
        response: CardCaptureResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "inquiry",
        chapter: Some(38),
        title_en: "Transaction inquiry",
        title_ko: "거래 조회",
        paths: &["/spay/APITrdcheck.do"],
        signs: &[],
        request: InquiryRequest::SPEC,
        response: InquiryResponse::SPEC,
        notification: None,
    },
];
