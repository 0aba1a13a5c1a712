//! What holds for every message and every input.

#![allow(clippy::unwrap_used, reason = "tests speak by panicking")]

mod common;

use common::{keys, messages};
use proptest::collection::vec;
use proptest::prelude::*;
use protocol::pg::card::{
    CardBillkeyDeleteRequest, CardBillkeyDeleteResponse, CardBillkeyIssueRequest, CardBillkeyIssueResponse,
    CardBillkeyPayRequest, CardBillkeyPayResponse, CardCancelRequest, CardCancelResponse, CardCaptureRequest,
    CardCaptureResponse, CardNotification, CardPayRequest, CardPayResponse, CardWindowRequest,
    CardWindowResponse,
};
use protocol::pg::inquiry::{InquiryRequest, InquiryResponse};
use protocol::pg::transfer::{
    TransferCancelRequest, TransferCancelResponse, TransferCaptureRequest, TransferCaptureResponse,
    TransferNotification, TransferWindowRequest, TransferWindowResponse,
};
use protocol::{
    Charset, Class, FieldSpec, Format, Message, Plain, Raw, Rules, Transport, Values, decode, encode, form,
    json, masked, unknown, verify,
};

/// Texts that the field accepts, and keeps: no script words, no emoji.
fn text(field: &FieldSpec) -> BoxedStrategy<String> {
    if let Some(first) = field.fixed.first() {
        return Just((*first).to_owned()).boxed();
    }
    let most = field.max.min(40);
    match (field.format, field.class) {
        (Format::Amount, _) => (0..1_000_000_000_000_u64).prop_map(|amount| amount.to_string()).boxed(),
        (Format::Date, _) => date().boxed(),
        (Format::Time, _) => time().boxed(),
        (Format::DateTime, _) => (date(), time()).prop_map(|(date, time)| date + &time).boxed(),
        (Format::Ordinal, _) => (0..1000).prop_map(|position| format!("{position:03}")).boxed(),
        (Format::Records, _) => unreachable!("the PG has no lists"),
        (Format::Text, Class::N) => vec("[0-9]", 1..=most).prop_map(|c| c.concat()).boxed(),
        (Format::Text, Class::A | Class::An) => vec("[!-~]", 1..=most).prop_map(|c| c.concat()).boxed(),
        (Format::Text, Class::Ah | Class::Ahn) => {
            vec("[b-d0-9 &<>%+=가-힣㈜·㎏…★™漢“”é\n]", 1..=(most / 3)).prop_map(|c| c.concat()).boxed()
        }
    }
}

fn date() -> impl Strategy<Value = String> {
    (1..=9999, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year:04}{month:02}{day:02}"))
}

fn time() -> impl Strategy<Value = String> {
    (0..24, 0..60, 0..60).prop_map(|(hour, minute, second)| format!("{hour:02}{minute:02}{second:02}"))
}

/// Any value of a message, options absent or present.
fn any_message<M: Message + std::fmt::Debug + 'static>() -> impl Strategy<Value = M> {
    let texts: Vec<_> = M::SPEC
        .fields
        .iter()
        .map(|field| {
            let text = text(field);
            if field.required { text.prop_map(Some).boxed() } else { proptest::option::of(text).boxed() }
        })
        .collect();
    texts.prop_map(|texts| {
        let plain = texts.into_iter().map(|text| text.map(Plain::from)).collect();
        M::from_plain(&mut Values::new(plain)).expect("texts of the fields' own shapes")
    })
}

/// Over the wire and back.
fn survives<M: Message + PartialEq + std::fmt::Debug>(message: &M) -> Result<(), TestCaseError> {
    let raw = encode(message, &keys());
    let body = match M::SPEC.transport() {
        Transport::Form => form::encode(&raw, Charset::Utf8),
        Transport::Json | Transport::Flat => json::encode(&raw),
    };
    let arrived = M::SPEC.transport().read(&body).unwrap();
    prop_assert_eq!(&arrived, &raw);
    let decoded = decode::<M>(&arrived, &keys(), Rules::default());
    let decoded = decoded.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}")))?;
    prop_assert_eq!(&decoded.message, message);
    prop_assert!(unknown(M::SPEC, &arrived).is_empty());
    Ok(())
}

