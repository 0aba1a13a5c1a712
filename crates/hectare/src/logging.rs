//! The log: warnings and what an operator wants to know, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::cli::LogForm;

const VARIABLE: &str = "HECTARE_LOG";

/// Starts logging. `HECTARE_LOG` chooses what is logged, as `info` or `engine=debug,warn`.
pub(crate) fn start(form: LogForm) {
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|error| {
        if std::env::var_os(VARIABLE).is_some() {
            eprintln!("hectare: {VARIABLE} is not understood, and left aside: {error}");
        }
        EnvFilter::new("info")
    });
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        LogForm::Human => builder.with_target(false).with_ansi(std::io::stderr().is_terminal()).init(),
        LogForm::Json => builder.json().flatten_event(true).init(),
    }
}
