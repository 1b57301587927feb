//! One check from its inputs to its exit code: against the whole corpus, or by look-ups.

use std::path::Path;

use jiff::civil::Date;

use super::cache::Cache;
use super::check::{failure_line, tell_left_out};
use super::interrupt::Interrupt;
use super::meter::Meter;
use super::outputs::Outputs;
use super::rules::place;
use super::session::Session;
use super::timings::Timings;
use super::{Status, complain};
use crate::check::{self, Ahead, Outcome, Progress, Run, corpora, look_up, note_ahead, note_rest};
use crate::cli::{CheckArgs, FailOn};
use crate::config::{GateConfig, Requirement, shown_path};
use crate::diagnostic::Severity;
use crate::discover::{Discovered, Input, Named, discover, discover_named, discover_telling};
use crate::error::Result;
use crate::gate::{self, Baseline, Context, Declared, Demands, Report};
use crate::index::{Day, Index};
use crate::source::SourceId;
use crate::text::{counted, days_since_epoch, grouped_digits};

/// Named files that are looked up one by one, if they are not one in a hundred of the corpus:
/// reading all that an index knows costs about as much as looking up so many.
const MOST_LOOKED_UP: usize = 64;
/// More threads than this, or than there are cores, only wait for one another.
const MOST_THREADS: usize = 64;
/// Deep enough for the nesting that readers and expressions allow.
const STACK: usize = 16 << 20;
/// Addresses that threads may need beside their stacks.
const ROOM: usize = 64 << 20;

/// What is asked for.
pub(super) struct Task<'a> {
    pub(super) args: &'a CheckArgs,
    pub(super) session: &'a Session,
    pub(super) cache: Option<Cache>,
    /// The working directory relative to the project.
    pub(super) home: String,
    pub(super) today: Date,
    /// Known findings.
    pub(super) baseline: Option<Baseline>,
    /// The configured gate, with the command line laid over it.
    pub(super) gate: GateConfig,
    pub(super) progress: Progress,
    pub(super) interrupt: &'a Interrupt,
    pub(super) timings: Timings,
}

/// How a check ended, and what it found in how many posts if it judged any.
pub(super) struct Ended {
    pub(super) status: Status,
    pub(super) found: Option<(usize, usize)>,
}

