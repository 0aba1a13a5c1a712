//! Texts that a field accepts, of any length up to its limit.

use protocol::{Class, Date8, FieldSpec, Format, Time6};

use super::input::Input;

pub(super) fn text(field: &FieldSpec, input: &mut Input<'_>) -> String {
    if !field.fixed.is_empty() {
        return input.pick(field.fixed).to_owned();
    }
    match field.format {
        Format::Amount => input.below(10_u64.pow(12)).to_string(),
        Format::Date => date(input),
        Format::Time => time(input),
        Format::DateTime => date(input) + &time(input),
        Format::Ordinal if input.coin() => input.below(1000).to_string(),
        Format::Ordinal => format!("{:03}", input.below(1000)),
        Format::Text | Format::Records => repeated(field, input),
    }
}

fn date(input: &mut Input<'_>) -> String {
    let (year, month, day) = (1 + small(input, 9999), 1 + input.byte() % 12, 1 + input.byte() % 31);
    let date = Date8::new(year, month, day).or(Date8::new(year, month, 28));
    date.expect("every month has a 28th").to_string()
}

fn time(input: &mut Input<'_>) -> String {
    let time = Time6::new(input.byte() % 24, input.byte() % 60, input.byte() % 60);
    time.expect("within the day").to_string()
}

fn small(input: &mut Input<'_>, limit: u16) -> u16 {
    u16::try_from(input.below(limit.into())).expect("below a small limit")
}

/// A few characters over and over: the limits are reached without an input of that length.
fn repeated(field: &FieldSpec, input: &mut Input<'_>) -> String {
    let length = 1 + usize::try_from(input.below(field.max as u64)).unwrap_or_default();
    let pattern: Vec<char> = (0..=input.byte() % 16).map(|_| character(field.class, input)).collect();
    // A first character of its own: free text that is nothing but a script word would be no text at all.
    let mut text = String::from("0");
    text.extend(pattern.iter().cycle().take(length - 1));
    while text.len() > length {
        text.pop();
    }
    text
}

fn character(class: Class, input: &mut Input<'_>) -> char {
    match class {
        Class::N => char::from(b'0' + input.byte() % 10),
        Class::A | Class::An => printable(input.byte()),
        Class::Ah | Class::Ahn => match input.byte() {
            byte @ 0..=159 => printable(byte),
            160..=169 => input.pick(&['\r', '\n', '\t', 'ㄱ', 'ᄀ', 'ꥠ', 'ힰ', '㈜', '·', '★', '漢', '”']),
            _ => char::from_u32(0xAC00 + u32::from(small(input, 11_172))).expect("a syllable of Hangul"),
        },
    }
}

fn printable(byte: u8) -> char {
    char::from(b' ' + byte % 95)
}
