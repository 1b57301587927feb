//! The open elements that decide what text is.

use crate::parse::html::element::Role;
use crate::post::BlockKind;

/// Elements that are nested deeper change nothing any more.
const DEEPEST: usize = 128;

/// What an open element is to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u8),
    List { list: u32, depth: u32 },
    Item { list: u32, depth: u32 },
    Pre,
    Quote,
    Table,
    Caption,
    Figure,
    Section,
    Hidden,
    HiddenBlock,
}

impl Kind {
    /// What an element of that role is; `None` for one that need not be remembered.
    pub(super) fn of(role: Role) -> Option<Self> {
        let (list, depth) = (0, 0);
        Some(match role {
            Role::Heading(level) => Self::Heading(level),
            Role::List => Self::List { list, depth },
            Role::Item => Self::Item { list, depth },
            Role::Pre => Self::Pre,
            Role::Quote => Self::Quote,
            Role::Table => Self::Table,
            Role::Caption => Self::Caption,
            Role::Figure => Self::Figure,
            Role::Section => Self::Section,
            Role::Hidden => Self::Hidden,
            Role::HiddenBlock => Self::HiddenBlock,
            _ => return None,
        })
    }

    /// Whether a heading that is not closed ends here at the latest.
    pub(super) fn ends_heading(self) -> bool {
        !matches!(self, Self::Section | Self::Figure | Self::Hidden)
    }
}

/// The sorts of element that are asked for wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Heading,
    Pre,
    Table,
    Hidden,
}

impl Sort {
    fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Heading(_) => Self::Heading,
            Kind::Pre => Self::Pre,
            Kind::Table => Self::Table,
            Kind::Hidden | Kind::HiddenBlock => Self::Hidden,
            _ => return None,
        })
    }
}

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Container {
    pub(super) kind: Kind,
    name: &'static str,
    /// Where its tag starts.
    pub(super) start: usize,
    /// Whether a block that counts as its first has been read.
    pub(super) is_used: bool,
}

/// The open elements, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Containers {
    open: Vec<Container>,
    /// How many more are open than are kept.
    beyond: usize,
    /// The outermost of those in which nothing is read.
    hidden_beyond: Option<usize>,
    /// How many of those that are kept are of each sort: asked for with every token.
    counts: [usize; 4],
    lists: u32,
}

impl Containers {
    /// Opens an element, and says what it is.
    pub(super) fn push(&mut self, kind: Kind, name: &'static str, start: usize) -> Option<Kind> {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            if matches!(kind, Kind::Hidden | Kind::HiddenBlock) {
                self.hidden_beyond.get_or_insert(self.beyond);
            }
            return None;
        }
        let kind = match kind {
            Kind::List { .. } => self.list(),
            Kind::Item { .. } => {
                if self.enclosing_list().is_none() {
                    let list = self.list();
                    self.add(list, "", start);
                }
                self.enclosing_list()?
            }
            kind => kind,
        };
        self.add(kind, name, start);
        Some(kind)
    }

    fn add(&mut self, kind: Kind, name: &'static str, start: usize) {
        if let Some(sort) = Sort::of(kind) {
            self.counts[sort as usize] += 1;
        }
        self.open.push(Container {
            kind,
            name,
            start,
            is_used: false,
        });
    }

    /// A list that starts here: of its own, or nested in that of the item around.
    fn list(&mut self) -> Kind {
        let around = self.inner().map(|around| around.kind);
        if let Some(Kind::Item { list, depth } | Kind::List { list, depth }) = around {
            let depth = depth + 1;
            return Kind::List { list, depth };
        }
        self.lists += 1;
        Kind::List {
            list: self.lists - 1,
            depth: 0,
        }
    }

    /// The item that a list around makes here.
    fn enclosing_list(&self) -> Option<Kind> {
        match self.inner()?.kind {
            Kind::List { list, depth } => Some(Kind::Item { list, depth }),
            _ => None,
        }
    }

    /// The innermost element that says what text is.
    pub(super) fn inner(&self) -> Option<&Container> {
        let mut around = self.open.iter().rev();
        around.find(|it| !matches!(it.kind, Kind::Section | Kind::Figure))
    }

    /// Notes that the element around has its first block of that kind.
    pub(super) fn mark_used(&mut self, first: &BlockKind) {
        let mut around = self.open.iter_mut().rev();
        let inner = around.find(|it| !matches!(it.kind, Kind::Section | Kind::Figure));
        let Some(inner) = inner else { return };
        inner.is_used |= matches!(
            (first, inner.kind),
            (BlockKind::ListItem { .. }, Kind::Item { .. })
                | (BlockKind::Quote, Kind::Quote)
                | (BlockKind::Caption, Kind::Caption)
        );
    }

    fn truncate(&mut self, len: usize) {
        for closed in self.open.drain(len..) {
            if let Some(sort) = Sort::of(closed.kind) {
                self.counts[sort as usize] -= 1;
            }
        }
    }

    /// Whether an element of that sort is open.
    pub(super) fn has(&self, sort: Sort) -> bool {
        self.counts[sort as usize] > 0
    }

    /// Whether nothing is read here.
    pub(super) fn hide(&self) -> bool {
        self.hidden_beyond.is_some() || self.has(Sort::Hidden)
    }

    /// Whether a figure is open.
    pub(super) fn has_figure(&self) -> bool {
        self.open.iter().any(|it| it.kind == Kind::Figure)
    }

    /// Closes the element that an end tag is of, with all that is open in it. A cell of a table and
    /// an item of a list keep to themselves.
    pub(super) fn close(&mut self, kind: Kind, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            let beyond = self.beyond;
            self.hidden_beyond = self.hidden_beyond.filter(|at| *at <= beyond);
            return;
        }
        let is_it = |it: &Container| match kind {
            Kind::Heading(_) => matches!(it.kind, Kind::Heading(_)),
            _ => it.name == name,
        };
        let is_item = matches!(kind, Kind::Item { .. });
        let bounds = |it: &Container| {
            it.kind == Kind::Table || is_item && matches!(it.kind, Kind::List { .. })
        };
        let around = self.open.iter().rposition(|it| is_it(it) || bounds(it));
        if let Some(at) = around.filter(|at| is_it(&self.open[*at])) {
            self.truncate(at);
        }
    }

    /// Closes the heading that is open.
    pub(super) fn close_heading(&mut self) {
        let mut open = self.open.iter();
        if let Some(at) = open.position(|it| matches!(it.kind, Kind::Heading(_))) {
            self.truncate(at);
        }
    }

    /// Closes the item before the one that starts.
    pub(super) fn close_item(&mut self) {
        let mut around = self.open.iter().rev();
        let passed = around.position(|it| !(it.kind == Kind::Section && it.name == "div"));
        let at = passed.map(|passed| self.open.len() - 1 - passed);
        if let Some(at) = at.filter(|at| matches!(self.open[*at].kind, Kind::Item { .. })) {
            self.truncate(at);
        }
    }
}
