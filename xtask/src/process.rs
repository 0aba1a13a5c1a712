//! Other programs: how they are started, and what their end means for ours.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Why a chore stopped, and the code to exit with: that of the program which failed, if it was one.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: u8,
}

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    pub(crate) fn not_started(command: &Command, error: &io::Error) -> Self {
        Self::new(format!("`{}` could not be started: {error}", line(command)))
    }
}

/// Where the workspace stands.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// Under `CI=true` the output is read from a log, where colours are noise.
pub(crate) fn under_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}

/// A program, run from the workspace's root.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    if under_ci() {
        command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1").env("TERM", "dumb");
    }
    command
}

/// The cargo that started us.
///
/// `cargo run` tells us about our own package through the environment. Build scripts such as ring's watch those very
/// variables and would build anew, here and again in the developer's next plain `cargo build`, so they stay behind.
pub(crate) fn cargo() -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let about_us = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| name.starts_with(prefix))
        });
        if about_us {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the command on our own output and waits for it.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| Failure::not_started(command, &error))?;
    judge(command, status)
}

/// Whether the command succeeds; what it says is left unheard.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// What the command prints, or a failure: also if it isn't there at all.
pub(crate) fn output(command: &mut Command) -> Outcome<Vec<u8>> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| Failure::not_started(command, &error))?;
    judge(command, output.status)?;
    Ok(output.stdout)
}

/// A status as an outcome.
pub(crate) fn judge(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() {
        return Ok(());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Err(Failure { message: format!("`{}` failed: {status}", line(command)), code })
}

/// Whether a shell would find the program.
pub(crate) fn on_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// The command as one would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwards_the_exit_code_of_the_program() {
        let failure = run(Command::new("sh").args(["-c", "exit 7"])).unwrap_err();
        assert_eq!(failure.code, 7);
        assert!(failure.message.contains("sh -c exit 7"), "{}", failure.message);
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure() {
        assert!(run(&mut Command::new("no-such-program-anywhere")).is_err());
        assert!(!on_path("no-such-program-anywhere"));
        assert!(on_path("sh"));
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn cargo_is_not_told_about_our_own_package() {
        let command = cargo();
        let removed: Vec<_> =
            command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        assert!(removed.contains(&std::ffi::OsStr::new("CARGO_MANIFEST_DIR")));
    }
}
