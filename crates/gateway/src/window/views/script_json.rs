//! JSON inside a script element.

use serde_json::Value;

/// The object of these members, in their order, as JSON that is also a JavaScript literal and can't end the script element:
/// `<`, `>`, `&` and the line separators that JSON allows but scripts didn't are written as escapes.
pub(super) fn script_object(members: &[(String, String)]) -> String {
    let string = |text: &str| Value::from(text).to_string();
    let pairs: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{}", string(name), string(value))).collect();
    let mut safe = String::new();
    for character in format!("{{{}}}", pairs.join(",")).chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_can_end_the_script() {
        let hostile = [("a\"b".to_owned(), "</script><!-- & \u{2028}\\".to_owned())];
        let json = script_object(&hostile);
        assert_eq!(json, r#"{"a\"b":"\u003c/script\u003e\u003c!-- \u0026 \u2028\\"}"#);
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["a\"b"], "</script><!-- & \u{2028}\\");
    }
}
