//! A step of the run: its headline, its duration, and what its test runner had to say in the end.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::summary::{is_summary, worth_repeating};
use crate::process::{Failure, Outcome, judge, under_ci};

/// The steps taken so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    taken: Vec<(String, Duration)>,
    closing: Vec<String>,
}

impl Steps {
    /// Takes a step that either holds or ends the run.
    pub(crate) fn take(&mut self, title: &str, work: impl FnOnce() -> Outcome) -> Outcome {
        println!("\n=== {title}");
        let start = Instant::now();
        let outcome = work();
        let duration = start.elapsed();
        let verdict = if outcome.is_ok() { "done" } else { "FAILED" };
        println!("=== {title}: {verdict} in {:.1} s", duration.as_secs_f64());
        self.taken.push((title.to_owned(), duration));
        outcome
    }

    /// Takes a step whose runner closes with a summary, and keeps that.
    pub(crate) fn take_tests(&mut self, title: &str, command: &mut Command) -> Outcome {
        let mut summaries = Vec::new();
        let outcome = self.take(title, || {
            summaries = listen(command, io::stdout(), io::stderr())?;
            Ok(())
        });
        self.closing.push(format!("{title}:"));
        self.closing.append(&mut summaries);
        outcome
    }

    /// Notes something that the recapitulation shall say.
    pub(crate) fn remark(&mut self, text: &str) {
        self.closing.push(text.to_owned());
    }

    /// Closes the run: how long each step took, then the runners' own words once more, as the last lines.
    pub(crate) fn recapitulate(&self) {
        println!("\n=== All steps hold");
        for (title, duration) in &self.taken {
            println!("{:8.1} s  {title}", duration.as_secs_f64());
        }
        println!();
        for line in &self.closing {
            println!("{line}");
        }
    }
}

/// Runs the command, passes on all that it prints as it comes, and yields its summary lines.
fn listen(command: &mut Command, out: impl Write, err: impl Write + Send) -> Outcome<Vec<String>> {
    // Behind a pipe cargo and nextest would fall back to no colours, though a person is watching.
    if io::stderr().is_terminal() && !under_ci() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| Failure::not_started(command, &error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // Both at once: a runner that waits for a full pipe to drain would wait for ever.
    let mut summaries = thread::scope(|scope| {
        let errors = scope.spawn(|| pass_on(stderr, err));
        let mut lines = pass_on(stdout, out);
        lines.extend(errors.join().unwrap_or_default());
        lines
    });
    let status = child.wait().map_err(|error| Failure::not_started(command, &error))?;
    judge(command, status)?;
    worth_repeating(&mut summaries);
    Ok(summaries)
}

/// Copies a runner's output line by line until it ends, and yields the lines that sum up.
fn pass_on(from: Option<impl Read>, mut to: impl Write) -> Vec<String> {
    let mut summaries = Vec::new();
    let Some(from) = from else { return summaries };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        // Whoever closed our output doesn't want to read on; the runner's verdict still counts.
        let _closed = to.write_all(&line).and_then(|()| to.flush());
        let text = String::from_utf8_lossy(&line);
        if is_summary(&text) {
            summaries.push(text.trim_end().to_owned());
        }
        line.clear();
    }
    summaries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_is_heard_on_both_its_outputs() {
        let script = "echo 'test result: ok. 2 passed; 0 failed'; echo '  Summary [ 0.1s] 3 tests run' >&2";
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let summaries = listen(Command::new("sh").args(["-c", script]), &mut out, &mut err).unwrap();
        assert_eq!(summaries, ["test result: ok. 2 passed; 0 failed", "  Summary [ 0.1s] 3 tests run"]);
        assert_eq!(out, b"test result: ok. 2 passed; 0 failed\n");
        assert_eq!(err, b"  Summary [ 0.1s] 3 tests run\n");
    }

    #[test]
    fn a_runner_that_fails_ends_the_run_with_its_code() {
        let failure =
            Steps::default().take_tests("T", Command::new("sh").args(["-c", "exit 100"])).unwrap_err();
        assert_eq!(failure.code, 100);
    }

    #[test]
    fn output_is_passed_on_byte_for_byte() {
        let mut copy = Vec::new();
        pass_on(Some(&b"one\n\xff\n\nlast without end"[..]), &mut copy);
        assert_eq!(copy, b"one\n\xff\n\nlast without end");
    }
}
