//! From HTML to tokens with their places.
//!
//! html5gum follows the standard and counts bytes. It joins the characters between two tags into
//! one string; here every stretch that differs from its bytes (an entity, a line break of two
//! bytes) is a token of its own, so that all others run side by side with the source.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, ForwardingEmitter, Span as Bounds, State, Tokenizer};

use super::element::Element;

/// A piece of HTML. All offsets count from the start of the text read.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Characters, decoded.
    Text(Cow<'a, str>, Range<usize>),
    /// A start tag.
    Start(Tag),
    /// An end tag.
    End(Element, Range<usize>),
    /// A comment.
    Comment(Range<usize>),
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// What it starts.
    pub(super) element: Element,
    /// All of it.
    pub(super) range: Range<usize>,
    /// Whether it ends with `/>`.
    pub(super) is_closed: bool,
    attributes: Vec<Attribute>,
}

/// An attribute of a start tag.
#[derive(Debug)]
pub(super) struct Attribute {
    name: String,
    /// Its decoded value.
    pub(super) value: String,
    /// Where the value stands, without quotes; behind the name without one.
    pub(super) range: Range<usize>,
}

impl Tag {
    /// The first attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    /// The value of an attribute, without blanks around it; empty without one.
    pub(super) fn value(&self, name: &str) -> &str {
        self.attribute(name).map_or("", |it| it.value.trim())
    }

    /// Lets all offsets count from `base` bytes before.
    pub(super) fn shift(&mut self, base: usize) {
        let attributes = self.attributes.iter_mut().map(|it| &mut it.range);
        for range in attributes.chain([&mut self.range]) {
            *range = base + range.start..base + range.end;
        }
    }
}

/// The tokens of a text. What stands in a tag that never ends is none.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut inner = CallbackEmitter::new(Gathered::new(text));
    inner.naively_switch_states(true);
    let emitter = Places {
        inner,
        position: 0,
        text_start: 0,
    };
    Tokenizer::new_with_emitter(text, emitter).filter_map(Result::ok)
}

/// Tells where every stretch of characters stands; tags and comments are told by the inner emitter.
struct Places<'a> {
    inner: CallbackEmitter<Gathered<'a>, Token<'a>, usize>,
    position: usize,
    text_start: usize,
}

impl<'a> ForwardingEmitter for Places<'a> {
    type Token = Token<'a>;

    fn inner(&mut self) -> &mut impl Emitter<Token = Token<'a>> {
        &mut self.inner
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
        self.inner.move_position(offset);
    }

    fn init_string(&mut self) {
        self.text_start = self.position;
    }

    fn emit_string(&mut self, decoded: &[u8]) {
        let gathered = self.inner.callback_mut();
        // Of a line break of two bytes the first stands for both.
        let start = gathered.behind_break(self.text_start).min(self.position);
        // What looks like an end tag where none can stand is told in two strings, once it is read.
        let end = match decoded {
            b"</" => (start + decoded.len()).min(self.position),
            _ => self.position,
        };
        gathered.characters(decoded, start..end);
        self.text_start = end;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.text_start = self.position;
        self.inner.emit_current_tag()
    }

    fn emit_error(&mut self, _error: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_eof(&mut self) {
        self.inner.callback_mut().end_text();
    }

    fn pop_token(&mut self) -> Option<Token<'a>> {
        self.inner.callback_mut().ready.pop_front()
    }
}

/// The tokens that are ready, and what is being put together.
struct Gathered<'a> {
    source: &'a str,
    ready: VecDeque<Token<'a>>,
    /// Characters that are as they stand in the source, not told yet.
    plain: Range<usize>,
    tag: Option<Tag>,
}

impl<'a> Gathered<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            ready: VecDeque::new(),
            plain: 0..0,
            tag: None,
        }
    }

    /// `at`, but behind the line feed of a line break of two bytes.
    fn behind_break(&self, at: usize) -> usize {
        let before = at.checked_sub(1).map(|before| before..at + 1);
        let around = before.and_then(|range| self.source.as_bytes().get(range));
        at + usize::from(around == Some(b"\r\n"))
    }

    fn characters(&mut self, decoded: &[u8], range: Range<usize>) {
        if self.source.as_bytes().get(range.clone()) == Some(decoded) {
            if self.plain.end == range.start {
                self.plain.end = range.end;
            } else {
                self.end_text();
                self.plain = range;
            }
            return;
        }
        self.end_text();
        if let Ok(decoded) = str::from_utf8(decoded)
            && self.source.get(range.clone()).is_some()
        {
            let token = Token::Text(decoded.to_owned().into(), range);
            self.ready.push_back(token);
        }
    }

    fn end_text(&mut self) {
        let end = self.plain.end;
        let range = std::mem::replace(&mut self.plain, end..end);
        if let Some(text) = self.source.get(range.clone())
            && !text.is_empty()
        {
            self.ready.push_back(Token::Text(text.into(), range));
        }
    }

    fn attribute(&mut self) -> Option<&mut Attribute> {
        self.tag.as_mut()?.attributes.last_mut()
    }
}

