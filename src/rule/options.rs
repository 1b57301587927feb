//! How a kind reads its options: typed, with every mistake told at its place in the file.

use regex::{Regex, RegexBuilder};

use super::allowance::Allowance;
use super::expr::{Expr, ExprError, Template};
use super::files::{Files, TextFile};
use super::node::{Node, NodeTable, NodeValue};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::post::MetaPath;
use crate::source::{SourceId, Span};
use crate::text::nearest;

/// An option of a kind.
#[derive(Debug, Clone, Copy)]
pub struct OptionInfo {
    /// The key.
    pub name: &'static str,
    /// The type as users read it: `integer`, `list of strings`, `table`.
    pub takes: &'static str,
    /// The default as written in TOML; empty for "required" or "none", which `doc` then says.
    pub default: &'static str,
    /// What it does, in one sentence without a final period.
    pub doc: &'static str,
}

/// The options of one rule, or of a table inside them.
pub struct Options<'a> {
    rule: &'a str,
    table: &'a NodeTable,
    /// Where a fault of the table as a whole is shown.
    source: SourceId,
    span: Span,
    files: Option<&'a dyn Files>,
    /// The folder of each file, relative to the project.
    folders: &'a [(SourceId, String)],
    allowance: Allowance,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Options<'a> {
    /// Reads `table`, which stands at `span`; mistakes go to `problems`.
    pub fn new(
        rule: &'a str,
        table: &'a NodeTable,
        source: SourceId,
        span: Span,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            rule,
            table,
            source,
            span,
            files: None,
            folders: &[],
            allowance: Allowance::default(),
            problems,
        }
    }

    /// Lets options name files.
    #[must_use]
    pub fn with_files(mut self, files: &'a dyn Files) -> Self {
        self.files = Some(files);
        self
    }

    /// Tells which folder each configuration file lies in, relative to the project; without, all
    /// lie in the project itself.
    #[must_use]
    pub fn in_folders(mut self, folders: &'a [(SourceId, String)]) -> Self {
        self.folders = folders;
        self
    }

    /// The same options, whose patterns take from an allowance that others share.
    pub fn within(self, allowance: &Allowance) -> Self {
        Self {
            allowance: allowance.clone(),
            ..self
        }
    }

    /// What patterns take from.
    pub(super) fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// The id of the rule.
    pub fn rule(&self) -> &'a str {
        self.rule
    }

    /// The raw value of an option.
    pub fn node(&self, name: &str) -> Option<&'a Node> {
        self.table.get(name)
    }

    /// Every entry, for tables whose keys users choose.
    pub fn table(&self) -> &'a NodeTable {
        self.table
    }

    /// Tells of a mistake at a node.
    pub fn problem(&mut self, node: &Node, message: impl Into<String>) {
        self.problem_at(node.source, node.span, message);
    }

    /// Tells of a mistake at a place in a configuration file.
    pub fn problem_at(&mut self, source: SourceId, span: Span, message: impl Into<String>) {
        self.problems.push(Diagnostic::new(
            Code::of_engine("config"),
            Severity::Error,
            source,
            span,
            message,
        ));
    }

    /// Tells of something that the table as a whole lacks.
    pub fn lacks(&mut self, message: impl Into<String>) {
        self.problem_at(self.source, self.span, message);
    }

    /// Tells every key that is not among `known`, with the nearest known one.
    pub fn reject_unknown(&mut self, known: &[&str]) {
        for entry in &self.table.entries {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let mut message = format!("unknown key '{}'", entry.key);
            if let Some(near) = nearest(&entry.key, known.iter().copied()) {
                message.push_str(&format!("; did you mean '{near}'?"));
            }
            self.problem_at(entry.source, entry.key_span, message);
        }
    }

    /// The options inside a table value.
    pub fn inner<'b>(&'b mut self, node: &'b Node, table: &'b NodeTable) -> Options<'b> {
        Options {
            rule: self.rule,
            table,
            source: node.source,
            span: node.span,
            files: self.files,
            folders: self.folders,
            allowance: self.allowance.clone(),
            problems: self.problems,
        }
    }

    /// A text.
    pub fn string(&mut self, name: &str) -> Option<&'a str> {
        let node = self.node(name)?;
        self.node_string(name, node)
    }

    /// A node that must be a text.
    pub fn node_string<'n>(&mut self, name: &str, node: &'n Node) -> Option<&'n str> {
        if let NodeValue::String(text) = &node.value {
            return Some(text);
        }
        self.wrong_type(name, node, "a string");
        None
    }

    /// The file that an option names, relative to the file that the option stands in.
    pub fn file(&mut self, name: &str) -> Option<TextFile> {
        let node = self.node(name)?;
        let path = self.node_string(name, node)?;
        let read = self.read_file(node.source, path);
        read.map_err(|message| self.problem(node, message)).ok()
    }

    /// Reads the file that `name` means in the file `from`.
    pub fn read_file(&self, from: SourceId, name: &str) -> Result<TextFile, String> {
        match self.files {
            Some(files) => files.read(from, name),
            None => Err("no file can be read here".to_owned()),
        }
    }

    /// True or false.
    pub fn boolean(&mut self, name: &str, default: bool) -> bool {
        let Some(node) = self.node(name) else {
            return default;
        };
        if let NodeValue::Boolean(value) = node.value {
            return value;
        }
        self.wrong_type(name, node, "true or false");
        default
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, name: &str) -> Option<usize> {
        let node = self.node(name)?;
        if let NodeValue::Integer(value) = node.value {
            if let Ok(value) = usize::try_from(value) {
                return Some(value);
            }
            self.problem(node, format!("'{name}' must not be negative"));
            return None;
        }
        self.wrong_type(name, node, "an integer");
        None
    }

    /// Any finite number.
    #[expect(clippy::cast_precision_loss, reason = "limits are compared as f64")]
    pub fn number(&mut self, name: &str) -> Option<f64> {
        let node = self.node(name)?;
        match node.value {
            NodeValue::Integer(value) => Some(value as f64),
            NodeValue::Float(value) if value.is_finite() => Some(value),
            NodeValue::Float(_) => {
                self.problem(node, format!("'{name}' must be a finite number"));
                None
            }
            _ => {
                self.wrong_type(name, node, "a number");
                None
            }
        }
    }

    /// A number from 0 to 1.
    pub fn share(&mut self, name: &str) -> Option<f64> {
        let value = self.number(name)?;
        if (0.0..=1.0).contains(&value) {
            return Some(value);
        }
        if let Some(node) = self.node(name) {
            self.problem(node, format!("'{name}' must lie between 0 and 1"));
        }
        None
    }

    /// A list; a single value counts as a list of one.
    pub fn items(&mut self, name: &str) -> &'a [Node] {
        match self.node(name) {
            Some(Node {
                value: NodeValue::Array(items),
                ..
            }) => items,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        }
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn strings(&mut self, name: &str) -> Vec<(&'a str, &'a Node)> {
        let mut texts = Vec::new();
        for node in self.items(name) {
            if let Some(text) = self.node_string(name, node) {
                texts.push((text, node));
            }
        }
        texts
    }

    /// A list of folders below those of the files that name them, each relative to the project.
    pub fn folders(&mut self, name: &str) -> Vec<String> {
        let mut folders = Vec::new();
        for (text, node) in self.strings(name) {
            let is_below = !text.starts_with('/') && !text.contains('\\');
            if text.is_empty() || !is_below || text.split('/').any(|part| part == "..") {
                let message = format!("'{text}' is no folder below the folder of this file");
                self.problem(node, message);
                continue;
            }
            let mut bases = self.folders.iter();
            let base = bases.find(|(source, _)| *source == node.source);
            let base = base.map_or("", |(_, base)| base.as_str());
            let parts = base.split('/').chain(text.split('/'));
            let parts: Vec<&str> = parts.filter(|part| !matches!(*part, "" | ".")).collect();
            folders.push(parts.join("/"));
        }
        folders
    }

    /// One of a set of names.
    pub fn choice(&mut self, name: &str, known: &[&'static str]) -> Option<&'static str> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        self.chosen(name, node, text, known)
    }

    /// A list whose items are of a set of names.
    pub fn choices(&mut self, name: &str, known: &[&'static str]) -> Vec<&'static str> {
        let texts = self.strings(name).into_iter();
        texts
            .filter_map(|(text, node)| self.chosen(name, node, text, known))
            .collect()
    }

    fn chosen(
        &mut self,
        name: &str,
        node: &Node,
        text: &str,
        known: &[&'static str],
    ) -> Option<&'static str> {
        if let Some(found) = known.iter().find(|known| **known == text) {
            return Some(found);
        }
        let mut message = format!("unknown {name} '{text}'");
        match nearest(text, known.iter().copied()) {
            Some(near) => message.push_str(&format!("; did you mean '{near}'?")),
            None => message.push_str(&format!("; known are {}", known.join(", "))),
        }
        self.problem(node, message);
        None
    }

    /// A regular expression.
    pub fn regex(&mut self, name: &str) -> Option<Regex> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        self.node_regex(node, text, false)
    }

    /// Compiles `text`, which stands at `node`, within the bounds of size and nesting.
    pub fn node_regex(&mut self, node: &Node, text: &str, ignore_case: bool) -> Option<Regex> {
        let mut builder = RegexBuilder::new(text);
        builder.case_insensitive(ignore_case).multi_line(true);
        match self.allowance.compile(&mut builder) {
            Ok(regex) => Some(regex),
            Err(refused) => {
                self.problem(node, refused.message());
                None
            }
        }
    }

    /// A condition over one post, in CEL.
    pub fn condition(&mut self, name: &str) -> Option<Expr> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        let compiled = Expr::condition(text, &self.allowance);
        compiled
            .map_err(|error| self.expression_problem(node, text, &error))
            .ok()
    }

    /// An expression of any type.
    pub fn expression(&mut self, name: &str) -> Option<Expr> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        let compiled = Expr::compile(text, &self.allowance);
        compiled
            .map_err(|error| self.expression_problem(node, text, &error))
            .ok()
    }

    /// A text with `{expression}` slots.
    pub fn template(&mut self, name: &str) -> Option<Template> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        let compiled = Template::compile(text, &self.allowance);
        compiled
            .map_err(|error| self.expression_problem(node, text, &error))
            .ok()
    }

    fn expression_problem(&mut self, node: &Node, text: &str, error: &ExprError) {
        self.problem_at(node.source, error.span(node.span, text), &error.message);
    }

    /// A meta path.
    pub fn path(&mut self, name: &str) -> Option<MetaPath> {
        let node = self.node(name)?;
        let text = self.node_string(name, node)?;
        self.node_path(node, text)
    }

    /// Reads `text`, which stands at `node`, as a meta path.
    pub fn node_path(&mut self, node: &Node, text: &str) -> Option<MetaPath> {
        match MetaPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                self.problem(
                    node,
                    format!("'{text}' is not a meta path: {}", error.message),
                );
                None
            }
        }
    }

    /// Tells that a value is of the wrong type.
    pub fn wrong_type(&mut self, name: &str, node: &Node, wanted: &str) {
        let found = node.value.described();
        self.problem(node, format!("'{name}' must be {wanted}, not {found}"));
    }
}
