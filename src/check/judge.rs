//! One post under judgement, by one rule after another.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::post::{OpenFile, PostChecker, UNNUMBERED};
use super::{internal_error, reworded};
use crate::config::{Measured, known_selector};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::discover::Input;
use crate::index::{PostNotes, RuleNotes};
use crate::post::{Post, Problem, ProblemKind};
use crate::rule::expr::{STEPS, Verdict};
use crate::rule::{MetricCache, PostContext, Rule, RuleSet};
use crate::suppression::{self, EVERYTHING, Terms, UNUSED};

/// One post under judgement.
pub(super) struct Judge<'a> {
    checker: &'a PostChecker<'a>,
    input: &'a Input,
    file: &'a OpenFile<'a>,
    /// What rules are asked about; the rule itself is set for each.
    cx: PostContext<'a>,
    /// Whether there is anything to judge.
    is_readable: bool,
    notes: PostNotes,
    /// The rules that judged the post.
    judged: Vec<usize>,
    /// What a bug kept from being judged: path and reason.
    failures: Vec<(String, String)>,
}

impl<'a> Judge<'a> {
    /// Begins with what readers said of a post.
    pub(super) fn of(
        checker: &'a PostChecker<'a>,
        file: &'a OpenFile<'a>,
        post: &'a Post,
        metrics: &'a MetricCache,
    ) -> Self {
        let input = file.input;
        let problems = post.problems.iter();
        let told = problems.filter_map(told_by_engine);
        let mut problems = post.problems.iter();
        Self {
            checker,
            input,
            file,
            cx: PostContext {
                rule: "",
                post,
                text: &file.text,
                source: UNNUMBERED,
                path: &input.shown,
                place: file.place.as_deref(),
                format: input.format.name(),
                today: checker.run.today,
                overrun: Cell::default(),
                metrics,
            },
            is_readable: problems.all(|problem| problem.kind != ProblemKind::Unreadable),
            notes: PostNotes {
                anchor: post.anchor(),
                id: post.id.clone(),
                remarks: told.collect(),
                facts: Vec::with_capacity(checker.corpus_rules),
                ..PostNotes::default()
            },
            judged: Vec::with_capacity(checker.active.len()),
            failures: Vec::new(),
        }
    }

    /// Ends with what is said of all rules; the failures that there were.
    pub(super) fn end(mut self) -> (PostNotes, Vec<(String, String)>) {
        self.suppressions();
        self.values();
        (self.notes, self.failures)
    }

    /// Whether a rule has a say.
    fn speaks_of_post(&self, rule: &Rule) -> bool {
        let mut scope = rule.scope.iter();
        self.is_readable && scope.all(|scope| scope.contains(&self.input.path))
    }

    /// Judges by rules, the first of which has number `first`.
    pub(super) fn rules(&mut self, first: usize, rules: &'a [Rule]) {
        for (number, rule) in (first..).zip(rules) {
            self.rule(number, rule);
        }
    }

    /// Judges by a rule.
    fn rule(&mut self, number: usize, rule: &'a Rule) {
        if !self.speaks_of_post(rule) {
            return;
        }
        let rules = &self.checker.run.config.rules;
        let is_active = match &*self.file.overrides {
            [] => self.checker.active[number],
            overrides => rules.is_active(rule, overrides),
        };
        let check = RuleSet::check(rule, &self.file.overrides);
        // An inactive corpus rule is of no use to other posts either if it is off everywhere.
        let is_useful = self.checker.active[number] || self.checker.measuring[number];
        let is_noted = check.is_corpus() && (is_active || is_useful);
        if !is_active && !is_noted {
            return;
        }
        self.cx.rule = &rule.id;
        self.cx.overrun.set(false);
        let cx = &self.cx;
        let judged = catch_unwind(AssertUnwindSafe(|| {
            if !holds(rule, cx) {
                return None;
            }
            let found = if is_active {
                check.check_post(cx)
            } else {
                Vec::new()
            };
            let facts = is_noted.then(|| check.facts(cx));
            Some((found, facts))
        }));
        let is_stopped = cx.overrun.get();
        if is_stopped {
            self.stopped(&rule.id);
        }
        match judged {
            Ok(Some((found, facts))) => {
                self.keep(rule, found);
                if is_active && !is_stopped {
                    self.judged.push(number);
                }
                self.notes.facts.extend(facts.map(|facts| RuleNotes {
                    rule: number,
                    is_judged: is_active,
                    facts,
                }));
            }
            Ok(None) => {}
            Err(_) => self.broken(&rule.id),
        }
    }

