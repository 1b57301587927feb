//! What opaque constructs start with: most bodies hold nothing of it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What is told by a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Construct {
    /// Shortcodes and template tags.
    Template,
    /// Markers of admonitions.
    Admonition,
    /// Wiki links.
    Wiki,
    /// Imports and exports at the start of a line.
    Module,
}

/// The signs, and what each of them is of.
const SIGNS: [(&str, Construct); 8] = [
    ("{{", Construct::Template),
    ("{%", Construct::Template),
    (":::", Construct::Admonition),
    ("!!!", Construct::Admonition),
    ("???", Construct::Admonition),
    ("[[", Construct::Wiki),
    ("\nimport ", Construct::Module),
    ("\nexport ", Construct::Module),
];

/// Looks for all signs in one pass, many bytes a step: only leftmost-first searches are
/// vectorised. Nothing when it cannot be built, which a table so small always can.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder
        .match_kind(MatchKind::LeftmostFirst)
        .build(SIGNS.map(|(sign, _)| sign))
        .ok()
});

/// The constructs that a body may hold, by their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs([bool; 4]);

impl Signs {
    /// The signs of a body.
    pub(super) fn of(body: &str) -> Self {
        let mut signs = Self::default();
        if body.starts_with("import ") || body.starts_with("export ") {
            signs.add(Construct::Module);
        }
        let found = SEARCH.iter().flat_map(|search| search.find_iter(body));
        for sign in found {
            signs.add(SIGNS[sign.pattern().as_usize()].1);
        }
        signs
    }

    fn add(&mut self, construct: Construct) {
        self.0[construct as usize] = true;
    }

    /// Whether there may be such a construct.
    pub(super) fn hold(self, construct: Construct) -> bool {
        self.0[construct as usize]
    }

    /// Whether there may be anything.
    pub(super) fn any(self) -> bool {
        self != Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_signs_apart() {
        assert!(!Signs::of("a { b } : ! ? [c] important\n").any());
        for (body, construct) in [
            ("a {{% b", Construct::Template),
            ("{% b", Construct::Template),
            (":::note", Construct::Admonition),
            ("\n!!! note", Construct::Admonition),
            ("\n??? note", Construct::Admonition),
            ("![[a]]", Construct::Wiki),
            ("import a", Construct::Module),
            ("\r\nexport a", Construct::Module),
        ] {
            let mut only = Signs::default();
            only.add(construct);
            assert_eq!(Signs::of(body), only, "{body:?}");
        }
        assert_eq!(Signs::of("[[a]] {{ b }}\n:::\nimport c"), Signs([true; 4]));
    }
}
