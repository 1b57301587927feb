//! From nodes to values: types, tags, aliases and merge keys, within a budget.

use std::ops::Range;

use granit_parser::ScalarStyle;

use crate::post::{Data, Key, Map, Value};
use crate::source::Span;

use super::super::entries::Entries;
use super::super::reader::Reader;
use super::compose::{Document, Node, NodeId, NodeKind};
use super::scalar::{BadTag, resolve, resolve_tagged};

/// Bytes of text that aliases may repeat.
const REPEATED_BYTES: usize = 1024 * 1024;

/// Makes values of the nodes of a document.
pub(super) struct Expander<'d, 'r, 'a> {
    document: &'d Document<'a>,
    reader: &'r mut Reader<'a>,
    /// The lists and maps that the current node stands in, aliases resolved.
    path: Vec<NodeId>,
    /// The outermost alias that is being expanded.
    alias: Option<Span>,
    repeated_bytes: usize,
    is_over: bool,
}

impl<'d, 'r, 'a> Expander<'d, 'r, 'a> {
    pub(super) fn new(document: &'d Document<'a>, reader: &'r mut Reader<'a>) -> Self {
        Self {
            document,
            reader,
            path: Vec::new(),
            alias: None,
            repeated_bytes: 0,
            is_over: false,
        }
    }

    /// Whether a bound was passed.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// The value of a node. Beyond a bound, which is told once, everything is nothing.
    pub(super) fn value(&mut self, id: NodeId) -> Value {
        let document = self.document;
        let node = &document.nodes[id];
        let span = self.span(node);
        // An alias takes no room of its own: what it names does.
        let is_alias = matches!(node.kind, NodeKind::Alias(_));
        if !is_alias && !self.has_room(span) {
            return Value {
                span,
                data: Data::Null,
            };
        }
        let data = match &node.kind {
            NodeKind::Scalar(text, style) => self.scalar(node, text, *style, span),
            NodeKind::List(_) | NodeKind::Map(_) => self.container(id, node, span),
            NodeKind::Alias(target) => self.alias(*target, span),
            NodeKind::Unknown(name) => {
                let message = format!("nothing is named `&{name}` before this alias");
                self.reader.unparsable(span, message);
                Data::Null
            }
        };
        Value { span, data }
    }

