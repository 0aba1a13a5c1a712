//! Marks of our own drawing: an initial on a ground. Nobody's trademark.

/// The first syllable of a Hangul name; the capitals that a Latin one begins with (`KB`, `NH`), or its first two
/// letters, as many of them begin with S.
pub(in crate::window) fn initial(name: &str) -> String {
    const MOST_CAPITALS: usize = 3;
    let capitals: String =
        name.chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit()).collect();
    let latin = name.starts_with(|c: char| c.is_ascii_alphabetic());
    match capitals.len() {
        2..=MOST_CAPITALS => capitals,
        _ if latin => name.chars().take(2).filter(|c| !c.is_whitespace()).collect(),
        _ => name.chars().take(1).collect(),
    }
}

/// Ground and band of a code, dark enough for a white initial, and the same every time.
pub(in crate::window) fn colours_of(code: &str) -> (&'static str, &'static str) {
    const ALL: [(&str, &str); 6] = [
        ("#475569", "#64748b"),
        ("#0e7490", "#0891b2"),
        ("#6d28d9", "#7c3aed"),
        ("#9f1239", "#be123c"),
        ("#166534", "#15803d"),
        ("#92400e", "#b45309"),
    ];
    let sum: usize = code.bytes().map(usize::from).sum();
    ALL.into_iter().cycle().nth(sum % ALL.len()).unwrap_or(("#475569", "#64748b"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_the_initial_of_the_name() {
        for (name, mark) in [
            ("신한카드", "신"),
            ("KB국민카드", "KB"),
            ("NH농협카드", "NH"),
            ("Shinhan Card", "Sh"),
            ("BC Card", "BC"),
            ("KDB", "KDB"),
            ("K bank", "K"),
            ("", ""),
        ] {
            assert_eq!(initial(name), mark);
        }
    }

    #[test]
    fn a_code_keeps_its_colours_of() {
        assert_eq!(colours_of("999"), colours_of("999"));
        assert_ne!(colours_of("998"), colours_of("999"));
    }
}
