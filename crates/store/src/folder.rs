//! The data folder: test or live from its creation, and one server at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::vault::Vault;

/// What a data folder is for, from its creation on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Simulated institutions, test merchants, a sandbox.
    Test,
    /// Real money.
    Live,
}

/// Why a data folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another server has it.
    #[error("another server is using {0}")]
    InUse(PathBuf),
    /// It holds something else.
    #[error("{0} is not a Hectare data folder: it holds other files and no `environment`")]
    Foreign(PathBuf),
    /// There is none.
    #[error("there is no Hectare data folder at {0}")]
    Missing(PathBuf),
    /// Made for the other environment.
    #[error("{0} is a {1} folder")]
    OtherEnvironment(PathBuf, &'static str),
    /// Live folders don't make their own master key.
    #[error("a live folder needs its master key (64 hexadecimal digits)")]
    NoMasterKey,
    /// The operating system's own words.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// A data folder that this process may write to. Dropping it gives it free.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    environment: Environment,
    vault: Vault,
    /// Held, never read: the lock ends with it.
    _lock: Option<File>,
}

impl Folder {
    /// Opens the folder for a server, making it first if there is none.
    pub fn serve(path: &Path, environment: Environment) -> Result<Self, FolderError> {
        make_private(path).map_err(|error| FolderError::Io(path.to_owned(), error))?;
        // Before anything is written, the lock included: a folder of something else stays as it is.
        if read_environment(path)?.is_none() {
            check_ours(path)?;
        }
        let lock = lock(path)?;
        match read_environment(path)? {
            Some(found) if found != environment => {
                return Err(FolderError::OtherEnvironment(path.to_owned(), name_of(found)));
            }
            Some(_) => {}
            None if environment == Environment::Live => return Err(FolderError::NoMasterKey),
            None => create(path, environment)?,
        }
        let vault = Vault::new(read_master_key(path)?);
        Ok(Self { path: path.to_owned(), environment, vault, _lock: Some(lock) })
    }

    /// Opens an existing folder to look at, also while a server uses it.
    pub fn examine(path: &Path) -> Result<Self, FolderError> {
        let environment = read_environment(path)?.ok_or_else(|| FolderError::Missing(path.to_owned()))?;
        let vault = Vault::new(read_master_key(path)?);
        Ok(Self { path: path.to_owned(), environment, vault, _lock: None })
    }

    /// Test or live.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Its seals.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// A file or folder in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

fn name_of(environment: Environment) -> &'static str {
    match environment {
        Environment::Test => "test",
        Environment::Live => "live",
    }
}

fn lock(path: &Path) -> Result<File, FolderError> {
    let name = path.join("lock");
    let io = |error| FolderError::Io(name.clone(), error);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&name).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(FolderError::InUse(path.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(io(error)),
    }
}

fn read_environment(path: &Path) -> Result<Option<Environment>, FolderError> {
    let name = path.join("environment");
    match fs::read_to_string(&name) {
        Ok(text) if text.trim() == "test" => Ok(Some(Environment::Test)),
        Ok(text) if text.trim() == "live" => Ok(Some(Environment::Live)),
        Ok(_) => Err(FolderError::Foreign(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::Io(name, error)),
    }
}

/// Whether a folder that isn't made yet holds nothing else.
fn check_ours(path: &Path) -> Result<(), FolderError> {
    let ours = ["lock", "master.key", ".gitignore"];
    let mut entries = fs::read_dir(path).map_err(|error| FolderError::Io(path.to_owned(), error))?.flatten();
    match entries.any(|entry| !ours.iter().any(|name| entry.file_name() == *name)) {
        true => Err(FolderError::Foreign(path.to_owned())),
        false => Ok(()),
    }
}

/// Key first, environment last: a folder that a crash left half made is made again.
fn create(path: &Path, environment: Environment) -> Result<(), FolderError> {
    let io = |error| FolderError::Io(path.to_owned(), error);
    let mut key = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut key[..]).expect("the operating system has random numbers");
    let hex = Zeroizing::new(hex::encode(&key[..]));
    write_private(&path.join("master.key"), hex.as_bytes()).map_err(io)?;
    fs::write(path.join(".gitignore"), "*\n").map_err(io)?;
    write_private(&path.join("environment"), name_of(environment).as_bytes()).map_err(io)?;
    // The names, too, must be there before any database is.
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).map_err(io)?;
    Ok(())
}

/// A folder that is made is its owner's alone: customers' names are in it. One that is there stays as it is.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Readable by its owner only, from the first byte on.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn read_master_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, FolderError> {
    let name = path.join("master.key");
    let io = |error| FolderError::Io(name.clone(), error);
    let mut text = Zeroizing::new(String::new());
    File::open(&name).map_err(io)?.read_to_string(&mut text).map_err(io)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    let decoded = hex::decode_to_slice(text.trim(), &mut key[..]);
    decoded.map_err(|_| io(io::Error::other("not 64 hexadecimal digits")))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_at_a_time() {
        let dir = tempfile::tempdir().expect("a directory");
        let first = Folder::serve(dir.path(), Environment::Test).expect("opens");
        assert!(matches!(Folder::serve(dir.path(), Environment::Test), Err(FolderError::InUse(_))));
        Folder::examine(dir.path()).expect("may be looked at");
        drop(first);
        Folder::serve(dir.path(), Environment::Test).expect("free again");
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_and_its_key_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a directory");
        let folder = Folder::serve(dir.path(), Environment::Test).expect("opens");
        let mode = fs::metadata(folder.join("master.key")).expect("exists").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let made = dir.path().join("data");
        Folder::serve(&made, Environment::Test).expect("opens");
        assert_eq!(fs::metadata(made).expect("exists").permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn never_settles_in_a_folder_of_something_else() {
        let dir = tempfile::tempdir().expect("a directory");
        fs::write(dir.path().join("thesis.doc"), "years of work").expect("written");
        assert!(matches!(Folder::serve(dir.path(), Environment::Test), Err(FolderError::Foreign(_))));
        assert_eq!(fs::read_dir(dir.path()).expect("is there").count(), 1, "nothing was added");
    }

    #[test]
    fn a_live_folder_demands_its_master_key() {
        let dir = tempfile::tempdir().expect("a directory");
        assert!(matches!(Folder::serve(dir.path(), Environment::Live), Err(FolderError::NoMasterKey)));
    }
}
