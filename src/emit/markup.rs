//! Text inside XML and HTML.

use super::escape::{hazards, plain, push_escaped};

/// `text` for programs that read XML: it reads back as it was, except that characters which XML
/// 1.0 has no form for are shown as `\u{1b}`.
pub(super) fn exact(text: &str) -> String {
    let mut hazards = hazards(text).peekable();
    let mut written = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_hazard = hazards.next_if(|(hazard, _)| *hazard == at).is_some();
        if !is_legal(c) {
            push_escaped(&mut written, c);
        } else if is_hazard {
            written.push_str(&format!("&#x{:x};", u32::from(c)));
        } else {
            push(&mut written, c);
        }
    }
    written
}

/// `text` for people who read HTML or XML.
pub(super) fn shown(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in plain(text).chars() {
        if is_legal(c) {
            push(&mut written, c);
        } else {
            push_escaped(&mut written, c);
        }
    }
    written
}

fn push(written: &mut String, c: char) {
    match c {
        '&' => written.push_str("&amp;"),
        '<' => written.push_str("&lt;"),
        '>' => written.push_str("&gt;"),
        '"' => written.push_str("&quot;"),
        '\'' => written.push_str("&#39;"),
        c => written.push(c),
    }
}

/// Whether XML 1.0 can hold a character, be it by its number.
fn is_legal(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_can_hold_reads_back_and_the_rest_is_shown() {
        assert_eq!(
            exact("a<b>&\"'\n\u{1b}\u{202e}\u{ffff}ä ]]> ##[x"),
            r"a&lt;b&gt;&amp;&quot;&#39;&#xa;\u{1b}&#x202e;\u{ffff}ä ]]&gt; #&#x23;[x"
        );
    }

    #[test]
    fn people_see_what_acts() {
        assert_eq!(
            shown("<a>\u{202e}\n\u{ffff}"),
            r"&lt;a&gt;\u{202e}\u{a}\u{ffff}"
        );
    }
}
