//! A site in a repository of git.

use std::path::Path;
use std::process::Command;

use crate::site::Site;

/// A site whose folder is a repository.
pub(super) struct Repository {
    pub(super) site: Site,
}

impl Repository {
    /// A repository whose files are written and not yet known to git.
    pub(super) fn with(config: &str, posts: &[(&str, &str)]) -> Self {
        let site = Site::with(config, posts);
        let repo = Self { site };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// Takes everything into a commit.
    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub(super) fn git(&self, args: &[&str]) -> String {
        git(self.site.path(), args)
    }

    /// The posts that are reported.
    pub(super) fn reported(&self, args: &[&str]) -> Vec<String> {
        let ran = self.site.run(&[&["check", "--show-files"], args].concat());
        let ran = ran.exits(0);
        ran.stdout.lines().map(str::to_owned).collect()
    }
}

/// git in a folder, with a fixed person and day, and no configuration but the repository's.
pub(super) fn git(folder: &Path, args: &[&str]) -> String {
    let output = command(folder, args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

pub(super) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["-c", "protocol.file.allow=always"])
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "A Person")
            .env(format!("GIT_{role}_EMAIL"), "person@example.com")
            .env(format!("GIT_{role}_DATE"), "2026-01-01T00:00:00Z");
    }
    command
}
