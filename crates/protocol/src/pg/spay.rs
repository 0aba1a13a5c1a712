//! What every `/spay` message of a payment method begins with: its `params`. PG 8 and the like.

use crate::code::{Code, Language};
use crate::date::{Date8, DateTime14, Time6};
use crate::message::Message;
use crate::record::record;
use crate::text::{A, Ahn, An, N};

record! {
    /// The `params` of a request. Each message fixes its method and type of business.
    pub struct SpayRequest {
        "mchtId" => merchant_id: An<12>,
        "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
        "method" => method: A<2>,
        "bizType" => business_type: An<2>,
        "encCd" => encryption: N<2> = "23",
        "mchtTrdNo" => order_no: An<100>,
        "trdDt" => date: Date8,
        "trdTm" => time: Time6,
        "mobileYn" => mobile: Option<A<1>>,
        "osType" => os_type: Option<A<1>>,
    }
}

record! {
    /// The `params` of an answer: the request's, and what became of it.
    pub struct SpayResponse {
        "mchtId" => merchant_id: An<12>,
        "ver" => version: An<4> = "0A19" | "0A18" | "0A17",
        "method" => method: A<2>,
        "bizType" => business_type: An<2>,
        "encCd" => encryption: N<2> = "23",
        "mchtTrdNo" => order_no: An<100>,
        "trdNo" => trade_no: An<40>,
        "trdDt" => date: Date8,
        "trdTm" => time: Time6,
        "outStatCd" => status: An<4>,
        "outRsltCd" => result_code: An<4>,
        "outRsltMsg" => result_message: Ahn<200>,
    }
}

impl SpayRequest {
    /// The header of a request `M`: what is fixed in it, and what each call has of its own.
    pub fn of<M: Message>(merchant_id: &str, order_no: &str, at: DateTime14) -> Self {
        let fixed =
            |name| M::SPEC.field(name).and_then(|field| field.fixed.first()).copied().unwrap_or_default();
        Self {
            merchant_id: merchant_id.into(),
            version: fixed("ver").into(),
            method: fixed("method").into(),
            business_type: fixed("bizType").into(),
            encryption: fixed("encCd").into(),
            order_no: order_no.into(),
            date: at.date,
            time: at.time,
            mobile: None,
            os_type: None,
        }
    }

    /// The header of an answer that says yes.
    pub fn succeeded(&self, trade_no: &str) -> SpayResponse {
        SpayResponse {
            merchant_id: self.merchant_id.clone(),
            version: self.version.clone(),
            method: self.method.clone(),
            business_type: self.business_type.clone(),
            encryption: self.encryption.clone(),
            order_no: self.order_no.clone(),
            trade_no: trade_no.into(),
            date: self.date,
            time: self.time,
            status: "0021".into(),
            result_code: Code::SUCCESS.as_str().into(),
            result_message: Code::SUCCESS.text(Language::Ko).into(),
        }
    }
}
