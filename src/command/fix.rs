//! `check --fix` and `check --diff`: the posts are put right before they are judged for the report.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
use crate::index::{FoundNotes, Index};
use crate::read::{Stamp, now, read_post};
use crate::source::Origin;
use crate::text::grouped_digits;

/// What came of putting posts right.
pub(super) struct Fixed {
    /// Whether a post could not be written.
    pub(super) is_broken: bool,
    /// The fixed text of standard input.
    pub(super) stdin: Option<Arc<str>>,
}

impl Task<'_> {
    /// Writes the fixed posts that are files, and tells how many.
    pub(super) fn fix(&self, index: Option<Index>, found: &Discovered) -> Fixed {
        let mut posts = Posts::new(self, index, found);
        let converged = in_pool(self.args.jobs, || {
            let converged = converge(&mut posts);
            let written = converged.changes.par_iter().map(|it| posts.write(it));
            let written: Vec<_> = written.collect();
            (converged, written)
        });
        let (converged, written) = converged;
        let mut fixed = Fixed {
            is_broken: false,
            stdin: posts.stdin(),
        };
        let mut count = (0, 0);
        for (change, written) in converged.changes.iter().zip(written) {
            match written {
                Ok(()) => count = (count.0 + change.fixed, count.1 + 1),
                Err(reason) => {
                    let shown = &found.inputs[change.input].shown;
                    complain(&format!("{shown}: fix not written: {reason}"));
                    fixed.is_broken = true;
                }
            }
            if let Origin::Memory(_) = found.inputs[change.input].origin {
                fixed.stdin = Some(change.after.clone());
            }
        }
        tell_unsettled(&converged);
        complain(&format!(
            "fixed {} in {}",
            counted(count.0, "finding"),
            counted(count.1, "post")
        ));
        fixed
    }

    /// Prints how the posts would change.
    pub(super) fn diff(&self, index: Option<Index>, found: &Discovered) -> Result<Status> {
        let mut posts = Posts::new(self, index, found);
        let converged = in_pool(self.args.jobs, || converge(&mut posts));
        for (path, reason) in found.failures.iter().chain(&posts.failures) {
            complain(&super::check::failure_line(path, reason));
        }
        tell_unsettled(&converged);
        print(|out| {
            for change in &converged.changes {
                let shown = &found.inputs[change.input].shown;
                write_diff(shown, &change.before, &change.after, out)?;
            }
            Ok(())
        })?;
        Ok(match converged.changes.as_slice() {
            _ if !found.failures.is_empty() || !posts.failures.is_empty() => Status::Broken,
            [] => Status::Passed,
            _ => Status::Failed,
        })
    }
}

fn tell_unsettled(converged: &Converged) {
    if !converged.is_settled {
        complain("more can be fixed than in one run; run it again");
    }
}

fn counted(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{} {what}{end}", grouped_digits(count))
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
    fn keep(&mut self, book: &check::Book<'_>, began: u64, found: Option<&FoundNotes>) {
        if let Some(cache) = &self.task.cache
            && let Some(contents) = book.contents(cache.key, began, &self.found.notices, found)
        {
            cache.keep(&contents);
            drop(contents);
            self.index = cache.open().map(Arc::new);
        }
    }
}

impl Fixable for Posts<'_> {
    fn text(&mut self, number: usize) -> Option<Arc<str>> {
        let input = &self.found.inputs[number];
        match &input.origin {
            Origin::Memory(text) => Some(text.clone()),
            Origin::File(path) => {
                let limit = self.task.session.config.limits.file_size;
                let (text, stamp) = read_post(path, limit).ok()?;
                self.stamps.insert(number, stamp);
                Some(text.into())
            }
        }
    }

    fn judge(&mut self, texts: &Texts) -> Judged {
        let inputs: Vec<Input> = with(&self.found.inputs, texts);
        let task = self.task;
        let sources = task.sources_of(&inputs);
        let run = task.run(&inputs, &sources);
        let began = now();
        let index = self.index.clone();
        let book = note(&run, index.as_deref());
        let corpora = corpora(&book);
        let mut outcome = check::judge(&book, &corpora);
        let numbers: FxHashMap<_, usize> = sources.iter().copied().zip(0..).collect();
        let mut judged = Judged::default();
        for finding in &outcome.findings {
            let key = (numbers[&finding.source], outcome.code(finding).clone());
            *judged.counts.entry(key).or_default() += 1;
        }
        let mut demands = task.demands(self.found, None);
        demands.limits.findings_per_post = usize::MAX;
        let findings = std::mem::take(&mut outcome.findings);
        let report = gate::judge(&outcome, findings, &task.session.sources, demands);
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
            self.keep(&book, began, outcome.all_found());
        }
        judged
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
