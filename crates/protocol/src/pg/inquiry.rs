//! What became of a transaction. PG 38.

use crate::date::{Date8, Time6};
use crate::message::message;
use crate::text::{A, Ahn, An, N};
use crate::value::Won;

message! {
    /// Asks for a transaction by method, amount, date and order number. PG 38.
    pub struct InquiryRequest: Spay as "inquiry.request" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A1M",
            "mchtTrdNo" => order_no: An<100>,
            "trdDt" => date: Date8,
            "trdTm" => time: Time6,
        }
        data {
            "method" => method: A<2>,
            "trdAmt" => amount: Won<12>,
            "orgTrdDt" => original_date: Date8,
            "orgMchtTrdNo" => original_order_no: An<100>,
            "orgTrdNo" => original_trade_no: Option<An<40>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// The status tells whether the look-up worked, the result code what became of the transaction. Carries the
    /// request's own hash. PG 38.
    pub struct InquiryResponse: Spay as "inquiry.response" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A1M",
            "mchtTrdNo" => order_no: An<100>,
            "trdNo" => trade_no: An<40>,
            "trdDt" => date: Date8,
            "trdTm" => time: Time6,
            "outStatCd" => status: N<4>,
            "outRsltCd" => result_code: An<4>,
            "outRsltMsg" => result_message: Ahn<200>,
        }
        data {
            "pktHash" => hash: An<64>,
            "method" => method: A<2>,
            "trdAmt" => amount: Won<12>,
            "cnclAmt" => cancelled_amount: Option<Won<12>>,
        }
    }
}
