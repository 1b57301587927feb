//! `gatepost check`.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;

use super::cache::Cache;
use super::rules::place;
use super::session::{Session, use_color};
use super::{Status, complain, print};
use crate::check::{self, Outcome, Run, corpora, look_up, note};
use crate::cli::{CheckArgs, FailOn};
use crate::config::{GateConfig, shown_path};
use crate::diagnostic::Severity;
use crate::discover::{
    Discovered, Input, NO_POSTS, Named, StdinText, discover, discover_named, ignored_by_git,
};
use crate::emit::{Emitter, Style, emitter_named};
use crate::error::{Error, Result};
use crate::gate::{self, Demands, Report};
use crate::index::Index;
use crate::read::{decode, now, too_large};
use crate::rule::Selection;
use crate::source::SourceId;

/// Findings that `full` and `grouped` show unless told otherwise: more than anybody reads.
const SHOWN_TO_PEOPLE: usize = 1000;
/// Named files that are looked up one by one, if they are not one in a hundred of the corpus:
/// reading all that an index knows costs about as much as looking up so many.
const MOST_LOOKED_UP: usize = 64;
/// Deep enough for the nesting that readers and expressions allow.
const STACK: usize = 16 << 20;

pub(super) fn run(args: &CheckArgs) -> Result<Status> {
    let selection = Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    let session = Session::start(&args.config, selection)?;
    let named = named(args, session.config.limits.file_size)?;
    let Some(emitter) = emitter_named(&args.output_format) else {
        return Err(Error::new("unknown output format"));
    };
    let today = today()?;
    let home = shown_path(&session.cwd, &session.config.root);
    let task = Task {
        args,
        cache: Cache::of(args, &session, &home, today),
        session: &session,
        emitter,
        home,
        today,
    };
    let index = task.cache.as_ref().and_then(Cache::open);
    if let Some(index) = &index
        && let Some(status) = task.look_up(index, &named)?
    {
        return Ok(status);
    }
    let found = discover(&session.config, &session.cwd, &named)?;
    tell_left_out(&found);
    if args.show_files {
        found.notices.iter().for_each(|notice| complain(notice));
        return show_files(&found);
    }
    let has_posts = found.inputs.iter().any(|input| input.is_reported);
    if !has_posts && found.failures.is_empty() && !args.allow_empty {
        return Err(Error::new(no_posts(&session, args, &found)));
    }
    in_pool(args.jobs, || task.judge_all(index.as_ref(), found))
}

/// What is asked for.
struct Task<'a> {
    args: &'a CheckArgs,
    session: &'a Session,
    emitter: &'static dyn Emitter,
    cache: Option<Cache>,
    /// The working directory relative to the project.
    home: String,
    today: Date,
}

impl Task<'_> {
    /// Judges the whole corpus; what `index` knows is not judged anew.
    fn judge_all(&self, index: Option<&Index>, mut found: Discovered) -> Result<Status> {
        let inputs = std::mem::take(&mut found.inputs);
        let input_sources = self.sources_of(&inputs);
        let run = self.run(&inputs, &input_sources);
        let began = now();
        let book = note(&run, index);
        if let Some(cache) = &self.cache
            && let Some(contents) = book.contents(cache.key, began, &found.notices)
        {
            cache.keep(&contents);
        }
        let corpora = corpora(&book);
        self.finish(check::judge(&book, &corpora), found)
    }

    /// Judges a few named files against what `index` knows of all others. Nothing where that is
    /// not what is asked for, or the index turns out to know something that is no longer so.
    fn look_up(&self, index: &Index, named: &Named) -> Result<Option<Status>> {
        let session = self.session;
        let found = discover_named(&session.config, &session.cwd, named)?;
        let Some(mut found) = found.filter(|found| !self.args.show_files && is_few(found, index))
        else {
            return Ok(None);
        };
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
            for finding in &outcome.findings {
                outcome.tell(finding);
            }
            if lookup.is_stale() {
                return Ok(None);
            }
            tell_left_out(&found);
            found.notices.extend(index.notices().iter().cloned());
            found.notices.sort();
            found.notices.dedup();
            self.finish(outcome, found).map(Some)
        };
        in_pool(self.args.jobs, judge)
    }

    fn sources_of(&self, inputs: &[Input]) -> Vec<SourceId> {
        let sources = &self.session.sources;
        let added = inputs
            .iter()
            .map(|input| sources.add(input.shown.clone(), input.origin.clone()));
        added.collect()
    }

    fn run<'b>(&'b self, inputs: &'b [Input], input_sources: &'b [SourceId]) -> Run<'b> {
        Run {
            config: &self.session.config,
            inputs,
            input_sources,
            sources: &self.session.sources,
            today: self.today,
        }
    }

    /// Draws the verdict and writes the report.
    fn finish(&self, mut outcome: Outcome<'_>, found: Discovered) -> Result<Status> {
        let session = self.session;
        outcome.failures.extend(found.failures);
        let demands = Demands {
            home: &self.home,
            gate: demanded(self.args, session.config.gate),
            limits: session.config.limits,
            shown: shown(self.args, self.emitter),
        };
        let mut report = gate::judge(&outcome, &session.sources, demands);
        report.summary.notices = found.notices;
        let told = outcome.notices.iter().map(|notice| {
            let at = place(notice.set, &session.sources);
            format!("{at}: {}", notice.message)
        });
        report.summary.notices.extend(told);
        emit(self.args, session, &report, self.emitter)
    }
}

