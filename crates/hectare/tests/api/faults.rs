//! What can be wrong with a request, and which of two faults is answered.

use testkit::{Gateway, Request};

/// Something wrong with a request.
pub(crate) struct Fault {
    /// The field at fault: two faults of one field can't be told apart.
    pub(crate) field: &'static str,
    /// The code that it is answered with.
    pub(crate) code: &'static str,
    /// Makes a valid request wrong.
    pub(crate) spoil: fn(Request) -> Request,
    /// Whether only an institution can tell: it was asked, which is an operation.
    asked: bool,
}

/// A row of an API's table.
pub(crate) const fn fault(field: &'static str, code: &'static str, spoil: fn(Request) -> Request) -> Fault {
    Fault { field, code, spoil, asked: false }
}

/// A row of what an institution declines.
pub(crate) const fn declined(
    field: &'static str,
    code: &'static str,
    spoil: fn(Request) -> Request,
) -> Fault {
    Fault { field, code, spoil, asked: true }
}

/// Each fault is answered with its code, and of two faults the one that stands first.
pub(crate) async fn are_refused_in_order(gateway: &Gateway, valid: impl Fn() -> Request, faults: &[Fault]) {
    let mut operations = gateway.audit().operations();
    for (place, first) in faults.iter().enumerate() {
        let wrong = || (first.spoil)(valid());
        expect(gateway, &wrong(), first.code, first.field).await;
        operations += u64::from(first.asked);
        for second in faults.iter().skip(place + 1).filter(|second| second.field != first.field) {
            let both = (first.spoil)((second.spoil)(valid()));
            expect(gateway, &both, first.code, &format!("{}, then {}", first.field, second.field)).await;
            operations += u64::from(first.asked);
        }
    }
    assert_eq!(gateway.audit().operations(), operations, "a refused request began an operation");
}

async fn expect(gateway: &Gateway, request: &Request, code: &str, what: &str) {
    let reply = gateway.call(request).await;
    let said = (reply.status, reply.field("outStatCd"), reply.code());
    assert_eq!(said, (200, "0031".to_owned(), code.to_owned()), "{what}: {}", reply.text);
}
