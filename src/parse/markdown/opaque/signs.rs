//! What opaque constructs start with: most bodies hold nothing of it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{mdx, vault};
use crate::parse::Flavor;

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
    /// What Obsidian alone knows.
    Vault,
    /// What MDX alone knows.
    Expression,
}

/// How many constructs there are.
const CONSTRUCTS: usize = 6;

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
pub(in crate::parse::markdown) struct Signs([bool; CONSTRUCTS]);

impl Signs {
    /// The signs of a body; nothing where it has none. The constructs of all generators are known
    /// in every flavour but the plain one; some flavours have more.
    pub(in crate::parse::markdown) fn of(body: &str, flavor: Option<Flavor>) -> Option<Self> {
        let mut signs = match flavor {
            Some(Flavor::Plain) => return None,
            _ => Self::in_every_flavor(body),
        };
        if flavor == Some(Flavor::Obsidian) && vault::may_stand_in(body) {
            signs.add(Construct::Vault);
        }
        if flavor == Some(Flavor::Docusaurus) && mdx::may_stand_in(body) {
            signs.add(Construct::Expression);
        }
        (signs != Self::default()).then_some(signs)
    }

    fn in_every_flavor(body: &str) -> Self {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_signs_apart() {
        assert_eq!(Signs::of("a { b } : ! ? [c] important\n", None), None);
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
            assert_eq!(Signs::of(body, None), Some(only), "{body:?}");
            assert_eq!(Signs::of(body, Some(Flavor::Plain)), None);
        }
        let all = "[[a]] {{ b }}\n:::\nimport c";
        let known = Signs([true, true, true, true, false, false]);
        assert_eq!(Signs::of(all, None), Some(known));
    }
}
