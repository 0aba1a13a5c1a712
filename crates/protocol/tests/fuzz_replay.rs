//! The fuzz targets without a fuzzer: what it is seeded with and what it found once, on any toolchain and in every run.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]

#[allow(unreachable_pub, reason = "the fuzz targets' library, here a part of the test")]
#[path = "../../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

/// The committed inputs of a folder within `fuzz`, none where there is no such folder.
fn inputs(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(folder);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn every_seed_is_a_message_that_the_registry_accepts() {
    for (path, bytes) in inputs("seeds/registry") {
        assert!(fuzz::registry::check(&bytes) > 0, "{}", path.display());
    }
}

/// `UPDATE_SEEDS=1` writes them anew.
#[test]
fn the_seeds_are_the_golden_messages() {
    let golden: Value = serde_json::from_str(include_str!("data/golden.json")).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/registry");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let due: Vec<(PathBuf, Vec<u8>)> = (1..)
        .zip(golden["cases"].as_array().unwrap())
        .map(|(number, case)| {
            let name = format!("{number:02}-{}", text(&case["message"]));
            (folder.join(name), text(&case["body"]).into_bytes())
        })
        .collect();
    if std::env::var_os("UPDATE_SEEDS").is_some() {
        inputs("seeds/registry").iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
        due.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    }
    let there = inputs("seeds/registry");
    let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<_> {
        files.iter().map(|(path, _)| path.file_name().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&there), names(&due), "UPDATE_SEEDS=1 writes the seeds anew");
    let differs = there.iter().zip(&due).find(|(there, due)| there.1 != due.1);
    assert!(differs.is_none(), "{:?}: UPDATE_SEEDS=1 writes the seeds anew", differs.unwrap().0.0);
}

#[test]
fn what_was_found_once_holds_now() {
    let found = inputs("regressions/registry");
    assert!(!found.is_empty());
    for (path, bytes) in found {
        println!("{}", path.display());
        fuzz::registry::check(&bytes);
    }
    for (path, bytes) in inputs("regressions/sealed") {
        println!("{}", path.display());
        fuzz::sealed::check(&bytes);
    }
}

proptest! {
    // What fails here belongs among the fuzzer's regressions, where it is replayed by name.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_seed_breaks_nothing(
        seed in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        bytes in vec(any::<u8>(), 0..8),
    ) {
        let seeds = inputs("seeds/registry");
        let mut body = seed.get(&seeds).1.clone();
        let start = at.index(body.len());
        let end = body.len().min(start + bytes.len());
        body.splice(start..end, bytes);
        fuzz::registry::check(&body);
    }

    #[test]
    fn a_sealed_message_is_accepted_and_a_changed_one_is_not(bytes in vec(any::<u8>(), 0..500)) {
        fuzz::sealed::check(&bytes);
    }
}
