//! From a parsed expression to one that can be evaluated: names become numbered references, macros
//! become loops, and what could never work is told with its place.

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedEntryExpr, IdedExpr, LiteralValue,
    SelectExpr, operators,
};
use regex::{Regex, RegexBuilder};

use super::arithmetic::Arithmetic;
use super::functions::{MACROS, SIGNATURES, Signature, signature_named};
use super::op::{Comparison, Loop, LoopKind, Op};
use super::reference::{Reference, VARIABLES, metric_named};
use super::section::folded;
use crate::post::{Data, MetaPath, Value};
use crate::rule::{Allowance, CORPUS_METRICS, METRICS};
use crate::source::Span;
use crate::text::nearest;

/// Deepest nesting of the tree: a hundred levels evaluate within 1 MiB of stack.
const DEEPEST: usize = 100;

/// What is wrong with a node.
pub(super) struct Fault {
    /// The node.
    pub(super) node: u64,
    /// One line.
    pub(super) message: String,
}

/// Lowers a tree and collects what it refers to.
#[derive(Default)]
pub(super) struct Lowering {
    /// What the numbered references stand for.
    pub(super) references: Vec<Reference>,
    /// What patterns take from.
    allowance: Allowance,
    /// The names that loops have bound here.
    bound: Vec<String>,
    depth: usize,
}

impl Lowering {
    /// A lowering whose patterns take from an allowance.
    pub(super) fn new(allowance: &Allowance) -> Self {
        Self {
            allowance: allowance.clone(),
            ..Self::default()
        }
    }

    fn compiled(&self, pattern: &IdedExpr) -> Result<Regex, Fault> {
        let Some(written) = literal(pattern) else {
            return Err(fault(pattern.id, "the pattern must be a text in quotes"));
        };
        self.allowance
            .compile(&mut RegexBuilder::new(written))
            .map_err(|refused| fault(pattern.id, &refused.message()))
    }

    /// Lowers `node` and everything below it.
    pub(super) fn lower(&mut self, node: IdedExpr) -> Result<Op, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault(node.id, "the expression is nested too deep"));
        }
        let op = match self.reference(&node)? {
            Some(reference) => {
                self.references.push(reference);
                Op::Reference(self.references.len() - 1)
            }
            None => self.node(node)?,
        };
        self.depth -= 1;
        Ok(op)
    }

    fn node(&mut self, node: IdedExpr) -> Result<Op, Fault> {
        let id = node.id;
        match node.expr {
            Expr::Ident(name) => {
                let loops = self.bound.iter().rposition(|bound| *bound == name);
                loops
                    .map(Op::Bound)
                    .ok_or_else(|| unknown_variable(id, &name))
            }
            Expr::Select(select) => {
                let operand = self.boxed(*select.operand)?;
                Ok(if select.test {
                    Op::HasMember(operand, select.field)
                } else {
                    Op::Member(operand, select.field)
                })
            }
            Expr::Call(call) => self.call(id, call),
            Expr::Comprehension(comprehension) => self.comprehension(id, *comprehension),
            Expr::List(list) => Ok(constant_list(self.all(list.elements)?)),
            Expr::Map(map) => {
                let entries = map.entries.into_iter();
                let entries = entries.map(|entry| self.entry(entry));
                Ok(Op::Map(entries.collect::<Result<_, _>>()?))
            }
            Expr::Literal(literal) => Ok(Op::Constant(constant(id, &literal)?)),
            Expr::Struct(_) | Expr::Unspecified => Err(fault(id, "messages are not supported")),
        }
    }

    fn boxed(&mut self, node: IdedExpr) -> Result<Box<Op>, Fault> {
        self.lower(node).map(Box::new)
    }

    fn all(&mut self, nodes: Vec<IdedExpr>) -> Result<Vec<Op>, Fault> {
        nodes.into_iter().map(|node| self.lower(node)).collect()
    }

    /// A fixed number of operands.
    fn operands<const COUNT: usize>(
        &mut self,
        id: u64,
        nodes: Vec<IdedExpr>,
    ) -> Result<Box<[Op; COUNT]>, Fault> {
        let operands = self.all(nodes)?.into_boxed_slice();
        operands.try_into().map_err(|_| unsupported(id))
    }

    fn entry(&mut self, entry: IdedEntryExpr) -> Result<[Op; 2], Fault> {
        match entry.expr {
            EntryExpr::MapEntry(pair) => Ok([self.lower(pair.key)?, self.lower(pair.value)?]),
            EntryExpr::StructField(_) => Err(fault(entry.id, "messages are not supported")),
        }
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
                        .ok_or_else(|| unknown_metric(node.id, "metric", key))
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

    fn call(&mut self, id: u64, call: CallExpr) -> Result<Op, Fault> {
        let name = call.func_name.as_str();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.operator(id, name, call.args);
        }
        let signature = checked(id, &call)?;
        let is_pattern = name == "matches";
        let mut args: Vec<IdedExpr> = call.target.into_iter().map(|target| *target).collect();
        args.extend(call.args);
        if is_pattern {
            return self.matches(id, args);
        }
        match signature.function {
            Some(function) => Ok(Op::Call(function, self.all(args)?)),
            None => Err(unsupported(id)),
        }
    }

    fn operator(&mut self, id: u64, name: &str, mut args: Vec<IdedExpr>) -> Result<Op, Fault> {
        if let Some(operator) = Arithmetic::named(name) {
            return Ok(Op::Arithmetic(operator, self.operands(id, args)?));
        }
        if let Some(comparison) = comparison(name) {
            return Ok(Op::Compare(comparison, self.operands(id, args)?));
        }
        Ok(match name {
            operators::LOGICAL_AND => Op::Logic(false, self.operands(id, args)?),
            operators::LOGICAL_OR => Op::Logic(true, self.operands(id, args)?),
            operators::EQUALS => Op::Equal(true, self.operands(id, args)?),
            operators::NOT_EQUALS => Op::Equal(false, self.operands(id, args)?),
            operators::IN => Op::In(self.operands(id, args)?),
            operators::INDEX => Op::Index(self.operands(id, args)?),
            operators::CONDITIONAL => Op::Conditional(self.operands(id, args)?),
            operators::LOGICAL_NOT | operators::NEGATE => {
                let operand = args.pop().ok_or_else(|| unsupported(id))?;
                let operand = self.boxed(operand)?;
                if name == operators::NEGATE {
                    Op::Negate(operand)
                } else {
                    Op::Not(operand)
                }
            }
            _ => return Err(unsupported(id)),
        })
    }

    /// `text.matches("pattern")` and `matches(text, "pattern")`.
    fn matches(&mut self, id: u64, args: Vec<IdedExpr>) -> Result<Op, Fault> {
        let Ok([text, pattern]) = <[IdedExpr; 2]>::try_from(args) else {
            return Err(fault(id, "'matches' takes a text and a pattern"));
        };
        let text = self.boxed(text)?;
        Ok(Op::Matches(text, Box::new(self.compiled(&pattern)?)))
    }

    fn comprehension(&mut self, id: u64, comprehension: ComprehensionExpr) -> Result<Op, Fault> {
        let range = self.lower(comprehension.iter_range)?;
        self.bound.push(comprehension.iter_var);
        let (kind, step) = match comprehension.accu_init.expr {
            Expr::Literal(LiteralValue::Boolean(start)) => {
                let [_, step] = arguments(id, comprehension.loop_step)?;
                (LoopKind::Until(!*start.inner()), self.lower(step)?)
            }
            Expr::List(_) => self.collected(id, comprehension.loop_step)?,
            _ => {
                let [condition, ..] = arguments::<3>(id, comprehension.loop_step)?;
                (LoopKind::One, self.lower(condition)?)
            }
        };
        self.bound.pop();
        Ok(Op::Loop(Box::new(Loop { kind, range, step })))
    }

    /// The step of `map` and `filter`: `result + [step]`, or `guard ? result + [step] : result`.
    fn collected(&mut self, id: u64, step: IdedExpr) -> Result<(LoopKind, Op), Fault> {
        let is_guarded = matches!(
            &step.expr,
            Expr::Call(call) if call.func_name == operators::CONDITIONAL
        );
        let (guard, sum) = if is_guarded {
            let [guard, sum, _] = arguments(id, step)?;
            (Some(self.lower(guard)?), sum)
        } else {
            (None, step)
        };
        let [_, added] = arguments(id, sum)?;
        let Expr::List(mut added) = added.expr else {
            return Err(unsupported(id));
        };
        let step = added.elements.pop().ok_or_else(|| unsupported(id))?;
        Ok((LoopKind::Collect(guard), self.lower(step)?))
    }
}

