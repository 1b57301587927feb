//! A reader of one item: its elements and their text. It resolves no document type and opens
//! nothing; of what is not well-formed it tells the place.

use std::ops::Range;

use crate::source::{MapBuilder, OffsetMap, Span};

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    /// Its name with the prefix.
    pub(super) name: &'a str,
    /// Where its name stands in the tag that opens it.
    pub(super) name_at: Range<usize>,
    /// What stands behind its name in that tag.
    attributes: Range<usize>,
    /// What stands between its tags.
    pub(super) content: Range<usize>,
    /// The tag that closes it.
    pub(super) close: Range<usize>,
}

/// What is not well-formed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) opened: Option<Span>,
}

/// A decoded text.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) map: OffsetMap,
}

impl<'a> Element<'a> {
    /// Its name without the prefix.
    pub(super) fn local(&self) -> &'a str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }

    /// Its prefix.
    pub(super) fn prefix(&self) -> &'a str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, text: &'a str, name: &str) -> Option<Decoded> {
        let mut rest = self.attributes.clone();
        loop {
            let equals = rest.start + text[rest.clone()].find('=')?;
            let own = text[rest.start..equals].trim();
            let behind = &text[equals + 1..rest.end];
            let open = equals + 1 + (behind.len() - behind.trim_start().len());
            let quote = text[open..rest.end]
                .chars()
                .next()
                .filter(|c| "'\"".contains(*c))?;
            let value = open + 1..open + 1 + text[open + 1..rest.end].find(quote)?;
            if own == name {
                return Some(decode(text, value));
            }
            rest.start = value.end + 1;
        }
    }
}

/// Most elements that stand directly in another. Bounds memory.
const MOST: usize = 100_000;

/// The elements that stand directly in a stretch, nested no deeper than `most`.
pub(super) fn elements(
    text: &str,
    range: Range<usize>,
    most: usize,
) -> Result<Vec<Element<'_>>, Fault> {
    let mut found = Vec::new();
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut at = range.start;
    while let Some(next) = memchr::memchr(b'<', &text.as_bytes()[at..range.end]) {
        let start = at + next;
        let markup = Markup::at(text, start, range.end)?;
        at = markup.end();
        match markup {
            Markup::Skipped(_) => {}
            Markup::Open(mut element, is_empty) => {
                if open.len() >= most {
                    let message = format!("nested deeper than {most}");
                    return Err(fault(element.name_at, message));
                }
                if open.is_empty() && found.len() >= MOST {
                    let message = format!("more than {MOST} elements");
                    return Err(fault(element.name_at, message));
                }
                element.content = at..at;
                if !is_empty {
                    open.push(element);
                } else if open.is_empty() {
                    found.push(element);
                }
            }
            Markup::Close(name, tag) => {
                let Some(mut element) = open.pop() else {
                    return Err(fault(tag, format!("`</{name}>` closes nothing")));
                };
                if element.name != name {
                    let message = format!("`</{name}>` does not close `<{}>`", element.name);
                    let opened = Some(Span::from_range(element.name_at));
                    return Err(Fault {
                        opened,
                        ..fault(tag, message)
                    });
                }
                element.content.end = tag.start;
                element.close = tag;
                if open.is_empty() {
                    found.push(element);
                }
            }
        }
    }
    match open.pop() {
        None => Ok(found),
        Some(element) => Err(fault(
            element.name_at,
            format!("`<{}>` is not closed", element.name),
        )),
    }
}

/// The text of a stretch: what is escaped as it is meant, CDATA as it stands, tags left out.
pub(super) fn decode(text: &str, range: Range<usize>) -> Decoded {
    let mut builder = MapBuilder::with_capacity(range.len());
    let mut at = range.start;
    while let Some(next) = memchr::memchr2(b'<', b'&', &text.as_bytes()[at..range.end]) {
        let sign = at + next;
        push(&mut builder, text, at..sign);
        at = push_sign(&mut builder, text, sign..range.end);
    }
    push(&mut builder, text, at..range.end);
    let (text, map) = builder.finish();
    Decoded { text, map }
}

