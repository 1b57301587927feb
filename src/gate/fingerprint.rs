//! Names of findings that stay when lines move.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// The fingerprint of each diagnostic: code, post and identity, and a number among equals.
/// The diagnostics are sorted, so that equals are numbered by their place in the post.
///
/// `home` is the working directory relative to the project, so that the folder that gatepost is
/// run from makes no difference.
pub(super) fn of_all(diagnostics: &[Diagnostic], sources: &Sources, home: &str) -> Vec<String> {
    let mut seen: HashMap<u128, u64> = HashMap::new();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let base = base(diagnostic, sources, home);
            let ordinal = seen.entry(base).or_default();
            let mut hasher = Xxh3::new();
            hasher.update(&base.to_le_bytes());
            hasher.update(&ordinal.to_le_bytes());
            *ordinal += 1;
            format!("{:032x}", hasher.digest128())
        })
        .collect()
}

fn base(diagnostic: &Diagnostic, sources: &Sources, home: &str) -> u128 {
    let mut hasher = Xxh3::new();
    let mut part = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    part(diagnostic.code.as_str());
    for step in steps_from_project(home, sources.shown(diagnostic.primary().source)) {
        part(step);
    }
    part("");
    for word in diagnostic.identity.split_whitespace() {
        part(word);
    }
    hasher.digest128()
}

/// The steps of a path, taken from the project instead of the working directory.
fn steps_from_project<'a>(home: &'a str, shown: &'a str) -> Vec<&'a str> {
    let mut steps: Vec<&str> = Vec::new();
    for step in home.split('/').chain(shown.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_from_every_folder() {
        let expected = ["content", "a.md"];
        assert_eq!(steps_from_project("", "content/a.md"), expected);
        assert_eq!(steps_from_project("content", "a.md"), expected);
        assert_eq!(
            steps_from_project("drafts/new", "../../content/a.md"),
            expected
        );
        assert_eq!(steps_from_project("", "../a.md"), ["..", "a.md"]);
    }
}
