//! A step of the run: its headline, its duration, and what its test runner had to say in the end.

use std::io;
use std::process::Command;
use std::time::{Duration, Instant};

use super::summary::{is_summary, worth_repeating};
use crate::listen::listen;
use crate::process::Outcome;

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
            summaries = listen(command, io::stdout(), io::stderr(), is_summary)?;
            worth_repeating(&mut summaries);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_fails_ends_the_run_with_its_code() {
        let failure =
            Steps::default().take_tests("T", Command::new("sh").args(["-c", "exit 100"])).unwrap_err();
        assert_eq!(failure.code, 100);
    }
}
