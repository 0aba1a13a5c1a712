//! What a merchant hears of a card payment, whichever API made or cancelled it. PG 6.

use crate::date::{Date8, DateTime14};
use crate::message::message;
use crate::text::{A, Ahn, An, N};
use crate::value::Won;

message! {
    /// Tells of an approval (B0), a capture (B2) or a cancel (C0).
    pub struct CardNotification: Window as "card.notification" {
        "outStatCd" => status: N<4>,
        "trdNo" => trade_no: An<40>,
        "method" => method: A<2>,
        "bizType" => business_type: An<2>,
        "mchtId" => merchant_id: An<12>,
        "mchtTrdNo" => order_no: An<100>,
        "mchtCustNm" => customer_name: Option<Ahn<30>>,
        "mchtName" => merchant_name: Option<Ahn<20>>,
        "pmtprdNm" => product_name: Option<Ahn<128>>,
        "trdDtm" => traded_at: DateTime14,
        "trdAmt" => amount: Option<Won<12>>,
        "svcAmt" => service_charge: Option<Won<12>>,
        "billKey" => billing_key: Option<An<40>>,
        "billKeyExpireDt" => billing_key_expiry: Option<N<4>>,
        "cardCd" => issuer_code: Option<An<10>>,
        "cardNm" => card_name: Option<Ahn<20>>,
        "email" => email: Option<An<60>>,
        "mchtCustId" => customer_id: Option<An<50>>,
        "cardNo" => card_number: Option<An<20>>,
        "cardApprNo" => approval_no: Option<An<15>>,
        "instmtMon" => instalment_months: Option<N<2>>,
        "instmtType" => instalment_type: Option<A<1>>,
        "orgTrdNo" => original_trade_no: Option<An<40>>,
        "orgTrdDt" => original_date: Option<Date8>,
        "mixTrdNo" => mixed_trade_no: Option<An<40>>,
        "mixTrdAmt" => mixed_amount: Option<Won<12>>,
        "payAmt" => paid_amount: Option<Won<12>>,
        "cnclType" => cancel_type: Option<N<2>>,
        "mchtParam" => merchant_param: Option<Ahn<4000>>,
    }
    "pktHash" => An<64> = sha256[status, first8(traded_at), last6(traded_at), merchant_id, order_no, amount] + KEY;
}
