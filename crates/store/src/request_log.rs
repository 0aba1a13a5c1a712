//! The request log: what merchants sent, masked, in a file of its own.
//!
//! It explains; it proves nothing. So it is unsynced and off the hot path, and nothing that befalls it
//! stops anything: a full queue or a full disk drops lines, a damaged file is set aside and another one
//! begun. Kept for 7 days, and no more than 10,000 lines or 32 MiB of a sender and 256 MiB in all.

mod append;
mod cut;
mod kept;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::thread;
use std::time::Duration;

use batch::{Durability, Journal, OpenError, Readers, Writer};
use domain::time::Moment;
use rusqlite::{Connection, ErrorCode, params};
use serde::{Deserialize, Serialize};

use append::{Append, Shared, Source};

/// One request as it came, masked, and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// When, by real time.
    pub at: Moment,
    /// The merchant named in it; empty if none.
    pub merchant: String,
    /// Whether that merchant's signature was right. Whoever doesn't sign has no share of the log to himself.
    #[serde(skip)]
    pub signed: bool,
    /// The path it came to.
    pub path: String,
    /// The verdict: the answer's code, `0000` for success.
    pub code: String,
    /// The verdict in words.
    pub text: String,
    /// The wire name of the field at fault, where it is one field's.
    #[serde(default)]
    pub field: Option<String>,
    /// The string that was hashed, masked, its key left off.
    pub hashed: Option<String>,
    /// Names that no message defines.
    pub unknown: Vec<String>,
    /// The fields, masked, as JSON.
    pub fields: String,
    /// The merchant's number for the order that it is about.
    #[serde(default)]
    pub order_no: Option<String>,
    /// How long the answer took, in microseconds.
    pub took_us: u64,
}

/// Where lines go.
#[derive(Debug)]
pub struct RequestLog(Arc<Log>);

#[derive(Debug)]
struct Log {
    path: PathBuf,
    shared: Arc<Shared>,
    file: RwLock<Option<File>>,
}

/// A log that is open.
#[derive(Debug)]
struct File {
    writer: Writer<Append>,
    readers: Arc<Readers>,
}

/// How long a log that can't be opened is let alone.
const PAUSE: Duration = Duration::from_secs(60);
/// The tables' version. An older log is forgotten rather than converted.
const VERSION: i64 = 2;

impl RequestLog {
    /// The log at `path`. One that can't be opened takes no lines, and is tried again later.
    pub fn open(path: &Path) -> Self {
        let file = File::open_or_replace(path);
        let (shared, path) = (Arc::<Shared>::default(), path.to_owned());
        shared.damaged.store(file.is_none(), Ordering::Relaxed);
        Self(Arc::new(Log { path, shared, file: RwLock::new(file) }))
    }

    /// Adds a line, unless too many are waiting, or what they hold is too much: this one so many bytes. It is made on the
    /// log's own thread.
    pub fn append(&self, bytes: usize, line: impl FnOnce() -> Line + Send + 'static) {
        let shared = &self.0.shared;
        if shared.damaged.load(Ordering::Relaxed) && shared.damaged.swap(false, Ordering::Relaxed) {
            renew(&self.0);
        }
        let file = self.0.file.read().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file.as_ref() else { return };
        if !shared.take_place(bytes) {
            return;
        }
        let line = Source::Unmade(Box::new(line));
        if file.writer.submit(Append { line, bytes, shared: Arc::clone(shared) }).is_err() {
            // Its thread has panicked: another file, another thread.
            shared.damaged.store(true, Ordering::Relaxed);
        }
    }

