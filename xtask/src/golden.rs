//! The codec's golden values, computed a second time by other people's code: Python's hashlib and the `openssl` command.
//! Server and SDK share one codec, so an error in it would hide from every test that runs both ends.

use std::fs;

use crate::process::{Failure, Outcome, output, program, root};

/// Prints what `COMMITTED` should hold.
const SCRIPT: &str = "crates/protocol/tests/golden.py";
const COMMITTED: &str = "crates/protocol/tests/data/golden.json";

pub(crate) fn run() -> Outcome {
    if !root().join(SCRIPT).is_file() {
        return Err(Failure::new(format!("{SCRIPT} does not exist: nothing was compared")));
    }
    let computed = output(program("python3").arg(SCRIPT))?;
    let committed = fs::read(root().join(COMMITTED))
        .map_err(|error| Failure::new(format!("{COMMITTED} could not be read: {error}")))?;
    match first_difference(&String::from_utf8_lossy(&computed), &String::from_utf8_lossy(&committed)) {
        None => {
            println!("golden: {COMMITTED} is what {SCRIPT} computes");
            Ok(())
        }
        Some(line) => Err(Failure::new(format!("{COMMITTED}:{line} is not what {SCRIPT} computes"))),
    }
}

/// The number of the first line that isn't the same in both.
fn first_difference(computed: &str, committed: &str) -> Option<usize> {
    let (mut computed, mut committed) = (computed.lines(), committed.lines());
    for number in 1.. {
        match (computed.next(), committed.next()) {
            (None, None) => return None,
            (one, other) if one == other => {}
            _ => return Some(number),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_first_line_that_differs() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
    }

    #[test]
    fn a_missing_or_surplus_line_is_a_difference() {
        assert_eq!(first_difference("a\n", ""), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
