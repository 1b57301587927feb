//! Wiki links: `[[page]]`, `[[page|shown]]` and `![[embedded]]`.

use super::{Ahead, Canvas};

/// Longer names are no wiki links.
const MOST: usize = 200;

/// Hides the brackets and what is not shown between them.
pub(super) fn paint(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut openers = Ahead::new("[[");
    let mut closers = Ahead::new("]]");
    let mut at = 0;
    while let Some(start) = openers.next(source, at) {
        at = start + 1;
        if let Some(end) = canvas.code_end(start) {
            at = end;
            continue;
        }
        let inner = start + 2;
        let Some(close) = closers.next(source, inner) else {
            return;
        };
        if close - inner > MOST || !is_name(&source[inner..close]) {
            continue;
        }
        let end = close + 2;
        // `[[1]](url)` is a link whose text has brackets.
        if source[end..].starts_with(['(', '[', ':', ']']) {
            continue;
        }
        at = end;
        if source[..start].ends_with('!') {
            canvas.hide(start - 1..end);
            continue;
        }
        let shown = source[inner..close]
            .rfind('|')
            .map_or(inner, |pipe| inner + pipe + 1);
        canvas.hide(start..shown);
        canvas.hide(close..end);
    }
}

fn is_name(inner: &str) -> bool {
    let starts_well = !inner.starts_with([' ', '\t', '^', ']']);
    starts_well && !inner.is_empty() && !inner.contains(['\n', '\r', '[', '`'])
}
