//! From the parser's events to nodes that refer to each other by number.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag,
};
use rustc_hash::FxHashMap;

use super::super::reader::Reader;

/// Number of a node in [`Document::nodes`].
pub(super) type NodeId = usize;

/// The nodes of one document.
#[derive(Default)]
pub(super) struct Document<'a> {
    /// Every node; children stand behind their parents.
    pub(super) nodes: Vec<Node<'a>>,
    /// The outermost node.
    pub(super) root: Option<NodeId>,
    /// Why reading stopped early.
    pub(super) fault: Option<Fault>,
}

/// A value, a key or an alias.
pub(super) struct Node<'a> {
    /// Its bytes in the content, without tag and anchor.
    pub(super) range: Range<usize>,
    /// Its tag and the bytes of it.
    pub(super) tag: Option<(Tag, Range<usize>)>,
    /// What it is.
    pub(super) kind: NodeKind<'a>,
}

/// The kinds of node.
pub(super) enum NodeKind<'a> {
    /// Text in one of the five styles.
    Scalar(Cow<'a, str>, ScalarStyle),
    /// Items.
    List(Vec<NodeId>),
    /// Keys with values.
    Map(Vec<(NodeId, NodeId)>),
    /// Another node, to be read in this place.
    Alias(NodeId),
    /// An alias of nothing.
    Unknown(String),
}

/// Why reading stopped, and where in the content.
pub(super) enum Fault {
    /// The text is no YAML.
    Syntax { kind: ErrorKind, at: usize },
    /// A second document starts.
    SecondDocument { range: Range<usize> },
    /// There are more nodes than allowed.
    TooMany { at: usize },
}

impl Fault {
    /// Where it was noticed.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::Syntax { at, .. } | Self::TooMany { at } => *at,
            Self::SecondDocument { range } => range.start,
        }
    }
}

impl<'a> Document<'a> {
    /// Reads the content of `reader` up to its end or the first fault.
    pub(super) fn compose(reader: &Reader<'a>) -> Self {
        let parser = Parser::new_from_str_with_options(reader.content, options(reader));
        let mut composer = Composer {
            content: reader.content,
            most: reader.limits.front_matter_nodes.saturating_mul(2),
            ..Composer::default()
        };
        for event in parser {
            if let Err(fault) = composer.take(event) {
                composer.abandon(&fault);
                composer.document.fault = Some(fault);
                break;
            }
        }
        composer.document
    }
}

fn options(reader: &Reader<'_>) -> Options {
    let mut options = granit_parser::options! {
        emit_unresolved_aliases: true,
        disallow_directives: true,
        simple_key_max_lookahead: 8192,
        flow_nesting_limit: reader.limits.nesting,
        block_nesting_limit: reader.limits.nesting,
    };
    options.set_emit_comments(false);
    options
}

#[derive(Default)]
struct Composer<'a> {
    content: &'a str,
    most: usize,
    document: Document<'a>,
    open: Vec<Open>,
    anchors: FxHashMap<usize, NodeId>,
    is_done: bool,
}

/// A list or map that is not closed yet.
struct Open {
    node: NodeId,
    /// The key that waits for its value.
    key: Option<NodeId>,
    is_flow: bool,
}

