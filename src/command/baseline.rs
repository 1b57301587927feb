//! `gatepost baseline`, and the baseline of a check.

use std::io;
use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::check::{failure_line, tell_left_out, today};
use super::interrupt::Interrupt;
use super::session::Session;
use super::task::{Task, in_pool};
use super::timings::Timings;
use super::{Status, print};
use crate::check::{Outcome, Progress};
use crate::cli::{BaselineAction, BaselineArgs, CheckArgs};
use crate::config::shown_path;
use crate::discover::{Discovered, Named};
use crate::error::{Error, Result};
use crate::gate::{Baseline, Compared, Demands, compare};
use crate::rule::Selection;
use crate::text::counted;
use crate::write::{leaves, replace};

/// The file where none is named.
const DEFAULT: &str = "gatepost-baseline.jsonl";
/// Bytes of a baseline: about a million findings.
const MOST_BYTES: u64 = 1 << 28;

pub(super) fn run(args: &BaselineArgs) -> Result<Status> {
    let session = Session::start(&args.config, Selection::default())?;
    let file = file(args.baseline.as_deref(), &session);
    let file = file.unwrap_or_else(|| session.config.root.join(DEFAULT));
    let shown = shown_path(&file, &session.cwd);
    let baseline = read(&file, &shown)?.unwrap_or_default();
    let named = Named {
        paths: args.paths.clone(),
        is_narrowed: !args.paths.is_empty(),
        ..Named::default()
    };
    let check = CheckArgs {
        paths: args.paths.clone(),
        config: args.config.clone(),
        jobs: args.jobs,
        no_cache: args.no_cache,
        cache_dir: args.cache_dir.clone(),
        ..CheckArgs::default()
    };
    let home = shown_path(&session.cwd, &session.config.root);
    let today = today()?;
    let interrupt = Interrupt::default();
    interrupt.heed();
    let task = Task {
        baseline: None,
        gate: session.config.gate.clone(),
        args: &check,
        cache: Cache::of(&check, &session, &named, &home, today),
        session: &session,
        home,
        today,
        progress: Progress::until(interrupt.flag().clone()),
        interrupt: &interrupt,
        timings: Timings::default(),
    };
    let index = task.cache.as_ref().and_then(Cache::open);
    let then = |mut outcome: Outcome<'_>, found: Discovered| {
        outcome.failures.extend(found.failures);
        if task.progress.is_partial() {
            return Err(Error::new("interrupted; the baseline is as it was"));
        }
        if let [(path, reason), ..] = outcome.failures.as_slice() {
            return Err(Error::new(failure_line(path, reason)));
        }
        let demands = Demands {
            home: &task.home,
            root: &session.config.root,
            baseline: None,
            gate: &session.config.gate,
            limits: session.config.limits,
            shown: None,
            changed_lines: None,
        };
        let compared = compare(&baseline, &outcome, &session.sources, demands);
        match outcome.lost().first() {
            Some((path, reason)) => Err(Error::new(failure_line(path, reason))),
            None => Ok(compared),
        }
    };
    let compared = in_pool(args.jobs, || {
        let (found, ahead) = task.find(index.as_ref(), &named)?;
        tell_left_out(&found);
        task.judge_with(index.as_ref(), found, ahead, then)
    })?;
    let changed = changed(args.action, &baseline, compared);
    if let Some(entries) = changed.baseline {
        if leaves(&file, &session.config.root) {
            let reason = "it is a link that leaves the project";
            return Err(Error::new(format!("cannot write {shown}: {reason}")));
        }
        replace(&file, |out| entries.write(out))
            .map_err(|error| Error::new(format!("cannot write {shown}: {error}")))?;
    }
    print(|out| writeln!(out, "{shown}: {}", changed.told))
}

/// The baseline that a check is to be compared with.
pub(super) fn of_check(args: &CheckArgs, session: &Session) -> Result<Option<Baseline>> {
    let Some(file) = file(args.baseline.as_deref(), session) else {
        return Ok(None);
    };
    let shown = shown_path(&file, &session.cwd);
    let baseline = read(&file, &shown)?;
    if baseline.is_none() {
        let hint = "`gatepost baseline add` writes it";
        return Err(Error::new(format!(
            "the baseline {shown} is not there; {hint}"
        )));
    }
    Ok(baseline)
}

/// What becomes of a baseline, and what is said of it.
struct Changed {
    baseline: Option<Baseline>,
    told: String,
}

fn changed(action: BaselineAction, baseline: &Baseline, compared: Compared) -> Changed {
    let known = counted(compared.known, "known finding");
    let (new, gone) = (compared.fresh.len(), compared.stale.len());
    let is_kept = |fingerprint: &String| {
        let is_stale = action == BaselineAction::Prune && compared.stale.contains(fingerprint);
        !is_stale && !compared.outdated.contains(fingerprint)
    };
    let entries = baseline.entries().iter();
    let mut entries: Vec<_> = entries
        .filter(|entry| is_kept(&entry.fingerprint))
        .cloned()
        .collect();
    entries.extend(compared.moved);
    let told = match action {
        BaselineAction::Status => {
            let told = format!("{known}, {new} new, {gone} not found any more");
            return Changed {
                baseline: None,
                told,
            };
        }
        BaselineAction::Add => {
            entries.extend(compared.fresh);
            format!("{known}, {new} added, {gone} not found any more")
        }
        BaselineAction::Prune => format!("{known}, {gone} removed, {new} new"),
    };
    Changed {
        baseline: Some(Baseline::of(entries)),
        told,
    }
}

/// The file that is named on the command line or in the configuration.
pub(super) fn file(named: Option<&Path>, session: &Session) -> Option<PathBuf> {
    let named = named.map(|file| session.cwd.join(file));
    named.or_else(|| session.config.gate.baseline.clone())
}

/// Reads a baseline, if it is there.
fn read(file: &Path, shown: &str) -> Result<Option<Baseline>> {
    let fail = |reason: &str| Error::new(format!("cannot read {shown}: {reason}"));
    let about = match std::fs::metadata(file) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(&error.to_string())),
    };
    if !about.is_file() {
        return Err(fail("not a regular file"));
    }
    if about.len() > MOST_BYTES {
        return Err(fail("larger than 256 MiB"));
    }
    let text = std::fs::read_to_string(file).map_err(|error| fail(&error.to_string()))?;
    let parsed = Baseline::parse(&text);
    let told = |(line, reason)| Error::new(format!("{shown}:{line}: {reason}"));
    parsed.map(Some).map_err(told)
}
