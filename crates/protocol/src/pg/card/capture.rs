//! Capturing a card payment that was only authorised. The chapters lack this API; the vendor's guide to deferred
//! capture prints it.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ah, Ahn, An, N};
use crate::value::{Aes, Won};

message! {
    /// Captures an authorised payment, under the order number of its authorisation.
    pub struct CardCaptureRequest: Spay as "card-capture.request" {
        params: SpayRequest { method: "CA", business_type: "B2" },
        data {
            "trdAmt" => amount: Aes<Won<12>>,
            "authTrdNo" => authorisation_trade_no: An<40>,
        }
    }
    "pktHash" => An<64> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// Amounts are encrypted, as the guide's example has them and its table forgets to say.
    pub struct CardCaptureResponse: Spay as "card-capture.response" {
        params: SpayResponse { method: "CA", business_type: "B2" },
        data {
            "trdAmt" => amount: Aes<Won<12>>,
            "mchtParam" => merchant_param: Option<Ahn<4000>>,
            "apprNo" => approval_no: Option<N<15>>,
            "intMon" => instalment_months: Option<N<2>>,
            "fnNm" => issuer_name: Option<Ah<20>>,
            "fnCd" => issuer_code: Option<An<4>>,
            "pointTrdNo" => point_trade_no: Option<An<40>>,
            "pointTrdAmt" => point_amount: Option<Aes<Won<12>>>,
            "cardTrdAmt" => card_amount: Option<Aes<Won<12>>>,
            "billKey" => billing_key: Option<An<50>>,
            "dcTrdAmt" => discount_amount: Aes<Won<12>>,
            "dcYn" => discounted: A<1>,
            "ninstmtTypeCd" => interest_free: Option<A<1>>,
            "cardNo" => card_number: Option<An<20>>,
            "ornPntUseYn" => issuer_points_used: Option<A<1>>,
            "ornPntAmt" => issuer_point_amount: Option<A<12>>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, amount] + KEY;
}
