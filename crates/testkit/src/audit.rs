//! What `hectare audit` says.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// An audit's verdict and its words.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Whether the books are right.
    pub right: bool,
    /// All it said.
    pub text: String,
}

/// Runs a command of the binary's to its end: whether it went well, and all that it said.
pub fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("the binary can be run");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

impl Audit {
    /// Audits a data folder, of a running server or a stopped one.
    pub fn of(binary: impl AsRef<OsStr>, data: &Path) -> Self {
        let (right, text) = said(Command::new(binary).arg("audit").arg("--data").arg(data));
        Self { right, text }
    }

    /// How many operations there are: requests to institutions, each from its intent to its outcome.
    pub fn operations(&self) -> u64 {
        let line = self.text.lines().find_map(|line| line.strip_suffix(" operations"));
        line.and_then(|count| count.parse().ok()).expect("an audit counts operations")
    }

    /// Debits and credits of an account: `payable:nxca_jt_bi`.
    pub fn account(&self, name: &str) -> (i64, i64) {
        let line = self.text.lines().find(|line| line.split_whitespace().next() == Some(name));
        let column = |index| line.and_then(|line| line.split_whitespace().nth(index)?.parse().ok());
        (column(2).unwrap_or(0), column(3).unwrap_or(0))
    }

    /// How many operations are still under way.
    pub fn under_way(&self) -> usize {
        self.text.lines().filter(|line| line.starts_with("under way:")).count()
    }
}
