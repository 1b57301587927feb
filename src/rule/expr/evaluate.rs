//! Evaluates an expression in one post.
//!
//! `None` stands for unknown throughout: a key is absent, a value is of a type that an operation
//! cannot take, or the budget is spent.

use super::arithmetic::negated;
use super::budget::Budget;
use super::compare::{equal, ordered};
use super::functions::{Function, MOST_ARGUMENTS};
use super::op::{Comparison, Loop, LoopKind, Op};
use super::reference::Reference;
use super::value::{List, Map, Value};
use crate::rule::PostContext;

/// One evaluation.
pub(super) struct Evaluation<'a> {
    references: &'a [Reference],
    cx: &'a PostContext<'a>,
    budget: Budget,
    /// What the loops around have bound, the outermost first.
    bound: Vec<Value<'a>>,
}

impl<'a> Evaluation<'a> {
    /// Begins one with a whole budget.
    pub(super) fn new(references: &'a [Reference], cx: &'a PostContext<'a>) -> Self {
        Self {
            references,
            cx,
            budget: Budget::new(),
            bound: Vec::new(),
        }
    }

    /// What an expression comes to.
    pub(super) fn run(mut self, root: &'a Op) -> Option<Value<'a>> {
        let value = self.value(root);
        self.told(value)
    }

    /// Whether a condition holds.
    pub(super) fn holds(mut self, root: &'a Op) -> Option<bool> {
        let truth = self.truth(root);
        self.told(truth)
    }

    /// Marks the judgement of the post as incomplete if it was cut short.
    fn told<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() && self.budget.is_spent() {
            self.cx.overrun.set(true);
        }
        found
    }

