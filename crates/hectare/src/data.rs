//! The files of a data folder.

use std::path::Path;

use store::folder::{Environment, Folder};
use store::request_log::RequestLog;
use store::sqlite::SqliteStore;

/// Anything that stops a command, in words for whoever typed it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a server opens.
pub(crate) struct Data {
    pub(crate) folder: Folder,
    pub(crate) store: SqliteStore,
    pub(crate) log: RequestLog,
}

/// Opens a data folder to serve it.
pub(crate) fn open(path: &Path) -> Result<Data, Failure> {
    let folder = Folder::serve(path, Environment::Test)?;
    let store = SqliteStore::open(&folder)?;
    let log = RequestLog::open(&folder.join("requests.db"))?;
    Ok(Data { folder, store, log })
}
