//! Rewrites a parsed expression for evaluation: names become numbered references, arithmetic and
//! loops are put on the budget, and what could never work is told with its place.

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, SelectExpr, operators,
};
use cel::common::types::CelInt;
use regex::RegexBuilder;

use super::arithmetic;
use super::functions::{EACH, MACROS, MATCHES, SIGNATURES, Signature, signature_named};
use super::pattern::Pattern;
use super::reference::{Reference, VARIABLES, metric_named};
use super::variables::folded;
use crate::post::MetaPath;
use crate::rule::METRICS;
use crate::text::nearest;

/// Deepest nesting of the tree: a hundred levels evaluate within 1 MiB of stack.
const DEEPEST: usize = 100;
/// Largest compiled size of a pattern, and its deepest nesting.
const PATTERN_SIZE: usize = 1 << 20;
const PATTERN_NESTING: u32 = 100;

/// What is wrong with a node.
pub(super) struct Fault {
    /// The node.
    pub(super) node: u64,
    /// One line.
    pub(super) message: String,
}

type Lowered = Result<(), Fault>;

/// Rewrites a tree and collects what it refers to.
#[derive(Default)]
pub(super) struct Lowering {
    /// What the numbered variables stand for.
    pub(super) references: Vec<Reference>,
    /// The names that loops have bound here.
    bound: Vec<String>,
    depth: usize,
}

