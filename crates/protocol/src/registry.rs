//! The list of every API. Documentation, fuzzers and tests walk it.

use crate::code::Language;
use crate::message::{Message, MessageSpec};
use crate::pg::card::{
    CardBillkeyDeleteRequest, CardBillkeyDeleteResponse, CardBillkeyIssueRequest, CardBillkeyIssueResponse,
    CardBillkeyPayRequest, CardBillkeyPayResponse, CardCancelRequest, CardCancelResponse, CardCaptureRequest,
    CardCaptureResponse, CardNotification, CardPayRequest, CardPayResponse, CardWindowRequest,
    CardWindowResponse,
};
use crate::pg::inquiry::{InquiryRequest, InquiryResponse};
use crate::pg::transfer::{
    TransferCancelRequest, TransferCancelResponse, TransferCaptureRequest, TransferCaptureResponse,
    TransferNotification, TransferWindowRequest, TransferWindowResponse,
};

/// An API: the messages it speaks. Where it is and how its requests are told from others', its gateway says.
#[derive(Debug)]
pub struct Api {
    pub id: &'static str,
    /// The chapter of the PG document; none where only the guides print the API.
    pub chapter: Option<u8>,
    title_en: &'static str,
    title_ko: &'static str,
    pub request: &'static MessageSpec,
    pub response: &'static MessageSpec,
    /// What the merchant is notified with. Several APIs may share one.
    pub notification: Option<&'static MessageSpec>,
}

impl Api {
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

/// The API of an id.
pub fn find(id: &str) -> Option<&'static Api> {
    ALL.iter().find(|api| api.id == id)
}

pub static ALL: &[Api] = &[
    Api {
        id: "card",
        chapter: Some(6),
        title_en: "Card payment window",
        title_ko: "신용카드 결제창",
        request: CardWindowRequest::SPEC,
        response: CardWindowResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-pay",
        chapter: Some(8),
        title_en: "Card payment",
        title_ko: "신용카드 결제",
        request: CardPayRequest::SPEC,
        response: CardPayResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-billkey-issue",
        chapter: Some(8),
        title_en: "Billing key issue",
        title_ko: "빌키 발급",
        request: CardBillkeyIssueRequest::SPEC,
        response: CardBillkeyIssueResponse::SPEC,
        notification: None,
    },
    Api {
        id: "card-billkey-pay",
        chapter: Some(9),
        title_en: "Card payment with a billing key",
        title_ko: "빌키 결제",
        request: CardBillkeyPayRequest::SPEC,
        response: CardBillkeyPayResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-billkey-delete",
        chapter: Some(10),
        title_en: "Billing key deletion",
        title_ko: "빌키 삭제",
        request: CardBillkeyDeleteRequest::SPEC,
        response: CardBillkeyDeleteResponse::SPEC,
        notification: None,
    },
    Api {
        id: "card-cancel",
        chapter: Some(11),
        title_en: "Card cancel",
        title_ko: "신용카드 취소",
        request: CardCancelRequest::SPEC,
        response: CardCancelResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "card-capture",
        chapter: None,
        title_en: "Card capture",
        title_ko: "신용카드 매입",
        request: CardCaptureRequest::SPEC,
        response: CardCaptureResponse::SPEC,
        notification: Some(CardNotification::SPEC),
    },
    Api {
        id: "bank",
        chapter: Some(12),
        title_en: "Account transfer window",
        title_ko: "계좌이체 결제창",
        request: TransferWindowRequest::SPEC,
        response: TransferWindowResponse::SPEC,
        notification: Some(TransferNotification::SPEC),
    },
    Api {
        id: "bank-cancel",
        chapter: Some(13),
        title_en: "Account transfer cancel",
        title_ko: "계좌이체 취소",
        request: TransferCancelRequest::SPEC,
        response: TransferCancelResponse::SPEC,
        notification: Some(TransferNotification::SPEC),
    },
    Api {
        id: "bank-capture",
        chapter: None,
        title_en: "Account transfer capture",
        title_ko: "계좌이체 매입",
        request: TransferCaptureRequest::SPEC,
        response: TransferCaptureResponse::SPEC,
        notification: Some(TransferNotification::SPEC),
    },
    Api {
        id: "inquiry",
        chapter: Some(38),
        title_en: "Transaction inquiry",
        title_ko: "거래 조회",
        request: InquiryRequest::SPEC,
        response: InquiryResponse::SPEC,
        notification: None,
    },
];
