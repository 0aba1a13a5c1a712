//! A try to notify a merchant, and why it counted or didn't.

use notify::Answer;
use store::NotificationTry;

use crate::page::Frame;

/// One try.
#[derive(Debug)]
pub(super) struct TryRow {
    pub(super) number: usize,
    pub(super) at: String,
    /// The HTTP status; none where there was no answer.
    pub(super) status: Option<u16>,
    /// The answer's body as text, or what came in its place.
    pub(super) answer: String,
    /// Why it didn't count.
    pub(super) fault: Option<&'static str>,
}

/// What the sender writes down where there is no answer, and what it means.
const NO_ANSWER: [(&str, &str, &str); 4] = [
    (
        Answer::NO_ANSWER,
        "응답이 없었습니다. 주소와 포트를 확인하세요.",
        "There was no answer: check address and port.",
    ),
    (Answer::NOT_SENT, "보낼 수 없는 주소입니다.", "The address is none to send to."),
    (Answer::BROKE_OFF, "응답이 중간에 끊겼습니다.", "The answer broke off."),
    (Answer::NOBODY, "알릴 주소(notiUrl)가 없습니다.", "There is no address (notiUrl) to tell."),
];

/// Whether the try counted is the sender's word: of an answer that didn't only the beginning is kept.
pub(super) fn row(number: usize, attempt: &NotificationTry, counted: bool, frame: &Frame) -> TryRow {
    let answer = String::from_utf8_lossy(&attempt.answer).into_owned();
    let fault = if counted { None } else { fault(attempt.status, &answer, frame) };
    TryRow { number, at: attempt.at.kst().to_string(), status: attempt.status, answer, fault }
}

fn fault(status: Option<u16>, answer: &str, frame: &Frame) -> Option<&'static str> {
    match status {
        None => {
            let known = NO_ANSWER.iter().find(|(prefix, ..)| answer.starts_with(prefix));
            known.map(|(_, ko, en)| frame.of(ko, en))
        }
        Some(200..300) if answer.trim_start().starts_with('<') => Some(frame.of(
            "본문이 HTML 페이지입니다. 수신 페이지는 OK 두 글자만 답해야 합니다.",
            "The body is an HTML page. A receiver answers the two letters OK and nothing else.",
        )),
        Some(200..300) => Some(frame.of(
            "본문이 대문자 OK가 아니면 실패로 보고 다시 보냅니다.",
            "A body other than OK, in capitals, counts as a failure, and is sent again.",
        )),
        Some(300..400) => {
            Some(frame.of("다른 주소로 넘기는 응답은 따라가지 않습니다.", "Redirects are not followed."))
        }
        Some(_) => {
            Some(frame.of("HTTP 상태가 2xx가 아니면 실패입니다.", "Any HTTP status but a 2xx is a failure."))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Moment;
    use protocol::Language;

    use super::*;

    #[test]
    fn a_try_that_failed_says_why() {
        let frame = Frame::for_test(Language::En);
        let fault = |status, answer: &str| {
            let attempt = NotificationTry { at: Moment::from_ms(0), status, answer: answer.into() };
            row(1, &attempt, false, &frame).fault.unwrap_or_default()
        };
        assert!(fault(Some(200), "<!DOCTYPE html><p>OK</p>").contains("HTML page"));
        assert!(fault(Some(200), "<html><p>OK</p>").contains("HTML page"));
        assert!(fault(Some(200), "ok").contains("other than OK"));
        assert!(fault(Some(302), "").contains("Redirects"));
        assert!(fault(Some(500), "OK").contains("status"));
        assert!(fault(None, "no answer: connection refused").contains("check address"));
        // What isn't kept of it was the reason.
        assert!(fault(Some(200), "OK   ").contains("other than OK"));
    }

    #[test]
    fn a_try_that_counted_has_no_fault_whatever_stands_around_its_ok() {
        let frame = Frame::for_test(Language::En);
        for answer in ["OK", "\r\nOK\n", "\u{feff}OK", "OK<!-- 12:30:01 -->"] {
            let attempt =
                NotificationTry { at: Moment::from_ms(0), status: Some(200), answer: answer.into() };
            assert_eq!(row(1, &attempt, true, &frame).fault, None, "{answer:?}");
        }
    }
}
