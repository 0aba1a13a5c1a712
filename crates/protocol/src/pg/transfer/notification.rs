//! What a merchant hears of an account transfer. PG 12.

use crate::date::{Date8, DateTime14};
use crate::message::message;
use crate::text::{A, Ahn, An, N};
use crate::value::Won;

message! {
    /// Tells of a transfer (B0), of one that was captured later (B1), or of a cancel (C0). The passbook's text is spelt
    /// `acntPrintNm` in the document and `AcntPrintNm` on the wire: both are sent.
    pub struct TransferNotification: Window as "bank.notification" {
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
        "bankCd" => bank_code: Option<An<10>>,
        "bankNm" => bank_name: Option<Ahn<10>>,
        "acntPrintNm" => passbook_text: Option<Ahn<12>>,
        "AcntPrintNm" => passbook_text_as_sent: Option<Ahn<12>>,
        "email" => email: Option<An<60>>,
        "mchtCustId" => customer_id: Option<An<50>>,
        "orgTrdNo" => original_trade_no: Option<An<40>>,
        "orgTrdDt" => original_date: Option<Date8>,
        "csrcIssNo" => receipt_no: Option<An<9>>,
        "cnclType" => cancel_type: Option<N<2>>,
        "mchtParam" => merchant_param: Option<Ahn<4000>>,
    }
    "pktHash" => An<64> = sha256[status, first8(traded_at), last6(traded_at), merchant_id, order_no, amount] + KEY;
}
