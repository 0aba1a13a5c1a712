//! The files of a data folder.

use std::path::Path;

use store::folder::{Environment, Folder};
use store::request_log::RequestLog;
use store::sqlite::SqliteStore;

/// Anything that stops a command, in words for whoever typed it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a server opens.
pub(crate) struct Data {
    pub(crate) store: SqliteStore,
    pub(crate) log: RequestLog,
}

/// What a data folder is for; one that isn't there is made for testing.
pub(crate) fn environment(path: &Path) -> Result<Environment, Failure> {
    Ok(Folder::environment_at(path)?.unwrap_or(Environment::Test))
}

/// Opens a folder's files.
pub(crate) fn open(folder: &Folder) -> Result<Data, Failure> {
    let store = SqliteStore::open(folder)?;
    let log = RequestLog::open(&folder.join("requests.db"));
    Ok(Data { store, log })
}