fn push(builder: &mut MapBuilder, text: &str, range: Range<usize>) {
    builder.push(&text[range.clone()], Span::from_range(range));
}

/// Takes what the `<` or `&` at the start of a stretch begins; the offset behind it.
fn push_sign(builder: &mut MapBuilder, text: &str, range: Range<usize>) -> usize {
    let rest = &text[range.clone()];
    if rest.starts_with('&') {
        let Some((c, len)) = entity(rest) else {
            push(builder, text, range.start..range.start + 1);
            return range.start + 1;
        };
        let place = Span::from_range(range.start..range.start + len);
        builder.push(c.encode_utf8(&mut [0; 4]), place);
        return range.start + len;
    }
    if let Some(inner) = rest.strip_prefix(CDATA) {
        let len = inner.find(CDATA_END).unwrap_or(inner.len());
        let start = range.start + CDATA.len();
        push(builder, text, start..start + len);
        return (start + len + CDATA_END.len()).min(range.end);
    }
    Markup::at(text, range.start, range.end).map_or(range.end, |markup| markup.end())
}

const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// The character that an entity at the start of `text` stands for, and its length. Only those that
/// XML itself declares are known; others stay as they are written.
fn entity(text: &str) -> Option<(char, usize)> {
    /// Longer than any entity that is known.
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let number = |digits: &str, radix| {
        let is_number = digits.chars().all(|c| c.is_digit(radix));
        let number = u32::from_str_radix(digits, radix)
            .ok()
            .filter(|_| is_number);
        number.and_then(char::from_u32)
    };
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16)?,
                None => number(digits, 10)?,
            }
        }
    };
    Some((c, end + 1))
}

/// What a `<` begins.
enum Markup<'a> {
    /// A tag that opens an element, and whether it closes it too.
    Open(Element<'a>, bool),
    /// A tag that closes an element.
    Close(&'a str, Range<usize>),
    /// A comment, CDATA, an instruction.
    Skipped(Range<usize>),
}

impl<'a> Markup<'a> {
    /// The markup that starts at `start` and ends before `end`.
    fn at(text: &'a str, start: usize, end: usize) -> Result<Self, Fault> {
        let rest = &text[start..end];
        for (open, close) in [
            ("<!--", "-->"),
            (CDATA, CDATA_END),
            ("<?", "?>"),
            ("<!", ">"),
        ] {
            if let Some(inner) = rest.strip_prefix(open) {
                let Some(len) = inner.find(close) else {
                    return Err(fault(
                        start..start + open.len(),
                        format!("`{open}` is not closed"),
                    ));
                };
                let end = start + open.len() + len + close.len();
                return Ok(Self::Skipped(start..end));
            }
        }
        let name = rest[1..].trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            let message = "no name stands behind this `<`; it is written `&lt;`".to_owned();
            return Err(fault(start..start + 1, message));
        }
        let Some(len) = tag_len(rest) else {
            return Err(fault(start..start + 1, "the tag is not closed".to_owned()));
        };
        let inner = &rest[1..len - 1];
        if let Some(name) = inner.strip_prefix('/') {
            return Ok(Self::Close(name.trim_end(), start..start + len));
        }
        let is_empty = inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let name = inner
            .split([' ', '\t', '\r', '\n'])
            .next()
            .unwrap_or_default();
        let name_at = start + 1..start + 1 + name.len();
        let end = start + len;
        let element = Element {
            name,
            attributes: name_at.end..name_at.start + inner.len(),
            name_at,
            content: end..end,
            close: end..end,
        };
        Ok(Self::Open(element, is_empty))
    }

    /// Where it ends.
    fn end(&self) -> usize {
        match self {
            Self::Open(element, _) => element.content.start,
            Self::Close(_, tag) => tag.end,
            Self::Skipped(range) => range.end,
        }
    }
}

