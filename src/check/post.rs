//! Judging each post alone, and noting what the corpus phase needs.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{FileOutcome, PostRecord, RuleFacts, Run, internal_error, reworded};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::discover::Input;
use crate::post::{Post, Problem, ProblemKind};
use crate::read::{ReadFault, read_post};
use crate::rule::expr::{STEPS, Verdict};
use crate::rule::{MetricCache, PostContext, Rule, RuleSet};
use crate::source::{Origin, SourceId};

/// Judges posts one by one; shared by all threads.
pub(super) struct PostChecker<'a> {
    run: &'a Run<'a>,
    /// Whether any finding of each rule is wanted on a path without overrides.
    active: Vec<bool>,
}

impl<'a> PostChecker<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Self {
        let rules = &run.config.rules;
        let active = rules.rules.iter().map(|rule| rules.is_active(rule, &[]));
        Self {
            run,
            active: active.collect(),
        }
    }

    /// Reads and judges the posts of one file. A fault of one never hides another.
    pub(super) fn file(&self, at: usize) -> FileOutcome {
        let input = &self.run.inputs[at];
        let source = self.run.input_sources[at];
        let text = match self.text(input) {
            Ok(text) => text,
            Err(fault) => return unread(input, source, fault),
        };
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            input.format.parse(&text, &self.run.config.parse)
        }));
        let Ok(posts) = parsed else {
            return broken(input, source);
        };
        let mut outcome = FileOutcome::default();
        let overrides = self.run.config.rules.overrides_of(&input.path);
        for (ordinal, post) in posts.iter().enumerate() {
            let record = PostRecord {
                source,
                input: at,
                ordinal,
                anchor: post.anchor(),
                diagnostics: Vec::new(),
                facts: Vec::new(),
            };
            let metrics = MetricCache::default();
            let mut judge = Judge {
                checker: self,
                input,
                text: &text,
                post,
                overrides: &overrides,
                metrics: &metrics,
                record,
                failures: &mut outcome.failures,
            };
            judge.all_rules();
            outcome.posts.push(judge.record);
        }
        outcome
    }

    fn text(&self, input: &Input) -> Result<Arc<str>, ReadFault> {
        if let Some(fault) = &input.fault {
            return Err(ReadFault::Content(fault.clone()));
        }
        match &input.origin {
            Origin::Memory(text) => Ok(text.clone()),
            Origin::File(path) => read_post(path, self.run.config.limits.file_size).map(Arc::from),
        }
    }
}

/// One post under judgement.
struct Judge<'a> {
    checker: &'a PostChecker<'a>,
    input: &'a Input,
    text: &'a Arc<str>,
    post: &'a Post,
    overrides: &'a [usize],
    metrics: &'a MetricCache,
    record: PostRecord,
    failures: &'a mut Vec<(String, String)>,
}

impl<'a> Judge<'a> {
    fn all_rules(&mut self) {
        if self.input.is_reported {
            let source = self.record.source;
            let problems = self.post.problems.iter();
            let told = problems.filter_map(|problem| told_by_engine(problem, source));
            self.record.diagnostics.extend(told);
        }
        for (number, rule) in self.checker.run.config.rules.rules.iter().enumerate() {
            if self.speaks_of_post(rule) {
                self.rule(number, rule);
            }
        }
    }

    fn speaks_of_post(&self, rule: &Rule) -> bool {
        let mut scope = rule.scope.iter();
        scope.all(|scope| scope.contains(&self.input.path))
    }

    fn rule(&mut self, number: usize, rule: &'a Rule) {
        let rules = &self.checker.run.config.rules;
        let is_active = match self.overrides {
            [] => self.checker.active[number],
            overrides => rules.is_active(rule, overrides),
        };
        let check = RuleSet::check(rule, self.overrides);
        let is_judged = is_active && self.input.is_reported;
        // An inactive corpus rule is of no use to other posts either if it is off everywhere.
        let is_noted = check.is_corpus() && (is_active || self.checker.active[number]);
        if !is_judged && !is_noted {
            return;
        }
        let cx = PostContext {
            rule: &rule.id,
            post: self.post,
            text: self.text,
            source: self.record.source,
            path: &self.input.shown,
            format: self.input.format.name(),
            today: self.checker.run.today,
            overrun: Cell::default(),
            metrics: self.metrics,
        };
        let judged = catch_unwind(AssertUnwindSafe(|| {
            if !holds(rule, &cx) {
                return None;
            }
            let found = if is_judged {
                check.check_post(&cx)
            } else {
                Vec::new()
            };
            let facts = is_noted.then(|| check.facts(&cx));
            Some((found, facts))
        }));
        if cx.overrun.get() {
            self.stopped(&rule.id);
        }
        match judged {
            Ok(Some((found, facts))) => {
                self.keep(rule, found);
                self.record.facts.extend(facts.map(|facts| RuleFacts {
                    rule: number,
                    is_reported: is_judged,
                    facts: facts.into(),
                }));
            }
            Ok(None) => {}
            Err(_) => self.broken(&rule.id),
        }
    }

