//! Hugo shortcodes and the tags of Liquid, Jinja and their kin.

use super::{Ahead, Canvas, ParagraphEnd};

/// Openers with their closers; of two that fit the first is meant.
const TAGS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

/// Tags whose content is no text, with what closes them.
const PAIRS: [(&str, &str); 3] = [
    ("{% comment", "endcomment"),
    ("{% highlight", "endhighlight"),
    ("{{< highlight", "/highlight"),
];

/// Hides every tag outside of code. A tag ends before the next blank line, or is none.
pub(super) fn paint(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut openers = Ahead::new("{");
    let mut closers = TAGS.map(|(_, closer)| Ahead::new(closer));
    let mut endings = PAIRS.map(|(_, ending)| Ahead::new(ending));
    let mut paragraph_end = ParagraphEnd::default();
    let mut at = 0;
    while let Some(start) = openers.next(source, at) {
        at = start + 1;
        if let Some(end) = canvas.code_end(start) {
            at = end;
            continue;
        }
        let rest = &source[start..];
        let Some(tag) = TAGS.iter().position(|(opener, _)| rest.starts_with(opener)) else {
            continue;
        };
        let (opener, closer) = TAGS[tag];
        let Some(close) = closers[tag].next(source, start + opener.len()) else {
            continue;
        };
        if close > paragraph_end.next(source, start) {
            continue;
        }
        let mut end = close + closer.len();
        let pair = PAIRS
            .iter()
            .position(|(opener, _)| rest.starts_with(opener));
        if let Some(pair) = pair
            && let Some(ending) = endings[pair].next(source, end)
            && let Some(last) = closers[tag].next(source, ending)
        {
            end = last + closer.len();
        }
        canvas.hide(start..end);
        at = end;
    }
}
