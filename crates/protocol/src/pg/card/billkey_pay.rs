//! A payment with a billing key. PG 9.

use crate::message::message;
use crate::pg::spay::{SpayRequest, SpayResponse};
use crate::text::{A, Ahn, An, N};
use crate::value::{Aes, Won};

message! {
    /// Charges the card behind a billing key. The newer guide and every sample have `notiUrl`, which PG 9.1 lacks.
    pub struct CardBillkeyPayRequest: Spay as "card-billkey-pay.request" {
        params: SpayRequest { method: "CA", business_type: "B0" },
        data {
            "pmtprdNm" => product_name: Ahn<128>,
            "mchtCustNm" => customer_name: Ahn<30>,
            "mchtCustId" => customer_id: Ahn<50>,
            "email" => email: Option<An<60>>,
            "billKey" => billing_key: An<50>,
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
    /// What the payment became. PG 9.3.
    pub struct CardBillkeyPayResponse: Spay as "card-billkey-pay.response" {
        params: SpayResponse { method: "CA", business_type: "B0" },
        data {
            "trdAmt" => amount: Aes<Won<12>>,
            "billKey" => billing_key: An<50>,
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
