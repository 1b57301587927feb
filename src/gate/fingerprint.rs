//! Names of findings that stay when lines move.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// The fingerprint of each diagnostic: code, post and identity, and a number among equals.
/// The diagnostics are sorted, so that equals are numbered by their place in the post.
pub(super) fn of_all(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let mut seen: HashMap<u128, u64> = HashMap::new();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let base = base(diagnostic, sources);
            let ordinal = seen.entry(base).or_default();
            let mut hasher = Xxh3::new();
            hasher.update(&base.to_le_bytes());
            hasher.update(&ordinal.to_le_bytes());
            *ordinal += 1;
            format!("{:032x}", hasher.digest128())
        })
        .collect()
}

fn base(diagnostic: &Diagnostic, sources: &Sources) -> u128 {
    let mut hasher = Xxh3::new();
    let mut part = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    part(diagnostic.code.as_str());
    part(sources.shown(diagnostic.primary().source));
    for word in diagnostic.identity.split_whitespace() {
        part(word);
    }
    hasher.digest128()
}
