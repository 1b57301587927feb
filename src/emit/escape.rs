//! The one place that makes text of posts, file names and configurations harmless.
//!
//! Such text may carry terminal commands, reordering and invisible characters, and commands that
//! a CI runner reads out of a log. [`hazards`] finds them all; how they are shown is up to the
//! format: [`plain`] is for people.

use std::borrow::Cow;

/// Characters that act instead of being seen, in ascending order: controls, line separators,
/// bidirectional marks and overrides, invisible operators and tags. The last range, private use,
/// has no agreed meaning and is kept free for `cluster.rs`, whose stand-ins then cannot be forged.
static ACTING: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200b}'),
    ('\u{200e}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{e0000}', '\u{e00ff}'),
    ('\u{f0000}', '\u{10ffff}'),
];

/// What makes a CI runner take the rest of a line as a command when it stands behind `##`,
/// anywhere in the line.
static COMMANDS: &[&str] = &["[", "vso[", "teamcity["];

/// Whether a character must not reach any output as it is.
pub fn acts(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    let at = ACTING.partition_point(|(_, last)| *last < c);
    ACTING.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Every character of `text` that must be shown in another form, with its offset: those that act,
/// and the second `#` of a runner command.
pub fn hazards(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices()
        .filter(|&(at, c)| is_hazard(text, at, c))
}

/// `text` for people: on one line, with every hazard shown as `\u{1b}`. A leading `::`, which a
/// runner takes as a command at the start of a line, loses its first colon in the same way.
pub fn plain(text: &str) -> Cow<'_, str> {
    let colon = leading_command(text);
    let mut shown = String::new();
    let mut done = 0;
    let found = text
        .char_indices()
        .filter(|&(at, c)| is_hazard(text, at, c) || colon == Some(at));
    for (at, c) in found {
        shown.push_str(&text[done..at]);
        push_escaped(&mut shown, c);
        done = at + c.len_utf8();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[done..]);
    Cow::Owned(shown)
}

/// Appends `c` as `\u{1b}`.
pub fn push_escaped(shown: &mut String, c: char) {
    shown.extend(c.escape_unicode());
}

fn is_hazard(text: &str, at: usize, c: char) -> bool {
    acts(c) || opens_command(text, at, c)
}

fn opens_command(text: &str, at: usize, c: char) -> bool {
    if c != '#' || at == 0 || text.as_bytes()[at - 1] != b'#' {
        return false;
    }
    let rest = &text.as_bytes()[at + 1..];
    COMMANDS.iter().any(|command| {
        rest.get(..command.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(command.as_bytes()))
    })
}

/// Where a `::` stands that only blanks precede. A lone `:` counts: as a path it is followed by
/// the colon before the line number.
fn leading_command(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    (rest.starts_with("::") || rest == ":").then(|| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_sorted() {
        let bounds: Vec<char> = ACTING.iter().flat_map(|(a, b)| [*a, *b]).collect();
        assert!(bounds.is_sorted());
    }

    #[test]
    fn shows_controls_and_reordering_as_numbers() {
        assert_eq!(
            plain("a\u{1b}[31m\u{9b}\u{202e}\u{2028}\u{7f}\r\n\tz"),
            r"a\u{1b}[31m\u{9b}\u{202e}\u{2028}\u{7f}\u{d}\u{a}\u{9}z"
        );
    }

    #[test]
    fn leaves_harmless_text_borrowed() {
        for text in [
            "",
            "plain",
            "größe 漢字 👩‍💻 e\u{301}",
            "## [a]",
            "a::b",
            "# vso[x",
            "###",
        ] {
            assert!(
                matches!(plain(text), Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }

    #[test]
    fn breaks_commands_of_runners() {
        assert_eq!(plain("see ##[add-mask]e"), r"see #\u{23}[add-mask]e");
        assert_eq!(plain("###[x"), r"##\u{23}[x");
        assert_eq!(plain("##vso[task.x]"), r"#\u{23}vso[task.x]");
        assert_eq!(plain("##TeamCity[x]"), r"#\u{23}TeamCity[x]");
        assert_eq!(plain("::error::x"), r"\u{3a}:error::x");
        assert_eq!(plain("  ::x::"), r"  \u{3a}:x::");
        assert_eq!(plain(":"), r"\u{3a}");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_comes_out(text in any::<String>()) {
            prop_assert!(!plain(&text).chars().any(acts));
        }

        #[test]
        fn no_command_comes_out(text in "[#:a \\[\n]{0,12}(##\\[|##vso\\[|::)?.{0,4}") {
            let shown = plain(&text);
            prop_assert!(!shown.contains("##["));
            prop_assert!(!shown.contains("##vso["));
            prop_assert!(!shown.trim_start().starts_with("::"));
        }
    }
}
