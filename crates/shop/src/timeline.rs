//! What happened to an order, in the order in which the shop learnt of it.

use client::{Clock, DateTime, Event, Fate, Money, Status};

use crate::amount;
use crate::language::Language;
use crate::order::Rejection;

/// Who posts to an open address posts as often as they like.
const MAX_ENTRIES: usize = 100;

#[derive(Debug)]
pub(crate) struct Timeline {
    /// Its merchant's: what happens to an order is dated as the order is.
    clock: Clock,
    entries: Vec<Entry>,
    /// How much was ever recorded: pages look whether it grew.
    version: u64,
}

#[derive(Debug)]
pub(crate) struct Entry {
    at: DateTime,
    happening: Happening,
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Happening {
    Placed,
    Notified { event: Event, trade_no: String, amount: Money, new: bool },
    NotificationRejected { event: Event, trade_no: String, amount: Money, why: Rejection },
    WrongHash,
    Returned { status: Status, code: String, text: String },
    GivenUp,
    Charged { trade_no: String, amount: Money, rejected: bool },
    Refunded { trade_no: String, amount: Money },
    Found { fate: Fate, cancelled: Option<Money> },
    CallFailed(client::Error),
}

/// How it went, for the mark beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Neutral,
    Good,
    Bad,
}

impl Tone {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

impl Timeline {
    pub(crate) fn beginning(clock: Clock) -> Self {
        Self { clock, entries: vec![Entry { at: clock.now(), happening: Happening::Placed }], version: 1 }
    }

    pub(crate) const fn clock(&self) -> Clock {
        self.clock
    }

    pub(crate) fn now(&self) -> DateTime {
        self.clock.now()
    }

    pub(crate) const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    pub(crate) fn record(&mut self, happening: Happening) {
        self.version += 1;
        if self.entries.len() == MAX_ENTRIES {
            self.entries.remove(1);
        }
        self.entries.push(Entry { at: self.now(), happening });
    }

    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// The newest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }
}

impl Entry {
    /// `01-02 12:04:09`.
    pub(crate) fn time(&self) -> String {
        let (date, time) = (self.at.date, self.at.time);
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        format!("{:02}-{:02} {hour:02}:{minute:02}:{second:02}", date.month(), date.day())
    }

    pub(crate) const fn tone(&self) -> Tone {
        match &self.happening {
            Happening::Placed | Happening::GivenUp | Happening::Found { .. } => Tone::Neutral,
            Happening::Notified { new: true, .. }
            | Happening::Charged { rejected: false, .. }
            | Happening::Refunded { .. } => Tone::Good,
            Happening::Returned { status: Status::Failed, .. }
            | Happening::NotificationRejected { .. }
            | Happening::WrongHash
            | Happening::Charged { .. }
            | Happening::CallFailed(_) => Tone::Bad,
            Happening::Notified { .. } | Happening::Returned { .. } => Tone::Neutral,
        }
    }

    pub(crate) fn title(&self, language: &Language) -> &'static str {
        match &self.happening {
            Happening::Placed => language.of("주문", "Order placed"),
            Happening::Notified { new: true, .. } => {
                language.of("알림 수신, 해시 확인됨", "Notification received, hash verified")
            }
            Happening::Notified { .. } => {
                language.of("알림 수신, 이미 아는 내용", "Notification received, nothing new")
            }
            Happening::NotificationRejected { .. } => {
                language.of("알림 거절 (FAIL)", "Notification rejected (FAIL)")
            }
            Happening::WrongHash => {
                language.of("해시가 틀린 알림 거절 (FAIL)", "Wrong hash, rejected (FAIL)")
            }
            Happening::Returned { .. } => {
                language.of("결제창에서 돌아옴 (nextUrl)", "Back from the window (nextUrl)")
            }
            Happening::GivenUp => language.of("결제창을 닫음 (cancUrl)", "Window closed (cancUrl)"),
            Happening::Charged { .. } => language.of("승인 응답", "Charged by API"),
            Happening::Refunded { .. } => language.of("취소 응답", "Cancelled by API"),
            Happening::Found { .. } => language.of("거래 조회", "Inquiry"),
            Happening::CallFailed(client::Error::Unknown { .. }) => {
                language.of("결과를 알 수 없음: 거래를 조회하세요", "Outcome unknown: inquire")
            }
            Happening::CallFailed(_) => language.of("요청이 이루어지지 않음", "Request not carried out"),
        }
    }

    /// The transaction that it is about.
    pub(crate) fn trade_no(&self) -> Option<&str> {
        match &self.happening {
            Happening::Notified { trade_no, .. }
            | Happening::NotificationRejected { trade_no, .. }
            | Happening::Charged { trade_no, .. }
            | Happening::Refunded { trade_no, .. } => Some(trade_no),
            _ => None,
        }
    }

    pub(crate) fn detail(&self, language: &Language) -> String {
        let money = |amount: &Money| amount::text(*amount, *language);
        match &self.happening {
            Happening::Placed | Happening::GivenUp | Happening::WrongHash => String::new(),
            Happening::Notified { event, amount, .. } => {
                format!("{} {}", event_word(*event, language), money(amount))
            }
            Happening::NotificationRejected { event, amount, why, .. } => {
                let why = match why {
                    Rejection::Amount => language.of("주문과 금액이 다름", "not the order's amount"),
                    Rejection::OtherPayment => {
                        language.of("이 주문의 결제가 아님", "not this order's payment")
                    }
                };
                format!("{why} · {} {}", event_word(*event, language), money(amount))
            }
            Happening::Returned { code, text, .. } => format!("{} ({code})", language.of_code(code, text)),
            Happening::Charged { amount, .. } | Happening::Refunded { amount, .. } => money(amount),
            Happening::Found { fate, cancelled } => {
                let fate = match fate {
                    Fate::Normal => language.of("정상 거래", "stands"),
                    Fate::Cancelled => language.of("취소된 거래", "cancelled"),
                    Fate::Failed => language.of("실패한 거래", "failed"),
                };
                let cancelled = cancelled.filter(|amount| amount.minor_units() > 0);
                let suffix = cancelled
                    .map(|amount| format!(" · {} {}", language.of("취소", "cancelled"), money(&amount)));
                format!("{fate}{}", suffix.unwrap_or_default())
            }
            Happening::CallFailed(error) => error_detail(error, language),
        }
    }
}

const fn event_word(event: Event, language: &Language) -> &'static str {
    match event {
        Event::Approved => language.of("승인", "approved"),
        Event::Captured => language.of("매입", "captured"),
        Event::Cancelled => language.of("취소", "cancelled"),
        Event::Other => language.of("기타", "other"),
    }
}

/// The merchant's words for what went wrong.
fn error_detail(error: &client::Error, language: &Language) -> String {
    match error {
        client::Error::Refused { code, message, .. } => {
            format!("{} ({code})", language.of_code(code, message))
        }
        client::Error::Unknown { reason } => {
            format!(
                "{}: {reason}",
                language.of("게이트웨이의 답이 없거나 읽을 수 없음", "no answer, or none that can be read")
            )
        }
        client::Error::Transport { reason } => {
            format!("{}: {reason}", language.of("게이트웨이에 닿지 못함", "the gateway can't be reached"))
        }
        client::Error::Invalid { field, message } => format!("{field}: {message}"),
    }
}
