//! The code of PG 41.1 for everything that can go wrong behind the gate.

use domain::time::Moment;
use domain::{DeclineCode, MerchantId, Method, Refusal, TradeId, policy};
use protocol::{Code, Language, MessageSpec, Raw};
use store::StoreError;

use crate::wire::{self, trade_no};

/// A no: its code, its words, and fields of the answer that are known all the same.
#[derive(Clone, Debug)]
pub(crate) struct Reject {
    /// The code.
    pub(crate) code: Code,
    /// The words.
    pub(crate) text: String,
    /// The wire name of the field at fault.
    pub(crate) field: Option<&'static str>,
    /// Fields by wire name.
    pub(crate) extras: Vec<(&'static str, String)>,
}

impl Reject {
    /// A code, in its own words.
    pub(crate) fn of(code: Code) -> Self {
        Self { code, text: code.text(Language::Ko).to_owned(), field: None, extras: Vec::new() }
    }

    /// A field whose value makes no sense here: the code for what no other code names.
    pub(crate) fn field(spec: &'static MessageSpec, name: &str) -> Self {
        Self::from(protocol::Refusal::of(spec.dialect.invalid(), spec.field(name)))
    }

    /// A date too far from the merchant's clock stands beside what that clock shows: a clock that was moved is easily
    /// forgotten, and the date looks right.
    pub(crate) fn beside_clock(mut self, raw: &Raw, clock: Moment) -> Self {
        if self.field == Some("trdDt")
            && let Some((sent, today)) = wire::distant(raw, clock)
        {
            self.text = format!("{} (보낸 날짜 {sent}, 가맹점 시계 {today})", self.text);
        }
        self
    }

    /// An institution's own word.
    pub(crate) fn declined(code: DeclineCode) -> Self {
        Self::of(wire::code(code.as_str()))
    }

    /// The institution didn't answer in time.
    pub(crate) fn no_answer() -> Self {
        Self::of(const { Code::of("VTIM") })
    }

    /// Nobody can say yet; an inquiry will, by the number if there is a durable one.
    pub(crate) fn in_doubt(method: Method, merchant: MerchantId, trade: Option<TradeId>) -> Self {
        let reject = Self::of(const { Code::of("ST38") });
        match trade {
            Some(trade) => reject.with("trdNo", trade_no::print(method, merchant, trade)),
            None => reject,
        }
    }

    /// With a further field of the answer.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.extras.push((name, value));
        self
    }

    /// The code for a refusal by a business rule; a repeat is told the first trade number, so that a
    /// client that timed out finds its payment.
    pub(crate) fn refused(refusal: Refusal, spec: &'static MessageSpec, merchant: MerchantId) -> Self {
        let first = |reject: Self, method, id| reject.with("trdNo", trade_no::print(method, merchant, id));
        let amounts = |method| policy::of(method).amounts;
        match refusal {
            Refusal::OrderInProgress(method, id) => first(Self::of(const { Code::of("ST38") }), method, id),
            Refusal::OrderPaid(method, id) => first(Self::of(const { Code::of("ST03") }), method, id),
            Refusal::OrderRepeated(method, id) => first(Self::of(const { Code::of("ST50") }), method, id),
            Refusal::DateOutOfRange => Self::field(spec, "trdDt"),
            Refusal::OrderNumberForm => Self::field(spec, "mchtTrdNo"),
            Refusal::CurrencyNotContracted(method) => Self::declined(amounts(method).currency),
            Refusal::NothingToPay(method) => Self::declined(amounts(method).none),
            Refusal::AmountTooSmall(method) => Self::declined(amounts(method).too_small),
            Refusal::AmountTooLarge(method) => Self::declined(amounts(method).too_large),
            Refusal::AlreadyCancelled(method) => Self::declined(policy::of(method).already_cancelled),
            Refusal::Closed(code) => Self::declined(code),
            other => Self::of(code_of(other)),
        }
    }
}

const fn code_of(refusal: Refusal) -> Code {
    match refusal {
        Refusal::NotContracted => const { Code::of("ST69") },
        // Amounts by their method's policy, closed by its institution's own code, cancelled by the policy again.
        Refusal::CurrencyNotContracted(_)
        | Refusal::NothingToPay(_)
        | Refusal::AmountTooSmall(_)
        | Refusal::AmountTooLarge(_)
        | Refusal::DateOutOfRange
        | Refusal::OrderNumberForm
        | Refusal::StaleStep => const { Code::of("ST09") },
        Refusal::TooManyWindows => const { Code::of("ST41") },
        Refusal::TooManyAttempts => const { Code::of("ST70") },
        Refusal::Closed(_) => const { Code::of("ST99") },
        Refusal::AlreadyCancelled(_) => const { Code::of("ST25") },
        Refusal::TaxSplit => const { Code::of("ST55") },
        Refusal::OrderInProgress(..) | Refusal::CancelInProgress => const { Code::of("ST38") },
        Refusal::OrderPaid(..) => const { Code::of("ST03") },
        Refusal::OrderRepeated(..) => const { Code::of("ST50") },
        Refusal::WindowExpired => const { Code::of("5002") },
        Refusal::NoSuchPayment => const { Code::of("ST06") },
        Refusal::CancelPeriodOver => const { Code::of("ST46") },
        Refusal::PartialNotAllowed => const { Code::of("ST54") },
        Refusal::NotNextOrdinal => const { Code::of("ST56") },
        Refusal::OverBalance => const { Code::of("ST57") },
        Refusal::AuthenticationExpired => const { Code::of("ST30") },
        Refusal::NoSuchAuthentication => const { Code::of("ST13") },
        Refusal::AnotherAmount => const { Code::of("ST58") },
        Refusal::NoSuchBillingKey => const { Code::of("ST01") },
    }
}

impl From<protocol::Refusal> for Reject {
    fn from(refusal: protocol::Refusal) -> Self {
        Self {
            code: refusal.code,
            text: refusal.text(Language::Ko),
            field: refusal.field.map(|field| field.name),
            extras: Vec::new(),
        }
    }
}

impl From<StoreError> for Reject {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a request failed");
        Self::of(const { Code::of("ST10") })
    }
}
