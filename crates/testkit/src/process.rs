//! The gateway's process.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

use crate::audit::{Audit, said};

/// A gateway on a data folder of its own, which ends with it.
#[derive(Debug)]
pub struct Gateway {
    binary: PathBuf,
    folder: TempDir,
    running: Option<Running>,
    pub(crate) http: reqwest::Client,
}

#[derive(Debug)]
struct Running {
    child: Child,
    url: String,
}

/// How long a gateway may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);
/// What it says then, before its address.
const ANNOUNCEMENT: &str = "Hectare listens at ";

impl Gateway {
    /// Starts the binary at this path, and waits until it listens.
    pub fn start(binary: &str) -> Self {
        // A process chooses its TLS provider once; a second choice is refused, and the first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build();
        let mut gateway = Self {
            binary: PathBuf::from(binary),
            folder: tempfile::tempdir().expect("a folder can be made"),
            running: None,
            http: http.expect("an HTTP client can be made"),
        };
        gateway.restart();
        gateway
    }

    /// Starts it (again) on the same data folder, at another address; kills it first if it runs.
    pub fn restart(&mut self) {
        self.restart_with(&[]);
    }

    /// The same, with further options for this one life.
    pub fn restart_with(&mut self, further: &[&str]) {
        self.kill();
        let log = File::options().create(true).append(true).open(self.log_path()).expect("a log can be made");
        let mut child = Command::new(&self.binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(self.data())
            .args(further)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the binary can be run");
        let url = announced_url(&mut child);
        let listens = url.is_some();
        self.running = Some(Running { child, url: url.unwrap_or_default() });
        assert!(listens, "the gateway doesn't listen");
    }

    /// Ends it in the midst of whatever it does, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }

    /// Asks it to stop, and waits until it has.
    pub fn terminate(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.ended()
    }

    /// Asks it to stop.
    pub fn ask_to_stop(&self) {
        let id = self.running.as_ref().expect("the gateway runs").child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill can be run");
        assert!(asked.success(), "the gateway has ended before it was asked to");
    }

    /// Waits until it has ended.
    pub fn ended(&mut self) -> ExitStatus {
        let mut running = self.running.take().expect("the gateway runs");
        running.child.wait().expect("a child can be waited for")
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        let running = self.running.as_mut();
        running.is_some_and(|running| matches!(running.child.try_wait(), Ok(None)))
    }

    /// Where it listens: `http://127.0.0.1:41234`.
    pub fn url(&self) -> &str {
        &self.running.as_ref().expect("the gateway runs").url
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// Runs another command of the binary on the data folder; says how it ended and what it printed.
    pub fn run(&self, command: &str, arguments: &[&str]) -> (bool, String) {
        said(Command::new(&self.binary).arg(command).arg("--data").arg(self.data()).args(arguments))
    }

    /// Audits its books, while it runs or after. They must be right.
    pub fn audit(&self) -> Audit {
        let audit = self.audit_of_damage();
        assert!(audit.right, "{}", audit.text);
        audit
    }

    /// Audits books that need not be right.
    pub fn audit_of_damage(&self) -> Audit {
        Audit::of(&self.binary, &self.data())
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Whether any file of the data folder, or the log, holds these bytes.
    pub fn keeps(&self, bytes: &[u8]) -> bool {
        let files = std::fs::read_dir(self.data()).expect("the data folder can be read");
        let paths = files.filter_map(|file| Some(file.ok()?.path())).chain([self.log_path()]);
        paths.into_iter().any(|path| holds(&path, bytes))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("the gateway's log:\n{}", self.log());
        }
    }
}

/// Reads what the gateway prints, to its end: a full pipe would stop it.
fn announced_url(child: &mut Child) -> Option<String> {
    let lines = BufReader::new(child.stdout.take()?).lines();
    let (found, url) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(url) = line.strip_prefix(ANNOUNCEMENT) {
                let _ = found.send(url.trim().to_owned());
            }
        }
    });
    url.recv_timeout(PATIENCE).ok()
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    let content = std::fs::read(path).unwrap_or_default();
    content.windows(bytes.len()).any(|window| window == bytes)
}
