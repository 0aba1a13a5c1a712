//! What a receiver answers, and whether that means yes.

/// What came of posting a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The receiver answered.
    Came {
        /// The HTTP status.
        status: u16,
        /// The first bytes of the body.
        body: Vec<u8>,
        /// Whether there was more than is kept.
        cut: bool,
    },
    /// There was no answer, for this reason: plain words that anybody may read, without the URL.
    Missing(String),
}

/// How much of an answer is read.
pub(crate) const KEPT: usize = 4_096;
/// How much is kept of one that wasn't accepted: enough to see what went wrong, however often it does.
const KEPT_OF_FAILURE: usize = 512;

impl Answer {
    /// How the reason of a [`Missing`](Self::Missing) answer begins: the receiver said nothing.
    pub const NO_ANSWER: &str = "no answer";
    /// Its address is none to send to.
    pub const NOT_SENT: &str = "not sent";
    /// It didn't say all of it.
    pub const BROKE_OFF: &str = "the answer broke off";
    /// There is no address.
    pub const NOBODY: &str = "nobody to tell";

    pub(crate) fn is_accepted(&self) -> bool {
        match self {
            // Nobody knows what the rest of a cut answer says.
            Self::Came { status, body, cut } => (200..300).contains(status) && !cut && is_accepted(body),
            Self::Missing(_) => false,
        }
    }

    /// Why it isn't accepted, in words for a log: no word of the answer itself, which may repeat what it was sent.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Came { status, .. } if !(200..300).contains(status) => {
                format!("answered with status {status}")
            }
            Self::Came { cut: true, .. } => format!("answered more than {KEPT} bytes, which isn't OK"),
            Self::Came { body, .. } if body.is_empty() => "answered nothing, not OK".to_owned(),
            Self::Came { body, .. } => format!("answered {} bytes that aren't OK", body.len()),
            Self::Missing(reason) => reason.clone(),
        }
    }

    /// What is stored of it: the status, and the body or why there is none.
    pub(crate) fn into_record(self) -> (Option<u16>, Vec<u8>) {
        let kept = if self.is_accepted() { KEPT } else { KEPT_OF_FAILURE };
        let (status, mut text) = match self {
            Self::Came { status, body, .. } => (Some(status), body),
            Self::Missing(reason) => (None, reason.into_bytes()),
        };
        text.truncate(kept);
        (status, text)
    }
}

/// Whether a body means yes: `OK` and nothing else, once byte order marks, white space and HTML comments around it
/// are left off. Receivers in use wrap it in blank lines, or let their framework append `<!-- … -->`.
fn is_accepted(body: &[u8]) -> bool {
    let said = without_trailing(without_leading(body));
    is_exact(said)
}

/// Whether a body is `OK` to the letter, as the documents want it.
fn is_exact(body: &[u8]) -> bool {
    body == b"OK"
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const OPENING: &[u8] = b"<!--";
const CLOSING: &[u8] = b"-->";

fn without_leading(mut body: &[u8]) -> &[u8] {
    loop {
        body = body.trim_ascii_start();
        if let Some(rest) = body.strip_prefix(BYTE_ORDER_MARK) {
            body = rest;
        } else if let Some(comment) = body.strip_prefix(OPENING)
            && let Some(end) = find(comment, CLOSING)
        {
            body = comment.get(end.saturating_add(CLOSING.len())..).unwrap_or_default();
        } else {
            return body;
        }
    }
}

/// What stands before the first comment, if nothing but comments follow it.
fn without_trailing(body: &[u8]) -> &[u8] {
    let said = find(body, OPENING).and_then(|start| body.split_at_checked(start));
    let (said, rest) = said.unwrap_or((body, b""));
    if !without_leading(rest).is_empty() {
        return body;
    }
    let mut said = said.trim_ascii_end();
    while let Some(rest) = said.strip_suffix(BYTE_ORDER_MARK) {
        said = rest.trim_ascii_end();
    }
    said
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What receivers answer, and what it means: accepted and exact, accepted, or neither.
    const ANSWERS: [(&str, bool, bool); 30] = [
        ("OK", true, true),
        ("OK\n", true, false),
        (" \r\n\tOK\r\n ", true, false),
        ("\u{feff}OK", true, false),
        ("\r\n\u{feff}\u{feff}\r\nOK", true, false),
        ("OK\u{feff}", true, false),
        ("OK<!-- 12:30:01 -->", true, false),
        ("OK <!-- a --> <!-- b -->\r\n", true, false),
        ("<!-- before -->OK", true, false),
        ("<!-- before -->\n<!-- again -->\nOK\n<!-- after -->", true, false),
        ("\u{feff}<!-- page -->\r\nOK", true, false),
        ("OK<!---->", true, false),
        ("OK<!-- FAIL -->", true, false),
        ("", false, false),
        ("FAIL", false, false),
        ("ok", false, false),
        ("O K", false, false),
        ("OK OK", false, false),
        ("OKAY", false, false),
        ("\"OK\"", false, false),
        ("<html>OK</html>", false, false),
        ("<!-- OK -->", false, false),
        ("<!-- OK", false, false),
        ("OK<!-- not closed", false, false),
        ("OK<!-- a -->FAIL", false, false),
        ("OK<!-- a -->FAIL<!-- b -->", false, false),
        ("<!-- a -->FAIL<!-- b -->OK", false, false),
        ("FAIL<!-- OK -->", false, false),
        ("-->OK", false, false),
        ("오케이", false, false),
    ];

    #[test]
    fn an_answer_that_says_ok_and_nothing_else_is_accepted() {
        for (body, accepted, exact) in ANSWERS {
            assert_eq!(is_accepted(body.as_bytes()), accepted, "{body:?}");
            assert_eq!(is_exact(body.as_bytes()), exact, "{body:?}");
        }
        assert!(!is_accepted(b"O\0K\0") && !is_accepted(b"\xff\xfeO\0K\0"), "UTF-16 isn't understood");
    }

    #[test]
    fn only_a_2xx_answer_that_is_known_to_its_end_is_accepted() {
        let came = |status, cut| Answer::Came { status, body: b"OK".to_vec(), cut };
        for status in [200, 201, 202, 299] {
            assert!(came(status, false).is_accepted(), "{status}");
        }
        for status in [100, 199, 300, 302, 404, 500] {
            assert!(!came(status, false).is_accepted(), "{status}");
        }
        assert!(!came(200, true).is_accepted());
        assert!(!Answer::Missing("OK".to_owned()).is_accepted());
    }

    #[test]
    fn of_a_failure_less_is_kept() {
        let long = |status, text: &str| {
            let mut body = text.as_bytes().to_vec();
            body.resize(KEPT, b' ');
            Answer::Came { status, body, cut: false }
        };
        assert_eq!(long(200, "OK").into_record().1.len(), 4_096);
        assert_eq!(long(200, "FAIL").into_record().1.len(), 512);
        assert_eq!(long(500, "OK").into_record().1.len(), 512);
    }

    #[test]
    fn a_reason_never_repeats_the_answer() {
        let echo = Answer::Came { status: 200, body: b"billKey=SBILL_0PQ8M2XK7".to_vec(), cut: false };
        assert_eq!(echo.reason(), "answered 23 bytes that aren't OK");
    }
}
