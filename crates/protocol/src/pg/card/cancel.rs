//! Cancelling a card payment. PG 11.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ahn, An};
use crate::value::{Aes, Ordinal, Won};

message! {
    /// Cancels an approved card payment, in full or in part. Without `cnclOrd`, which the samples leave blank, it is the
    /// next one. PG 11.1.
    pub struct CardCancelRequest: Spay as "card-cancel.request" {
        params: SpayRequest { method: "CA", business_type: "C0" },
        data {
            "orgTrdNo" => original_trade_no: An<40>,
            "crcCd" => currency: A<3>,
            "cnclOrd" => ordinal: Option<Ordinal>,
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
    pub struct CardCancelResponse: Spay as "card-cancel.response" {
        params: SpayResponse { method: "CA", business_type: "C0" },
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
