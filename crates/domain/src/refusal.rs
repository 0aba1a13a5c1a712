//! Why a request is refused, before or instead of asking an institution.

use crate::{DeclineCode, Method, TradeId};

/// A refusal by a business rule. `gateway` gives each its code of PG 41.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The merchant has no contract for this method or service.
    NotContracted,
    /// The merchant doesn't trade in this currency, by this method.
    CurrencyNotContracted(Method),
    /// The request's date is more than a day from the merchant's clock.
    DateOutOfRange,
    /// Nothing is to be paid.
    NothingToPay(Method),
    /// Less than the merchant's contract allows.
    AmountTooSmall(Method),
    /// More than the method can charge.
    AmountTooLarge(Method),
    /// The contract fixes another taxation, or the parts don't add up to the amount.
    TaxSplit,
    /// The merchant's order numbers must be of one form, so that no two hash inputs are the same.
    OrderNumberForm,
    /// The order number is taken by a payment under way: its method and number, which a repeat is told.
    OrderInProgress(Method, TradeId),
    /// The order number is taken by a payment that was made.
    OrderPaid(Method, TradeId),
    /// The order number was used today.
    OrderRepeated(Method, TradeId),
    /// As many windows are open for this order as may be.
    TooManyWindows,
    /// As many cards were tried in this window as may be.
    TooManyAttempts,
    /// The window has been open for too long.
    WindowExpired,
    /// The window has moved on: a reload, the back button, a double click or a second tab.
    StaleStep,
    /// There is no such payment.
    NoSuchPayment,
    /// Another cancel of the payment is under way.
    CancelInProgress,
    /// It has been paid back already, all of it.
    AlreadyCancelled(Method),
    /// It is too late to pay it back.
    CancelPeriodOver,
    /// The merchant may not pay back a part.
    PartialNotAllowed,
    /// Not the number of the next cancel.
    NotNextOrdinal,
    /// More than is left of the payment.
    OverBalance,
    /// The authentication has been waiting for its capture for too long.
    AuthenticationExpired,
    /// There is no such authentication to capture.
    NoSuchAuthentication,
    /// Another amount than it must be: the one that was authenticated, or the one that a key's terms fix.
    AnotherAmount,
    /// There is no such billing key, or it was deleted.
    NoSuchBillingKey,
    /// The institution is closed at this hour; its code for that.
    Closed(DeclineCode),
}