    /// The latest lines of a merchant, or of all, newest first, each as JSON. Blocks.
    pub fn latest(&self, merchant: Option<&str>, limit: u32) -> Result<Vec<String>, OpenError> {
        let file = self.0.file.read().unwrap_or_else(PoisonError::into_inner);
        let readers = file.as_ref().map(|file| Arc::clone(&file.readers));
        drop(file);
        let Some(readers) = readers else { return Ok(Vec::new()) };
        readers.read(|connection| {
            let Some(merchant) = merchant else {
                let mut all = connection.prepare_cached("SELECT line FROM request ORDER BY id DESC LIMIT ?")?;
                let lines = all.query_map([limit], |row| row.get(0))?;
                return Ok(lines.collect::<rusqlite::Result<_>>()?);
            };
            // What was signed, and among what nobody signed whatever names the merchant.
            let mut statement = connection.prepare_cached(
                "SELECT line FROM (
                     SELECT id, line FROM (
                         SELECT id, line FROM request WHERE sender = ?1 ORDER BY id DESC LIMIT ?2)
                     UNION ALL
                     SELECT id, line FROM (
                         SELECT id, line FROM request WHERE sender = '' AND merchant = ?1 ORDER BY id DESC LIMIT ?2)
                 ) ORDER BY id DESC LIMIT ?2",
            )?;
            let lines = statement.query_map(params![merchant, limit], |row| row.get(0))?;
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Begins another file, beside whatever goes on.
fn renew(log: &Arc<Log>) {
    let log = Arc::downgrade(log);
    // A thread that can't be started is one more line that isn't logged.
    let _ = thread::Builder::new().name("request-log-renewal".into()).spawn(move || {
        if let Some(path) = Log::close(&log) {
            let file = File::open_or_replace(&path);
            let failed = file.is_none();
            if let Some(log) = log.upgrade() {
                *log.file.write().unwrap_or_else(PoisonError::into_inner) = file;
            }
            if failed {
                thread::sleep(PAUSE);
                if let Some(log) = log.upgrade() {
                    log.shared.damaged.store(true, Ordering::Relaxed);
                }
            }
        }
    });
}

impl Log {
    /// Lets go of the file that is open, and says where it is.
    fn close(log: &Weak<Self>) -> Option<PathBuf> {
        let log = log.upgrade()?;
        let open = log.file.write().unwrap_or_else(PoisonError::into_inner).take();
        // What waits in its queue fails at once, or is dropped uncounted.
        drop(open);
        log.shared.clear_places();
        Some(log.path.clone())
    }
}

impl File {
    /// The file at `path`, or a new one in its place if it is damaged.
    fn open_or_replace(path: &Path) -> Option<Self> {
        let opened = Self::open(path).or_else(|error| {
            if !is_worthless(&error) {
                return Err(error);
            }
            let aside = set_aside(path)?;
            tracing::warn!(%error, aside = %aside.display(), "the request log is damaged: it was set aside");
            Self::open(path)
        });
        opened.inspect_err(|error| tracing::warn!(%error, "requests aren't logged")).ok()
    }

    fn open(path: &Path) -> Result<Self, OpenError> {
        let journal = Journal::new(path, Durability::Unsynced);
        let writer = Writer::start(&journal, "request-log", prepare)?;
        Ok(Self { writer, readers: Arc::new(Readers::new(journal)) })
    }
}

fn prepare(connection: &mut Connection) -> Result<(), OpenError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version != VERSION {
        let transaction = connection.transaction()?;
        transaction.execute_batch("DROP TABLE IF EXISTS request;")?;
        transaction.execute_batch(kept::TABLE)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    // Damage that the tables' own pages have.
    connection.query_row("SELECT count(*) FROM (SELECT 1 FROM request LIMIT 1)", [], |_| Ok(()))?;
    Ok(())
}

/// Whether a file will never be opened, however long one waits.
fn is_worthless(error: &OpenError) -> bool {
    let OpenError::Sqlite(error) = error else { return false };
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown)
    )
}

/// Gives a damaged file another name, over the one before it: damage that comes again fills no disk.
fn set_aside(path: &Path) -> Result<PathBuf, OpenError> {
    let aside = with_end(path, "-damaged");
    let io = |error| OpenError::Io(path.to_owned(), error);
    for end in ["-wal", "-shm"] {
        let _ = fs::rename(with_end(path, end), with_end(&aside, end));
    }
    match fs::rename(path, &aside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(error)),
        _ => Ok(aside),
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut path = path.to_owned().into_os_string();
    path.push(end);
    path.into()
}
