//! A quick way to the tree of a common expression: the general parser works its grammar out anew
//! in every run, which costs forty times as much, and more than to look up one post.
//!
//! Invariant: what it reads and can be lowered, the general parser reads just so. Of anything else
//! it gives up, and the general parser reads it, or tells what is wrong. The crate has this parser behind a feature
//! that it does not document, and it takes more than the language allows: the tests hold both
//! against each other.

use cel::common::ast::IdedExpr;
use cel::parser::PrattParser;

use super::syntax::LONGEST;

/// As many brackets are never nested deeper than the general parser goes.
const MOST_BRACKETS: usize = 32;

/// The tree of an expression; nothing of one that is uncommon or wrong.
pub(super) fn parse(text: &str) -> Option<IdedExpr> {
    is_common(text)
        .then(|| PrattParser::new().parse(text).ok())
        .flatten()
}

/// Whether there is nothing in a text that both parsers read and one reads differently: escapes, signs
/// before signs, numbers with letters, comments, conditions within conditions, deep nesting.
fn is_common(text: &str) -> bool {
    let count = |wanted: &[u8]| text.bytes().filter(|byte| wanted.contains(byte)).count();
    let signs = || text.bytes().filter(|byte| *byte != b' ');
    let mut pairs = signs().zip(signs().skip(1));
    text.len() <= LONGEST
        && text
            .bytes()
            .all(|byte| byte >= b' ' && !b"\\`\x7f".contains(&byte))
        && count(b"([{") <= MOST_BRACKETS
        && count(b"?") <= 1
        && !text.contains("//")
        && !pairs.any(|pair| matches!(pair, (b'!' | b'-', b'!' | b'-')))
        && !text.as_bytes().windows(2).any(has_suffix)
}

/// Whether a digit goes on with a letter, as those of `0x1F` and `1u` do.
fn has_suffix(pair: &[u8]) -> bool {
    matches!(pair, [digit, letter] if digit.is_ascii_digit() && letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::agreement::expressions;
    use super::super::lower::Lowering;
    use super::super::syntax::Syntax;
    use super::*;
    use crate::rule::Allowance;

    /// Pieces of expressions that stand in odd places.
    const PIECES: [&str; 44] = [
        " ", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "*", "/", "%", "=",
        "==", "!=", "<", ">=", "&&", "||", "&", "in", " in ", "x", "meta", "true", "null", "1",
        "0", ".5", "e", "u", "'", "\"", "r'", "b'", "é", "has(", "\n", "as",
    ];

    /// What a tree is lowered to, written out.
    fn lowered(tree: IdedExpr) -> String {
        let mut lowering = Lowering::new(&Allowance::default());
        match lowering.lower(tree) {
            Ok(root) => format!("{root:?} {:?}", lowering.references),
            Err(fault) => fault.message,
        }
    }

    /// Holds that both parsers agree. Whether the quick one did not give up.
    fn is_read(text: &str) -> bool {
        let Some(quick) = parse(text) else {
            return false;
        };
        let general = Syntax::parse(text).map(|syntax| lowered(syntax.root));
        assert_eq!(general, Ok(lowered(quick)), "{text}");
        true
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn both_parsers_agree(
            text in expressions(),
            is_bare in any::<bool>(),
            changes in prop::collection::vec(
                (any::<prop::sample::Index>(), 0..PIECES.len(), 0..3_usize),
                0..3,
            ),
        ) {
            let bare = text.replace(['(', ')'], " ");
            let mut chars: Vec<String> =
                (if is_bare { bare } else { text }).chars().map(String::from).collect();
            for (at, piece, cut) in changes {
                let at = at.index(chars.len() + 1);
                let end = (at + cut).min(chars.len());
                chars.splice(at..end, [PIECES[piece].to_owned()]);
            }
            is_read(&chars.concat());
        }

        #[test]
        fn both_parsers_agree_on_any_pieces(
            picks in prop::collection::vec(0..PIECES.len(), 0..8),
        ) {
            is_read(&picks.iter().map(|at| PIECES[*at]).collect::<String>());
        }
    }

    #[test]
    fn reads_what_rules_are_written_in() {
        for text in [
            "meta.topic == meta.ai_outline.problem + \" / \" + meta.stack[0]",
            "sections.exists(name, !(name in [\"close\", 'final notes']))",
            "int(meta.reference.substring(8, 14)) == meta.payload.seed",
            "has(meta.draft) && meta.draft || words >= 0.5 * metrics.words && title != 'é'",
            "meta.yes ? {'a': 1} : {}",
            "meta.list.all(x, x > -1 && x < 7) || meta.list.map(x, x > 1, x * 2)[0] == -meta.n",
        ] {
            assert!(is_read(text), "{text}");
        }
    }

    #[test]
    fn goes_no_deeper_than_the_general_parser() {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{1: ", "}"),
            ("int(", ")"),
            ("meta.list[", "]"),
            ("meta.list.all(x, ", ")"),
            ("!(1 == ", ")"),
        ] {
            let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(is_read(&nested(
                MOST_BRACKETS / open.matches(['(', '[', '{']).count()
            )));
            assert!(!is_read(&nested(MOST_BRACKETS + 1)));
        }
    }

    #[test]
    fn gives_up_what_is_uncommon() {
        for text in [
            "!-meta.n",
            "- !meta.yes",
            "--meta.n",
            "0X1F",
            "1u",
            "'\\n'",
            "r'\\d'",
            "a ? b ? c : d : e",
            "1 // one",
            "1 +",
            "a b",
            "",
        ] {
            assert!(!is_read(text), "{text}");
        }
        assert!(!is_read(&format!("{}1{}", "(".repeat(40), ")".repeat(40))));
    }
}
