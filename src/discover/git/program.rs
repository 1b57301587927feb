//! The program `git`, called so that it runs nothing else and changes nothing.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::discover::path_of_bytes;
use crate::error::{Error, Result};

/// Settings that hold whatever the repository's own say. Permissions are no part of a post.
const SETTINGS: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.fileMode=false",
    "diff.relative=false",
    "diff.autoRefreshIndex=true",
];

/// Environment that would change what the commands mean, or what they run.
const FORGOTTEN: [&str; 7] = [
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_PREFIX",
];

/// Environment that keeps git from running, asking, fetching, locking or translating.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("LC_ALL", "C"),
    ("LANGUAGE", "C"),
];

/// git in one folder.
#[derive(Clone)]
pub(super) struct Git {
    folder: PathBuf,
    /// The option that git is needed for.
    flag: &'static str,
    /// Filters that the configuration declares, by name.
    filters: BTreeSet<Vec<u8>>,
}

impl Git {
    /// git in `folder`, for the option `flag`.
    pub(super) fn at(folder: &Path, flag: &'static str) -> Self {
        Self {
            folder: folder.to_path_buf(),
            flag,
            filters: BTreeSet::new(),
        }
    }

    /// The same, with every filter that is configured switched off: a filter is a program.
    pub(super) fn without_filters(mut self) -> Result<Self> {
        let query = ["config", "-z", "--name-only", "--get-regexp", "^filter\\."];
        let names = self.ask(&query)?.unwrap_or_default();
        for name in names.split(|byte| *byte == 0) {
            let name = name.strip_prefix(b"filter.").unwrap_or_default();
            if let Some(end) = memchr::memrchr(b'.', name) {
                self.filters.insert(name[..end].to_vec());
            }
        }
        Ok(self)
    }

    /// What git says; an error with its reason if it fails.
    pub(super) fn run(&self, args: &[&str]) -> Result<Vec<u8>> {
        self.start(args)?.finish()
    }

    /// git at work, while others are started.
    pub(super) fn start(&self, args: &[&str]) -> Result<Running<'_>> {
        let mut command = self.command(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let child = command.stderr(Stdio::piped()).spawn();
        Ok(Running {
            git: self,
            name: args
                .first()
                .map_or_else(String::new, |&name| name.to_owned()),
            child: child.map_err(|error| self.not_started(&error))?,
        })
    }

    /// What git says without the line break at its end.
    pub(super) fn line(&self, args: &[&str]) -> Result<Vec<u8>> {
        let mut line = self.run(args)?;
        line.pop_if(|last| *last == b'\n');
        Ok(line)
    }

    /// What git says, `None` where it says no.
    pub(super) fn ask(&self, args: &[&str]) -> Result<Option<Vec<u8>>> {
        let output = self.start(args)?.output()?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The command, to be started by the caller.
    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).arg("--no-pager");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(args).envs(ENVIRONMENT);
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        self.set_filters(&mut command);
        command
    }

    /// Names of filters may hold any character, so that they go by environment, behind what the
    /// user set there.
    fn set_filters(&self, command: &mut Command) {
        let count = std::env::var("GIT_CONFIG_COUNT");
        let mut count: usize = count.ok().and_then(|it| it.parse().ok()).unwrap_or(0);
        for name in &self.filters {
            for (key, value) in [("clean", ""), ("process", ""), ("required", "false")] {
                let key = [b"filter.", &name[..], b".", key.as_bytes()].concat();
                command.env(format!("GIT_CONFIG_KEY_{count}"), path_of_bytes(&key));
                command.env(format!("GIT_CONFIG_VALUE_{count}"), value);
                count += 1;
            }
        }
        if !self.filters.is_empty() {
            command.env("GIT_CONFIG_COUNT", count.to_string());
        }
    }

    /// Why git could not be started.
    pub(super) fn not_started(&self, error: &io::Error) -> Error {
        let flag = self.flag;
        if error.kind() == io::ErrorKind::NotFound {
            return Error::new(format!("{flag} needs the program git, which was not found"));
        }
        Error::new(format!("{flag} could not run git: {error}"))
    }

    /// What git's complaint means to the user.
    fn failure(&self, command: &str, complaint: &str) -> Error {
        let flag = self.flag;
        if complaint.contains("dubious ownership") {
            let folder = complaint.split('\'').nth(1).unwrap_or(".");
            return Error::new(format!(
                "git does not trust {folder}, which belongs to another user; if you do, run `git config --global --add safe.directory '{folder}'`"
            ));
        }
        if complaint.contains("not a git repository") {
            return Error::new(format!(
                "{flag} needs a git repository, and this folder is in none"
            ));
        }
        if complaint.contains("must be run in a work tree") {
            return Error::new(format!(
                "{flag} needs a work tree, and this git repository has none here"
            ));
        }
        let reason = complaint.lines().find(|line| !line.is_empty());
        let reason = reason.unwrap_or("no reason given");
        Error::new(format!("git {command} failed: {reason}"))
    }
}

/// A command of git that was started.
pub(super) struct Running<'a> {
    git: &'a Git,
    name: String,
    child: Child,
}

impl Running<'_> {
    /// What it says; an error with its reason if it fails.
    pub(super) fn finish(self) -> Result<Vec<u8>> {
        let (git, name) = (self.git, self.name.clone());
        let output = self.output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(git.failure(&name, &String::from_utf8_lossy(&output.stderr)))
    }

    fn output(self) -> Result<Output> {
        let git = self.git;
        let output = self.child.wait_with_output();
        output.map_err(|error| git.not_started(&error))
    }
}
