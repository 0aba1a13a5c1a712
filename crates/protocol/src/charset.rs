//! Characters: what each class of field holds, and what is taken out of free text rather than refused.
//!
//! The documents ask merchants to refrain from `: & ? ' " < >` and line breaks. Asking is not refusing: they are let
//! through, and whoever prints them escapes them.

use encoding_rs::EUC_KR;

/// Printable ASCII, the blank included.
pub(crate) fn is_ascii_printable(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// What an H class holds: any printable text, and the white space of several lines. `㈜`, `·`, `㎏`, `★`, Hanja and
/// typographic quotes are everyday Korean.
pub(crate) fn is_free_text(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\t') || (is_printable(c) && !is_taken_out(c))
}

/// Whether a character shows something, and the same thing everywhere: no control character, no line end, no character
/// of private use, none that Unicode keeps free.
pub(crate) fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    let is_no_character = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    let is_private = (0xE000..=0xF8FF).contains(&code) || code >= 0xE_0000;
    let ends_a_line = matches!(c, '\u{2028}' | '\u{2029}');
    // A decoder put it where it had lost something.
    let stands_for_a_loss = c == '\u{FFFD}';
    !(c.is_control() || is_no_character || is_private || ends_a_line || stands_for_a_loss)
}

/// What is taken out of free text: pictographs, and characters that can't be seen.
fn is_taken_out(c: char) -> bool {
    is_invisible(c) || (is_pictograph(c) && !is_everyday(c))
}

/// Joiners, marks of direction, variation selectors, byte order marks: pasted unseen, and good for hiding things.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{20E3}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E01EF}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}'
        | '\u{231A}' | '\u{231B}' | '\u{2328}' | '\u{23CF}' | '\u{23E9}'..='\u{23F3}' | '\u{23F8}'..='\u{23FA}'
        | '\u{2600}'..='\u{27BF}'
        | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}' | '\u{2B1C}' | '\u{2B50}' | '\u{2B55}'
        | '\u{3030}' | '\u{303D}')
}

/// Pictographs that Korean texts have always had (`★ ☎ ♥`): EUC-KR has them.
fn is_everyday(c: char) -> bool {
    !EUC_KR.encode(c.encode_utf8(&mut [0; 4])).2
}

pub(crate) fn without_emoji(text: &str) -> String {
    text.chars().filter(|&c| !is_taken_out(c)).collect()
}

/// Words that scripts are injected with. Lower case: they are found in any.
const SCRIPT_WORDS: [&str; 4] = ["href", "alert", "javascript", "console.log"];

/// Taken out until none is left, so that removing one can't put another together.
pub(crate) fn without_script_words(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((at, word)) = first_script_word(&text) {
        text.replace_range(at..at + word.len(), "");
    }
    text
}

fn first_script_word(text: &str) -> Option<(usize, &'static str)> {
    // ASCII lower case keeps every byte where it is, so a position found here holds in the original.
    let lower = text.to_ascii_lowercase();
    SCRIPT_WORDS.iter().find_map(|word| lower.find(word).map(|at| (at, *word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removing_a_word_cannot_put_another_together() {
        assert_eq!(without_script_words("jaalertvascript: 1"), ": 1");
        assert_eq!(without_script_words("hrHREFef가"), "가");
    }

    #[test]
    fn a_joined_emoji_goes_as_a_whole() {
        assert_eq!(without_emoji("커피👩‍👩‍👧 1️⃣잔"), "커피 1잔");
    }

    #[test]
    fn everyday_korean_is_free_text() {
        let text = "㈜한빛 · 쌀 10㎏ … ★☎♥ ™®© → ‘책’ “冊” 漢字 ① ℃ ½ é 日本 ＡＢ ㄱ 가 <a>\r\n\t";
        assert!(text.chars().all(is_free_text));
        assert_eq!(without_emoji(text), text);
    }

    #[test]
    fn what_cannot_be_seen_is_no_free_text() {
        for c in ['\0', '\u{7f}', '\u{85}', '\u{e000}', '\u{fffd}', '\u{ffff}', '\u{2028}', '\u{202e}', '☕']
        {
            assert!(!is_free_text(c), "{c:?}");
        }
        assert_eq!(without_emoji("책\u{200b}\u{feff}\u{202e}"), "책");
    }
}