    /// Most nodes are constants and references, which need no call of the rest.
    #[inline]
    fn value(&mut self, op: &'a Op) -> Option<Value<'a>> {
        self.budget.take(1)?;
        match op {
            Op::Constant(data) => Some(Value::of(data)),
            Op::Reference(number) => self.references[*number].value(self.cx, &mut self.budget),
            Op::Bound(loops) => self.bound.get(*loops).cloned(),
            _ => self.made(op),
        }
    }

    #[inline(never)]
    fn made(&mut self, op: &'a Op) -> Option<Value<'a>> {
        match op {
            Op::Member(operand, name) => match self.value(operand)? {
                Value::Map(map) => map.field(name),
                _ => None,
            },
            Op::HasMember(operand, name) => match self.value(operand)? {
                Value::Map(map) => Some(Value::Boolean(map.field(name).is_some())),
                _ => None,
            },
            Op::Index(pair) => self.item(pair),
            Op::List(items) => self.list(items),
            Op::Map(entries) => self.map(entries),
            Op::Negate(operand) => negated(&self.value(operand)?),
            Op::Conditional(parts) => {
                let [condition, then, otherwise] = &**parts;
                let arm = if self.truth(condition)? {
                    then
                } else {
                    otherwise
                };
                self.value(arm)
            }
            Op::Arithmetic(operator, pair) => {
                let (left, right) = self.both(pair)?;
                operator.apply(&left, &right, &mut self.budget)
            }
            Op::Call(function, args) => self.called(*function, args),
            Op::Loop(inner) => self.looped(inner),
            _ => self.decided(op).map(Value::Boolean),
        }
    }

    fn called(&mut self, function: Function, args: &'a [Op]) -> Option<Value<'a>> {
        let mut values = [const { Value::Null }; MOST_ARGUMENTS];
        let values = values.get_mut(..args.len())?;
        for (value, arg) in values.iter_mut().zip(args) {
            *value = self.value(arg)?;
        }
        function.call(values, &mut self.budget)
    }

    /// The value of a node that is true or false.
    fn truth(&mut self, op: &'a Op) -> Option<bool> {
        if op.is_decided() {
            self.budget.take(1)?;
            return self.decided(op);
        }
        self.value(op)?.boolean()
    }

    /// The same of a node that [`Op::is_decided`] speaks of.
    fn decided(&mut self, op: &'a Op) -> Option<bool> {
        match op {
            Op::Not(operand) => self.truth(operand).map(|it| !it),
            Op::Logic(decisive, pair) => self.logic(*decisive, pair),
            Op::Equal(wanted, pair) => {
                let (left, right) = self.both(pair)?;
                Some(equal(&left, &right, &mut self.budget)? == *wanted)
            }
            Op::Compare(comparison, pair) => self.compared(*comparison, pair),
            Op::In(pair) => self.contained(pair),
            Op::Matches(operand, regex) => {
                let value = self.value(operand)?;
                let text = value.text()?;
                self.budget.take_text(text.len())?;
                Some(regex.is_match(text))
            }
            _ => None,
        }
    }

    #[inline]
    fn both(&mut self, pair: &'a [Op; 2]) -> Option<(Value<'a>, Value<'a>)> {
        let left = self.value(&pair[0])?;
        Some((left, self.value(&pair[1])?))
    }

    /// A side that decides alone does so beside an unknown one, too.
    fn logic(&mut self, decisive: bool, pair: &'a [Op; 2]) -> Option<bool> {
        let left = self.truth(&pair[0]);
        if left == Some(decisive) {
            return left;
        }
        let right = self.truth(&pair[1])?;
        (right == decisive || left.is_some()).then_some(right)
    }

    fn compared(&mut self, comparison: Comparison, pair: &'a [Op; 2]) -> Option<bool> {
        let (left, right) = self.both(pair)?;
        if let (Value::Text(left), Value::Text(right)) = (&left, &right) {
            self.budget.take_text(left.len().min(right.len()))?;
        }
        ordered(&left, &right).map(|order| comparison.holds(order))
    }

    fn contained(&mut self, pair: &'a [Op; 2]) -> Option<bool> {
        let (value, container) = self.both(pair)?;
        match container {
            Value::List(list) => {
                for item in list.iter() {
                    if equal(&item, &value, &mut self.budget)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Value::Map(map) => {
                self.budget.take(map.len())?;
                map.get(&value).map(|found| found.is_some())
            }
            _ => None,
        }
    }

    fn item(&mut self, pair: &'a [Op; 2]) -> Option<Value<'a>> {
        let (container, key) = self.both(pair)?;
        match container {
            Value::List(list) => list.get(key.index()?),
            Value::Map(map) => {
                self.budget.take(map.len())?;
                map.get(&key)?
            }
            _ => None,
        }
    }

    fn list(&mut self, items: &'a [Op]) -> Option<Value<'a>> {
        let items = items.iter().map(|item| self.value(item));
        Some(Value::list(items.collect::<Option<Vec<_>>>()?))
    }

    /// A key that stands twice makes the map unknown.
    fn map(&mut self, entries: &'a [[Op; 2]]) -> Option<Value<'a>> {
        let mut made: Vec<(Value<'a>, Value<'a>)> = Vec::with_capacity(entries.len());
        for pair in entries {
            let (key, value) = self.both(pair)?;
            let is_key = matches!(key, Value::Boolean(_) | Value::Integer(_) | Value::Text(_));
            for (known, _) in &made {
                if equal(known, &key, &mut self.budget)? {
                    return None;
                }
            }
            if !is_key {
                return None;
            }
            made.push((key, value));
        }
        Some(Value::Map(Map::Made(made.into())))
    }

    fn looped(&mut self, inner: &'a Loop) -> Option<Value<'a>> {
        let range = self.value(&inner.range)?.items()?;
        self.budget.take(range.len())?;
        match &inner.kind {
            LoopKind::Until(decisive) => {
                let found = self.until(*decisive, &range, &inner.step);
                found.map(Value::Boolean)
            }
            LoopKind::One => {
                let mut count = 0_usize;
                for item in range.iter() {
                    let is_one = self.with(item, |it| it.truth(&inner.step))?;
                    count += usize::from(is_one);
                }
                Some(Value::Boolean(count == 1))
            }
            LoopKind::Collect(guard) => self.collected(guard.as_ref(), &range, &inner.step),
        }
    }

    /// One step that decides does so beside unknown ones, too.
    fn until(&mut self, decisive: bool, range: &List<'a>, step: &'a Op) -> Option<bool> {
        let mut is_known = true;
        for item in range.iter() {
            match self.with(item, |it| it.truth(step)) {
                Some(held) if held == decisive => return Some(decisive),
                Some(_) => {}
                None if self.budget.is_spent() => return None,
                None => is_known = false,
            }
        }
        is_known.then_some(!decisive)
    }

    fn collected(
        &mut self,
        guard: Option<&'a Op>,
        range: &List<'a>,
        step: &'a Op,
    ) -> Option<Value<'a>> {
        let mut collected = Vec::new();
        for item in range.iter() {
            let step = self.with(item, |it| match guard {
                Some(guard) if !it.truth(guard)? => Some(None),
                _ => it.value(step).map(Some),
            })?;
            collected.extend(step);
        }
        Some(Value::list(collected))
    }

    /// Evaluates with the item of a loop bound.
    fn with<T>(&mut self, item: Value<'a>, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        self.bound.push(item);
        let found = evaluate(self);
        self.bound.pop();
        found
    }
}