impl<'a> Composer<'a> {
    fn take(&mut self, event: Result<(Event<'a>, Span), ScanError>) -> Result<(), Fault> {
        let (event, span) = event.map_err(|error| Fault::Syntax {
            kind: error.kind().clone(),
            at: error.marker().byte_offset().unwrap_or_default(),
        })?;
        let range = span.byte_range().unwrap_or_default();
        let tag_range = span.tag_span().and_then(|tag| tag.byte_range());
        let tagged = |tag: Option<Cow<'_, Tag>>| {
            tag.map(|tag| (tag.into_owned(), tag_range.unwrap_or(range.clone())))
        };
        match event {
            Event::DocumentStart(..) if self.is_done => {
                return Err(Fault::SecondDocument { range });
            }
            Event::DocumentEnd => self.is_done = true,
            Event::Scalar(text, style, anchor, tag) => {
                // The parser gives `~` for what is not there.
                let text = if range.is_empty() { "".into() } else { text };
                let kind = NodeKind::Scalar(text, style);
                let tag = tagged(tag);
                self.add(kind, range, tag, anchor)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = tagged(tag);
                self.open(NodeKind::List(Vec::new()), range, tag, anchor, style)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = tagged(tag);
                self.open(NodeKind::Map(Vec::new()), range, tag, anchor, style)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&range),
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied();
                let kind = target.map_or(NodeKind::Unknown(String::new()), NodeKind::Alias);
                self.add(kind, range, None, 0)?;
            }
            Event::UnresolvedAlias(name) => {
                self.add(NodeKind::Unknown(name.into_owned()), range, None, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds a node and gives it to the list or map that is open.
    fn add(
        &mut self,
        kind: NodeKind<'a>,
        range: Range<usize>,
        tag: Option<(Tag, Range<usize>)>,
        anchor: usize,
    ) -> Result<NodeId, Fault> {
        let id = self.document.nodes.len();
        if id >= self.most {
            return Err(Fault::TooMany { at: range.start });
        }
        self.document.nodes.push(Node { range, tag, kind });
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(parent) = self.open.last_mut() else {
            self.document.root.get_or_insert(id);
            return Ok(id);
        };
        match &mut self.document.nodes[parent.node].kind {
            NodeKind::List(items) => items.push(id),
            NodeKind::Map(pairs) => match parent.key.take() {
                Some(key) => pairs.push((key, id)),
                None => parent.key = Some(id),
            },
            _ => {}
        }
        Ok(id)
    }

    fn open(
        &mut self,
        kind: NodeKind<'a>,
        range: Range<usize>,
        tag: Option<(Tag, Range<usize>)>,
        anchor: usize,
        style: StructureStyle,
    ) -> Result<(), Fault> {
        let node = self.add(kind, range, tag, anchor)?;
        self.open.push(Open {
            node,
            key: None,
            is_flow: style == StructureStyle::Flow,
        });
        Ok(())
    }

    /// Closes the innermost list or map. The end of a block is told late, at the next token: a
    /// block ends with its last child.
    fn close(&mut self, end: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let nodes = &self.document.nodes;
        let own = &nodes[open.node];
        let own_end = match &own.kind {
            _ if open.is_flow => end.end,
            NodeKind::List(items) => items
                .last()
                .map_or(own.range.end, |id| nodes[*id].range.end),
            NodeKind::Map(pairs) => pairs.last().map_or(own.range.end, |(key, value)| {
                nodes[*key].range.end.max(nodes[*value].range.end)
            }),
            _ => own.range.end,
        };
        let range = &mut self.document.nodes[open.node].range;
        range.end = own_end.max(range.start);
    }

    /// Closes what is open at a fault. Whatever reaches the line of the fault may have been read
    /// wrong (`title: a: b` starts as `title: a`) and is left out, and so is an unclosed bracket.
    fn abandon(&mut self, fault: &Fault) {
        let before = &self.content[..fault.at().min(self.content.len())];
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        while let Some(open) = self.open.last() {
            let (node, is_flow) = (open.node, open.is_flow);
            let nodes = &self.document.nodes;
            let is_sound = |id: NodeId| nodes[id].range.end <= line_start;
            let cut = match &nodes[node].kind {
                NodeKind::List(items) => items.partition_point(|id| is_sound(*id)),
                NodeKind::Map(pairs) => pairs.partition_point(|(_, value)| is_sound(*value)),
                _ => 0,
            };
            match &mut self.document.nodes[node].kind {
                NodeKind::List(items) => items.truncate(cut),
                NodeKind::Map(pairs) => pairs.truncate(cut),
                _ => {}
            }
            let end = before.len();
            self.close(&(end..end));
            if is_flow {
                // Reaches the fault, so that the parent leaves it out in its turn.
                self.document.nodes[node].range.end = usize::MAX;
            }
        }
    }
}
