//! The data folder: test or live from its creation, and one server at a time.

mod key;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::vault::Vault;

pub use key::MasterKey;

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
    #[error(
        "a live folder needs its master key (64 hexadecimal digits): `hectare init --live` makes one with it"
    )]
    NoMasterKey,
    /// There is a folder already.
    #[error("{0} is a {1} folder already")]
    Taken(PathBuf, &'static str),
    /// Others than its owner may read the key.
    #[error("{path} can be read by others than its owner; `chmod 600 {path}` mends that", path = .0.display())]
    ExposedKey(PathBuf),
    /// It isn't a key.
    #[error("{0} holds no master key: it takes 64 hexadecimal digits")]
    NotAKey(PathBuf),
    /// One lies there already, and it is another than the one given.
    #[error("{0} holds a master key already, and not the one given: whatever it seals would be lost")]
    AnotherKey(PathBuf),
    /// It, or what it should be in, is a file.
    #[error("{0} can't be a data folder: it is a file, or in one; choose a folder with --data")]
    NotAFolder(PathBuf),
    /// It isn't ours to write to.
    #[error("{0} can't be written to: {1}; choose a folder of your own with --data")]
    Forbidden(PathBuf, io::Error),
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

impl FolderError {
    /// What went wrong with this path, with a hint where there is one.
    fn at(path: &Path, error: io::Error) -> Self {
        use io::ErrorKind::{AlreadyExists, NotADirectory, PermissionDenied, ReadOnlyFilesystem};
        let path = path.to_owned();
        match error.kind() {
            NotADirectory | AlreadyExists => Self::NotAFolder(path),
            PermissionDenied | ReadOnlyFilesystem => Self::Forbidden(path, error),
            _ => Self::Io(path, error),
        }
    }
}

impl Folder {
    /// Opens the folder for a server, making it first if there is none: a test folder makes its own key.
    pub fn serve(path: &Path, environment: Environment) -> Result<Self, FolderError> {
        let lock = settle(path)?;
        match read_environment(path)? {
            Some(found) if found != environment => {
                return Err(FolderError::OtherEnvironment(path.to_owned(), name_of(found)));
            }
            Some(_) => {}
            None if environment == Environment::Live => return Err(FolderError::NoMasterKey),
            None => create(path, environment, None)?,
        }
        let vault = read_vault(path)?;
        Ok(Self { path: path.to_owned(), environment, vault, _lock: Some(lock) })
    }

    /// Makes a folder where there is none yet. Without a key a test folder draws its own, and a live one
    /// isn't made.
    pub fn init(path: &Path, environment: Environment, key: Option<MasterKey>) -> Result<(), FolderError> {
        let _lock = settle(path)?;
        if let Some(found) = read_environment(path)? {
            return Err(FolderError::Taken(path.to_owned(), name_of(found)));
        }
        if key.is_none() && environment == Environment::Live {
            return Err(FolderError::NoMasterKey);
        }
        create(path, environment, key)
    }

    /// What the folder at `path` is for; `None` if there is none yet.
    pub fn environment_at(path: &Path) -> Result<Option<Environment>, FolderError> {
        read_environment(path)
    }

    /// Opens an existing folder to look at, also while a server uses it.
    pub fn examine(path: &Path) -> Result<Self, FolderError> {
        let environment = read_environment(path)?.ok_or_else(|| FolderError::Missing(path.to_owned()))?;
        let vault = read_vault(path)?;
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

/// Makes the folder's directory, if there is none, and takes its lock.
fn settle(path: &Path) -> Result<File, FolderError> {
    make_private(path).map_err(|error| FolderError::at(path, error))?;
    // Before anything is written, the lock included: a folder of something else stays as it is.
    if read_environment(path)?.is_none() {
        check_ours(path)?;
    }
    lock(path)
}

fn lock(path: &Path) -> Result<File, FolderError> {
    let name = path.join("lock");
    let io = |error| FolderError::at(&name, error);
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
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(FolderError::at(path, error)),
        Err(error) => Err(FolderError::at(&name, error)),
    }
}

/// Whether a folder that isn't made yet holds nothing else.
fn check_ours(path: &Path) -> Result<(), FolderError> {
    let ours = ["lock", "master.key", ".gitignore"];
    let mut entries = fs::read_dir(path).map_err(|error| FolderError::at(path, error))?.flatten();
    match entries.any(|entry| !ours.iter().any(|name| entry.file_name() == *name)) {
        true => Err(FolderError::Foreign(path.to_owned())),
        false => Ok(()),
    }
}

/// Key first, environment last: a folder that a crash left half made is made again.
fn create(path: &Path, environment: Environment, given: Option<MasterKey>) -> Result<(), FolderError> {
    let io = |error| FolderError::at(path, error);
    let name = path.join("master.key");
    match (kept_key(&name)?, given) {
        (Some(kept), Some(given)) if *kept.to_hex() != *given.to_hex() => {
            return Err(FolderError::AnotherKey(name));
        }
        (Some(_), _) => {}
        (None, given) => {
            let key = given.unwrap_or_else(MasterKey::draw);
            write_private(&name, key.to_hex().as_bytes()).map_err(io)?;
        }
    }
    fs::write(path.join(".gitignore"), "*\n").map_err(io)?;
    write_private(&path.join("environment"), name_of(environment).as_bytes()).map_err(io)?;
    // The names, too, must be there before any database is.
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).map_err(io)?;
    Ok(())
}

/// A key that lies there before the folder is made, put back from its copy say: whatever it seals is lost without it. One
/// that a crash left half written is none.
fn kept_key(name: &Path) -> Result<Option<MasterKey>, FolderError> {
    match MasterKey::read(name) {
        Ok(key) => Ok(Some(key)),
        Err(FolderError::NotAKey(_)) => Ok(None),
        Err(FolderError::Io(_, error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
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

fn read_vault(path: &Path) -> Result<Vault, FolderError> {
    Ok(Vault::new(MasterKey::read(&path.join("master.key"))?.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_put_back_first_is_kept() {
        let dir = tempfile::tempdir().expect("a directory");
        let (name, key) = (dir.path().join("master.key"), "5a".repeat(32));
        write_private(&name, key.as_bytes()).expect("written");
        let another = MasterKey::from_hex(&"a5".repeat(32));
        let refused = Folder::init(dir.path(), Environment::Test, another);
        assert!(matches!(refused, Err(FolderError::AnotherKey(_))), "{refused:?}");
        drop(Folder::serve(dir.path(), Environment::Test).expect("opens"));
        assert_eq!(fs::read_to_string(&name).expect("a key"), key);
    }

    #[test]
    fn half_a_key_is_none() {
        let dir = tempfile::tempdir().expect("a directory");
        write_private(&dir.path().join("master.key"), b"5a5a").expect("written");
        Folder::serve(dir.path(), Environment::Test).expect("a key is drawn");
    }

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

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_refused_with_what_mends_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a directory");
        drop(Folder::serve(dir.path(), Environment::Test).expect("opens"));
        let key = dir.path().join("master.key");
        for mode in [0o644, 0o640, 0o604] {
            fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("changed");
            for refused in [Folder::serve(dir.path(), Environment::Test), Folder::examine(dir.path())] {
                let error = refused.expect_err("others may read it").to_string();
                assert!(error.contains(&format!("`chmod 600 {}`", key.display())), "{mode:o}: {error}");
            }
        }
        fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).expect("changed");
        Folder::serve(dir.path(), Environment::Test).expect("its owner's alone");
    }

    #[test]
    fn a_live_folder_is_made_with_the_key_that_it_is_given() {
        let dir = tempfile::tempdir().expect("a directory");
        let data = dir.path().join("live");
        let none = Folder::init(&data, Environment::Live, None);
        assert!(matches!(none, Err(FolderError::NoMasterKey)));
        let key = "5a".repeat(32);
        let given = MasterKey::from_hex(&format!("{key}\n")).expect("is a key");
        Folder::init(&data, Environment::Live, Some(given)).expect("made");
        assert_eq!(fs::read_to_string(data.join("master.key")).expect("is there"), key);
        assert_eq!(Folder::environment_at(&data).expect("reads"), Some(Environment::Live));
        assert_eq!(Folder::serve(&data, Environment::Live).expect("opens").environment(), Environment::Live);
        let again = Folder::init(&data, Environment::Live, MasterKey::from_hex(&"00".repeat(32)));
        assert!(matches!(again, Err(FolderError::Taken(_, "live"))), "no key is ever replaced");
        assert_eq!(fs::read_to_string(data.join("master.key")).expect("is there"), key);
    }

    #[test]
    fn a_file_is_no_folder() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("file");
        fs::write(&file, "a file").expect("written");
        for path in [&file, &file.join("below")] {
            let error = Folder::serve(path, Environment::Test).expect_err("is a file");
            assert!(matches!(error, FolderError::NotAFolder(_)), "{error:?}");
            assert!(error.to_string().contains("--data"), "{error}");
            assert!(Folder::examine(path).is_err());
        }
        assert_eq!(fs::read_to_string(&file).expect("is there"), "a file");
    }
}
