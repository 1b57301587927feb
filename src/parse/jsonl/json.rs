//! A strict reader of JSON: one object, with a place for every key and value.

use crate::parse::front_matter::{Entries, Reader, number};
use crate::post::{Data, Key, Map, Problem, ProblemKind, Value};
use crate::source::Span;

use super::string::decode;

/// Why a record can not be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    /// A further place that explains it.
    pub(super) other: Option<(Span, String)>,
    /// What to do.
    pub(super) help: Option<&'static str>,
}

/// The object of a record.
pub(super) struct Object {
    pub(super) map: Map,
    pub(super) span: Span,
}

/// Reads the one object that `reader` holds. What is no JSON is a fault; what goes on without it
/// is told to the reader.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Object, Fault> {
    let mut json = Json {
        text: reader.content,
        at: 0,
        depth: 0,
        reader,
    };
    json.skip_blanks();
    if json.peek() != Some(b'{') {
        return Err(Fault {
            help: Some(ONE_LINE),
            ..json.unexpected("a record must be an object")
        });
    }
    let start = json.at;
    let map = json.object()?;
    let span = json.reader.span(start..json.at);
    json.skip_blanks();
    match json.peek() {
        None => Ok(Object { map, span }),
        Some(_) => Err(json.unexpected("nothing may follow the object on its line")),
    }
}

const ONE_LINE: &str = "write each post as one object, on a line of its own";

struct Json<'a, 'r> {
    text: &'a str,
    at: usize,
    /// Objects and lists that are open.
    depth: usize,
    reader: &'r mut Reader<'a>,
}

