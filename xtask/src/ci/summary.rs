//! The lines in which test runners sum up.

/// Whether nextest (`Summary [ 1.2s] 5 tests run: …`) or libtest (`test result: ok. …`) sums up in this line.
pub(crate) fn is_summary(line: &str) -> bool {
    let plain = without_colours(line);
    let plain = plain.trim_start();
    plain.starts_with("Summary [") || plain.starts_with("test result: ")
}

/// Leaves out the binaries that had nothing to run, unless that is all there is to say: cargo test speaks once for
/// each crate, and a dozen lines of zeros hide the two that matter.
pub(crate) fn worth_repeating(summaries: &mut Vec<String>) {
    let says_something = |line: &String| !line.contains(" 0 passed; 0 failed; 0 ignored");
    if summaries.iter().any(says_something) {
        summaries.retain(says_something);
    } else {
        summaries.truncate(1);
    }
}

/// The line without terminal escapes: those that set colours run from ESC to the letter `m`.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut escaped = false;
    for character in line.chars() {
        match (escaped, character) {
            (false, '\u{1b}') => escaped = true,
            (true, 'm') => escaped = false,
            (true, _) => {}
            (false, _) => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_runners_summaries() {
        assert!(is_summary("     Summary [   0.012s] 5 tests run: 5 passed, 0 skipped\n"));
        assert!(is_summary("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n"));
        assert!(is_summary("\u{1b}[32m     Summary\u{1b}[0m [   0.012s] 5 tests run"));
    }

    #[test]
    fn other_lines_sum_up_nothing() {
        assert!(!is_summary("        PASS [   0.008s] nx tests::summary"));
        assert!(!is_summary("test results::are_kept ... ok"));
        assert!(!is_summary(""));
    }

    #[test]
    fn binaries_without_tests_are_not_repeated() {
        let empty = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured".to_owned();
        let full = "test result: ok. 10 passed; 0 failed; 0 ignored; 0 measured".to_owned();
        let mut mixed = vec![empty.clone(), full.clone(), empty.clone()];
        worth_repeating(&mut mixed);
        assert_eq!(mixed, [full]);
        let mut empties = vec![empty.clone(), empty.clone()];
        worth_repeating(&mut empties);
        assert_eq!(empties, [empty]);
    }
}
