//! `gatepost check`.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;

use super::rules::place;
use super::session::{Session, use_color};
use super::{Status, complain, print};
use crate::check::{Run, check};
use crate::cli::{CheckArgs, FailOn};
use crate::config::{GateConfig, shown_path};
use crate::diagnostic::Severity;
use crate::discover::{
    Changes, Comparison, Discovered, NO_POSTS, Named, StdinText, discover, ignored_by_git,
    path_of_bytes,
};
use crate::emit::{Emitter, Style, emitter_named};
use crate::error::{Error, Result};
use crate::gate::{Demands, Report, judge};
use crate::read::{decode, too_large};
use crate::rule::Selection;

/// Findings that `full` and `grouped` show unless told otherwise: more than anybody reads.
const SHOWN_TO_PEOPLE: usize = 1000;
/// Deep enough for the nesting that readers and expressions allow.
const STACK: usize = 16 << 20;

pub(super) fn run(args: &CheckArgs) -> Result<Status> {
    let selection = Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    let mut session = Session::start(&args.config, selection)?;
    let named = named(args, session.config.limits.file_size)?;
    let mut found = discover(&session.config, &session.cwd, &named)?;
    tell_left_out(&found);
    if args.show_files {
        found.notices.iter().for_each(|notice| complain(notice));
        return show_files(&found);
    }
    let Some(emitter) = emitter_named(&args.output_format) else {
        return Err(Error::new("unknown output format"));
    };
    let has_posts = found.inputs.iter().any(|input| input.is_reported);
    if !has_posts && named.changes.is_some() && !found.inputs.is_empty() {
        complain("no post changed");
        // Nothing would be reported: there is no need to read the corpus.
        found.inputs.clear();
    } else if !has_posts && found.failures.is_empty() && !args.allow_empty {
        return Err(Error::new(no_posts(&session, args, &found)));
    }
    let report = report(args, &mut session, found, emitter)?;
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
    print(|out| emitter.emit(&report, &session.sources, &style, out))?;
    Ok(status(&report, args))
}

fn report(
    args: &CheckArgs,
    session: &mut Session,
    found: Discovered,
    emitter: &dyn Emitter,
) -> Result<Report> {
    let inputs = found.inputs;
    let input_sources: Vec<_> = inputs
        .iter()
        .map(|input| {
            session
                .sources
                .add(input.shown.clone(), input.origin.clone())
        })
        .collect();
    let run = Run {
        config: &session.config,
        inputs: &inputs,
        input_sources: &input_sources,
        sources: &session.sources,
        today: today()?,
    };
    let home = shown_path(&session.cwd, &session.config.root);
    let demands = Demands {
        home: &home,
        gate: gate(args, session.config.gate),
        limits: session.config.limits,
        shown: shown(args, emitter),
        changed_lines: found.changed_lines.as_ref(),
    };
    let work = || {
        let mut outcome = check(&run);
        outcome.failures.extend(found.failures.iter().cloned());
        let notices = std::mem::take(&mut outcome.notices);
        let mut report = judge(outcome, inputs.len(), &session.sources, demands);
        report.summary.notices = found.notices;
        let told = notices.iter().map(|notice| {
            let at = place(notice.set, &session.sources);
            format!("{at}: {}", notice.message)
        });
        report.summary.notices.extend(told);
        report
    };
    Ok(in_pool(args.jobs, work))
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

fn gate(args: &CheckArgs, configured: GateConfig) -> GateConfig {
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
        changes: comparison(args).map(|comparison| Changes {
            comparison,
            by_line: args.changed_lines,
        }),
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
        if named.changes.is_some() {
            return Err(Error::new(
                "git does not know whether standard input changed; name the post alone",
            ));
        }
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

/// What is compared to tell which posts changed.
fn comparison(args: &CheckArgs) -> Option<Comparison> {
    if args.staged {
        return Some(Comparison::Staged);
    }
    if let Some(revision) = &args.since {
        return Some(Comparison::Since(revision.clone()));
    }
    args.changed.then(changed_here)
}

/// In CI nothing differs from HEAD, and what is asked for is what the pull request changes.
fn changed_here() -> Comparison {
    let told = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(base) = told("CI_MERGE_REQUEST_DIFF_BASE_SHA") {
        return Comparison::Since(base);
    }
    match told("GITHUB_BASE_REF") {
        Some(branch) => Comparison::PullRequest(branch, told("GITHUB_REF")),
        None => Comparison::WorkTree,
    }
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
