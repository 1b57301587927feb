//! What Obsidian adds: `%%comments%%` and the markers of callouts, `> [!note]- Title`.

use super::Canvas;
use crate::parse::ahead::Ahead;
use crate::parse::lines::lines;

/// Whether a body may hold any of it.
pub(super) fn may_stand_in(body: &str) -> bool {
    body.contains("%%") || body.contains("[!")
}

/// Hides comments, and markers of callouts but not their titles.
pub(super) fn paint(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut signs = Ahead::new("%%");
    let mut at = 0;
    while let Some(start) = signs.next(source, at) {
        if let Some(end) = canvas.code_end(start) {
            at = end;
            continue;
        }
        let Some(end) = signs.next(source, start + 2) else {
            break;
        };
        at = end + 2;
        canvas.hide(start..at);
    }
    for line in lines(source, 0) {
        let quoted = line.text.trim_start_matches(['>', ' ']);
        let start = line.end() - quoted.len();
        let is_quote = line.text[..line.text.len() - quoted.len()].contains('>');
        if is_quote
            && let Some(len) = marker_len(quoted)
            && canvas.code_end(start).is_none()
        {
            canvas.hide(start..start + len);
        }
    }
}

/// Length of the marker of a callout: `[!note]`, `[!note|wide]-`.
fn marker_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("[!")?;
    let name = inner.find(']')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '|');
    if name == 0 || !inner[..name].chars().all(is_name) {
        return None;
    }
    let folds = inner[name + 1..].starts_with(['+', '-']);
    Some(2 + name + 1 + usize::from(folds))
}