/// Length of the tag at the start of a text. A `>` in quotes does not end it, and no tag holds
/// another `<`.
fn tag_len(text: &str) -> Option<usize> {
    let mut quote = None;
    let behind = text.bytes().enumerate().skip(1);
    for (at, byte) in behind {
        match quote {
            _ if byte == b'<' => return None,
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte == b'>' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn fault(range: Range<usize>, message: String) -> Fault {
    Fault {
        span: Span::from_range(range),
        message,
        opened: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> String {
        decode(text, 0..text.len()).text
    }

    /// Names of the elements and what they contain.
    fn read(text: &str) -> Vec<(&str, &str)> {
        let found = elements(text, 0..text.len(), 8).unwrap();
        found
            .iter()
            .map(|it| (it.name, &text[it.content.clone()]))
            .collect()
    }

    fn failed(text: &str) -> (String, String) {
        let fault = elements(text, 0..text.len(), 8).unwrap_err();
        (text[fault.span.range()].to_owned(), fault.message)
    }

    #[test]
    fn elements_that_stand_directly_in_a_stretch_are_found() {
        assert_eq!(
            read(
                "<a>1</a> <b:c x='>'><a>2</a></b:c><d/><!-- <e> --><?p <f> ?><![CDATA[<g>]]><h />"
            ),
            [("a", "1"), ("b:c", "<a>2</a>"), ("d", ""), ("h", "")]
        );
    }

    #[test]
    fn what_is_not_well_formed_is_told_where_it_stands() {
        for (text, at, message) in [
            ("<a><b></a>", "</a>", "`</a>` does not close `<b>`"),
            ("<a>", "a", "`<a>` is not closed"),
            ("</a>", "</a>", "`</a>` closes nothing"),
            (
                "<a>1 < 2</a>",
                "<",
                "no name stands behind this `<`; it is written `&lt;`",
            ),
            (
                "<a>1 < 2 isn't</a>",
                "<",
                "no name stands behind this `<`; it is written `&lt;`",
            ),
            (
                "<a></ b></a>",
                "<",
                "no name stands behind this `<`; it is written `&lt;`",
            ),
            ("<a b='c></a><d e='f'/>", "<", "the tag is not closed"),
            ("<a <!-- b", "<", "the tag is not closed"),
            ("<a><!-- b", "<!--", "`<!--` is not closed"),
            ("<a><![CDATA[ b", "<![CDATA[", "`<![CDATA[` is not closed"),
        ] {
            assert_eq!(failed(text), (at.to_owned(), message.to_owned()), "{text}");
        }
        let deep = "<a>".repeat(100_000);
        assert_eq!(failed(&deep).1, "nested deeper than 8");
        let many = "<a/>".repeat(100_001);
        assert_eq!(failed(&many).1, "more than 100000 elements");
    }

    #[test]
    fn text_is_decoded_with_the_way_back() {
        assert_eq!(
            decoded("a &amp;&#233;&#xE9; &lt;b&gt; &nbsp; & &#0; &#x110000;"),
            "a &éé <b> &nbsp; & \0 &#x110000;"
        );
        assert_eq!(
            decoded("a<![CDATA[<b>&amp;]]]]><![CDATA[>c]]>d<!-- e --><f>g</f>"),
            "a<b>&amp;]]>cdg"
        );
        let text = "é<![CDATA[]]]]><![CDATA[>]]>&amp;x";
        let it = decode(text, 0..text.len());
        assert_eq!(it.text, "é]]>&x");
        assert_eq!(&text[it.map.span(5..6).range()], "&amp;");
        assert_eq!(&text[it.map.span(2..5).range()], "]]]]><![CDATA[>");
        assert_eq!(&text[it.map.span(6..7).range()], "x");
    }

    #[test]
    fn attributes_are_read_in_either_quotes() {
        let text = r#"<c domain="post_tag" nicename = 'a&amp;b' empty=""/>"#;
        let element = &elements(text, 0..text.len(), 8).unwrap()[0];
        let value = |name: &str| element.attribute(text, name).map(|it| it.text);
        assert_eq!(value("domain").as_deref(), Some("post_tag"));
        assert_eq!(value("nicename").as_deref(), Some("a&b"));
        assert_eq!(value("empty").as_deref(), Some(""));
        assert_eq!(value("other"), None);
    }
}
