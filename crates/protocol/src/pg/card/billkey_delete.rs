//! The end of a billing key. PG 10.

use crate::date::{Date8, Time6};
use crate::message::message;
use crate::text::{A, Ahn, An, N};

message! {
    /// Deletes a billing key. PG 10.1.
    pub struct CardBillkeyDeleteRequest: Json as "card-billkey-delete.request" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
            "method" => method: A<2> = "CA",
            "bizType" => business_type: An<2> = "A1",
            "encCd" => encryption: N<2> = "23",
            "mchtTrdNo" => order_no: An<100>,
            "trdDt" => date: Date8,
            "trdTm" => time: Time6,
            "mobileYn" => mobile: Option<A<1>>,
            "osType" => os_type: Option<A<1>>,
        }
        data {
            "billKey" => billing_key: An<50>,
            "etcInfo" => reason_code: Option<An<12>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, "0"] + KEY;
}

message! {
    /// PG 10.3. Its recipe (10.4) names an amount that the message lacks: a zero stands for it, as in the request's.
    pub struct CardBillkeyDeleteResponse: Json as "card-billkey-delete.response" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
            "method" => method: A<2> = "CA",
            "bizType" => business_type: An<2> = "A1",
            "encCd" => encryption: N<2> = "23",
            "mchtTrdNo" => order_no: An<100>,
            "trdNo" => trade_no: An<40>,
            "trdDt" => date: Date8,
            "trdTm" => time: Time6,
            "outStatCd" => status: An<4>,
            "outRsltCd" => result_code: An<4>,
            "outRsltMsg" => result_message: Ahn<200>,
        }
        data {
            "billKey" => billing_key: An<50>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, "0"] + KEY;
}
