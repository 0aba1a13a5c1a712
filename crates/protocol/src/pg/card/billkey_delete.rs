//! The end of a billing key. PG 10.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::An;

message! {
    /// Deletes a billing key. PG 10.1.
    pub struct CardBillkeyDeleteRequest: Spay as "card-billkey-delete.request" {
        params: SpayRequest { method: "CA", business_type: "A1" },
        data {
            "billKey" => billing_key: An<50>,
            "etcInfo" => reason_code: Option<An<12>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, "0"] + KEY;
}

message! {
    /// PG 10.3. Its recipe (10.4) names an amount that the message lacks: a zero stands for it, as in the request's.
    pub struct CardBillkeyDeleteResponse: Spay as "card-billkey-delete.response" {
        params: SpayResponse { method: "CA", business_type: "A1" },
        data {
            "billKey" => billing_key: An<50>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, "0"] + KEY;
}
