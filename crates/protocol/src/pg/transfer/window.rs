//! The account transfer window: the form that opens it, and the result that the browser takes home. PG 12.

use crate::date::{Date8, DateTime14, Time6};
use crate::message::message;
use crate::text::{A, Ah, Ahn, An, N};
use crate::value::{Aes, Won};

message! {
    /// Opens the account transfer window. `custAcntSumry` is the guides' own: the text in the customer's passbook. PG 12.
    pub struct TransferWindowRequest: Window as "bank.request" {
        "mchtId" => merchant_id: An<10>,
        "method" => method: An<20> = "bank",
        "trdDt" => date: Date8,
        "trdTm" => time: Time6,
        "mchtTrdNo" => order_no: An<100>,
        "mchtName" => merchant_name: Ahn<100>,
        "mchtEName" => merchant_english_name: An<100>,
        "pmtPrdtNm" => product_name: Ahn<128>,
        "trdAmt" => amount: Aes<Won<12>>,
        "mchtCustNm" => customer_name: Option<Aes<Ahn<30>>>,
        "notiUrl" => notification_url: An<250>,
        "nextUrl" => next_url: An<250>,
        "cancUrl" => cancel_url: An<250>,
        "mchtParam" => merchant_param: Option<Ahn<4000>>,
        "email" => email: Option<Aes<An<60>>>,
        "prdtTerm" => product_term: Option<DateTime14>,
        "mchtCustId" => customer_id: Option<Aes<An<50>>>,
        "taxTypeCd" => tax_type: Option<A<1>>,
        "taxAmt" => taxable_amount: Option<Aes<Won<12>>>,
        "vatAmt" => vat_amount: Option<Aes<Won<12>>>,
        "taxFreeAmt" => tax_free_amount: Option<Aes<Won<12>>>,
        "custIp" => customer_ip: Option<An<39>>,
        "appScheme" => app_scheme: Option<An<100>>,
        "custAcntSumry" => passbook_text: Option<Ahn<50>>,
    }
    "pktHash" => An<200> = sha256[merchant_id, method, order_no, date, time, amount] + KEY;
}

message! {
    /// The result, posted to nextUrl, or to cancUrl where the customer gave up. It carries no hash. PG 12.
    pub struct TransferWindowResponse: Window as "bank.response" {
        "mchtId" => merchant_id: An<10>,
        "outStatCd" => status: An<4>,
        "outRsltCd" => result_code: An<4>,
        "outRsltMsg" => result_message: Ahn<200>,
        "method" => method: An<20> = "bank",
        "mchtTrdNo" => order_no: An<100>,
        "mchtCustId" => customer_id: Option<Aes<An<50>>>,
        "trdNo" => trade_no: An<40>,
        "trdAmt" => amount: Aes<Won<12>>,
        "mchtParam" => merchant_param: Option<Ahn<4000>>,
        "authDt" => approved_at: Option<DateTime14>,
        "fnNm" => bank_name: Option<Ah<50>>,
        "fnCd" => bank_code: Option<N<4>>,
    }
}
