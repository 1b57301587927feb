//! Runs that a shell sets bounds to, and what they leave.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::process::{Command, Stdio};

use crate::site::Site;

/// Addresses that any run of the battery may take, in KiB.
const MOST_MEMORY: u64 = 3_000_000;
/// Seconds of work that any run of the battery may take without optimisation.
const MOST_WORK: u64 = 60;
/// Seconds after which it is taken to hang, on a machine with much else to do.
const MOST_TIME: u64 = 1_200;

/// How a run ended that a signal may have ended.
#[derive(Debug)]
pub(super) struct Limited {
    pub(super) code: Option<i32>,
    pub(super) status: String,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Limited {
    /// Asserts that it ended by itself with one of these codes.
    #[track_caller]
    pub(super) fn exits(self, codes: &[i32], what: &str) -> Self {
        let is_known = self.code.is_some_and(|code| codes.contains(&code));
        let shown: String = self.stderr.chars().take(600).collect();
        assert!(is_known, "{what}: {}: {shown}", self.status);
        self
    }
}

impl Site {
    /// Runs under a limit of the shell.
    pub(super) fn limited(&self, args: &[&str], limit: &str, value: u64) -> Limited {
        ended(&mut shell(
            self,
            args,
            &format!("ulimit {limit} {value} && "),
            "",
        ))
    }

    /// Runs within bounds of memory and time that no input may exceed.
    pub(super) fn bounded(&self, args: &[&str]) -> Limited {
        let bounds = format!(
            "ulimit -v {MOST_MEMORY} && ulimit -t {MOST_WORK} && exec timeout -k 1 {MOST_TIME} "
        );
        let built = self.command(args);
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{bounds}\"$@\""), "sh"])
            .arg(built.get_program())
            .args(built.get_args())
            .current_dir(self.path())
            .env("SOURCE_DATE_EPOCH", "1767225600")
            .stdin(Stdio::null());
        ended(&mut command)
    }
}

fn ended(command: &mut Command) -> Limited {
    let output = command.output().unwrap();
    Limited {
        code: output.status.code(),
        status: output.status.to_string(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The command in a shell that says something before and after it.
pub(super) fn shell(site: &Site, args: &[&str], before: &str, after: &str) -> Command {
    let built = site.command(args);
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{before}exec \"$@\" {after}"), "sh"])
        .arg(built.get_program())
        .args(built.get_args())
        .current_dir(site.path())
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .stdin(Stdio::null());
    command
}

/// The files of a site but its index, with what they hold; links and what is no file by name alone.
pub(super) fn sources_of(site: &Site) -> BTreeMap<OsString, Option<Vec<u8>>> {
    let entries = fs::read_dir(site.path()).unwrap().map(|it| it.unwrap());
    let entries = entries.filter(|entry| entry.file_name() != ".gatepost");
    let held = entries.map(|entry| {
        let is_file = entry.file_type().unwrap().is_file();
        let bytes = (is_file && entry.metadata().unwrap().len() < 1 << 30)
            .then(|| fs::read(entry.path()).unwrap());
        (entry.file_name(), bytes)
    });
    held.collect()
}