/// The arguments of a call that the parser itself has made from a macro.
fn arguments<const COUNT: usize>(id: u64, node: IdedExpr) -> Result<[IdedExpr; COUNT], Fault> {
    match node.expr {
        Expr::Call(call) => call.args.try_into().map_err(|_| unsupported(id)),
        _ => Err(unsupported(id)),
    }
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// The value of a literal. Whole numbers are of one sort, with and without `u`.
fn constant(id: u64, literal: &LiteralValue) -> Result<Data, Fault> {
    Ok(match literal {
        LiteralValue::Null => Data::Null,
        LiteralValue::Boolean(value) => Data::Boolean(*value.inner()),
        LiteralValue::Int(value) => Data::Integer(*value.inner()),
        LiteralValue::UInt(value) => Data::Integer(
            i64::try_from(*value.inner()).map_err(|_| fault(id, "the number is too large"))?,
        ),
        LiteralValue::Double(value) => Data::Float(*value.inner()),
        LiteralValue::String(value) => Data::String(value.inner().to_owned()),
        LiteralValue::Bytes(_) => return Err(fault(id, "bytes are not supported")),
    })
}

/// A list of constants is one itself: it is not built anew in each post.
fn constant_list(items: Vec<Op>) -> Op {
    if !items.iter().all(|item| matches!(item, Op::Constant(_))) {
        return Op::List(items);
    }
    let values = items.into_iter().filter_map(|item| match item {
        Op::Constant(data) => Some(Value {
            span: Span::default(),
            data,
        }),
        _ => None,
    });
    Op::Constant(Data::List(values.collect()))
}

fn unsupported(id: u64) -> Fault {
    fault(id, "this is not supported")
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

fn metric_names() -> impl Iterator<Item = &'static str> {
    METRICS.iter().map(|metric| metric.name)
}

fn unknown_variable(id: u64, name: &str) -> Fault {
    if name == "metrics" {
        return fault(id, "'metrics' needs a name: `metrics.words`");
    }
    unknown_metric(id, "variable", name)
}

fn unknown_metric(id: u64, what: &str, name: &str) -> Fault {
    let mut of_corpus = CORPUS_METRICS.iter();
    if let Some(metric) = of_corpus.find(|metric| metric.is_named(name)) {
        let message = format!(
            "'{}' is a number of all posts together, and a condition sees one; a 'score' rule or \
             [[gate.require]] can ask for it",
            metric.name
        );
        return fault(id, &message);
    }
    unknown(id, what, name, VARIABLES.into_iter().chain(metric_names()))
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