impl Lowering {
    /// Rewrites `node` and everything below it.
    pub(super) fn lower(&mut self, node: &mut IdedExpr) -> Lowered {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault(node.id, "the expression is nested too deep"));
        }
        self.rewrite(node)?;
        self.depth -= 1;
        Ok(())
    }

    fn rewrite(&mut self, node: &mut IdedExpr) -> Lowered {
        let id = node.id;
        if let Some(reference) = self.reference(node)? {
            node.expr = self.variable(reference);
            return Ok(());
        }
        match &mut node.expr {
            Expr::Ident(name) if self.bound.contains(name) => Ok(()),
            Expr::Ident(name) => Err(unknown_variable(id, name)),
            Expr::Select(select) => self.lower(&mut select.operand),
            Expr::Call(call) => self.call(id, call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => list.elements.iter_mut().try_for_each(|it| self.lower(it)),
            Expr::Map(map) => map
                .entries
                .iter_mut()
                .try_for_each(|it| match &mut it.expr {
                    EntryExpr::MapEntry(entry) => {
                        self.lower(&mut entry.key)?;
                        self.lower(&mut entry.value)
                    }
                    EntryExpr::StructField(field) => self.lower(&mut field.value),
                }),
            Expr::Literal(_) => Ok(()),
            Expr::Struct(_) | Expr::Unspecified => Err(fault(id, "messages are not supported")),
        }
    }

    fn variable(&mut self, reference: Reference) -> Expr {
        self.references.push(reference);
        Expr::Ident(Reference::variable(self.references.len() - 1))
    }

    /// What a node refers to as a whole, if it does.
    fn reference(&self, node: &IdedExpr) -> Result<Option<Reference>, Fault> {
        if let Some(path) = self.meta_path(node)? {
            return Ok(Some(match &node.expr {
                Expr::Select(SelectExpr { test: true, .. }) => Reference::HasPath(path),
                _ => Reference::Path(path),
            }));
        }
        match &node.expr {
            Expr::Ident(name) if !self.bound.contains(name) => Ok(Reference::plain(name)),
            Expr::Call(call) if call.target.is_none() => called(call),
            _ => match member(node) {
                Some((operand, Step::Key(key))) if self.is_variable(operand, "metrics") => {
                    metric_named(key)
                        .map(|metric| Some(Reference::Metric(metric)))
                        .ok_or_else(|| unknown(node.id, "metric", key, metric_names()))
                }
                _ => Ok(None),
            },
        }
    }

    /// The path that `meta.a["b"][0]` spells.
    fn meta_path(&self, node: &IdedExpr) -> Result<Option<MetaPath>, Fault> {
        let mut steps = Vec::new();
        let mut at = node;
        while let Some((operand, step)) = member(at) {
            steps.push(step);
            at = operand;
            if matches!(at.expr, Expr::Select(SelectExpr { test: true, .. })) {
                return Ok(None);
            }
        }
        if steps.is_empty() || !self.is_variable(at, "meta") {
            return Ok(None);
        }
        let mut text = String::from("meta");
        for step in steps.iter().rev() {
            match step {
                Step::Key(key) => text.push_str(&format!(".\"{key}\"")),
                Step::Item(number) => text.push_str(&format!("[{number}]")),
            }
        }
        match MetaPath::parse(&text) {
            Ok(path) => Ok(Some(path)),
            Err(error) => Err(fault(node.id, &error.message)),
        }
    }

    fn is_variable(&self, node: &IdedExpr, wanted: &str) -> bool {
        matches!(&node.expr, Expr::Ident(name) if name == wanted && !self.bound.contains(name))
    }

    fn call(&mut self, id: u64, call: &mut CallExpr) -> Lowered {
        let is_accumulation = matches!(
            call.args.first().map(|first| &first.expr),
            Some(Expr::Ident(name)) if name.starts_with('@')
        );
        let is_operator = !call
            .func_name
            .starts_with(|c: char| c.is_ascii_alphabetic());
        let signature = if is_operator {
            None
        } else {
            Some(checked(id, call)?)
        };
        if call.func_name == "matches" {
            return self.matches(id, call);
        }
        // The interpreter knows the steps of `map` and `filter` by their `+`.
        let arithmetic = arithmetic::lowered(&call.func_name).filter(|_| !is_accumulation);
        let charged = arithmetic.or(signature.and_then(|it| it.builder));
        if let Some(target) = &mut call.target {
            self.lower(target)?;
        }
        call.args.iter_mut().try_for_each(|it| self.lower(it))?;
        if let Some(name) = charged {
            name.clone_into(&mut call.func_name);
            target_first(call);
            call.args.push(self.budget());
        }
        Ok(())
    }

    fn budget(&mut self) -> IdedExpr {
        IdedExpr {
            id: 0,
            expr: self.variable(Reference::Budget),
        }
    }

    /// `text.matches("pattern")` and `matches(text, "pattern")`.
    fn matches(&mut self, id: u64, call: &mut CallExpr) -> Lowered {
        target_first(call);
        let [text, pattern] = call.args.as_mut_slice() else {
            return Err(fault(id, "'matches' takes a text and a pattern"));
        };
        self.lower(text)?;
        let Some(written) = literal(pattern) else {
            return Err(fault(pattern.id, "the pattern must be a text in quotes"));
        };
        let compiled = RegexBuilder::new(written)
            .size_limit(PATTERN_SIZE)
            .nest_limit(PATTERN_NESTING)
            .build();
        let regex = compiled.map_err(|error| fault(pattern.id, &last_line(&error.to_string())))?;
        pattern.expr = self.variable(Reference::Pattern(Pattern(regex)));
        MATCHES.clone_into(&mut call.func_name);
        Ok(())
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr) -> Lowered {
        self.lower(&mut comprehension.iter_range)?;
        let weight = i64::try_from(nodes(&comprehension.loop_step)).unwrap_or(i64::MAX);
        let bound = self.bound.len();
        self.bound.push(comprehension.iter_var.clone());
        self.bound.extend(comprehension.iter_var2.clone());
        self.bound.push(comprehension.accu_var.clone());
        self.lower(&mut comprehension.accu_init)?;
        self.lower(&mut comprehension.loop_cond)?;
        self.lower(&mut comprehension.loop_step)?;
        self.lower(&mut comprehension.result)?;
        self.bound.truncate(bound);
        let range = std::mem::take(&mut comprehension.iter_range);
        let weight = IdedExpr {
            id: range.id,
            expr: Expr::Literal(LiteralValue::Int(CelInt::from(weight))),
        };
        comprehension.iter_range = IdedExpr {
            id: range.id,
            expr: Expr::Call(CallExpr {
                func_name: EACH.to_owned(),
                target: None,
                args: vec![range, weight, self.budget()],
            }),
        };
        Ok(())
    }
}

/// A step from a value to a part of it that is written out.
enum Step<'a> {
    Key(&'a str),
    Item(i64),
}

