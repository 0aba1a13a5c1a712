//! The card window: the form that opens it, and the result that the browser takes home. PG 6.

use crate::date::{Date8, DateTime14, Time6};
use crate::message::message;
use crate::text::{A, Ah, Ahn, An, N};
use crate::value::{Aes, Won};

message! {
    /// Opens the card window. `custIp` may be an IPv6 address. PG 6, its hash 6.3.
    pub struct CardWindowRequest: Window as "card.request" {
        "mchtId" => merchant_id: An<10>,
        "method" => method: An<20> = "card",
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
        "svcAmt" => service_charge: Option<Aes<Won<12>>>,
        "instmtMon" => instalment_months: Option<N<2>>,
        "cardType" => card_type: Option<N<1>>,
        "chainUserId" => payshot_id: Option<An<100>>,
        "cardGb" => issuer_code: Option<An<4>>,
        "appScheme" => app_scheme: Option<An<100>>,
        "custIp" => customer_ip: Option<An<39>>,
    }
    "pktHash" => An<200> = sha256[merchant_id, method, order_no, date, time, amount] + KEY;
}

message! {
    /// The result, posted to nextUrl, or to cancUrl where the customer gave up. It carries no hash. PG 6.4.
    pub struct CardWindowResponse: Window as "card.response" {
        "mchtId" => merchant_id: An<10>,
        "outStatCd" => status: An<4>,
        "outRsltCd" => result_code: An<4>,
        "outRsltMsg" => result_message: Ahn<200>,
        "method" => method: An<20> = "card",
        "mchtTrdNo" => order_no: An<100>,
        "mchtCustId" => customer_id: Option<Aes<An<50>>>,
        "trdNo" => trade_no: An<40>,
        "trdAmt" => amount: Aes<Won<12>>,
        "mchtParam" => merchant_param: Option<Ahn<4000>>,
        "authDt" => approved_at: Option<DateTime14>,
        "authNo" => approval_no: Option<N<15>>,
        "intMon" => instalment_months: Option<N<2>>,
        "fnNm" => issuer_name: Option<Ah<20>>,
        "fnCd" => issuer_code: Option<An<4>>,
        "pointTrdNo" => point_trade_no: Option<An<40>>,
        "pointTrdAmt" => point_amount: Option<Aes<Won<12>>>,
        "cardTrdAmt" => card_amount: Option<Aes<Won<12>>>,
        "billKey" => billing_key: Option<An<50>>,
    }
}
