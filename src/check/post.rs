//! Judging each post alone, and noting what the corpus phase needs.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::files::path_in_project;
use super::{Run, internal_error, reworded};
use crate::config::{Config, Measured, known_selector};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::discover::Input;
use crate::index::{Day, FileNotes, Loaded, PostNotes, RuleNotes};
use crate::post::{Post, Problem, ProblemKind};
use crate::read::{ReadFault, Stamp, read_post, read_record};
use crate::rule::expr::{STEPS, Verdict};
use crate::rule::{MetricCache, Metrics, PostContext, Rule, RuleSet};
use crate::site::Inherited;
use crate::source::{Container, Origin, Record, SourceId};
use crate::suppression::{self, EVERYTHING, Terms, UNUSED};

/// What became of one file.
pub(super) struct FileOutcome {
    /// Its written notes.
    pub(super) notes: Notes,
    /// What the file system says of it; nothing of what is no file.
    pub(super) stamp: Stamp,
    /// The hash of its content; 0 of what could not be read.
    pub(super) hash: u128,
    /// The last day on which the notes hold.
    pub(super) until: Day,
    /// What the environment or a bug kept from being judged: path and reason.
    pub(super) failures: Vec<(String, String)>,
}

/// Written notes of one file.
pub(super) enum Notes {
    /// Made in this run.
    Made(Box<[u8]>),
    /// Kept from an earlier run, by the number of the file there.
    Kept(usize),
}

/// Judges posts one by one; shared by all threads.
pub(super) struct PostChecker<'a> {
    run: &'a Run<'a>,
    /// What is known from an earlier run.
    kept: Option<&'a Loaded>,
    /// Whether any finding of each rule is wanted on a path without overrides.
    active: Vec<bool>,
    /// Whether each rule measures what another or the gate asks for.
    measuring: Vec<bool>,
}

impl<'a> PostChecker<'a> {
    pub(super) fn new(run: &'a Run<'a>, kept: Option<&'a Loaded>) -> Self {
        let rules = &run.config.rules;
        let active = rules.rules.iter().map(|rule| rules.is_active(rule, &[]));
        let asked = asked_metrics(run.config);
        let asked = asked.iter().map(|metric| rules.measuring(metric));
        let asked: Vec<usize> = asked.flatten().collect();
        Self {
            run,
            kept,
            active: active.collect(),
            measuring: (0..rules.rules.len())
                .map(|it| asked.contains(&it))
                .collect(),
        }
    }

    /// Judges the posts of one file, unless it is the same as file `before` of an earlier run. A
    /// fault of one never hides another.
    pub(super) fn file(&self, at: usize, before: Option<usize>) -> FileOutcome {
        let input = &self.run.inputs[at];
        let today = self.run.day();
        let before = self.kept.zip(before);
        let before = before.filter(|(kept, before)| kept.until(*before) >= today);
        let inherited = self.run.site.inherited(&input.path);
        if let Some((kept, before)) = before
            && let Some(stamp) = stamp_of(input).map(|stamp| stamp.within(inherited.mark()))
            && kept.is_unchanged(before, &stamp)
        {
            return FileOutcome::kept(kept, before, stamp);
        }
        let source = self.run.input_sources[at];
        let (text, stamp) = match self.text(input) {
            Ok(read) => read,
            Err(fault) => return unread(source, input, fault),
        };
        let stamp = stamp.within(inherited.mark());
        let hash = xxh3_128(text.as_bytes()) ^ u128::from(inherited.mark());
        match before {
            Some((kept, before)) if kept.hash(before) == hash => {
                FileOutcome::kept(kept, before, stamp)
            }
            _ => FileOutcome {
                stamp,
                hash,
                ..self.judged(input, source, &text, inherited)
            },
        }
    }

