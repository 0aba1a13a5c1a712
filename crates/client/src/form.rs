//! Forms that come in, in either character set.

use std::borrow::Cow;

use encoding_rs::EUC_KR;
use protocol::{Charset, Raw};

use crate::error::NotVerified;

pub(crate) fn read(body: &[u8], charset: Charset) -> Result<Raw, NotVerified> {
    let body = match charset {
        Charset::Utf8 => Cow::Borrowed(body),
        Charset::EucKr => Cow::Owned(from_euc_kr(body)?),
    };
    protocol::form::parse(&body)
        .map_err(|unreadable| NotVerified::Unreadable(unreadable.reason(protocol::Language::En)))
}

/// The same form in UTF-8.
fn from_euc_kr(body: &[u8]) -> Result<Vec<u8>, NotVerified> {
    let mut form = String::with_capacity(body.len());
    for pair in body.split(|&byte| byte == b'&') {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = text(halves.next().unwrap_or_default())?;
        let value = text(halves.next().unwrap_or_default())?;
        form.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        form.push('=');
        form.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        form.push('&');
    }
    Ok(form.into_bytes())
}

fn text(escaped: &[u8]) -> Result<String, NotVerified> {
    let blanks: Vec<u8> = escaped.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    let bytes: Vec<u8> = percent_encoding::percent_decode(&blanks).collect();
    match EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(NotVerified::Unreadable("the text is not EUC-KR")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_euc_kr() {
        // python3 -c "from urllib.parse import urlencode; print(urlencode({'a': '들꽃 100% & 가'}, encoding='euc-kr'))"
        let raw = read(b"a=%B5%E9%B2%C9+100%25+%26+%B0%A1&b=", Charset::EucKr).unwrap();
        assert_eq!(raw.find("a"), Some("들꽃 100% & 가"));
        assert_eq!(raw.find("b"), None);
    }

    #[test]
    fn half_a_character_is_unreadable() {
        assert!(read(b"a=%B5", Charset::EucKr).is_err());
        assert!(read(b"a=%B5%E9", Charset::Utf8).is_err());
    }
}