/// The operand and the step of `a.b`, `a["b"]` or `a[0]`.
fn member(node: &IdedExpr) -> Option<(&IdedExpr, Step<'_>)> {
    match &node.expr {
        Expr::Select(select) => Some((&*select.operand, Step::Key(&select.field))),
        Expr::Call(call) if call.func_name == operators::INDEX => {
            let [operand, index] = call.args.as_slice() else {
                return None;
            };
            let step = match &index.expr {
                Expr::Literal(LiteralValue::Int(number)) => Step::Item(*number.inner()),
                _ => Step::Key(literal(index)?),
            };
            Some((operand, step))
        }
        _ => None,
    }
}

/// What a call without operand refers to: `today()`, `section("…")`, `has_section("…")`.
fn called(call: &CallExpr) -> Result<Option<Reference>, Fault> {
    let wrap = match call.func_name.as_str() {
        "today" if call.args.is_empty() => return Ok(Some(Reference::Today)),
        "section" => Reference::Section,
        "has_section" => Reference::HasSection,
        _ => return Ok(None),
    };
    let [title] = call.args.as_slice() else {
        return Ok(None);
    };
    match literal(title) {
        Some(title) => Ok(Some(wrap(folded(title)))),
        None => Err(fault(title.id, "the title must be a text in quotes")),
    }
}

/// Makes what stands before the dot the first argument.
fn target_first(call: &mut CallExpr) {
    if let Some(target) = call.target.take() {
        call.args.insert(0, *target);
    }
}

fn literal(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// The signature of a named function that is called as it can be.
fn checked(id: u64, call: &CallExpr) -> Result<&'static Signature, Fault> {
    let name = call.func_name.as_str();
    let Some(signature) = signature_named(name) else {
        if MACROS.contains(&name) {
            let message =
                format!("'{name}' is not called like this: `has(meta.key)`, `list.all(x, …)`");
            return Err(fault(id, &message));
        }
        let known = SIGNATURES.iter().map(|signature| signature.name);
        return Err(unknown(id, "function", name, known.chain(MACROS)));
    };
    let counts = match call.target {
        Some(_) => signature.member,
        None => signature.global,
    };
    if counts.contains(&call.args.len()) {
        return Ok(signature);
    }
    let shape = match (counts, &call.target) {
        ([], Some(_)) => format!("'{name}' is called as `{name}(…)`"),
        ([], None) => format!("'{name}' is called as `text.{name}(…)`"),
        ([count], _) => format!("'{name}' takes {count} arguments, not {}", call.args.len()),
        _ => format!("'{name}' does not take {} arguments", call.args.len()),
    };
    Err(fault(id, &shape))
}

/// How many nodes a tree has. It is no deeper than the parser lets it be.
fn nodes(node: &IdedExpr) -> usize {
    let below = |nodes_below: &mut dyn Iterator<Item = &IdedExpr>| -> usize {
        nodes_below.map(nodes).sum()
    };
    1 + match &node.expr {
        Expr::Call(call) => below(&mut call.target.as_deref().into_iter().chain(&call.args)),
        Expr::Select(select) => nodes(&select.operand),
        Expr::List(list) => below(&mut list.elements.iter()),
        Expr::Map(map) => map.entries.len() * 2,
        Expr::Comprehension(inner) => nodes(&inner.loop_step) + nodes(&inner.iter_range),
        _ => 0,
    }
}

fn metric_names() -> impl Iterator<Item = &'static str> {
    METRICS.iter().map(|metric| metric.name)
}

fn unknown_variable(id: u64, name: &str) -> Fault {
    if name == "metrics" {
        return fault(id, "'metrics' needs a name: `metrics.words`");
    }
    unknown(
        id,
        "variable",
        name,
        VARIABLES.into_iter().chain(metric_names()),
    )
}

fn unknown<'a>(
    node: u64,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Fault {
    let mut message = format!("unknown {what} '{name}'");
    if let Some(near) = nearest(name, known) {
        message.push_str(&format!("; did you mean '{near}'?"));
    }
    Fault { node, message }
}

fn fault(node: u64, message: &str) -> Fault {
    Fault {
        node,
        message: message.to_owned(),
    }
}

fn last_line(text: &str) -> String {
    let last = text.lines().last().unwrap_or_default();
    let reason = last.strip_prefix("error: ").unwrap_or(last);
    format!("bad regular expression: {reason}")
}