    fn judged(
        &self,
        input: &Input,
        source: SourceId,
        text: &Arc<str>,
        inherited: Inherited,
    ) -> FileOutcome {
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            input.format.parse(text, &self.run.config.parse)
        }));
        let Ok(mut posts) = parsed else {
            return broken(source, input);
        };
        inherited.give(&mut posts);
        let mut failures = Vec::new();
        let overrides = self.run.config.rules.overrides_of(&input.path);
        let place = path_in_project(&self.run.config.root, &input.path);
        let mut notes = FileNotes::default();
        let mut until = Day::NEVER;
        for post in &posts {
            let metrics = MetricCache::default();
            let mut judge = Judge {
                checker: self,
                input,
                source,
                text,
                post,
                place: place.as_deref(),
                overrides: &overrides,
                metrics: &metrics,
                notes: PostNotes {
                    anchor: post.anchor(),
                    id: post.id.clone(),
                    ..PostNotes::default()
                },
                judged: Vec::new(),
                failures: &mut failures,
            };
            judge.all_rules();
            judge.suppressions();
            judge.values();
            notes.posts.push(judge.notes);
            until = until.min(metrics.until().map_or(Day::NEVER, Day::since_epoch));
        }
        FileOutcome {
            until,
            ..FileOutcome::made(&notes, failures)
        }
    }

    fn text(&self, input: &Input) -> Result<(Arc<str>, Stamp), ReadFault> {
        if let Some(fault) = &input.fault {
            return Err(ReadFault::Content((**fault).clone()));
        }
        match &input.origin {
            Origin::Memory(text) => Ok((text.clone(), Stamp::default())),
            Origin::Record(record) => Ok((read_record(record)?.into(), stamp_of_container(record))),
            Origin::File(path) => {
                let (text, stamp) = read_post(path, self.run.config.limits.file_size)?;
                Ok((text.into(), stamp))
            }
        }
    }
}

impl FileOutcome {
    /// Nothing is known of a file that the run did not get to.
    pub(super) fn skipped() -> Self {
        Self::made(&FileNotes::default(), Vec::new())
    }

    fn made(notes: &FileNotes, failures: Vec<(String, String)>) -> Self {
        Self {
            notes: Notes::Made(notes.to_bytes()),
            stamp: Stamp::default(),
            hash: 0,
            until: Day::NEVER,
            failures,
        }
    }

    fn kept(kept: &Loaded, before: usize, stamp: Stamp) -> Self {
        Self {
            notes: Notes::Kept(before),
            stamp,
            hash: kept.hash(before),
            until: kept.until(before),
            failures: Vec::new(),
        }
    }
}

/// The metrics of the corpus that rules and the gate ask for.
fn asked_metrics(config: &Config) -> Vec<&'static str> {
    let rules = &config.rules;
    let by_rules = rules.rules.iter().flat_map(|rule| rule.check.asks());
    let requirements = config.gate.requirements.iter();
    let by_gate = requirements.filter_map(|required| match required.measured {
        Measured::Corpus(metric) => Some(metric),
        _ => None,
    });
    by_rules.chain(by_gate).collect()
}

/// What the file system says of a file that is there to be read.
fn stamp_of(input: &Input) -> Option<Stamp> {
    if input.fault.is_some() {
        return None;
    }
    match &input.origin {
        Origin::Memory(_) => None,
        Origin::Record(record) => Some(stamp_of_container(record)),
        Origin::File(path) => {
            let about = std::fs::metadata(path).ok()?;
            about.is_file().then(|| Stamp::of(&about))
        }
    }
}

/// What the file system said of a container when its records were found: it is not asked again for
/// each of them.
fn stamp_of_container(record: &Record) -> Stamp {
    match &*record.container {
        Container::File(_, stamp) => *stamp,
        Container::Memory(_) => Stamp::default(),
    }
}

/// One post under judgement.
struct Judge<'a> {
    checker: &'a PostChecker<'a>,
    input: &'a Input,
    source: SourceId,
    text: &'a Arc<str>,
    post: &'a Post,
    place: Option<&'a str>,
    overrides: &'a [usize],
    metrics: &'a MetricCache,
    notes: PostNotes,
    /// The rules that judged the post.
    judged: Vec<usize>,
    failures: &'a mut Vec<(String, String)>,
}

