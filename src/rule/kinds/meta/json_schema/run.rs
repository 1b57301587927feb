//! One judgement of one post: the walk over a schema and the meta, side by side.

use super::complaint::{Complaint, What};
use super::decimal::Decimal;
use super::node::{Node, NodeId, ResourceId};
use super::place::Place;
use super::schema::Nodes;
use super::view::View;
use crate::post::{Entry, Map, same_key};
use crate::rule::PostContext;
use crate::rule::expr::STEPS;
use crate::text::datetime_of;

/// The format whose keys and values are typed by the rules.
const RENDERED: &str = "text";

/// Steps that a complaint costs, which bounds how many are kept.
const COMPLAINT: usize = 16;

/// Deepest recursion, over data and schema together.
const MOST_DEPTH: usize = 512;

/// What a walk knows on its way.
pub(super) struct Run<'r, 'p> {
    nodes: &'r Nodes,
    text: &'p str,
    /// What the site gives to the post: such keys are there.
    inherited: &'p Map,
    /// Whether keys compare whatever their case and word separators: those of rendered text do.
    is_loose: bool,
    steps: u64,
    depth: usize,
    /// The resources entered, the outermost first; kept only for dynamic references.
    scope: Vec<ResourceId>,
    /// What is wrong; nothing while only the answer counts.
    complaints: Option<Vec<Complaint<'p>>>,
    is_stopped: bool,
}

impl<'r, 'p> Run<'r, 'p> {
    /// A walk that only answers.
    pub(super) fn new(nodes: &'r Nodes, cx: &PostContext<'p>) -> Self {
        Self {
            nodes,
            text: cx.text,
            inherited: &cx.post.inherited,
            is_loose: cx.format == RENDERED,
            steps: STEPS,
            depth: 0,
            scope: Vec::new(),
            complaints: None,
            is_stopped: false,
        }
    }

    /// Whether it cost too much, so that its answer means nothing.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// The schemas.
    pub(super) fn nodes(&self) -> &'r Nodes {
        self.nodes
    }

    /// The resources entered so far, the outermost first.
    pub(super) fn scope(&self) -> &[ResourceId] {
        &self.scope
    }

    /// What the site gives to the post.
    pub(super) fn inherited(&self) -> &'p Map {
        self.inherited
    }

    /// Whether complaints are wanted.
    pub(super) fn is_collecting(&self) -> bool {
        self.complaints.is_some()
    }

    /// Takes steps for work that grows with the schema or the post.
    pub(super) fn charge(&mut self, steps: usize) {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        match self.steps.checked_sub(steps) {
            Some(left) => self.steps = left,
            None => self.is_stopped = true,
        }
    }

    /// Whether a value meets a schema. Once the walk is stopped everything does, to end it soon.
    pub(super) fn holds(&mut self, schema: NodeId, place: &Place<'_, 'p>) -> bool {
        let holds = self.inside(schema, |run, node| run.keywords_hold(schema, node, place));
        holds.unwrap_or(true)
    }

    /// Does what is to be done inside a schema; nothing once the walk is stopped.
    pub(super) fn inside<T>(
        &mut self,
        schema: NodeId,
        work: impl FnOnce(&mut Self, &'r Node) -> T,
    ) -> Option<T> {
        self.charge(1);
        self.is_stopped |= self.depth >= MOST_DEPTH;
        if self.is_stopped {
            return None;
        }
        let node = self.nodes.node(schema);
        let enters = self.nodes.is_dynamic() && self.scope.last() != Some(&node.resource);
        if enters {
            self.scope.push(node.resource);
        }
        self.depth += 1;
        let done = work(self, node);
        self.depth -= 1;
        if enters {
            self.scope.pop();
        }
        Some(done)
    }

    fn keywords_hold(&mut self, schema: NodeId, node: &'r Node, place: &Place<'_, 'p>) -> bool {
        let mut all_hold = true;
        for keyword in &node.keywords {
            let before = self.complaints.as_ref().map_or(0, Vec::len);
            if keyword.holds(self, place) {
                continue;
            }
            all_hold = false;
            let Some(complaints) = &mut self.complaints else {
                break;
            };
            for complaint in &mut complaints[before..] {
                complaint.learn(schema, node, place.depth);
            }
            if keyword.makes_others_moot() {
                break;
            }
        }
        all_hold
    }

    /// As [`Run::holds`], without complaints.
    pub(super) fn holds_quietly(&mut self, schema: NodeId, place: &Place<'_, 'p>) -> bool {
        let kept = self.complaints.take();
        let holds = self.holds(schema, place);
        self.complaints = kept;
        holds
    }

    /// What is wrong with a value by a schema.
    pub(super) fn gathered(&mut self, schema: NodeId, place: &Place<'_, 'p>) -> Vec<Complaint<'p>> {
        let kept = self.complaints.replace(Vec::new());
        self.holds(schema, place);
        std::mem::replace(&mut self.complaints, kept).unwrap_or_default()
    }

    /// Takes complaints over that were gathered aside.
    pub(super) fn adopt(&mut self, complaints: Vec<Complaint<'p>>) {
        if let Some(held) = &mut self.complaints {
            held.extend(complaints);
        }
    }

    /// Complains of a value, if complaints are wanted; always `false`.
    pub(super) fn complain(
        &mut self,
        place: &Place<'_, 'p>,
        keyword: &'static str,
        what: impl FnOnce() -> What<'p>,
    ) -> bool {
        if self.is_collecting() {
            self.charge(COMPLAINT);
        }
        if let Some(complaints) = &mut self.complaints
            && !self.is_stopped
        {
            complaints.push(Complaint::new(place, keyword, what()));
        }
        false
    }

    /// Complains of a value that may not be there at all.
    pub(super) fn forbids(&mut self, place: &Place<'_, 'p>) -> bool {
        self.complain(place, "false", || What::Forbidden)
    }

    /// The entry of a key of a map.
    pub(super) fn entry(
        &self,
        mut entries: impl Iterator<Item = &'p Entry>,
        name: &str,
    ) -> Option<&'p Entry> {
        entries.find(|entry| self.is_key(entry, name))
    }

    /// Whether an entry is that of a key.
    pub(super) fn is_key(&self, entry: &Entry, name: &str) -> bool {
        entry.key.name == name || self.is_loose && same_key(&entry.key.name, name)
    }

    /// Whether keys compare whatever their case and word separators.
    pub(super) fn is_loose(&self) -> bool {
        self.is_loose
    }

    /// The number that a value is, by its digits in the source where it is one of too many to be
    /// kept.
    pub(super) fn number(&self, place: &Place<'_, 'p>) -> Option<Decimal> {
        let View::Float(rounded) = place.view else {
            return place.view.number();
        };
        let written = place.step.value().and_then(|value| {
            let text = self.text.get(value.span.range())?;
            let same = text.parse::<f64>().ok()?.total_cmp(&rounded).is_eq();
            same.then(|| Decimal::parse(text)).flatten()
        });
        written.or_else(|| place.view.number())
    }

    /// Whether a text is a date with a time as YAML, TOML or rendered text write it without quotes,
    /// which is laxer than what schemas ask for.
    pub(super) fn is_native_time(&self, place: &Place<'_, 'p>, text: &str) -> bool {
        let before = place.step.value().and_then(|value| {
            let before = self.text.get(..value.span.start as usize)?;
            before.chars().next_back()
        });
        let is_bare = before.is_some_and(|before| !matches!(before, '"' | '\''));
        (is_bare || self.is_loose) && datetime_of(text).is_some()
    }
}
