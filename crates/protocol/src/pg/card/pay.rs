//! A payment with the card's data, billing key wanted or not. PG 8.1-8.4.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ahn, An, N};
use crate::value::{Aes, Won};

message! {
    /// Charges a card. The same path takes a billing key instead: `CardBillkeyPayRequest`. PG 8.1.
    ///
    /// Merchants of the legacy kind (구인증) must send identity and PIN, the others must not: the merchant's kind
    /// decides, so they are optional here. PG 8.1.
    pub struct CardPayRequest: Spay as "card-pay.request" {
        params: SpayRequest { method: "CA", business_type: "B0" },
        data {
            "pmtprdNm" => product_name: Ahn<128>,
            "mchtCustNm" => customer_name: Ahn<30>,
            "mchtCustId" => customer_id: Ahn<50>,
            "email" => email: Option<An<60>>,
            "cardNo" => card_number: Aes<N<16>>,
            "vldDtMon" => expiry_month: Aes<N<2>>,
            "vldDtYear" => expiry_year: Aes<N<2>>,
            "idntNo" => identity_no: Option<Aes<N<10>>>,
            "cardPwd" => pin_prefix: Option<Aes<N<2>>>,
            "instmtMon" => instalment_months: N<2>,
            "crcCd" => currency: A<3>,
            "taxTypeCd" => tax_type: Option<A<1>>,
            "trdAmt" => amount: Aes<Won<12>>,
            "taxAmt" => taxable_amount: Option<Aes<Won<12>>>,
            "vatAmt" => vat_amount: Option<Aes<Won<12>>>,
            "taxFreeAmt" => tax_free_amount: Option<Aes<Won<12>>>,
            "svcAmt" => service_charge: Option<Aes<Won<12>>>,
            "notiUrl" => notification_url: Option<An<250>>,
            "mchtParam" => merchant_param: Option<Ahn<4000>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// What the payment became. The number of the card comes masked, where the merchant has it at all. PG 8.3.
    pub struct CardPayResponse: Spay as "card-pay.response" {
        params: SpayResponse { method: "CA", business_type: "B0" },
        data {
            "trdAmt" => amount: Aes<Won<12>>,
            "billKey" => billing_key: Option<An<50>>,
            "cardNo" => card_number: Option<An<16>>,
            "vldDtMon" => expiry_month: Option<N<2>>,
            "vldDtYear" => expiry_year: Option<N<2>>,
            "issrId" => issuer_code: An<4>,
            "cardNm" => card_name: Ahn<20>,
            "cardKind" => card_kind: Ahn<50>,
            "ninstmtTypeCd" => interest_free: A<1>,
            "instmtMon" => instalment_months: Option<N<2>>,
            "apprNo" => approval_no: N<15>,
        }
    }
    "pktHash" => An<64> = sha256[status, date, time, merchant_id, order_no, amount] + KEY;
}
