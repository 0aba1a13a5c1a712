//! Numbers of cards and accounts in texts, as people write them: with blanks or hyphens between the digits, in half or
//! full width.

use super::HIDDEN;

/// The shortest run of digits that could be an account number.
const LONG_RUN: usize = 9;

/// Lengths of card numbers: Diners, American Express, everybody else's.
const CARD_LENGTHS: [usize; 3] = [14, 15, 16];

/// A text without its long runs of digits.
pub(super) fn without_long_runs(text: &str) -> String {
    if !has_digits(text, LONG_RUN) {
        return text.to_owned();
    }
    let hide = |run: &str| match digits(run).len() {
        0..LONG_RUN => run.to_owned(),
        _ => HIDDEN.to_owned(),
    };
    map_runs(text, hide)
}

/// A text whose runs of digits hold no number that a card could have: by its first digits, and by its check digit
/// (Luhn). An order number made of the date is none.
pub(super) fn without_card_numbers(text: &str) -> String {
    if !has_digits(text, CARD_LENGTHS[0]) {
        return text.to_owned();
    }
    let hide = |run: &str| if holds_card_number(&digits(run)) { HIDDEN.to_owned() } else { run.to_owned() };
    map_runs(text, hide)
}

/// Whether there are so many digits in it, together or apart: most texts need no closer look.
fn has_digits(text: &str, count: usize) -> bool {
    text.chars().filter(|c| digit(*c).is_some()).take(count).count() == count
}

/// The text with each run of digits made into another. What stands between digits belongs to their run.
fn map_runs(text: &str, of_run: impl Fn(&str) -> String) -> String {
    let mut mapped = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if digit(c).is_some() || (joins(c) && !run.is_empty()) {
            run.push(c);
            continue;
        }
        mapped.push_str(&of_run(&run));
        run.clear();
        mapped.push(c);
    }
    mapped.push_str(&of_run(&run));
    mapped
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')),
        _ => c.to_digit(10),
    }
}

fn joins(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{a0}' | '\u{3000}' | '－' | '\u{2010}'..='\u{2015}')
}

fn digits(run: &str) -> Vec<u32> {
    run.chars().filter_map(digit).collect()
}

fn holds_card_number(digits: &[u32]) -> bool {
    CARD_LENGTHS.iter().any(|&length| digits.windows(length).any(is_card_number))
}

fn is_card_number(digits: &[u32]) -> bool {
    let begins_like_one = match *digits {
        // 2221 to 2720 are Mastercard's; years begin with 20.
        [2, 2..=7, ..] | [3..=6 | 9, ..] => true,
        _ => false,
    };
    begins_like_one && luhn(digits).is_multiple_of(10)
}

/// The sum of the digits, every second from the right doubled.
fn luhn(digits: &[u32]) -> u32 {
    let doubled = |(position, digit): (usize, &u32)| match position % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits.iter().rev().enumerate().map(doubled).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_found_however_it_is_written() {
        for text in [
            "4111111111111111",
            "order 4111 1111 1111 1111",
            "4111-1111-1111-1111.html",
            "４１１１１１１１１１１１１１１１",
            "https://shop.example/?card=4111111111111111&x=1",
            "94901912345604029490191234560402",
            "378282246310005",
            "30569309025904",
            "5555 5555 5555 4444",
        ] {
            assert!(without_card_numbers(text).contains(HIDDEN), "{text}");
        }
    }

    #[test]
    fn what_is_no_card_number_is_kept() {
        for text in
            ["ORDER20211231100000", "20260102030405", "4111111111111112", "1234", "", "STFP 0211231100000M1"]
        {
            assert_eq!(without_card_numbers(text), text);
        }
    }

    #[test]
    fn long_runs_are_hidden_in_either_width() {
        assert_eq!(without_long_runs("account 110-123-456789"), "account ***");
        assert_eq!(without_long_runs("계좌 １１０１２３４５６ 끝"), "계좌 ***끝");
        assert_eq!(without_long_runs("010-1234"), "010-1234");
    }
}