macro_rules! decode_undoes_encode {
    ($($name:ident: $Message:ty,)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(64))]
            $(
                #[test]
                fn $name(message in any_message::<$Message>()) {
                    survives(&message)?;
                }
            )*
        }
    };
}

decode_undoes_encode! {
    window_request_survives_the_wire: CardWindowRequest,
    window_response_survives_the_wire: CardWindowResponse,
    notification_survives_the_wire: CardNotification,
    pay_request_survives_the_wire: CardPayRequest,
    pay_response_survives_the_wire: CardPayResponse,
    billkey_issue_request_survives_the_wire: CardBillkeyIssueRequest,
    billkey_issue_response_survives_the_wire: CardBillkeyIssueResponse,
    billkey_pay_request_survives_the_wire: CardBillkeyPayRequest,
    billkey_pay_response_survives_the_wire: CardBillkeyPayResponse,
    billkey_delete_request_survives_the_wire: CardBillkeyDeleteRequest,
    billkey_delete_response_survives_the_wire: CardBillkeyDeleteResponse,
    cancel_request_survives_the_wire: CardCancelRequest,
    cancel_response_survives_the_wire: CardCancelResponse,
    capture_request_survives_the_wire: CardCaptureRequest,
    capture_response_survives_the_wire: CardCaptureResponse,
    transfer_window_request_survives_the_wire: TransferWindowRequest,
    transfer_window_response_survives_the_wire: TransferWindowResponse,
    transfer_notification_survives_the_wire: TransferNotification,
    transfer_cancel_request_survives_the_wire: TransferCancelRequest,
    transfer_cancel_response_survives_the_wire: TransferCancelResponse,
    transfer_capture_request_survives_the_wire: TransferCaptureRequest,
    transfer_capture_response_survives_the_wire: TransferCaptureResponse,
    inquiry_request_survives_the_wire: InquiryRequest,
    inquiry_response_survives_the_wire: InquiryResponse,
}

proptest! {
    #[test]
    fn no_bytes_make_a_parser_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = form::parse(&bytes);
        let _ = json::parse(&bytes);
    }

    #[test]
    fn no_text_near_the_grammar_makes_a_parser_panic(text in "[{}\\[\\]:,\"\\\\a-dpu0-9%&=+ ]{0,80}") {
        let _ = form::parse(text.as_bytes());
        let _ = json::parse(format!("{{\"params\":{text},\"data\":{{{text}}}}}").as_bytes());
    }

    #[test]
    fn a_form_survives_the_wire(pairs in vec((".{1,8}", ".{0,20}"), 0..20)) {
        let mut raw = Raw::new();
        for (name, value) in pairs {
            raw.set(protocol::Group::Whole, &name, value);
        }
        prop_assert_eq!(form::parse(&form::encode(&raw, Charset::Utf8)).unwrap(), raw);
    }

    /// Whatever stands in whichever field: one code or a verified message, and nothing to be seen in the log that
    /// makes it panic.
    #[test]
    fn no_field_values_make_verification_panic(texts in vec("\\PC{0,20}", 40)) {
        for spec in messages() {
            let mut raw = Raw::new();
            for (field, text) in spec.fields.iter().zip(texts.iter().cycle()) {
                raw.push(field.group, field.name, text);
            }
            let refused = verify(spec, &raw, &keys(), Rules { amounts_in_clear: true });
            prop_assert!(refused.is_err());
            prop_assert_eq!(masked(spec, &raw, Some(&keys())).len(), raw.len());
        }
    }
}