/// Named files, one at least, that are few against the corpus.
fn is_few(found: &Discovered, index: &Index) -> bool {
    let named = found.inputs.len();
    let most = MOST_LOOKED_UP.max(index.files() as usize / 100);
    (1..=most).contains(&named)
}

fn emit(
    args: &CheckArgs,
    session: &Session,
    report: &Report,
    emitter: &dyn Emitter,
) -> Result<Status> {
    for notice in &report.summary.notices {
        complain(notice);
    }
    for (path, reason) in &report.summary.failures {
        complain(&failure_line(path, reason));
    }
    let style = Style {
        color: use_color(args.color, io::stdout().is_terminal()),
        quiet: args.quiet,
        statistics: args.statistics,
    };
    print(|out| emitter.emit(report, &session.sources, &style, out))?;
    // What vanished while it was being told.
    let lost = report.findings.lost();
    for (path, reason) in &lost {
        complain(&failure_line(path, reason));
    }
    Ok(match status(report, args) {
        _ if !lost.is_empty() => Status::Broken,
        status => status,
    })
}

/// Runs on a pool of its own; where threads can not be had, on this thread.
fn in_pool<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let threads = jobs.unwrap_or(0);
    let build = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
    };
    let on_this_thread = |_| {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(1);
        builder.use_current_thread().build()
    };
    match build(threads).or_else(|_| build(1)).or_else(on_this_thread) {
        Ok(pool) => pool.install(work),
        // A pool of this thread alone starts none, so that it can not fail; and if it did, the
        // work would ask for the same pool again.
        Err(_) => work(),
    }
}

/// The day of the run. `SOURCE_DATE_EPOCH` makes runs of different days comparable.
pub(super) fn today() -> Result<Date> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(Zoned::now().date());
    };
    let seconds = epoch.to_str().and_then(|text| text.parse::<i64>().ok());
    let stamp = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let stamp = stamp.ok_or_else(|| Error::new("SOURCE_DATE_EPOCH is not a number of seconds"))?;
    Ok(stamp.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn demanded(args: &CheckArgs, configured: GateConfig) -> GateConfig {
    GateConfig {
        fail_on: match args.fail_on {
            None => configured.fail_on,
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Never) => None,
        },
        max_warnings: args.max_warnings.or(configured.max_warnings),
    }
}

