//! Characters: what each class of field holds, and what is taken out of free text rather than refused.
//!
//! The documents ask merchants to refrain from `: & ? ' " < >` and line breaks. Asking is not refusing: they are let
//! through, and whoever prints them escapes them.

/// Printable ASCII, the blank included.
pub(crate) fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// What an H class adds to printable ASCII.
pub(crate) fn is_free_text(c: char) -> bool {
    is_printable(c) || is_hangul(c) || matches!(c, '\r' | '\n' | '\t')
}

fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{AC00}'..='\u{D7A3}' // syllables
        | '\u{1100}'..='\u{11FF}' // jamo
        | '\u{3130}'..='\u{318F}' // compatibility jamo
        | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}') // jamo, extended
}

/// Pictographs, and what joins or varies them. None of these is of any class, so nothing legitimate is lost.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}'
        | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{200D}' | '\u{20E3}' | '\u{FE0E}' | '\u{FE0F}' | '\u{E0020}'..='\u{E007F}'
        | '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}')
}

pub(crate) fn without_emoji(text: &str) -> String {
    text.chars().filter(|&c| !is_emoji(c)).collect()
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
    fn free_text_holds_hangul_and_line_breaks_but_no_other_control_characters() {
        assert!("ㄱ 가 <a>\r\n\t".chars().all(is_free_text));
        assert!(!is_free_text('\0'));
        assert!(!is_free_text('漢'));
    }
}
