//! What became of a window, a line each in the request log: a developer finds there what the customer met.

use protocol::Code;

use super::driven::Driven;
use super::flow::Tried;
use super::visit::Visit;
use crate::{log, router, wire};

/// Notes what happened.
pub(super) fn note(visit: &Visit, flow: &'static dyn Driven, code: Code, text: &'static str) {
    let opened = &visit.window.opened;
    let order = (visit.merchant.merchant().id, opened.order_no.as_str());
    // A window's own address holds its token, which is never logged: it is told by where it was opened.
    log::outcome(&visit.app, router::known(&opened.path), flow.spec(), order, (code, text));
}

/// Notes what came of a try to pay.
pub(super) fn note_tried(visit: &Visit, flow: &'static dyn Driven, tried: Tried) {
    let (code, text) = match tried {
        Tried::Paid => (Code::SUCCESS, "결제 완료"),
        Tried::Authenticated => (Code::SUCCESS, "인증 완료, 매입 대기"),
        Tried::Declined(code) => (wire::code(code.as_str()), "결제 거절"),
        Tried::InDoubt => (const { Code::of("ST38") }, "아직 결과를 알 수 없음"),
        Tried::Unknown => (const { Code::of("VTIM") }, "결과를 알 수 없어 망취소"),
        // The step that refuses it notes it.
        Tried::Refused(_) => return,
    };
    note(visit, flow, code, text);
}
