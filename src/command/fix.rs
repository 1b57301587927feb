//! `check --fix` and `check --diff`: the posts are put right before they are judged for the report.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::cache::Cache;
use super::outputs::names_stdin;
use super::task::{Task, in_pool};
use super::{Status, complain, print};
use crate::check::{self, corpora, note};
use crate::diagnostic::Applicability;
use crate::discover::{Discovered, Input};
use crate::emit::write_diff;
use crate::error::Result;
use crate::fix::{Change, Converged, Fixable, Judged, Proposed, Rewrite, Texts, converge};
use crate::gate;
use crate::index::{Draft, Index};
use crate::read::{Stamp, read_post};
use crate::source::Origin;
use crate::text::{counted, grouped_digits};

/// What came of putting posts right.
#[derive(Default)]
pub(super) struct Fixed {
    /// Whether a post could not be written.
    pub(super) is_broken: bool,
    /// The fixed text of standard input.
    pub(super) stdin: Option<Arc<str>>,
}

impl Task<'_> {
    /// Writes the fixed posts that are files, and tells how many; nothing more is to be done where
    /// it was stopped.
    pub(super) fn fix(&self, index: Option<Index>, found: &Discovered) -> Option<Fixed> {
        let mut posts = Posts::new(self, index, found);
        let Some(converged) = in_pool(self.args.jobs, || converge(&mut posts)) else {
            let asked = found.inputs.iter().filter(|input| input.is_reported);
            tell_stopped(0, asked.count());
            return None;
        };
        let changes = &converged.changes;
        let write = |change| (!self.progress.is_stopped()).then(|| posts.write(change));
        let written: Vec<_> = self.interrupt.hold(|| {
            let written = || changes.par_iter().map(write).collect();
            in_pool(self.args.jobs, written)
        });
        let mut fixed = Fixed {
            is_broken: tell_left(&converged, found),
            stdin: posts.stdin(),
        };
        let mut count = (0, 0);
        for (change, written) in changes.iter().zip(written) {
            match written {
                None => {}
                Some(Ok(())) => count = (count.0 + change.fixed, count.1 + 1),
                Some(Err(reason)) => {
                    tell_not_written(&found.inputs[change.input], &reason);
                    fixed.is_broken = true;
                }
            }
            if let Origin::Memory(_) = found.inputs[change.input].origin {
                fixed.stdin = Some(change.after.clone());
            }
        }
        if self.progress.is_stopped() {
            tell_stopped(count.1, changes.len());
            return None;
        }
        complain(&format!(
            "fixed {} in {}",
            counted(count.0, "finding"),
            counted(count.1, "post")
        ));
        Some(fixed)
    }

    /// Prints how the posts would change.
    pub(super) fn diff(&self, index: Option<Index>, found: &Discovered) -> Result<Status> {
        let mut posts = Posts::new(self, index, found);
        let Some(converged) = in_pool(self.args.jobs, || converge(&mut posts)) else {
            complain("stopped before the changes were known");
            return Ok(Status::Interrupted);
        };
        for (path, reason) in found.failures.iter().chain(&posts.failures) {
            complain(&super::check::failure_line(path, reason));
        }
        let is_left = tell_left(&converged, found);
        print(|out| {
            for change in &converged.changes {
                let shown = &found.inputs[change.input].shown;
                write_diff(shown, &change.before, &change.after, out)?;
            }
            Ok(())
        })?;
        Ok(match converged.changes.as_slice() {
            _ if is_left || !found.failures.is_empty() || !posts.failures.is_empty() => {
                Status::Broken
            }
            [] => Status::Passed,
            _ => Status::Failed,
        })
    }
}

/// Tells what is not put right although it could be; whether posts are left for that reason.
fn tell_left(converged: &Converged, found: &Discovered) -> bool {
    for (input, conflict) in &converged.conflicts {
        tell_not_written(&found.inputs[*input], &conflict.to_string());
    }
    if !converged.is_settled {
        complain("more can be fixed than in one run; run it again");
    }
    !converged.conflicts.is_empty()
}

fn tell_not_written(input: &Input, reason: &str) {
    complain(&format!("{}: fix not written: {reason}", input.shown));
}

fn tell_stopped(fixed: usize, files: usize) {
    let (fixed, files) = (grouped_digits(fixed), grouped_digits(files));
    complain(&format!(
        "stopped; {fixed} of {files} files were fixed, none is partial"
    ));
}

/// The posts of a run, to be judged with other texts.
struct Posts<'a> {
    task: &'a Task<'a>,
    index: Option<Arc<Index>>,
    found: &'a Discovered,
    /// What the file system said of the files that were read to be edited.
    stamps: BTreeMap<usize, Stamp>,
    /// What could not be judged as the files are.
    failures: Vec<(String, String)>,
    is_begun: bool,
}

