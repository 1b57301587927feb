//! `check --watch`: checks again whenever a post or the configuration changes.
//!
//! It looks at names and times of files in turns, as a check does: that works on every file system
//! and in containers, and finds just the files that a check would.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use xxhash_rust::xxh3::Xxh3;

use super::check::{named, once};
use super::interrupt::Interrupt;
use super::session::Session;
use super::task::Ended;
use super::{Status, complain, print_to_reader};
use crate::cli::CheckArgs;
use crate::discover::discover_files;
use crate::error::{Error, Result};
use crate::read::Stamp;
use crate::site::Site;
use crate::text::counted;

/// Formats in which a report after a report makes sense.
const FORMATS: [&str; 3] = ["full", "concise", "grouped"];
/// The least time between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// A look takes at most one part in so many of the time.
const SHARE: u32 = 10;
/// How soon an interruption is seen.
const NAP: Duration = Duration::from_millis(50);
/// Clears a terminal and what it keeps of the past. The line break keeps it off the next line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H\n";

/// Checks until it is interrupted, or nobody reads what it says.
pub(super) fn run(args: &CheckArgs, interrupt: &Interrupt) -> Result<Status> {
    if !FORMATS.contains(&args.output_format.as_str()) {
        return Err(Error::new(format!(
            "--watch writes one report after another; use --output-format {}",
            FORMATS.join(", ")
        )));
    }
    if args.files_from.as_deref() == Some(Path::new("-")) {
        let message = "--watch reads the list again and again, and standard input only once; give --files-from a file";
        return Err(Error::new(message));
    }
    loop {
        // Looked at before the check, so that what changes meanwhile is checked again.
        let seen = look(args);
        let is_read = announce("[Running] gatepost check", io::stdout().is_terminal())?;
        let ended = once(args, interrupt);
        let status = ended.as_ref().map_or(Status::Broken, |ended| ended.status);
        if !(announce(&finished(ended), false)? && is_read) {
            return Ok(status);
        }
        if !changed(args, seen, interrupt.flag()) {
            return Ok(Status::Interrupted);
        }
    }
}

/// A line of its own, which background matchers wait for.
/// False if nobody reads it any more.
fn announce(line: &str, clears: bool) -> Result<bool> {
    print_to_reader(|out| {
        let clear = if clears { CLEAR } else { "" };
        writeln!(out, "{clear}{line}")
    })
}

fn finished(ended: Result<Ended>) -> String {
    let found = ended.map(|ended| ended.found);
    match found {
        Ok(Some((findings, posts))) => {
            let findings = counted(findings, "finding");
            format!("[Finished] {findings} in {}", counted(posts, "post"))
        }
        Ok(None) => "[Finished] 0 findings in 0 posts".to_owned(),
        Err(error) => {
            complain(&error.to_string());
            "[Finished] gatepost could not run".to_owned()
        }
    }
}

/// Waits until something is not as it was seen; false if that was interrupted.
fn changed(args: &CheckArgs, seen: u128, stop: &AtomicBool) -> bool {
    let mut cost = Duration::ZERO;
    loop {
        let began = Instant::now();
        while began.elapsed() < PAUSE.max(cost * SHARE) {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            thread::sleep(NAP);
        }
        let began = Instant::now();
        if look(args) != seen {
            return true;
        }
        cost = began.elapsed();
    }
}

/// What tells apart two states of the configuration and of the files: texts of the one, names and
/// stamps of the others. A fault is a state as well.
fn look(args: &CheckArgs) -> u128 {
    let mut hasher = Xxh3::new();
    let Ok((sources, config, cwd)) = Session::load(&args.config, args.selection()) else {
        return hasher.digest128();
    };
    for text in sources.texts() {
        hasher.update(text.as_bytes());
        hasher.update(&[0xff]);
    }
    let Ok(config) = config else {
        return hasher.digest128();
    };
    let site = Site::of(&config);
    hasher.update(site.key().as_bytes());
    let found = named(args, config.limits.file_size)
        .and_then(|named| discover_files(&config, &cwd, &named));
    for input in found.iter().flat_map(|found| &found.inputs) {
        let about = std::fs::metadata(&input.path);
        let stamp = about.map_or_else(|_| Stamp::default(), |about| Stamp::of(&about));
        hasher.update(input.shown.as_bytes());
        for part in [stamp.size, stamp.modified, stamp.changed, stamp.inode] {
            hasher.update(&part.to_le_bytes());
        }
        hasher.update(&site.inherited(&input.path).mark().to_le_bytes());
        hasher.update(&[u8::from(input.is_reported), 0xff]);
    }
    hasher.digest128()
}
