//! As much of HTTP/1.1 as two programs need that know each other: a head, its Content-Length, a body.

use crate::Failure;

/// The longest head that either side sends.
const MAX_HEAD: usize = 8_192;

/// A message that has arrived entirely.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Whole<'a> {
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

/// The message in `bytes`, once all of it is there.
pub(crate) fn whole(bytes: &[u8]) -> Result<Option<Whole<'_>>, Failure> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return if bytes.len() > MAX_HEAD { Err("a head without an end".into()) } else { Ok(None) };
    };
    let (head, rest) = bytes.split_at(end);
    let head = std::str::from_utf8(head)?;
    let length = content_length(head).ok_or("a message without a length")?;
    let body = rest.get(4..).and_then(|body| body.get(..length));
    Ok(body.map(|body| Whole { head, body }))
}

/// A request with a JSON body.
pub(crate) fn post(path: &str, body: &[u8]) -> Result<String, Failure> {
    let length = body.len();
    let body = std::str::from_utf8(body)?;
    Ok(format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=UTF-8\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    ))
}

fn content_length(head: &str) -> Option<usize> {
    let value = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    };
    head.lines().skip(1).find_map(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_for_the_whole_message() {
        let message = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 2\r\n\r\nOK";
        for cut in 0..message.len() {
            assert_eq!(whole(&message[..cut]).unwrap(), None, "cut at {cut}");
        }
        let whole = whole(message).unwrap().unwrap();
        assert_eq!(whole.body, b"OK");
        assert!(whole.head.starts_with("HTTP/1.1 200 "));
    }

    #[test]
    fn a_length_is_a_must() {
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(whole(&[b'x'; MAX_HEAD + 1]).is_err());
    }
}