impl<'a> Posts<'a> {
    fn new(task: &'a Task<'a>, index: Option<Index>, found: &'a Discovered) -> Self {
        Self {
            task,
            index: index.map(Arc::new),
            found,
            stamps: BTreeMap::new(),
            failures: Vec::new(),
            is_begun: false,
        }
    }

    fn write(&self, change: &Change) -> std::result::Result<(), String> {
        let input = &self.found.inputs[change.input];
        match (&input.origin, self.stamps.get(&change.input)) {
            (Origin::File(path), Some(read)) => Rewrite {
                path,
                root: &self.task.session.config.root,
                read: *read,
                text: &change.after,
            }
            .write(),
            (Origin::Memory(_), _) if !names_stdin(self.task.args) => {
                Err("what is staged is not what stands in the file".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// The text of standard input, if it is a post.
    fn stdin(&self) -> Option<Arc<str>> {
        let mut texts = self
            .found
            .inputs
            .iter()
            .filter_map(|input| match &input.origin {
                Origin::Memory(text) if input.fault.is_none() => Some(text.clone()),
                _ => None,
            });
        texts.next()
    }

    /// Keeps what the later judgements need not work out again.
    fn keep(
        &mut self,
        cache: &Cache,
        draft: Draft,
        book: &check::Book<'_>,
        outcome: &check::Outcome<'_>,
    ) {
        if let Some(keeping) = book.keeping(cache.key, &self.found.notices, outcome) {
            cache.keep(self.index.as_deref(), draft, &keeping);
            drop(keeping);
            self.index = cache.open().map(Arc::new);
        }
    }
}

impl Fixable for Posts<'_> {
    fn text(&mut self, number: usize) -> Option<Arc<str>> {
        let input = &self.found.inputs[number];
        match &input.origin {
            Origin::Memory(text) => Some(text.clone()),
            // Records are not edited: their text stands in the syntax of another.
            Origin::Record(_) => None,
            Origin::File(path) => {
                let limit = self.task.session.config.limits.file_size;
                let (text, stamp) = read_post(path, limit).ok()?;
                self.stamps.insert(number, stamp);
                Some(text.into())
            }
        }
    }

    fn judge(&mut self, texts: &Texts) -> Option<Judged> {
        let inputs: Vec<Input> = with(&self.found.inputs, texts);
        let task = self.task;
        let sources = task.sources_of(&inputs);
        let run = task.run(&inputs, &sources);
        let index = self.index.clone();
        // What the later judgements find is of texts that are not written yet.
        let cache = task.cache.as_ref().filter(|_| !self.is_begun);
        let mut draft = cache.map(Cache::draft);
        let book = note(&run, index.as_deref(), draft.as_mut());
        if task.progress.is_stopped() {
            return None;
        }
        let corpora = corpora(&book);
        let outcome = check::judge(&book, &corpora);
        let numbers: FxHashMap<_, usize> = sources.iter().copied().zip(0..).collect();
        let mut judged = Judged::default();
        for finding in &outcome.findings() {
            let key = (numbers[&finding.source], outcome.code(finding).clone());
            *judged.counts.entry(key).or_default() += 1;
        }
        let mut demands = task.demands(self.found, None);
        demands.limits.findings_per_post = usize::MAX;
        let report = gate::judge(&outcome, &task.session.sources, demands);
        let wanted = wanted(task.args.unsafe_fixes);
        for told in report.findings.fixable() {
            let input = numbers.get(&told.primary().source).copied();
            if let (Some(input), Some(fix)) = (input, told.fix)
                && fix.applicability <= wanted
            {
                let code = told.code;
                judged.proposed.push(Proposed { input, code, fix });
            }
        }
        if !self.is_begun {
            self.is_begun = true;
            self.failures.clone_from(&outcome.failures);
            if let Some((cache, draft)) = cache.zip(draft) {
                self.keep(cache, draft, &book, &outcome);
            }
        }
        (!task.progress.is_stopped()).then_some(judged)
    }
}

/// The inputs, those in `texts` with the text that stands there.
fn with(inputs: &[Input], texts: &Texts) -> Vec<Input> {
    let inputs = inputs.iter().enumerate().map(|(number, input)| {
        let mut input = input.clone();
        if let Some(text) = texts.get(&number) {
            input.origin = Origin::Memory(text.clone());
        }
        input
    });
    inputs.collect()
}

/// The least sure fixes that are made.
fn wanted(unsafe_fixes: bool) -> Applicability {
    if unsafe_fixes {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    }
}
