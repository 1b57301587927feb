//! `gatepost check`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;

use super::baseline;
use super::cache::Cache;
use super::interrupt::Interrupt;
use super::outputs::Outputs;
use super::session::Session;
use super::task::{Ended, Task, demanded, in_pool};
use super::timings::Timings;
use super::{Status, complain, print, watch};
use crate::check::Progress;
use crate::cli::CheckArgs;
use crate::config::{Config, shown_path};
use crate::discover::{
    Changes, Comparison, Discovered, NO_POSTS, Named, StdinBytes, discover, discover_files,
    format_of, ignored_by_git, path_of_bytes,
};
use crate::error::{Error, Result};
use crate::index::Index;
use crate::read::too_large;

pub(super) fn run(args: &CheckArgs) -> Result<Status> {
    let interrupt = Interrupt::default();
    let status = if args.watch {
        watch::run(args, &interrupt)
    } else {
        once(args, &interrupt).map(|ended| ended.status)
    };
    status.map(|status| interrupt.told(status))
}

/// One check, which ends early once it is interrupted.
pub(super) fn once(args: &CheckArgs, interrupt: &Interrupt) -> Result<Ended> {
    let timings = Timings::default();
    let mut session = timings.during("configuration", || {
        Session::start(&args.config, args.selection())
    })?;
    session.config.suppression.is_heeded &= !args.no_inline;
    let mut named = named(args, session.config.limits.file_size)?;
    interrupt.heed();
    let today = today()?;
    let home = shown_path(&session.cwd, &session.config.root);
    let baseline = baseline::of_check(args, &session)?;
    let task = Task {
        baseline,
        gate: demanded(args, &session.config.gate),
        args,
        cache: Cache::of(args, &session, &named, &home, today),
        session: &session,
        home,
        today,
        progress: Progress::until(interrupt.flag().clone()),
        interrupt,
        timings,
    };
    if args.show_files || !args.fix && !args.diff {
        return report(&task, &named);
    }
    let found = discover(&session.config, &session.cwd, &named)?;
    if !found.inputs.iter().any(|input| input.is_reported) {
        if let (Some((_, Ok(text))), false) = (&named.stdin, args.diff) {
            print(|out| out.write_all(text))?;
        }
        return report(&task, &named);
    }
    let index = task.cache.as_ref().and_then(Cache::open);
    if args.diff {
        let status = task.diff(index, &found)?;
        return Ok(Ended {
            status,
            found: None,
        });
    }
    let Some(fixed) = task.fix(index, &found) else {
        return Ok(Ended {
            status: Status::Interrupted,
            found: None,
        });
    };
    if let Some((path, text)) = &mut named.stdin {
        let Some(fixed) = fixed.stdin.or_else(|| unfixable(path, text, &session)) else {
            let message = "standard input can not be judged as text; nothing is printed for it";
            return Err(Error::new(message));
        };
        print(|out| out.write_all(fixed.as_bytes()))?;
        *text = Ok(fixed.as_bytes().into());
    }
    let ended = report(&task, &named)?;
    Ok(Ended {
        status: if fixed.is_broken {
            Status::Broken
        } else {
            ended.status
        },
        ..ended
    })
}

/// Standard input as it is, where it is a container, in which nothing is put right.
fn unfixable(path: &Path, bytes: &StdinBytes, session: &Session) -> Option<Arc<str>> {
    format_of(&session.config, &session.cwd.join(path))?.splitter()?;
    let text = std::str::from_utf8(bytes.as_ref().ok()?).ok()?;
    Some(text.into())
}

/// Judges the posts as they are.
fn report(task: &Task<'_>, named: &Named) -> Result<Ended> {
    let (args, session) = (task.args, task.session);
    let index = task.cache.as_ref().and_then(Cache::open);
    if let Some(index) = &index
        && let Some(ended) = task.look_up(index, named)?
    {
        return Ok(ended);
    }
    if args.show_files {
        let status = show_files(session, named)?;
        return Ok(Ended {
            status,
            found: None,
        });
    }
    in_pool(args.jobs, || report_all(task, index.as_ref(), named))
}

/// Judges the whole corpus.
fn report_all(task: &Task<'_>, index: Option<&Index>, named: &Named) -> Result<Ended> {
    let (args, session) = (task.args, task.session);
    let (mut found, ahead) = task.timings.during("files", || task.find(index, named))?;
    tell_left_out(&found);
    let has_posts = found.inputs.iter().any(|input| input.is_reported);
    if !has_posts && named.changes.is_some() && !found.inputs.is_empty() {
        complain("no post changed");
        // A report must not take the place of a post, whether that changed or not.
        Outputs::of(args, session, &found)?;
        // Nothing would be reported: there is no need to read the corpus.
        found.inputs.clear();
    } else if !has_posts && named.stdin.is_some() && found.failures.is_empty() {
        // Editors send whatever is open, and what is no post has no findings.
        found.inputs.clear();
    } else if !has_posts && found.failures.is_empty() && !args.allow_empty {
        let (config, cwd) = (&session.config, &session.cwd);
        return Err(Error::new(no_posts(&args.paths, config, cwd, &found)));
    }
    task.judge_all(index, found, ahead)
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

pub(super) fn named(args: &CheckArgs, limit: u64) -> Result<Named> {
    let mut named = Named {
        is_narrowed: !args.paths.is_empty() || args.files_from.is_some(),
        changes: comparison(args).map(|comparison| Changes {
            comparison,
            by_line: args.changed_lines,
        }),
        is_of_index: is_pre_commit(),
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
        named.stdin = Some((path, stdin_bytes(limit)?));
        named.is_of_index = false;
    } else if args.stdin_filename.is_some() {
        return Err(Error::new("--stdin-filename needs '-' among the paths"));
    }
    Ok(named)
}

/// Whether pre-commit runs this. It hands over names in chunks, and leaves files on disk that the
/// commit does not hold.
pub(super) fn is_pre_commit() -> bool {
    std::env::var_os("PRE_COMMIT").is_some_and(|value| value == "1")
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

/// Standard input, if it has at most `limit` bytes.
fn stdin_bytes(limit: u64) -> Result<StdinBytes> {
    let bytes = read_stdin(limit.saturating_add(1))?;
    if bytes.len() as u64 > limit {
        return Ok(Err(too_large(None, limit)));
    }
    Ok(Ok(bytes.into()))
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

pub(super) fn tell_left_out(found: &Discovered) {
    match found.excluded.as_slice() {
        [] => {}
        [(path, reason)] => complain(&format!("{path} is left out by {reason}")),
        [(path, reason), others @ ..] => complain(&format!(
            "{path} is left out by {reason}, and {} more named files",
            others.len()
        )),
    }
}

/// Lists the files that are reported; containers need not be opened.
fn show_files(session: &Session, named: &Named) -> Result<Status> {
    let found = discover_files(&session.config, &session.cwd, named)?;
    tell_left_out(&found);
    found.notices.iter().for_each(|notice| complain(notice));
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
pub(super) fn no_posts(
    paths: &[PathBuf],
    config: &Config,
    cwd: &Path,
    found: &Discovered,
) -> String {
    let folders: Vec<PathBuf> = match paths {
        [] => vec![config.root.clone()],
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
        .map(|folder| ignored_by_git(config, folder))
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

pub(super) fn failure_line(path: &str, reason: &str) -> String {
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