impl<'a> Judge<'a> {
    fn all_rules(&mut self) {
        let problems = self.post.problems.iter();
        let told = problems.filter_map(|problem| told_by_engine(problem, self.source));
        self.notes.remarks.extend(told);
        let mut problems = self.post.problems.iter();
        if problems.any(|problem| problem.kind == ProblemKind::Unreadable) {
            return;
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
        // An inactive corpus rule is of no use to other posts either if it is off everywhere.
        let is_useful = self.checker.active[number] || self.checker.measuring[number];
        let is_noted = check.is_corpus() && (is_active || is_useful);
        if !is_active && !is_noted {
            return;
        }
        let cx = PostContext {
            rule: &rule.id,
            post: self.post,
            text: self.text,
            source: self.source,
            path: &self.input.shown,
            place: self.place,
            format: self.input.format.name(),
            today: self.checker.run.today,
            overrun: Cell::default(),
            metrics: self.metrics,
        };
        let judged = catch_unwind(AssertUnwindSafe(|| {
            if !holds(rule, &cx) {
                return None;
            }
            let found = if is_active {
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
                if is_active && !cx.overrun.get() {
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
        let metrics = Metrics::of(self.post, self.checker.run.today, self.metrics);
        let asked = config.gate.requirements.iter();
        let values = asked.map(|asked| match &asked.measured {
            Measured::Metric(name) => metrics.get(name),
            Measured::Meta(path) => self.post.value(path)?.data.as_number(),
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
        let mut read = suppression::read(self.text, self.post, self.input.format, terms);
        for fault in read.faults {
            let code = Code::of_engine(fault.code);
            let severity = config.rules.severity_of_suppression(&code, self.overrides);
            self.notes.remarks.extend(severity.map(|severity| {
                Diagnostic::new(code, severity, self.source, fault.span, fault.message)
                    .help(fault.help)
            }));
        }
        for suppression in &mut read.all {
            if self.has_judged(&suppression.selector) {
                let code = Code::of_engine(UNUSED);
                suppression.unused = config.rules.severity_of_suppression(&code, self.overrides);
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
                let is_wanted = rules.severity(rule, &code, self.overrides).is_some();
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
            self.source,
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
            self.source,
            self.notes.anchor,
            format!("rule {rule} stopped after {STEPS} steps on this post"),
        ));
    }

    fn keep(&mut self, rule: &Rule, found: Vec<Diagnostic>) {
        let rules = &self.checker.run.config.rules;
        for mut diagnostic in found {
            if let Some(severity) = rules.severity(rule, &diagnostic.code, self.overrides) {
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
fn told_by_engine(problem: &Problem, source: SourceId) -> Option<Diagnostic> {
    let code = match problem.kind {
        ProblemKind::Unparsable | ProblemKind::Unreadable => Code::of_rule("meta", "unparsable"),
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

fn unread(source: SourceId, input: &Input, fault: ReadFault) -> FileOutcome {
    match fault {
        ReadFault::Content(fault) => {
            let code = Code::of_engine(fault.code);
            let remark = Diagnostic::new(code, Severity::Error, source, fault.span, fault.message);
            FileOutcome::made(&file_notes(remark.help(fault.help)), Vec::new())
        }
        ReadFault::Environment(reason) => {
            let failures = vec![(input.shown.to_string(), reason)];
            FileOutcome::made(&FileNotes::default(), failures)
        }
    }
}

/// A reader that panicked: the post is told as not judged, and the run as incomplete.
fn broken(source: SourceId, input: &Input) -> FileOutcome {
    let reader = format!("the {} reader", input.format.name());
    let (path, reason) = internal_error(&reader, &input.shown);
    let code = Code::of_engine("internal-error");
    let remark = Diagnostic::new(code, Severity::Error, source, None, reason.clone());
    FileOutcome::made(&file_notes(remark), vec![(path, reason)])
}

/// The notes of a file that holds no post.
fn file_notes(remark: Diagnostic) -> FileNotes {
    FileNotes {
        remarks: vec![remark],
        posts: Vec::new(),
    }
}
