//! Names of findings that stay when lines move.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::check::{Finding, Outcome};
use crate::diagnostic::Code;
use crate::source::Sources;

/// A finding with its names.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The finding.
    pub finding: Finding,
    /// Names it in the corpus.
    pub fingerprint: u128,
    /// Names it in its post, whatever the post is called.
    pub content: u128,
}

/// How often a code and identity was met under a path.
type Seen = FxHashMap<(u128, u32, u64), u64>;

/// Gives each finding its fingerprint: code, post and identity, and a number among equals. The
/// findings are sorted, so that equals are numbered by their place in the post.
///
/// `home` is the working directory relative to the project, so that the folder that gatepost is
/// run from makes no difference. Nobody asks for the names of findings behind the first `most`:
/// theirs are 0.
pub(super) fn of_all(
    findings: &[Finding],
    outcome: &Outcome<'_>,
    sources: &Sources,
    home: &str,
) -> Vec<Named> {
    let mut named = Vec::with_capacity(findings.len());
    // Records without a name of their own share one, and are told apart by their order.
    let mut of_nameless = Seen::default();
    for of_source in findings.chunk_by(|a, b| a.source == b.source) {
        let mut path = Xxh3::new();
        let post = outcome.name_of(of_source[0].source);
        let shown = match &post {
            Some(post) => post.stable.as_str().into(),
            None => sources.shown(of_source[0].source),
        };
        for step in steps_from_project(home, &shown) {
            path.update(step.as_bytes());
            path.update(&[0]);
        }
        let path = path.digest128();
        let mut of_post = Seen::default();
        let seen = match &post {
            Some(post) if !post.is_unique => &mut of_nameless,
            _ => &mut of_post,
        };
        for finding in of_source {
            let key = (path, finding.code, finding.identity);
            let ordinal = seen.entry(key).or_default();
            let name = |path| fingerprint(path, outcome.code(finding), finding.identity, *ordinal);
            named.push(Named {
                finding: *finding,
                fingerprint: name(path),
                content: name(0),
            });
            *ordinal += 1;
        }
    }
    named
}

fn fingerprint(path: u128, code: &Code, identity: u64, ordinal: u64) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&path.to_le_bytes());
    hasher.update(&identity.to_le_bytes());
    hasher.update(&ordinal.to_le_bytes());
    hasher.update(code.as_str().as_bytes());
    hasher.digest128()
}

/// A path as seen from the project.
pub(super) fn path_in_project(home: &str, shown: &str) -> String {
    steps_from_project(home, shown).join("/")
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
