//! A billing key without a payment. PG 8.5-8.8.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ah, Ahn, An, N};
use crate::value::Aes;

message! {
    /// Checks a card and issues a billing key for it. PG 8.5.
    pub struct CardBillkeyIssueRequest: Spay as "card-billkey-issue.request" {
        params: SpayRequest { method: "CA", business_type: "A4" },
        data {
            "cardNo" => card_number: Aes<N<16>>,
            "idntNo" => identity_no: Aes<N<10>>,
            "vldDtMon" => expiry_month: Aes<N<2>>,
            "vldDtYear" => expiry_year: Aes<N<2>>,
            "cardPwd" => pin_prefix: Aes<N<2>>,
            "mchtCustNm" => customer_name: Option<Ahn<30>>,
            "mchtCustId" => customer_id: Option<Ahn<50>>,
            "keyRegYn" => billing_key_wanted: A<1>,
        }
    }
    "pktHash" => An<64> = sha256[date, time, merchant_id, order_no, "0"] + KEY;
}

message! {
    /// The billing key, where one was wanted. PG 8.7.
    pub struct CardBillkeyIssueResponse: Spay as "card-billkey-issue.response" {
        params: SpayResponse { method: "CA", business_type: "A4" },
        data {
            "cardNo" => card_number: Option<An<128>>,
            "issrId" => issuer_code: Option<A<64>>,
            "cardNm" => card_name: Option<Ah<20>>,
            "cardKind" => card_kind: Option<An<50>>,
            "billKey" => billing_key: Option<An<40>>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, "0"] + KEY;
}
