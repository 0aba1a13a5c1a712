//! Other programs whose output is passed on as it comes, and whose closing words are kept.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use crate::process::{Failure, Outcome, judge, under_ci};

/// Runs the command, passes on all that it prints, and yields the lines that are worth keeping.
pub(crate) fn listen(
    command: &mut Command,
    out: impl Write,
    err: impl Write + Send,
    worth: fn(&str) -> bool,
) -> Outcome<Vec<String>> {
    // Behind a pipe cargo and nextest would fall back to no colours, though a person is watching.
    if io::stderr().is_terminal() && !under_ci() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| Failure::not_started(command, &error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // Both at once: a runner that waits for a full pipe to drain would wait for ever.
    let kept = thread::scope(|scope| {
        let errors = scope.spawn(|| pass_on(stderr, err, worth));
        let mut lines = pass_on(stdout, out, worth);
        lines.extend(errors.join().unwrap_or_default());
        lines
    });
    let status = child.wait().map_err(|error| Failure::not_started(command, &error))?;
    judge(command, status)?;
    Ok(kept)
}

/// Copies a runner's output line by line until it ends, and yields the lines worth keeping.
fn pass_on(from: Option<impl Read>, mut to: impl Write, worth: fn(&str) -> bool) -> Vec<String> {
    let mut kept = Vec::new();
    let Some(from) = from else { return kept };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        // Whoever closed our output doesn't want to read on; the runner's verdict still counts.
        let _closed = to.write_all(&line).and_then(|()| to.flush());
        let text = String::from_utf8_lossy(&line);
        if worth(&text) {
            kept.push(text.trim_end().to_owned());
        }
        line.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_is_heard_on_both_its_outputs() {
        let script = "echo 'kept: one'; echo other; echo 'kept: two' >&2";
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let worth = |line: &str| line.starts_with("kept");
        let kept = listen(Command::new("sh").args(["-c", script]), &mut out, &mut err, worth).unwrap();
        assert_eq!(kept, ["kept: one", "kept: two"]);
        assert_eq!(out, b"kept: one\nother\n");
        assert_eq!(err, b"kept: two\n");
    }

    #[test]
    fn output_is_passed_on_byte_for_byte() {
        let mut copy = Vec::new();
        pass_on(Some(&b"one\n\xff\n\nlast without end"[..]), &mut copy, |_| false);
        assert_eq!(copy, b"one\n\xff\n\nlast without end");
    }
}
