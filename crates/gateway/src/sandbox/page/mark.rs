//! How something stands: in a word, a colour and a shape.

use domain::operation::OperationState;
use domain::payment::{Payment, Status};
use store::NotificationState;

use crate::page::Frame;

/// The colour and the shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Success,
    Failure,
    /// Nobody knows yet.
    Waiting,
    /// Neither good nor bad: it merely happened.
    Neutral,
}

impl Mood {
    /// Its name in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Waiting => "waiting",
            Self::Neutral => "neutral",
        }
    }

    /// Drawn in a square of 16.
    pub(super) const fn shape(self) -> &'static str {
        match self {
            Self::Success => "M3.5 8.5 6.500 11.500 12.500 4.500",
            Self::Failure => "M4 4 12 12M12 4 4 12",
            Self::Waiting => "M8 3V8.500M8 12.500V12.600",
            Self::Neutral => "M4 8H12",
        }
    }
}

/// Mood and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) mood: Mood,
    pub(super) word: &'static str,
}

impl Mark {
    /// What became of a request, by its code. A window that was opened is not paid yet.
    pub(super) fn of_request(code: &str, is_opening: bool, frame: &Frame) -> Self {
        let (mood, word) = match code {
            "0000" if is_opening => (Mood::Neutral, frame.of("창 열림", "Opened")),
            "0000" => (Mood::Success, frame.of("성공", "Success")),
            "VTIM" | "ST38" => (Mood::Waiting, frame.of("미확정", "Unknown")),
            "0009" => (Mood::Neutral, frame.of("고객이 닫음", "Left")),
            "5002" => (Mood::Failure, frame.of("시간 초과", "Expired")),
            _ => (Mood::Failure, frame.of("거절", "Refused")),
        };
        Self { mood, word }
    }

    /// Where a payment stands.
    pub(super) fn of_payment(payment: &Payment, frame: &Frame) -> Self {
        let (mood, word) = match payment.status {
            Status::Authorising => (Mood::Waiting, frame.of("승인 중", "Authorising")),
            Status::Authenticated => (Mood::Waiting, frame.of("인증 완료, 매입 전", "Authenticated")),
            Status::Reversing => (Mood::Waiting, frame.of("망취소 중", "Net-cancelling")),
            Status::Declined => (Mood::Failure, frame.of("거절", "Declined")),
            Status::Reversed => (Mood::Failure, frame.of("망취소됨", "Net-cancelled")),
            Status::Paid if payment.cancelled == 0 => (Mood::Success, frame.of("결제 완료", "Paid")),
            Status::Paid if payment.cancelled < payment.paid => {
                (Mood::Neutral, frame.of("일부 취소", "Part cancelled"))
            }
            Status::Paid => (Mood::Neutral, frame.of("전액 취소", "Cancelled")),
        };
        Self { mood, word }
    }

    /// Where an operation stands.
    pub(super) fn of_operation(state: OperationState, frame: &Frame) -> Self {
        let (mood, word) = match state {
            OperationState::Open => (Mood::Waiting, frame.of("진행 중", "Under way")),
            OperationState::Reversing => (Mood::Waiting, frame.of("되돌리는 중", "Being reversed")),
            OperationState::Waiting => (Mood::Waiting, frame.of("대기 중", "Waiting")),
            OperationState::Approved => (Mood::Success, frame.of("승인", "Approved")),
            OperationState::Declined => (Mood::Failure, frame.of("거절", "Declined")),
            OperationState::Reversed => (Mood::Failure, frame.of("되돌림", "Reversed")),
        };
        Self { mood, word }
    }

    /// Whether the merchant has been told, after so many tries.
    pub(super) fn of_notification(state: NotificationState, tries: u32, frame: &Frame) -> Self {
        let (mood, word) = match state {
            NotificationState::Delivered => (Mood::Success, frame.of("전달됨", "Delivered")),
            NotificationState::GivenUp => (Mood::Failure, frame.of("전달 실패", "Given up")),
            NotificationState::Pending(_) if tries == 0 => {
                (Mood::Waiting, frame.of("보내는 중", "Being sent"))
            }
            NotificationState::Pending(_) => {
                (Mood::Failure, frame.of("실패, 재시도 예정", "Failed, to be retried"))
            }
        };
        Self { mood, word }
    }
}

#[cfg(test)]
mod tests {
    use protocol::Language;

    use super::*;

    #[test]
    fn a_window_that_opened_is_not_a_payment() {
        let frame = Frame::for_test(Language::En);
        let of = |code, is_opening| {
            let mark = Mark::of_request(code, is_opening, &frame);
            (mark.mood, mark.word)
        };
        assert_eq!(of("0000", true), (Mood::Neutral, "Opened"));
        assert_eq!(of("0000", false), (Mood::Success, "Success"));
        assert_eq!(of("VTIM", false), (Mood::Waiting, "Unknown"));
        assert_eq!(of("0009", false), (Mood::Neutral, "Left"));
        assert_eq!(of("5002", false), (Mood::Failure, "Expired"));
        assert_eq!(of("CA31", false), (Mood::Failure, "Refused"));
    }
}