    /// The bytes of a node in the file, without quotes and what trails a block.
    fn span(&self, node: &Node<'_>) -> Span {
        let range = node.range.start..node.range.end.min(self.reader.content.len());
        let NodeKind::Scalar(text, style) = &node.kind else {
            return self.reader.span(range);
        };
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if range.len() >= 2 => {
                self.reader.span(range.start + 1..range.end - 1)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let held = self.reader.content[range.clone()].trim_end();
                let shown = match held.len() {
                    0 => self.sign_before(range.start).unwrap_or(range),
                    // At the end of all a block without text is its sign, with what follows that.
                    _ if text.trim().is_empty() => range.start..range.start + sign(held).len(),
                    len => range.start..range.start + len,
                };
                self.reader.span(shown)
            }
            _ => self.reader.span(range),
        }
    }

    /// The sign of a block without text, which the parser takes to stand where the next thing does.
    fn sign_before(&self, at: usize) -> Option<Range<usize>> {
        let before = self.reader.content[..at].trim_end();
        let header = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let start = before.len() - header.len();
        let header = sign(header);
        Some(start + header.rfind(['|', '>'])?..start + header.len())
    }

    fn has_room(&mut self, span: Span) -> bool {
        if self.is_over {
            return false;
        }
        let most = self.reader.limits.front_matter_nodes;
        match self.alias {
            Some(alias) if self.reader.values() >= most => {
                self.stop(alias, format!("aliases expand past {most} nodes"));
            }
            _ => self.is_over = !self.reader.takes_value(span),
        }
        !self.is_over
    }

    fn stop(&mut self, span: Span, message: String) {
        self.is_over = true;
        self.reader.over_limit(span, message);
    }

    fn scalar(&mut self, node: &Node<'_>, text: &str, style: ScalarStyle, span: Span) -> Data {
        if let Some(alias) = self.alias {
            self.repeated_bytes += text.len();
            if self.repeated_bytes > REPEATED_BYTES {
                self.stop(alias, "aliases expand past 1 MiB of text".to_owned());
                return Data::Null;
            }
        }
        let Some((tag, tag_range)) = &node.tag else {
            return match style {
                ScalarStyle::Plain => resolve(text),
                _ => Data::String(text.to_owned()),
            };
        };
        resolve_tagged(text, style, tag).unwrap_or_else(|bad| {
            let tag_span = self.reader.span(tag_range.clone());
            match bad {
                BadTag::Unknown => self.unknown_tag(&tag.original(), tag_span),
                BadTag::Mismatch(wanted) => {
                    let message =
                        format!("`{}` asks for {wanted}, but this is not", tag.original());
                    self.reader.unparsable(span, message);
                }
            }
            Data::String(text.to_owned())
        })
    }

    fn unknown_tag(&mut self, tag: &str, span: Span) {
        let message = format!("the tag `{tag}` is not known; the value is read as text");
        self.reader.unparsable(span, message);
    }

    fn container(&mut self, id: NodeId, node: &Node<'_>, span: Span) -> Data {
        if self.path.len() >= self.reader.limits.nesting {
            self.is_over = true;
            self.reader.too_deep(self.alias.unwrap_or(span));
            return Data::Null;
        }
        if let Some((tag, range)) = &node.tag
            && !matches!(tag.core_suffix(), Some("seq" | "map"))
        {
            let tag_span = self.reader.span(range.clone());
            let message = format!("the tag `{}` is not known", tag.original());
            self.reader.unparsable(tag_span, message);
        }
        self.path.push(id);
        let data = match &node.kind {
            NodeKind::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    let value = self.value(*item);
                    if self.is_over {
                        break;
                    }
                    values.push(value);
                }
                Data::List(values)
            }
            NodeKind::Map(pairs) => Data::Map(self.map(pairs)),
            _ => Data::Null,
        };
        self.path.pop();
        data
    }

    fn alias(&mut self, target: NodeId, span: Span) -> Data {
        if self.path.contains(&target) {
            self.reader
                .unparsable(span, "this alias stands inside of what it names");
            return Data::Null;
        }
        let outer = self.alias;
        self.alias = outer.or(Some(span));
        let value = self.value(target);
        self.alias = outer;
        value.data
    }

    fn map(&mut self, pairs: &[(NodeId, NodeId)]) -> Map {
        let mut entries = Entries::default();
        let mut merged = Vec::new();
        for (key_id, value_id) in pairs {
            if self.is_merge(*key_id) {
                let value = self.value(*value_id);
                self.merge(value, &mut merged);
            } else if let Some(key) = self.key(*key_id) {
                let value = self.value(*value_id);
                if !self.is_over {
                    entries.push(key, value, self.reader);
                }
            }
            if self.is_over {
                break;
            }
        }
        for map in merged {
            map.entries
                .into_iter()
                .for_each(|entry| entries.push_weak(entry));
        }
        entries.finish()
    }

    fn is_merge(&self, key: NodeId) -> bool {
        match &self.document.nodes[key].kind {
            NodeKind::Scalar(text, ScalarStyle::Plain) => text == "<<",
            _ => false,
        }
    }

    /// Notes the maps that `<<` names: one, or a list of them.
    fn merge(&mut self, value: Value, merged: &mut Vec<Map>) {
        match value.data {
            Data::Map(map) => merged.push(map),
            Data::List(items) => {
                for item in items {
                    match item.data {
                        Data::Map(map) => merged.push(map),
                        _ => self.no_merge(item.span),
                    }
                }
            }
            _ => self.no_merge(value.span),
        }
    }

    fn no_merge(&mut self, span: Span) {
        if !self.is_over {
            self.reader
                .unparsable(span, "`<<` merges maps, but this is none");
        }
    }

    /// A key; nothing for a list or map in its place, which is told.
    fn key(&mut self, id: NodeId) -> Option<Key> {
        let node = &self.document.nodes[id];
        let span = self.reader.span(node.range.clone());
        let named = match &node.kind {
            NodeKind::Alias(target) => &self.document.nodes[*target].kind,
            kind => kind,
        };
        if let NodeKind::Scalar(text, _) = named {
            return Some(Key {
                name: (&**text).into(),
                span,
            });
        }
        self.reader.unparsable(span, "a key must be plain text");
        None
    }
}

/// The first line without its comment.
fn sign(text: &str) -> &str {
    let line = text.lines().next().unwrap_or(text);
    let end = line.find(" #").or_else(|| line.find("\t#"));
    line[..end.unwrap_or(line.len())].trim_end()
}
