//! Cancelling a card payment. PG 11.

use crate::date::{Date8, Time6};
use crate::message::message;
use crate::text::{A, Ahn, An, N};
use crate::value::{Aes, Ordinal, Won};

message! {
    /// Cancels an approved card payment, in full or in part. PG 11.1.
    pub struct CardCancelRequest: Json as "card-cancel.request" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
            "method" => method: A<2> = "CA",
            "bizType" => business_type: An<2> = "C0",
            "encCd" => encryption: N<2> = "23",
            "mchtTrdNo" => order_no: An<100>,
            "trdDt" => date: Date8,
            "trdTm" => time: Time6,
            "mobileYn" => mobile: Option<A<1>>,
            "osType" => os_type: Option<A<1>>,
        }
        data {
            "orgTrdNo" => original_trade_no: An<40>,
            "crcCd" => currency: A<3>,
            "cnclOrd" => ordinal: Ordinal,
            "taxTypeCd" => tax_type: Option<A<1>>,
            "cnclAmt" => amount: Aes<Won<12>>,
            "taxAmt" => taxable_amount: Option<Aes<Won<12>>>,
            "vatAmt" => vat_amount: Option<Aes<Won<12>>>,
            "taxFreeAmt" => tax_free_amount: Option<Aes<Won<12>>>,
            "svcAmt" => service_charge: Option<Aes<Won<12>>>,
            "cnclRsn" => reason: Option<Ahn<255>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// Carries the request's own hash. PG 11.3.
    pub struct CardCancelResponse: Json as "card-cancel.response" {
        params {
            "mchtId" => merchant_id: An<12>,
            "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
            "method" => method: A<2> = "CA",
            "bizType" => business_type: An<2> = "C0",
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
            "pktHash" => hash: An<64>,
            "orgTrdNo" => original_trade_no: An<40>,
            "cnclAmt" => amount: Aes<Won<12>>,
            "cardCnclAmt" => card_amount: Aes<Won<12>>,
            "pntCnclAmt" => point_amount: Aes<Won<12>>,
            "blcAmt" => balance: Aes<Won<12>>,
        }
    }
}