impl Task<'_> {
    /// Finds the inputs of a run. Those that are met are judged while others are still looked for,
    /// where nearly all will be: no index knows them, and all are posts of the disk that are asked
    /// for whether they changed or not.
    pub(super) fn find(&self, index: Option<&Index>, named: &Named) -> Result<(Discovered, Ahead)> {
        let (config, cwd) = (&self.session.config, &self.session.cwd);
        let is_of_disk = named.stdin.is_none() && !named.is_of_index;
        if index.is_some() || named.changes.is_some() || !is_of_disk {
            let ahead = Ahead::default();
            return Ok((discover(config, cwd, named)?, ahead));
        }
        let run = self.run(&[], &[]);
        let (found, ahead) = note_ahead(&run, |tell| discover_telling(config, cwd, named, tell));
        Ok((found?, ahead))
    }

    /// Judges the whole corpus but for what was judged ahead; what `index` knows is not judged anew.
    pub(super) fn judge_all(
        &self,
        index: Option<&Index>,
        found: Discovered,
        ahead: Ahead,
    ) -> Result<Ended> {
        let outputs = Outputs::of(self.args, self.session, &found)?;
        self.judge_with(index, found, ahead, |outcome, found| {
            self.finish(outcome, found, &outputs)
        })
    }

    /// As [`Task::judge_all`], with something else done with what is found.
    pub(super) fn judge_with<T>(
        &self,
        index: Option<&Index>,
        mut found: Discovered,
        ahead: Ahead,
        then: impl FnOnce(Outcome<'_>, Discovered) -> Result<T>,
    ) -> Result<T> {
        let inputs = std::mem::take(&mut found.inputs);
        let input_sources = self.sources_of(&inputs);
        let run = self.run(&inputs, &input_sources);
        let meter = Meter::of(self.args, &self.progress, inputs.len());
        let mut draft = self.cache.as_ref().map(Cache::draft);
        let noted = || meter.during(|| note_rest(&run, ahead, index, draft.as_mut()));
        let book = self.timings.during("posts", noted);
        self.tell_interrupted(inputs.len());
        found.notices.extend(self.session.site.notices());
        found.notices.extend(book.left_out());
        found.notices.sort();
        let corpora = corpora(&book);
        let outcome = self
            .timings
            .during("corpus", || check::judge(&book, &corpora));
        if let Some((cache, draft)) = self.cache.as_ref().zip(draft)
            && let Some(keeping) = book.keeping(cache.key, &found.notices, &outcome)
        {
            let keep = || cache.keep(index, draft, &keeping);
            self.timings.during("index", keep);
        }
        then(outcome, found)
    }

    /// Judges a few named files against what `index` knows of all others. Nothing where that is
    /// not what is asked for, or the index turns out to know something that is no longer so.
    pub(super) fn look_up(&self, index: &Index, named: &Named) -> Result<Option<Ended>> {
        let session = self.session;
        let found = discover_named(&session.config, &session.cwd, named)?;
        // A report file must not take the place of a post: that needs all their names.
        // A condition over all posts needs the numbers of all.
        let mut requirements = session.config.gate.requirements.iter();
        let is_plain = !self.args.show_files
            && self.args.output.is_empty()
            && !requirements.any(Requirement::needs_all_posts);
        let today = Day::since_epoch(days_since_epoch(self.today));
        let is_current = index.until() >= today;
        let wanted = |found: &Discovered| is_plain && is_current && is_few(found, index);
        let Some(mut found) = found.filter(wanted) else {
            return Ok(None);
        };
        let outputs = Outputs::of(self.args, session, &found)?;
        let judge = || {
            let inputs = std::mem::take(&mut found.inputs);
            let input_sources = self.sources_of(&inputs);
            let run = self.run(&inputs, &input_sources);
            let Ok(lookup) = look_up(&run, index, &session.cwd) else {
                return Ok(None);
            };
            let corpora = corpora(&lookup);
            let outcome = check::judge(&lookup, &corpora);
            // What findings point at shows whether the index still tells the truth.
            for finding in &outcome.findings() {
                outcome.tell(finding);
            }
            if lookup.is_stale() {
                return Ok(None);
            }
            tell_left_out(&found);
            found.notices.extend(index.notices().iter().cloned());
            found.notices.extend(session.site.notices());
            found.notices.sort();
            found.notices.dedup();
            self.finish(outcome, found, &outputs).map(Some)
        };
        in_pool(self.args.jobs, judge)
    }

    pub(super) fn sources_of(&self, inputs: &[Input]) -> Vec<SourceId> {
        let inputs = inputs.iter();
        let sources = inputs.map(|input| (input.shown.clone(), input.origin.clone()));
        self.session.sources.add_all(sources)
    }

    pub(super) fn run<'b>(&'b self, inputs: &'b [Input], input_sources: &'b [SourceId]) -> Run<'b> {
        Run {
            config: &self.session.config,
            site: &self.session.site,
            inputs,
            input_sources,
            sources: &self.session.sources,
            today: self.today,
            progress: &self.progress,
        }
    }

    fn tell_interrupted(&self, files: usize) {
        if self.progress.is_partial() {
            let judged = grouped_digits(self.progress.judged());
            let posts = counted(files, "post");
            complain(&format!(
                "interrupted after {judged} of {posts}; the report is partial"
            ));
        }
    }

    /// What the gate is asked about findings of which at most `shown` are shown.
    pub(super) fn demands<'b>(
        &'b self,
        found: &'b Discovered,
        shown: Option<usize>,
    ) -> Demands<'b> {
        let config = &self.session.config;
        Demands {
            home: &self.home,
            root: &config.root,
            baseline: self.baseline.as_ref(),
            gate: &self.gate,
            limits: config.limits,
            shown,
            changed_lines: found.changed_lines.as_ref(),
        }
    }

    /// Draws the verdict and writes the reports.
    fn finish(
        &self,
        mut outcome: Outcome<'_>,
        found: Discovered,
        outputs: &Outputs<'_>,
    ) -> Result<Ended> {
        let session = self.session;
        outcome.failures.extend(found.failures.iter().cloned());
        let demands = self.demands(&found, outputs.shown());
        let mut report = self
            .timings
            .during("gate", || gate::judge(&outcome, &session.sources, demands));
        report.summary.context = Context {
            folder: folder_in_repository(&session.cwd),
            declared: Declared::of(&session.config.rules),
        };
        report.summary.notices = found.notices;
        let told = outcome.notices.iter().map(|notice| {
            let at = place(notice.set, &session.sources);
            format!("{at}: {}", notice.message)
        });
        report.summary.notices.extend(told);
        if report.summary.stale > 0 {
            let gone = counted(report.summary.stale, "finding");
            let notice =
                format!("{gone} of the baseline not found any more; run `gatepost baseline prune`");
            report.summary.notices.push(notice);
        }
        let ended = self
            .timings
            .during("report", || self.write(&report, outputs))?;
        if self.args.timings {
            self.timings.lines().iter().for_each(|line| complain(line));
        }
        Ok(ended)
    }

    fn write(&self, report: &Report<'_>, outputs: &Outputs<'_>) -> Result<Ended> {
        for notice in &report.summary.notices {
            complain(notice);
        }
        for (path, reason) in &report.summary.failures {
            complain(&failure_line(path, reason));
        }
        let sources = &self.session.sources;
        // A file outlives the notice that it tells a part alone.
        let written = if self.progress.is_partial() {
            Status::Interrupted
        } else {
            outputs.write_files(report, sources, self.args)
        };
        outputs.print(report, sources, self.args)?;
        // What vanished while it was being told.
        let lost = report.findings.lost();
        for (path, reason) in &lost {
            complain(&failure_line(path, reason));
        }
        let status = match status(report, self.args) {
            _ if self.progress.is_stopped() => Status::Interrupted,
            _ if written == Status::Broken || !lost.is_empty() => Status::Broken,
            status => status,
        };
        let summary = &report.summary;
        Ok(Ended {
            status,
            found: Some((summary.findings, summary.reported)),
        })
    }
}