    /// A rule that panicked: the post is told as not fully judged, and the run as incomplete.
    fn broken(&mut self, rule: &str) {
        let (path, reason) = internal_error(&format!("rule {rule}"), &self.input.shown);
        self.record.diagnostics.push(Diagnostic::new(
            Code::of_engine("internal-error"),
            Severity::Error,
            self.record.source,
            self.record.anchor,
            reason.clone(),
        ));
        self.failures.push((path, reason));
    }

    /// A condition that was cut short. Steps are counted, not seconds, so that every run stops at
    /// the same place.
    fn stopped(&mut self, rule: &str) {
        self.record.diagnostics.push(Diagnostic::new(
            Code::of_engine("rule-timeout"),
            Severity::Error,
            self.record.source,
            self.record.anchor,
            format!("rule {rule} stopped after {STEPS} steps on this post"),
        ));
    }

    fn keep(&mut self, rule: &Rule, found: Vec<Diagnostic>) {
        let rules = &self.checker.run.config.rules;
        for mut diagnostic in found {
            if let Some(severity) = rules.severity(rule, &diagnostic.code, self.overrides) {
                diagnostic.severity = severity;
                self.record.diagnostics.push(reworded(rule, diagnostic));
            }
        }
    }
}

fn holds(rule: &Rule, cx: &PostContext<'_>) -> bool {
    let mut when = rule.when.iter();
    when.all(|when| matches!(when.is_true(cx), Verdict::True))
}

/// Faults that say that a post was not fully judged; no configuration switches them off.
fn told_by_engine(problem: &Problem, source: SourceId) -> Option<Diagnostic> {
    let code = match problem.kind {
        ProblemKind::Unparsable => Code::of_rule("meta", "unparsable"),
        ProblemKind::FrontMatterLimit => Code::of_engine("front-matter-limit"),
        ProblemKind::FrontMatterLanguage => Code::of_engine("front-matter-language"),
        ProblemKind::RepeatedKey | ProblemKind::UnknownKey => return None,
    };
    let mut diagnostic = Diagnostic::new(
        code,
        Severity::Error,
        source,
        problem.span,
        problem.message.clone(),
    );
    if let Some((span, message)) = &problem.other {
        diagnostic = diagnostic.also(source, *span, message.clone());
    }
    diagnostic.help.extend(problem.help.clone());
    Some(diagnostic)
}

fn unread(input: &Input, source: SourceId, fault: ReadFault) -> FileOutcome {
    let mut outcome = FileOutcome::default();
    match fault {
        ReadFault::Content(fault) if input.is_reported => {
            let code = Code::of_engine(fault.code);
            outcome.diagnostics.push(
                Diagnostic::new(code, Severity::Error, source, fault.span, fault.message)
                    .help(fault.help),
            );
        }
        ReadFault::Content(_) => {}
        ReadFault::Environment(reason) => {
            outcome.failures.push((input.shown.to_string(), reason));
        }
    }
    outcome
}

/// A reader that panicked: the post is told as not judged, and the run as incomplete.
fn broken(input: &Input, source: SourceId) -> FileOutcome {
    let mut outcome = FileOutcome::default();
    let reader = format!("the {} reader", input.format.name());
    let (path, reason) = internal_error(&reader, &input.shown);
    outcome.diagnostics.push(Diagnostic::new(
        Code::of_engine("internal-error"),
        Severity::Error,
        source,
        None,
        reason.clone(),
    ));
    outcome.failures.push((path, reason));
    outcome
}