    /// Notes the numbers that the gate asks for.
    fn values(&mut self) {
        let config = self.checker.run.config;
        let metrics = self.cx.metrics();
        let asked = config.gate.requirements.iter();
        let values = asked.map(|asked| match &asked.measured {
            Measured::Metric(name) => metrics.get(name),
            Measured::Meta(path) => self.cx.post.value(path)?.data.as_number(),
            Measured::Corpus(_) | Measured::Findings(_) => None,
        });
        self.notes.values = values.collect();
    }

    /// Notes what the post does not want to hear, and what is wrong with that.
    fn suppressions(&mut self) {
        let config = self.checker.run.config;
        if !config.suppression.is_heeded {
            return;
        }
        let known = |name: &str| known_selector(name, &config.merged);
        let terms = Terms {
            requires_reason: config.suppression.requires_reason,
            known: &known,
            options: &config.parse,
        };
        let mut read = suppression::read(self.cx.text, self.cx.post, self.input.format, terms);
        for fault in read.faults {
            let code = Code::of_engine(fault.code);
            let severity = config
                .rules
                .severity_of_suppression(&code, &self.file.overrides);
            self.notes.remarks.extend(severity.map(|severity| {
                Diagnostic::new(code, severity, self.cx.source, fault.span, fault.message)
                    .help(fault.help)
            }));
        }
        for suppression in &mut read.all {
            if self.has_judged(&suppression.selector) {
                let code = Code::of_engine(UNUSED);
                suppression.unused = config
                    .rules
                    .severity_of_suppression(&code, &self.file.overrides);
            }
        }
        self.notes.suppressions = read.all;
    }

    /// Whether every finding that a selector names would have been found.
    fn has_judged(&self, selector: &str) -> bool {
        let rules = &self.checker.run.config.rules;
        if selector == EVERYTHING {
            return rules.selection.is_everything() && self.failures.is_empty();
        }
        let mut judged = self.judged.iter().map(|number| &rules.rules[*number]);
        judged.any(|rule| {
            let mut findings = rule.kind.findings().iter();
            findings.any(|finding| {
                let code = Code::of_rule(&rule.id, finding.name);
                let is_wanted = rules.severity(rule, &code, &self.file.overrides).is_some();
                is_wanted && code.is_selected_by(selector)
            })
        })
    }

    /// A rule that panicked: the post is told as not fully judged, and the run as incomplete.
    fn broken(&mut self, rule: &str) {
        let (path, reason) = internal_error(&format!("rule {rule}"), &self.input.shown);
        self.notes.remarks.push(Diagnostic::new(
            Code::of_engine("internal-error"),
            Severity::Error,
            self.cx.source,
            self.notes.anchor,
            reason.clone(),
        ));
        self.failures.push((path, reason));
    }

    /// A condition that was cut short. Steps are counted, not seconds, so that every run stops at
    /// the same place.
    fn stopped(&mut self, rule: &str) {
        self.notes.remarks.push(Diagnostic::new(
            Code::of_engine("rule-timeout"),
            Severity::Error,
            self.cx.source,
            self.notes.anchor,
            format!("rule {rule} stopped after {STEPS} steps on this post"),
        ));
    }

    fn keep(&mut self, rule: &Rule, found: Vec<Diagnostic>) {
        let rules = &self.checker.run.config.rules;
        for mut diagnostic in found {
            if let Some(severity) = rules.severity(rule, &diagnostic.code, &self.file.overrides) {
                diagnostic.severity = severity;
                if self.input.record().is_some() {
                    diagnostic.fix = None;
                }
                self.notes.remarks.push(reworded(rule, diagnostic));
            }
        }
    }
}

fn holds(rule: &Rule, cx: &PostContext<'_>) -> bool {
    let mut when = rule.when.iter();
    when.all(|when| matches!(when.is_true(cx), Verdict::True))
}

/// Faults that say that a post was not fully judged; no configuration switches them off.
fn told_by_engine(problem: &Problem) -> Option<Diagnostic> {
    let code = match problem.kind {
        ProblemKind::Unparsable | ProblemKind::Unreadable => Code::of_rule("meta", "unparsable"),
        ProblemKind::FrontMatterLimit => Code::of_engine("front-matter-limit"),
        ProblemKind::FrontMatterLanguage => Code::of_engine("front-matter-language"),
        ProblemKind::RepeatedKey | ProblemKind::UnknownKey => return None,
    };
    let mut diagnostic = Diagnostic::new(
        code,
        Severity::Error,
        UNNUMBERED,
        problem.span,
        problem.message.clone(),
    );
    if let Some((span, message)) = &problem.other {
        diagnostic = diagnostic.also(UNNUMBERED, *span, message.clone());
    }
    diagnostic.help.extend(problem.help.clone());
    Some(diagnostic)
}