impl Json<'_, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// The members of the object that starts here.
    fn object(&mut self) -> Result<Map, Fault> {
        let open = self.open()?;
        let mut entries = Entries::default();
        while self.next_member(open, b'}')? {
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key must stand in double quotes"));
            }
            let start = self.at;
            let (name, _) = self.string()?;
            let key = Key {
                name: name.into(),
                span: self.reader.span(start..self.at),
            };
            self.skip_blanks();
            if self.peek() != Some(b':') {
                return Err(self.expected("a colon must follow this key", key.span, open));
            }
            self.at += 1;
            self.skip_blanks();
            if let Some(value) = self.value(open)? {
                entries.push(key, value, self.reader);
            }
        }
        Ok(entries.finish())
    }

    fn list(&mut self) -> Result<Vec<Value>, Fault> {
        let open = self.open()?;
        let mut items = Vec::new();
        while self.next_member(open, b']')? {
            items.extend(self.value(open)?);
        }
        Ok(items)
    }

    fn open(&mut self) -> Result<usize, Fault> {
        let open = self.at;
        self.depth += 1;
        if self.depth > self.reader.limits.nesting {
            let message = format!("nested deeper than {}", self.reader.limits.nesting);
            return Err(self.fault(open..open + 1, message));
        }
        self.at += 1;
        Ok(open)
    }

    /// Goes to the next member of what was opened at `open`, or behind its end.
    fn next_member(&mut self, open: usize, close: u8) -> Result<bool, Fault> {
        let is_first = self.at == open + 1;
        let last = self.at;
        self.skip_blanks();
        if self.peek() == Some(close) {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if self.peek().is_none() {
            return Err(self.cut_off(open));
        }
        if is_first {
            return Ok(true);
        }
        if self.peek() != Some(b',') {
            let behind = self.reader.char_at(last.saturating_sub(1));
            return Err(self.expected("a comma is missing behind this value", behind, open));
        }
        let comma = self.at;
        self.at += 1;
        self.skip_blanks();
        if self.peek().is_none() {
            return Err(self.cut_off(open));
        }
        if matches!(self.peek(), Some(b'}' | b']')) {
            let message = "no comma may stand before a `}` or `]`".to_owned();
            return Err(self.fault(comma..comma + 1, message));
        }
        Ok(true)
    }

    /// The value that starts here; nothing where there are too many.
    fn value(&mut self, open: usize) -> Result<Option<Value>, Fault> {
        let start = self.at;
        let (inner, data) = match self.peek() {
            Some(b'"') => {
                let (text, inner) = self.string()?;
                (Some(inner), Data::String(text))
            }
            Some(b'{') => (None, Data::Map(self.object()?)),
            Some(b'[') => (None, Data::List(self.list()?)),
            Some(b'-' | b'0'..=b'9') => (None, self.number()?),
            Some(_) => (None, self.word()?),
            None => return Err(self.cut_off(open)),
        };
        let outer = self.reader.span(start..self.at);
        let value = Value {
            span: inner.unwrap_or(outer),
            data,
        };
        Ok(self.reader.takes_value(outer).then_some(value))
    }

    /// The text of the string that starts here, and what stands between its quotes.
    fn string(&mut self) -> Result<(String, Span), Fault> {
        let open = self.at;
        let rest = &self.text.as_bytes()[open + 1..];
        let mut escaped = None;
        let mut stops = memchr::memchr2_iter(b'"', b'\\', rest);
        let end = stops.find(|at| {
            if escaped == Some(*at) {
                return false;
            }
            escaped = (rest[*at] == b'\\').then_some(at + 1);
            rest[*at] == b'"'
        });
        let Some(end) = end else {
            return Err(self.fault(open..open + 1, "the string is not closed".to_owned()));
        };
        self.at = open + 1 + end + 1;
        let span = self.reader.span(open + 1..self.at - 1);
        let decoded = decode(&self.text[open + 1..self.at - 1], span.start);
        let decoded = decoded.map_err(|fault| Fault {
            span: fault.span,
            message: fault.message.to_owned(),
            other: None,
            help: None,
        })?;
        for half in decoded.halves {
            self.reader.problem(Problem {
                kind: ProblemKind::Unparsable,
                span: half,
                message: "half of a surrogate pair is no character".to_owned(),
                other: None,
                help: Some("write both halves, or the character itself".to_owned()),
            });
        }
        Ok((decoded.text, span))
    }

    fn number(&mut self) -> Result<Data, Fault> {
        let start = self.at;
        let token = self.token();
        let token = &self.text[start..start + token];
        if !is_number(token) {
            return Err(self.no_json(start));
        }
        self.at += token.len();
        Ok(number(token))
    }

    fn word(&mut self) -> Result<Data, Fault> {
        let start = self.at;
        let data = match &self.text[start..start + self.token()] {
            "true" => Data::Boolean(true),
            "false" => Data::Boolean(false),
            "null" => Data::Null,
            _ => return Err(self.no_json(start)),
        };
        self.at += self.token();
        Ok(data)
    }

    /// Length of the word or number that starts here.
    fn token(&self) -> usize {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-._".contains(byte);
        let rest = self.text.as_bytes()[self.at..].iter();
        rest.take_while(|byte| is_part(byte)).count()
    }

    /// The fault of what stands at `start` where a value should.
    fn no_json(&self, start: usize) -> Fault {
        match self.token() {
            0 => self.unexpected("a value is expected here"),
            len => {
                let word = crate::text::excerpt(&self.text[start..start + len], 40);
                self.fault(start..start + len, format!("`{word}` is no value of JSON"))
            }
        }
    }

    /// The fault of what stands here, in words for what should.
    fn unexpected(&self, message: &str) -> Fault {
        let rest = &self.text[self.at..];
        let message = match rest.as_bytes() {
            [b'/', b'/' | b'*', ..] => "JSON has no comments",
            [b'\'', ..] => "text must stand in double quotes",
            _ => message,
        };
        Fault {
            span: self.reader.char_at(self.at),
            message: message.to_owned(),
            other: None,
            help: None,
        }
    }

    /// The fault of something that is missing behind `span`.
    fn expected(&self, message: &str, span: Span, open: usize) -> Fault {
        if self.peek().is_none() {
            return self.cut_off(open);
        }
        let unexpected = self.unexpected(message);
        if unexpected.message == message {
            return Fault { span, ..unexpected };
        }
        unexpected
    }

    /// The fault of a record that ends too early.
    fn cut_off(&self, open: usize) -> Fault {
        let opened = self.reader.span(open..open + 1);
        let what = self.text.get(open..=open).unwrap_or_default();
        Fault {
            span: self.reader.char_at(self.text.len()),
            message: format!("the record ends before its `{what}` is closed"),
            other: Some((opened, "opened here".to_owned())),
            help: Some(ONE_LINE),
        }
    }

    fn fault(&self, range: std::ops::Range<usize>, message: String) -> Fault {
        Fault {
            span: self.reader.span(range),
            message,
            other: None,
            help: None,
        }
    }
}

/// Whether JSON writes numbers so: no leading zero or plus, digits around a point.
fn is_number(token: &str) -> bool {
    let digits = |text: &'_ str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = token.strip_prefix('-').unwrap_or(token);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest.starts_with('0') {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = &fraction[len..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let len = digits(exponent);
        return len > 0 && len == exponent.len();
    }
    rest.is_empty()
}
