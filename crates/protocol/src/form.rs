//! `application/x-www-form-urlencoded`: what windows take, and what notifications and window results are sent as.

use encoding_rs::EUC_KR;

use crate::field::Group;
use crate::raw::{Raw, Unreadable};

/// What the largest message needs several times over.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;

/// The character set of a form that we send. What comes in is UTF-8 always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    #[default]
    Utf8,
    /// The older documents' choice, for merchants who still receive notifications so.
    EucKr,
}

/// Reads a form, strictly: text that a lenient reader would repair is text that the merchant did not hash.
pub fn parse(body: &[u8]) -> Result<Raw, Unreadable> {
    if body.len() > MAX_BODY_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut raw = Raw::new();
    for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = unescape(halves.next().unwrap_or_default())?;
        let value = unescape(halves.next().unwrap_or_default())?;
        raw.receive(Group::Whole, name, value)?;
    }
    Ok(raw)
}

fn unescape(escaped: &[u8]) -> Result<String, Unreadable> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.iter();
    while let Some(&byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (hex_digit(rest.next()), hex_digit(rest.next()));
                let broken = Unreadable::BadEscape;
                high.ok_or(broken)? << 4 | low.ok_or(broken)?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)
}

fn hex_digit(byte: Option<&u8>) -> Option<u8> {
    match *byte? {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        digit @ b'a'..=b'f' => Some(digit - b'a' + 10),
        digit @ b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Writes a form.
pub fn encode(raw: &Raw, charset: Charset) -> Vec<u8> {
    let mut body = String::new();
    for (_, name, value) in raw.iter() {
        if !body.is_empty() {
            body.push('&');
        }
        body.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        body.push('=');
        match charset {
            Charset::Utf8 => body.extend(form_urlencoded::byte_serialize(value.as_bytes())),
            Charset::EucKr => body.extend(form_urlencoded::byte_serialize(&euc_kr(value))),
        }
    }
    body.into_bytes()
}

/// What EUC-KR lacks becomes a question mark, as Java's encoders do it, rather than a character reference that the
/// merchant would hash as it stands.
fn euc_kr(text: &str) -> Vec<u8> {
    let mut buffer = [0; 4];
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        let (encoded, _, lacking) = EUC_KR.encode(c.encode_utf8(&mut buffer));
        bytes.extend_from_slice(if lacking { b"?" } else { &encoded });
    }
    bytes
}