impl<'a> Callback<Token<'a>, usize> for Gathered<'a> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Bounds<usize>) -> Option<Token<'a>> {
        let range = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.end_text();
                self.tag = Some(Tag {
                    element: Element::named(name),
                    range,
                    is_closed: false,
                    attributes: Vec::new(),
                });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.attributes.push(Attribute {
                        name: String::from_utf8_lossy(name).into_owned(),
                        value: String::new(),
                        range: range.end..range.end,
                    });
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.attribute() {
                    attribute.value = String::from_utf8_lossy(value).into_owned();
                    attribute.range = range;
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut tag) = self.tag.take() {
                    tag.range.end = range.end;
                    tag.is_closed = self_closing;
                    self.ready.push_back(Token::Start(tag));
                }
            }
            CallbackEvent::EndTag { name } => {
                self.end_text();
                self.tag = None;
                let element = Element::named(name);
                self.ready.push_back(Token::End(element, range));
            }
            CallbackEvent::Comment { .. } => {
                self.end_text();
                self.ready.push_back(Token::Comment(range));
            }
            CallbackEvent::Doctype { .. } => self.end_text(),
            CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let tell = |token| match token {
            Token::Text(shown, range) => format!("{shown:?} of {:?}", &text[range]),
            Token::Start(tag) => tag.attributes.iter().fold(
                text[tag.range.clone()].to_owned(),
                |told, Attribute { name, value, range }| {
                    format!("{told} {name}={value:?} of {:?}", &text[range.clone()])
                },
            ),
            Token::End(_, range) | Token::Comment(range) => text[range].to_owned(),
        };
        tokens(text).map(tell).collect()
    }

    #[test]
    fn a_stretch_that_differs_from_its_bytes_is_a_token_of_its_own() {
        assert_eq!(
            told("é &amp; ü&copy 1\r\n&#x41;&bogus; < 5 &"),
            [
                r#""é " of "é ""#,
                r#""&" of "&amp;""#,
                r#"" ü" of " ü""#,
                r#""©" of "&copy""#,
                r#"" 1" of " 1""#,
                r#""\n" of "\r""#,
                r#""A" of "&#x41;""#,
                r#""&bogus; < 5 &" of "&bogus; < 5 &""#,
            ]
        );
    }

    #[test]
    fn tags_and_attributes_have_their_bytes() {
        assert_eq!(
            told("ä<P Class='a &lt; é' id=x hidden alt=\"\" >ö</P\n><!-- ü --><!---->"),
            [
                r#""ä" of "ä""#,
                "<P Class='a &lt; é' id=x hidden alt=\"\" > class=\"a < é\" of \"a &lt; é\" \
                 id=\"x\" of \"x\" hidden=\"\" of \"\" alt=\"\" of \"\"",
                r#""ö" of "ö""#,
                "</P\n>",
                "<!-- ü -->",
                "<!---->",
            ]
        );
    }

    #[test]
    fn scripts_and_styles_hold_no_tags() {
        assert_eq!(
            told("<script>if (a<b) { '<p>é' }</script><style>a > b {}</style>c"),
            [
                "<script>",
                r#""if (a<b) { '<p>é' }" of "if (a<b) { '<p>é' }""#,
                "</script>",
                "<style>",
                r#""a > b {}" of "a > b {}""#,
                "</style>",
                r#""c" of "c""#,
            ]
        );
    }

    #[test]
    fn what_looks_like_an_end_tag_within_text_has_its_bytes() {
        let title = [
            "<title>",
            r#""a </b c</" of "a </b c</""#,
            r#""&" of "&amp;""#,
            r#""d" of "d""#,
            "</title>",
        ];
        assert_eq!(told("<title>a </b c</&amp;d</title>"), title);
        assert_eq!(told("<xmp></v"), ["<xmp>", r#""</v" of "</v""#]);
        assert_eq!(told("<xmp></"), ["<xmp>", r#""</" of "</""#]);
    }

    #[test]
    fn what_never_ends_is_cut_off_quietly() {
        assert_eq!(told("a<b class='x"), [r#""a" of "a""#]);
        assert_eq!(told("a<!-- b"), [r#""a" of "a""#, "<!-- b"]);
        assert_eq!(told("a</"), [r#""a</" of "a</""#]);
        assert_eq!(told("<![CDATA[x]]>y"), ["<![CDATA[x]]>", r#""y" of "y""#]);
    }
}