fn shown(args: &CheckArgs, emitter: &dyn Emitter) -> Option<usize> {
    match args.limit {
        Some(0) => None,
        Some(limit) => Some(limit),
        None => emitter.is_for_people().then_some(SHOWN_TO_PEOPLE),
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

fn named(args: &CheckArgs, limit: u64) -> Result<Named> {
    let mut named = Named {
        is_narrowed: !args.paths.is_empty() || args.files_from.is_some(),
        ..Named::default()
    };
    let mut wants_stdin = false;
    for path in &args.paths {
        if path.as_os_str() == "-" {
            wants_stdin = true;
        } else {
            named.paths.push(path.clone());
        }
    }
    if let Some(list) = &args.files_from {
        named.paths.extend(listed_files(list)?);
    }
    if wants_stdin {
        let Some(path) = args.stdin_filename.clone() else {
            return Err(Error::new(
                "'-' needs --stdin-filename PATH, which tells what post standard input is",
            ));
        };
        if args.files_from.as_deref() == Some(Path::new("-")) {
            return Err(Error::new(
                "standard input can not be a post and a list of files",
            ));
        }
        named.stdin = Some((path, stdin_text(limit)?));
    } else if args.stdin_filename.is_some() {
        return Err(Error::new("--stdin-filename needs '-' among the paths"));
    }
    Ok(named)
}

/// The post that standard input is, if it is text of at most `limit` bytes.
fn stdin_text(limit: u64) -> Result<StdinText> {
    let bytes = read_stdin(limit.saturating_add(1))?;
    if bytes.len() as u64 > limit {
        return Ok(Err(too_large(None, limit)));
    }
    Ok(decode(bytes).map(Arc::from))
}

fn read_stdin(most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::new(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}

/// Paths one a line, or separated by NUL where there is one.
fn listed_files(list: &Path) -> Result<Vec<PathBuf>> {
    let bytes = if list.as_os_str() == "-" {
        read_stdin(u64::MAX)?
    } else {
        std::fs::read(list)
            .map_err(|error| Error::new(format!("cannot read {}: {error}", list.display())))?
    };
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == separator);
    Ok(names
        .map(|name| name.strip_suffix(b"\r").unwrap_or(name))
        .filter(|name| !name.is_empty())
        .map(path_of_bytes)
        .collect())
}

#[cfg(unix)]
fn path_of_bytes(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of_bytes(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

fn tell_left_out(found: &Discovered) {
    match found.excluded.as_slice() {
        [] => {}
        [(path, reason)] => complain(&format!("{path} is left out by {reason}")),
        [(path, reason), others @ ..] => complain(&format!(
            "{path} is left out by {reason}, and {} more named files",
            others.len()
        )),
    }
}

fn show_files(found: &Discovered) -> Result<Status> {
    for (path, reason) in &found.failures {
        complain(&failure_line(path, reason));
    }
    print(|out| {
        for input in found.inputs.iter().filter(|input| input.is_reported) {
            writeln!(out, "{}", crate::emit::plain(&input.shown))?;
        }
        Ok(())
    })?;
    Ok(if found.failures.is_empty() {
        Status::Passed
    } else {
        Status::Broken
    })
}

/// Why there is nothing to check: where was looked, and what kept posts out.
fn no_posts(session: &Session, args: &CheckArgs, found: &Discovered) -> String {
    let (cwd, root) = (&session.cwd, &session.config.root);
    let folders: Vec<PathBuf> = match args.paths.as_slice() {
        [] => vec![root.clone()],
        paths => paths.iter().map(|path| cwd.join(path)).collect(),
    };
    let names: Vec<String> = folders.iter().map(|path| shown_path(path, cwd)).collect();
    let place = match names.join(", ") {
        place if place.is_empty() => ".".to_owned(),
        place => place,
    };
    let ignored: usize = folders
        .iter()
        .filter(|folder| folder.is_dir())
        .map(|folder| ignored_by_git(&session.config, folder))
        .sum();
    let mut reasons = Vec::new();
    if ignored > 0 {
        reasons.push(format!("{ignored} ignored by .gitignore"));
    }
    if let [(_, reason), ..] = found.excluded.as_slice() {
        reasons.push(format!("{} left out by {reason}", found.excluded.len()));
    }
    if reasons.is_empty() {
        return format!("no posts found under {place}");
    }
    format!("no posts found under {place} ({})", reasons.join(", "))
}

fn failure_line(path: &str, reason: &str) -> String {
    if reason == NO_POSTS {
        format!("no posts found under {path}")
    } else if path.is_empty()
        || reason.starts_with("internal error")
        || reason.starts_with("cannot read")
    {
        reason.to_owned()
    } else if reason.starts_with("not a regular file") {
        format!("{path} is {reason}")
    } else {
        format!("cannot read {path}: {reason}")
    }
}
