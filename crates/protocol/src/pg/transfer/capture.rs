//! Capturing a transfer that a customer has only agreed to. The chapters lack this API; the vendor's guide to split
//! authentication prints it.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{Ah, Ahn, An};
use crate::value::{Aes, Won};

message! {
    /// Captures an authenticated transfer, under the order number of its authentication.
    pub struct TransferCaptureRequest: Spay as "bank-capture.request" {
        params: SpayRequest { method: "RA", business_type: "B1" },
        data {
            "authTrdNo" => authorisation_trade_no: An<40>,
            "trdAmt" => amount: Aes<Won<12>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// The amount is plain, as the guide has it.
    pub struct TransferCaptureResponse: Spay as "bank-capture.response" {
        params: SpayResponse { method: "RA", business_type: "B1" },
        data {
            "authTrdNo" => authorisation_trade_no: An<40>,
            "prdtNm" => product_name: Ahn<128>,
            "ordNm" => customer_name: Option<Ahn<30>>,
            "sellerNm" => merchant_name: Option<Ahn<128>>,
            "dpstrNm" => passbook_text: Option<Ahn<36>>,
            "mchtCustId" => customer_id: Option<An<50>>,
            "trdAmt" => amount: Won<12>,
            "fnCd" => bank_code: An<4>,
            "fnNm" => bank_name: Ah<50>,
            "notiUrl" => notification_url: An<250>,
            "mchtParam" => merchant_param: Option<Ahn<4000>>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, amount] + KEY;
}
