//! Cancelling an account transfer. PG 13.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ahn, An};
use crate::value::{Aes, Ordinal, Won};

message! {
    /// Cancels a transfer: on the day of it in full only, later in full or in part. Without `cnclOrd` it is the next one, as
    /// a card's is. PG 13.
    pub struct TransferCancelRequest: Spay as "bank-cancel.request" {
        params: SpayRequest { method: "RA", business_type: "C0" },
        data {
            "orgTrdNo" => original_trade_no: An<40>,
            "crcCd" => currency: A<3> = "KRW",
            "cnclOrd" => ordinal: Option<Ordinal>,
            "taxTypeCd" => tax_type: Option<A<1>>,
            "cnclAmt" => amount: Aes<Won<12>>,
            "taxAmt" => taxable_amount: Option<Aes<Won<12>>>,
            "vatAmt" => vat_amount: Option<Aes<Won<12>>>,
            "taxFreeAmt" => tax_free_amount: Option<Aes<Won<12>>>,
            "cnclRsn" => reason: Option<Ahn<255>>,
        }
    }
    "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, amount] + KEY;
}

message! {
    /// Carries the request's own hash. PG 13.
    pub struct TransferCancelResponse: Spay as "bank-cancel.response" {
        params: SpayResponse { method: "RA", business_type: "C0" },
        data {
            "pktHash" => hash: An<64>,
            "orgTrdNo" => original_trade_no: An<40>,
            "cnclAmt" => amount: Aes<Won<12>>,
            "blcAmt" => balance: Aes<Won<12>>,
        }
    }
}
