//! Configurations: whatever stands there, mistakes are told at their places and nothing else happens.

use std::fs;

use gatepost::config::Failure;
use gatepost::emit::{Style, config_problem};
use gatepost::gate::located;

use super::engine::{folder, in_file};
use super::inert::assert_inert;
use super::places::assert_in;

/// A whole file.
pub(super) fn run(data: &[u8]) {
    let path = folder().join("gatepost.toml");
    fs::write(&path, data).unwrap();
    let (sources, config) = in_file(&path);
    fs::remove_file(&path).unwrap();
    match config {
        Ok(config) => assert!(!config.rules.rules.is_empty()),
        Err(Failure::Error(error)) => assert!(!error.to_string().contains('\n'), "{error}"),
        Err(Failure::Mistakes(problems)) => {
            assert!(!problems.is_empty());
            for problem in &problems {
                for label in &problem.labels {
                    let text = sources.text(label.source).unwrap();
                    label
                        .span
                        .into_iter()
                        .for_each(|span| assert_in(&text.text, span));
                }
            }
            let mut out = Vec::new();
            for problem in located(problems, &sources) {
                config_problem(&problem, &sources, &Style::default(), &mut out).unwrap();
            }
            assert_inert("a mistake", &String::from_utf8(out).unwrap());
        }
    }
}