/// Named files, one at least, that are few against the corpus.
fn is_few(found: &Discovered, index: &Index) -> bool {
    let named = found.inputs.len();
    let most = MOST_LOOKED_UP.max(index.files() as usize / 100);
    (1..=most).contains(&named)
}

pub(super) fn demanded(args: &CheckArgs, configured: &GateConfig) -> GateConfig {
    GateConfig {
        fail_on: match args.fail_on {
            None => configured.fail_on,
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Never) => None,
        },
        max_warnings: args.max_warnings.or(configured.max_warnings),
        ..configured.clone()
    }
}

fn status(report: &Report, args: &CheckArgs) -> Status {
    if !report.summary.failures.is_empty() {
        Status::Broken
    } else if report.gate.passed || args.exit_zero {
        Status::Passed
    } else {
        Status::Failed
    }
}

/// The folder as seen from the root of the repository that it lies in.
fn folder_in_repository(folder: &Path) -> String {
    let mut ancestors = folder.ancestors();
    let root = ancestors.find(|ancestor| ancestor.join(".git").exists());
    root.map_or_else(String::new, |root| shown_path(folder, root))
}

/// Runs on a pool of its own; where threads can not be had, on this thread.
pub(super) fn in_pool<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads(jobs, cores);
    let build = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
            .ok()
    };
    let on_this_thread = || {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(1);
        builder.use_current_thread().build().ok()
    };
    let mut sizes = [threads, 1]
        .into_iter()
        .filter(|threads| has_room(*threads));
    match sizes.find_map(build).or_else(on_this_thread) {
        Some(pool) => pool.install(work),
        // A pool of this thread alone starts none, so that it can not fail; and if it did, the
        // work would ask for the same pool again.
        None => work(),
    }
}

/// How many threads are started; 0 means as many as there are cores.
fn threads(jobs: Option<usize>, cores: usize) -> usize {
    let wanted = jobs.filter(|jobs| *jobs > 0).unwrap_or(cores);
    wanted.min(MOST_THREADS.max(cores))
}

/// Whether there is room for the stacks of so many threads and for what they do. Threads that fit
/// and then find nothing left would end the process. Asking costs no memory, only addresses.
fn has_room(threads: usize) -> bool {
    let wanted = threads.saturating_mul(STACK).saturating_add(ROOM);
    Vec::<u8>::new().try_reserve_exact(wanted).is_ok()
}

#[cfg(test)]
mod tests {
    use super::threads;

    #[test]
    fn no_number_of_jobs_starts_thousands_of_threads() {
        assert_eq!(threads(None, 2), 2);
        assert_eq!(threads(Some(0), 2), 2);
        assert_eq!(threads(Some(8), 2), 8);
        assert_eq!(threads(Some(100_000), 2), 64);
        assert_eq!(threads(Some(100_000), 96), 96);
        assert_eq!(threads(None, 192), 192);
    }
}
