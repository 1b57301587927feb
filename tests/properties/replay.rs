//! What the fuzzer starts from and what it found, without the fuzzer.

use std::fs;
use std::path::{Path, PathBuf};

use crate::targets::TARGETS;

/// The files of a folder in `fuzz/`; none where there is no such folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz")
        .join(folder);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

/// The inputs in `folder` that do not hold.
fn failed(folder: &str) -> Vec<PathBuf> {
    let mut failed = Vec::new();
    for target in TARGETS {
        for path in files(&format!("{folder}/{}", target.name)) {
            let data = fs::read(&path).unwrap();
            if std::panic::catch_unwind(|| (target.run)(&data)).is_err() {
                failed.push(path);
            }
        }
    }
    failed
}

#[test]
fn what_was_found_once_is_not_found_again() {
    assert_eq!(failed("regressions"), Vec::<PathBuf>::new());
}

#[test]
#[ignore = "takes minutes; needs what fuzz/seed.sh writes"]
fn what_the_fuzzer_starts_from_holds() {
    assert_eq!(failed("corpus"), Vec::<PathBuf>::new());
}

#[test]
fn every_folder_of_regressions_belongs_to_a_target() {
    for path in files("regressions") {
        let name = path.file_name().unwrap();
        assert!(
            TARGETS.iter().any(|target| target.name == name),
            "{}",
            path.display()
        );
    }
}
