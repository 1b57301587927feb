//! What a link leads to, as it is written.

/// Where a link leads, as far as rules judge it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An anchor of the post itself.
    Here(String),
    /// A file or page of the site.
    Local(Local),
}

/// A file or page of the site.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Local {
    /// Decoded, without query and anchor; `/` in front is that of the site.
    pub(super) path: String,
    /// Decoded; nothing where there is none or none that can be judged.
    pub(super) anchor: Option<String>,
}

impl Target {
    /// Reads the target of a link. Nothing where it leads out of the site, is filled in by a
    /// template, or is an alias of a site generator.
    pub(super) fn of(written: &str) -> Option<Self> {
        let written = written.trim();
        if written.is_empty() || written.contains(TEMPLATE) || has_scheme(written) {
            return None;
        }
        if written.starts_with("//") || written.starts_with(ALIAS) {
            return None;
        }
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, judged(anchor)),
            None => (written, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return anchor.map(Self::Here);
        }
        Some(Self::Local(Local {
            path: decoded(path)?,
            anchor,
        }))
    }
}

/// What templates, expressions and Windows write, and URLs do not.
const TEMPLATE: [char; 7] = ['{', '}', '<', '>', '\\', '\n', '\0'];
/// How aliases of folders begin: `@site/…`, `~/…`, `$lib/…`, `%…%`.
const ALIAS: [char; 3] = ['@', '~', '$'];

fn has_scheme(written: &str) -> bool {
    written.split_once(':').is_some_and(|(scheme, _)| {
        let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_usual)
    })
}

/// The anchor, where it is one of a heading or an element: not the top of a page, a footnote, a
/// line of code, a block of a notebook, a route of a program or a search in the text.
fn judged(anchor: &str) -> Option<String> {
    let is_route = anchor.contains(['/', '=', '!', ':', '^', '?', '#']);
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_footnote = anchor.strip_prefix("fn").is_some_and(|rest| {
        rest.starts_with(['-', '_']) || rest.starts_with("ref") || digits(rest)
    });
    let is_line = anchor.strip_prefix('L').is_some_and(digits);
    let is_judged = !(anchor.is_empty() || anchor == "top" || is_route || is_footnote || is_line);
    is_judged.then(|| decoded(anchor)).flatten()
}

/// A text with its percent signs decoded; nothing where that makes no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        rest = if byte.is_some() { &behind[2..] } else { behind };
        bytes.push(byte.unwrap_or(*first));
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn local(written: &str) -> Option<(String, Option<String>)> {
        match Target::of(written)? {
            Target::Local(local) => Some((local.path, local.anchor)),
            Target::Here(_) => None,
        }
    }

    #[test]
    fn paths_and_anchors_are_told_apart() {
        let path =
            |path: &str, anchor: Option<&str>| Some((path.to_owned(), anchor.map(str::to_owned)));
        assert_eq!(local("a.md"), path("a.md", None));
        assert_eq!(
            local("../a%20b.md?x=1#The%20end"),
            path("../a b.md", Some("The end"))
        );
        assert_eq!(local("/about/#team"), path("/about/", Some("team")));
        assert_eq!(local("a.md#L12"), path("a.md", None));
        assert_eq!(Target::of("#knots"), Some(Target::Here("knots".to_owned())));
    }

    #[test]
    fn what_no_file_answers_for_is_not_judged() {
        for written in [
            "",
            " ",
            "#",
            "#top",
            "#fn1",
            "#fn:1",
            "#fnref-2",
            "#/route",
            "#:~:text=a",
            "?page=2",
            "https://a.example/b.md",
            "mailto:a@b.example",
            "tel:1",
            "//a.example/b",
            "data:x",
            "{{ url }}",
            "{% link a.md %}",
            "<%= a %>",
            "@site/a.md",
            "~/a.md",
            "$lib/a.md",
            "a\\b.md",
            "${base}/a.md",
            "%ff.md",
            "C:/a.md",
        ] {
            assert_eq!(Target::of(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_target_is_read(written in "[%a-f0-9#?/:.\\PC]{0,40}") {
            Target::of(&written);
        }
    }
}
