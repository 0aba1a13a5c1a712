//! The workspace as the checks see it: cargo's view of it, and the files.

use std::fs;
use std::io;
use std::path::Path;

use cargo_metadata::{Metadata, MetadataCommand};
use serde::de::DeserializeOwned;

use crate::process::{Failure, Outcome, root};

#[derive(Debug)]
pub(super) struct Tree {
    pub(super) metadata: Metadata,
    pub(super) files: Vec<SourceFile>,
}

/// A file that belongs to the project.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// From the root, with `/` between the folders.
    pub(super) path: String,
    pub(super) size: u64,
    /// None where it isn't UTF-8, as pictures aren't.
    pub(super) text: Option<String>,
}

impl Tree {
    pub(super) fn read() -> Outcome<Self> {
        let root = root();
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .exec()
            .map_err(|error| Failure::new(error.to_string()))?;
        let files = files_under(&root)
            .map_err(|error| Failure::new(format!("the files could not be read: {error}")))?;
        Ok(Self { metadata, files })
    }

    /// The text of the file at the path, if there is such a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }

    /// The TOML file at the path, read into the shape that a check needs.
    pub(super) fn toml<T: DeserializeOwned>(&self, path: &str) -> Outcome<T> {
        let text = self.text(path).ok_or_else(|| Failure::new(format!("{path} isn't there")))?;
        basic_toml::from_str(text).map_err(|error| Failure::new(format!("{path}: {error}")))
    }
}

/// All files but git's own and those that `.gitignore` names.
///
/// The disk is asked rather than git, so that a release's unpacked archive can be checked as well. Our `.gitignore`
/// names folders from the root (`/target`), and that is all that is understood here.
fn files_under(root: &Path) -> io::Result<Vec<SourceFile>> {
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let skipped = |path: &str| {
        path == ".git" || ignored.lines().any(|line| line.strip_prefix('/').is_some_and(|name| name == path))
    };
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = if folder.is_empty() {
                name.to_string_lossy().into_owned()
            } else {
                format!("{folder}/{}", name.to_string_lossy())
            };
            if skipped(&path) {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let bytes = fs::read(entry.path())?;
                let size = entry.metadata()?.len();
                files.push(SourceFile { path, size, text: String::from_utf8(bytes).ok() });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Vec<String> {
        files_under(&root()).unwrap().into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn finds_files_at_any_depth() {
        let paths = paths();
        assert!(paths.iter().any(|path| path == "Cargo.toml"));
        assert!(paths.iter().any(|path| path == "xtask/src/tidy/tree.rs"));
    }

    #[test]
    fn leaves_out_what_git_does() {
        assert!(!paths().iter().any(|path| path.starts_with("target/") || path.starts_with(".git/")));
    }
}
