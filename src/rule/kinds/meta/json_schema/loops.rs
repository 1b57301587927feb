//! Schemas that lead back to themselves without looking at a smaller value, or through so many
//! others that it comes to the same.

use super::library::Library;
use super::node::{Keyword, NodeId};
use super::schema::Nodes;
use crate::rule::Options;

/// Most schemas that may apply to one value, one through the other.
const MOST_CHAIN: usize = 128;

/// How far a schema was looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// It is on the way that is being followed.
    Open,
    /// Its longest chain.
    Done(usize),
}

/// Tells every reference that closes a loop, and the first chain that is too long.
pub(super) fn tell_loops(nodes: &Nodes, library: &Library, options: &mut Options<'_>) {
    let mut search = Search {
        nodes,
        states: vec![State::New; nodes.len()],
        found: Vec::new(),
    };
    let all = (0..).map(NodeId).take(nodes.len());
    for node in all {
        search.follow(node);
    }
    let mut found = search.found;
    found.sort_unstable();
    for (node, message) in found {
        let reference = nodes.node(node).keywords.iter().find_map(|it| match it {
            Keyword::Reference(reference) => Some(reference.written),
            _ => None,
        });
        let schema = library.schemas.get(node.0 as usize).copied();
        if let Some(at) = reference.or(schema) {
            let json = library.texts.get(at);
            options.problem_at(json.source, json.span, message);
        }
    }
}

struct Search<'a> {
    nodes: &'a Nodes,
    states: Vec<State>,
    found: Vec<(NodeId, &'static str)>,
}

/// A schema on the way, and those that it applies that were not followed yet.
struct Stop {
    node: NodeId,
    left: Vec<NodeId>,
    longest: usize,
}

impl Search<'_> {
    /// Follows all that a schema applies to its value. The way is kept in a list, since it may be
    /// as long as there are schemas.
    fn follow(&mut self, first: NodeId) {
        let mut way = Vec::new();
        self.enter(first, &mut way);
        while let Some(stop) = way.last_mut() {
            let Some(next) = stop.left.pop() else {
                let longest = stop.longest + 1;
                let node = stop.node;
                self.leave(node, longest);
                way.pop();
                if let Some(before) = way.last_mut() {
                    before.longest = before.longest.max(longest);
                }
                continue;
            };
            match self.state(next) {
                State::Done(chain) => stop.longest = stop.longest.max(chain),
                State::Open => {
                    let node = stop.node;
                    self.found.push((
                        node,
                        "the schema leads back to itself without a look at a smaller value",
                    ));
                }
                State::New => self.enter(next, &mut way),
            }
        }
    }

    fn state(&self, node: NodeId) -> State {
        self.states[node.0 as usize]
    }

    fn enter(&mut self, node: NodeId, way: &mut Vec<Stop>) {
        if self.state(node) != State::New {
            return;
        }
        self.states[node.0 as usize] = State::Open;
        let keywords = self.nodes.node(node).keywords.iter();
        way.push(Stop {
            node,
            left: keywords.flat_map(Keyword::in_place).collect(),
            longest: 0,
        });
    }

    fn leave(&mut self, node: NodeId, longest: usize) {
        if longest == MOST_CHAIN + 1 {
            self.found.push((
                node,
                "more than 128 schemas apply to one value through another",
            ));
        }
        self.states[node.0 as usize] = State::Done(longest);
    }
}
