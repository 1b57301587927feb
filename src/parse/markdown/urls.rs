//! Links that are written as bare URLs in running text.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::post::{BlockKind, Body, Link, TextRange};
use crate::source::offset;

/// What stands between the scheme of a URL and its host.
static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

/// Adds a link for every bare `http://` or `https://` URL in the text of `body` that is no link
/// yet and does not stand in code.
pub(super) fn add_bare(body: &mut Body, inline_code: &[TextRange]) {
    if MARK.find(body.text.as_bytes()).is_none() {
        return;
    }
    let mut found = Vec::new();
    for block in &body.blocks {
        if matches!(block.kind, BlockKind::Code { .. }) {
            continue;
        }
        let start = block.text.start as usize;
        for range in in_text(body.block_text(block)) {
            let place = offset(start + range.start)..offset(start + range.end);
            let span = body.span(place.clone());
            if !is_covered(inline_code, &place) && !is_link(&body.links, span.start) {
                found.push(Link {
                    span,
                    target: body.block_text(block)[range].to_owned(),
                });
            }
        }
    }
    body.links.append(&mut found);
    body.links.sort_by_key(|link| link.span.start);
}

fn is_link(links: &[Link], offset: u32) -> bool {
    let next = links.partition_point(|link| link.span.start <= offset);
    next > 0 && links[next - 1].span.end > offset
}

fn is_covered(ranges: &[TextRange], place: &Range<u32>) -> bool {
    let next = ranges.partition_point(|range| range.start <= place.start);
    next > 0 && ranges[next - 1].end > place.start
}

/// The URLs of a text, by the rules of GFM for their end.
fn in_text(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(at) = MARK.find(&text.as_bytes()[from..]) {
            let colon = from + at;
            from = colon + 3;
            let before = &text.as_bytes()[..colon];
            let scheme = ["https", "http"]
                .into_iter()
                .find(|scheme| ends_with_word(before, scheme.as_bytes()));
            let Some(scheme) = scheme else { continue };
            let len = url_len(&text[from..]);
            if len > 0 {
                let range = colon - scheme.len()..from + len;
                from = range.end;
                return Some(range);
            }
        }
        None
    })
}

fn ends_with_word(before: &[u8], word: &[u8]) -> bool {
    let Some(start) = before.len().checked_sub(word.len()) else {
        return false;
    };
    let is_apart = start == 0 || !before[start - 1].is_ascii_alphanumeric();
    is_apart && before[start..].eq_ignore_ascii_case(word)
}

/// How many bytes behind `://` belong to the URL: up to a blank or `<`, without punctuation that
/// ends a sentence and without a bracket that is not opened in the URL.
fn url_len(rest: &str) -> usize {
    // Asked first, so that no stretch of text is looked through twice.
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return 0;
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let mut url = &rest[..end.unwrap_or(rest.len())];
    let open = url.matches('(').count();
    let mut closed = url.matches(')').count();
    while let Some(last) = url.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '…' | '”' | '’' => {}
            ')' if closed > open => closed -= 1,
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<&str> {
        in_text(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn ends_a_url_where_the_sentence_ends_it() {
        assert_eq!(
            urls("see https://a.b/c_d?e=f#g."),
            ["https://a.b/c_d?e=f#g"]
        );
        assert_eq!(urls("(at http://a.b/(c))!"), ["http://a.b/(c)"]);
        assert_eq!(
            urls("“HTTP://a.b” <https://c.d>"),
            ["HTTP://a.b", "https://c.d"]
        );
    }

    #[test]
    fn needs_a_scheme_and_a_host() {
        assert!(urls("ftp://x.y xhttp://x.y http:// https://. ://").is_empty());
    }

    #[test]
    fn many_schemes_without_a_host_are_passed_over_at_once() {
        let text = "http://-".repeat(100_000);
        assert!(urls(&text).is_empty());
        let text = "http://a".repeat(100_000);
        assert_eq!(urls(&text), [&text]);
    }
}
