//! What is going on, on standard error: one line that changes on a terminal, a line for each measurement elsewhere.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};

#[derive(Debug)]
pub(crate) struct Progress {
    terminal: bool,
    now: RefCell<String>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), now: RefCell::default() }
    }

    /// Something new is measured.
    pub(crate) fn begin(&self, what: &str) {
        what.clone_into(&mut self.now.borrow_mut());
        if self.terminal {
            self.show("");
        } else {
            eprintln!("{what}");
        }
    }

    /// How it goes.
    pub(crate) fn show(&self, how: &str) {
        if self.terminal {
            let separator = if how.is_empty() { "" } else { ": " };
            eprint!("\r\x1b[2K{}{separator}{how}", self.now.borrow());
            // A progress line that isn't shown is no harm.
            let _ = std::io::stderr().flush();
        }
    }

    /// Nothing more to show.
    pub(crate) fn clear(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }
}
